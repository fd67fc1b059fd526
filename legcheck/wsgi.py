"""The WSGI application, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legcheck.settings")
django_application = get_wsgi_application()

# Both need the settings that the line above has set up.
from legcheck.last_resort import LastResort  # noqa: E402
from symptoms import safe_texts  # noqa: E402

# Read before the first visitor comes, so that an error page cannot fail for want of its words.
safe_texts.error_texts(500)
application = LastResort(django_application)
