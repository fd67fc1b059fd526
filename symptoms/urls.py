"""The addresses of the pages."""

from django.urls import path

from symptoms import views

app_name = "symptoms"

urlpatterns = [
    path("", views.home, name="home"),
]
