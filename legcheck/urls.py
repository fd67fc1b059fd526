"""Every address of the site. The pages and the API each keep their own list."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from symptoms.api.views import UnknownAddressView

urlpatterns = [
    path("api/v1/", include("symptoms.api.urls")),
    re_path("^api(/|$)", UnknownAddressView.as_view()),
    path("admin/", admin.site.urls),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("", include("symptoms.urls")),
]

handler400 = "legcheck.staff.errors.bad_request"
handler403 = "legcheck.staff.errors.forbidden"
handler404 = "legcheck.staff.errors.not_found"
handler500 = "legcheck.staff.errors.server_error"
