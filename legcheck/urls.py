"""Every address of the site. The pages and the API each keep their own list."""

from django.urls import include, path, re_path

from symptoms.api.views import UnknownAddressView

urlpatterns = [
    path("api/v1/", include("symptoms.api.urls")),
    re_path("^api(/|$)", UnknownAddressView.as_view()),
    path("", include("symptoms.urls")),
]

handler400 = "symptoms.errors.bad_request"
handler403 = "symptoms.errors.forbidden"
handler404 = "symptoms.errors.not_found"
handler500 = "symptoms.errors.server_error"
