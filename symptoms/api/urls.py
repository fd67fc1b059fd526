"""The addresses of the API, version 1."""

from django.urls import path, re_path

from symptoms.api import views

app_name = "api"

urlpatterns = [
    path("assessments", views.AssessmentsView.as_view(), name="assessments"),
    path("interviews/next", views.NextStepView.as_view(), name="next-step"),
    path("questions", views.QuestionsView.as_view(), name="questions"),
    path("findings", views.FindingsView.as_view(), name="findings"),
    path("causes", views.CausesView.as_view(), name="causes"),
    path("red-flag-rules", views.RulesView.as_view(), name="red-flag-rules"),
    path("sources", views.SourcesView.as_view(), name="sources"),
    path("releases", views.ReleasesView.as_view(), name="releases"),
    path("releases/current", views.CurrentReleaseView.as_view(), name="current-release"),
    path("openapi.json", views.SchemaView.as_view(), name="schema"),
    path("problems/<slug:code>", views.ProblemTypeView.as_view(), name="problem-type"),
    re_path("", views.UnknownAddressView.as_view(), name="unknown"),
]
