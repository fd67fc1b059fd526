"""The WSGI application, for gunicorn."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legcheck.settings")
django_application = get_wsgi_application()

# They need the settings that the line above has set up.
from legcheck.last_resort import LastResort  # noqa: E402
from legcheck.logs import WithoutLinks  # noqa: E402
from symptoms import safe_texts  # noqa: E402

# Read before the first visitor comes, so that an error page cannot fail for want of its words.
safe_texts.error_texts(500)
# gunicorn's own log, which names the address of a request that it could not end.
logging.getLogger("gunicorn.error").addFilter(WithoutLinks())
application = LastResort(django_application)
