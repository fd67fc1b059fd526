"""The addresses of the pages."""

from django.urls import include, path

from symptoms import takeaways, views

app_name = "symptoms"

urlpatterns = [
    path("", views.home, name="home"),
    path("check/", views.begin, name="begin"),
    path("check/<int:number>/", views.step, name="step"),
    path("check/<int:number>/change/", views.step, {"change": True}, name="change"),
    path("check/answers/", views.answers, name="answers"),
    path("check/outcome/", views.outcome, name="outcome"),
    path("check/doctor/", takeaways.for_the_doctor, name="doctor"),
    path("check/outcome.json", takeaways.outcome_file, name="outcome-file"),
    path("check/again.ics", takeaways.calendar, name="calendar"),
    path("check/on/", views.onward, name="onward"),
    path("check/go-on/", views.go_on, name="go-on"),
    path("check/clear/", views.clear, name="clear"),
    path("check/cleared/", views.cleared, name="cleared"),
    path("check/start-again/", views.start_again, name="start-again"),
    path("check/something-new/", views.something_new, name="something-new"),
    path("", include("symptoms.saved.urls")),
    path("", include("symptoms.pages.urls")),
]
