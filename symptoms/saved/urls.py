"""The addresses of saved results; they belong to the names of symptoms/urls.py.

Whatever else stands below /saved/ is taken for a link, also one that was cut short or has a full stop at its end: no
part of a link may end up in the log as an address that was not found.
"""

from django.urls import path

from symptoms.saved import views

urlpatterns = [
    path("check/save/", views.save, name="save"),
    path("saved/", views.result, name="saved"),
    path("saved/link/", views.link, name="saved-link"),
    path("saved/doctor/", views.for_the_doctor, name="saved-doctor"),
    path("saved/delete/", views.delete, name="saved-delete"),
    path("saved/deleted/", views.deleted, name="saved-deleted"),
    path("saved/<path:token>", views.follow, name="saved-follow"),
]
