"""The addresses of the pages around the check; they belong to the names of symptoms/urls.py."""

from django.urls import path

from symptoms.pages import views

urlpatterns = [
    path("about/", views.about, name="about"),
    path("about/how-it-works/", views.how_it_works, name="how-it-works"),
    path("about/accuracy/", views.accuracy, name="accuracy"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
    path("about/releases/", views.releases, name="releases"),
    path("sources/", views.sources, name="sources"),
    path("library/", views.library, name="library"),
    path("library/causes/<slug:key>/", views.cause, name="library-cause"),
    path("library/advice/<slug:key>/", views.advice, name="library-advice"),
    path("questions/", views.questions, name="questions"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/<int:step>/", views.thanks, name="thanks"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
