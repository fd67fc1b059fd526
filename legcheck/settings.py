"""Every setting of the site, from the environment. docs/settings.md explains each variable.

With nothing set this is a local trial site: DEBUG, SQLite, no secret needed. With LEGCHECK_DEBUG=false
the secret, the hosts and the region must be given; a bad value stops the start and says what to write.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from legcheck.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(dict(os.environ))

DEBUG = env.flag("LEGCHECK_DEBUG", default=True)
SECRET_KEY = env.secret(
    "LEGCHECK_SECRET_KEY", local_default="local trial only, never for a public site" if DEBUG else None
)
ALLOWED_HOSTS = env.hosts("LEGCHECK_HOSTS", local_default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else None)
CSRF_TRUSTED_ORIGINS = env.origins("LEGCHECK_ORIGINS")

#: Country whose emergency numbers are shown; a key of regions.yaml.
LEGCHECK_REGION = env.region("LEGCHECK_REGION", local_default="ZZ" if DEBUG else None)
#: Keys of the cookie with the answers, newest first; without them the key is made from the secret.
LEGCHECK_VISIT_KEYS = env.fernet_keys("LEGCHECK_VISIT_KEYS")
#: Folder with the keys of saved results; None where nothing can be saved.
LEGCHECK_DAY_KEYS = env.folder("LEGCHECK_DAY_KEYS", local_default=BASE_DIR / "day-keys" if DEBUG else None)
#: How many saved results may end on the same day, so that nobody fills the disk.
LEGCHECK_SAVED_PER_DAY = env.number("LEGCHECK_SAVED_PER_DAY", default=1000, least=1, most=1_000_000)
#: Who runs the site and how to reach them, as the page "About" names them; empty where nobody is named.
LEGCHECK_OPERATOR = env.text("LEGCHECK_OPERATOR")
LEGCHECK_OPERATOR_CONTACT = env.contact("LEGCHECK_OPERATOR_CONTACT")
#: Seconds between two looks for a newer release.
LEGCHECK_RELEASE_CHECK_SECONDS = env.number("LEGCHECK_RELEASE_CHECK_SECONDS", default=5, least=0, most=10)
#: Dotted path of the gate a draft must pass to be published.
LEGCHECK_GATE = "symptoms.gate.Gate"
#: Dotted path of what measures the accuracy of a release on its own test cases.
LEGCHECK_ACCURACY = "symptoms.accuracy.Accuracy"
#: Dotted path of what draws a page of the draft for clinicians as a man sees it.
LEGCHECK_PREVIEW = "symptoms.preview.preview_page"
#: Whether staff give a code as well as the password.
LEGCHECK_SECOND_FACTOR = env.safeguard("LEGCHECK_SECOND_FACTOR", may_be_off=DEBUG)
#: Hours after which a sign-in of staff ends, however busy it is.
LEGCHECK_STAFF_SESSION_HOURS = env.number("LEGCHECK_STAFF_SESSION_HOURS", default=12, least=1, most=24)
#: Largest form of the staff side in bytes: a cause with all its evidence, several times over.
LEGCHECK_STAFF_FORM_BYTES = 1024 * 1024

INSTALLED_APPS = [
    "legcheck.staff.apps.StaffAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "crispy_forms",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "legcheck.staff.apps.SecondFactorConfig",
    # After the applications whose pages in the admin it replaces.
    "legcheck.staff.apps.StaffConfig",
    "knowledge.apps.KnowledgeConfig",
    "symptoms.apps.SymptomsConfig",
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["legcheck"]
CRISPY_TEMPLATE_PACK = "legcheck"

# CommonMiddleware stands on every route: ALLOWED_HOSTS is checked only where the host is read.
MIDDLEWARE = [
    "legcheck.headers.GuardingHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "legcheck.robots.NotIndexed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "legcheck.staff.middleware.StaffSide",
    "axes.middleware.AxesMiddleware",
]

# Nothing inline, nothing from elsewhere: every style, script and picture is a file of the project.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

ROOT_URLCONF = "legcheck.urls"
WSGI_APPLICATION = "legcheck.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{quote(str(BASE_DIR / 'legcheck.sqlite3'))}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Folders of catalogues, the first wins: those of whoever runs the site, then those that are shipped.
LOCALE_PATHS = [*env.folders("LEGCHECK_LOCALES"), BASE_DIR / "legcheck" / "locale"]
# One language for the whole site, so nothing is chosen by a header or a cookie, and a cache can hold every page.
LANGUAGE_CODE = LEGCHECK_LANGUAGE = env.language("LEGCHECK_LANGUAGE", "en-gb", LOCALE_PATHS)
LANGUAGES = [(code, code) for code in dict.fromkeys(["en-gb", LANGUAGE_CODE])]
USE_I18N = True
USE_TZ = True
#: Dates in the advice ("by Monday 3 March") are days of this zone.
TIME_ZONE = env.time_zone("LEGCHECK_TIME_ZONE", "UTC")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# On a local trial site files are served from where they lie, without collectstatic.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
# no-referrer would make browsers send "Origin: null" with forms, which Django refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 0 if DEBUG else env.number("LEGCHECK_HSTS_SECONDS", default=31_536_000, least=0, most=63_072_000)
#: Asks browsers to know without a visit that this host and all below it speak HTTPS alone; hard to take back.
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS = env.hsts_preload(
    "LEGCHECK_HSTS_PRELOAD", seconds=SECURE_HSTS_SECONDS
)
SECURE_SSL_REDIRECT = env.flag("LEGCHECK_HTTPS_REDIRECT", default=not DEBUG)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("LEGCHECK_BEHIND_PROXY", default=False) else None
)
CSRF_FAILURE_VIEW = "legcheck.staff.errors.refused_form"
# Ends with the browser, like the answers.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG

# Sessions are for staff: their cookie is sent to the staff side alone, so public pages know nothing of them.
SESSION_COOKIE_PATH = "/admin/"
SESSION_COOKIE_HTTPONLY = True
# Strict would show the sign-in page to whoever follows a link from a mail, though signed in.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 60 * env.number("LEGCHECK_STAFF_IDLE_MINUTES", default=60, least=5, most=720)
# The other storage keeps messages in a cookie that public pages would be sent too.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGIN_URL = LOGOUT_REDIRECT_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]

# Wrong passwords close a name, wherever they come from. Addresses do not count: behind a proxy all visitors have
# the same one, so one attacker would lock everybody out, and who has many addresses would never be stopped.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
# Attempts while a name is closed do not keep it closed for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "legcheck.staff.lockout.locked_page"
AXES_USERNAME_CALLABLE = "legcheck.staff.lockout.name_for_attempts"
AXES_CLIENT_IP_CALLABLE = "legcheck.staff.lockout.no_address"
# Only what the lock needs is kept and logged: no list of sign-ins, no names in the log, no page in the admin.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# axes.W006 asks for the address among the parameters; the reason against it stands above.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

#: The name of the site in an authenticator app.
OTP_TOTP_ISSUER = "legcheck"

#: Largest request body in bytes; every answer of every page fits in a tenth of it. LEGCHECK_STAFF_FORM_BYTES is
#: the limit of forms on the staff side.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
#: A cause with some fifty rows of evidence has above a thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": ["symptoms.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "symptoms.api.problems.problem_for_exception",
    # The Accept header alone chooses; a query parameter named format has no meaning.
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "legcheck",
    "DESCRIPTION": "How soon to get help for weak legs, which groups of causes fit, and why.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "symptoms.api.schema_hooks.describe_requests_fully",
    ],
    "ENUM_NAME_OVERRIDES": {
        "UrgencyEnum": "knowledge.content.Urgency",
        "PriorBandEnum": "knowledge.content.PriorBand",
        "LevelEnum": "symptoms.engine.levels.Level",
        "StateEnum": "symptoms.engine.states.State",
        "ReleaseStatusEnum": "knowledge.releases.Status",
        "EvidenceStateEnum": "symptoms.engine.answers.EVIDENCE_STATE_WORDS",
    },
}

LOG_LEVEL = env.word("LEGCHECK_LOG_LEVEL", default="INFO", known=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))

# Logs name what failed, never what a visitor answered: request bodies are not logged anywhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "without_messages": {"()": "legcheck.logs.WithoutMessages"},
        "without_links": {"()": "legcheck.logs.WithoutLinks"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_messages", "without_links"],
        }
    },
    # Django's own logger would print the whole traceback beside the root's.
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # The server of a local trial, which writes down every address.
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Wrong passwords and closed names; not four lines at each sign-in.
        "axes": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
