# SPDX-License-Identifier: EUPL-1.2
"""Settings, read from the environment alone; `.env.example` describes every variable."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg import IsolationLevel

from sozialplanung.common.env import Environment, SettingsError
from sozialplanung.common.libraries import wheel_library
from sozialplanung.common.logsettings import logging_settings
from sozialplanung.common.openid import read_providers
from sozialplanung.common.signinsettings import *  # noqa: F403 - what no installation changes

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = Environment(source=os.environ, prefix="SOZIALPLANUNG_")

MODE = ENV.choice("MODE", allowed=("production", "development", "test"), default="production")
IS_PRODUCTION = MODE == "production"
IS_TEST = MODE == "test"
DEBUG = False
VAR_DIR = ENV.path("VAR_DIR", default=BASE_DIR / "var")

SECRET_KEY = ENV.secret(
    "SECRET_KEY",
    default="only-for-automated-tests" if IS_TEST else None,
    hint="Create one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
)
ALLOWED_HOSTS = ENV.words(
    "ALLOWED_HOSTS",
    default=None if IS_PRODUCTION else ("localhost", "127.0.0.1", "[::1]"),
    hint="Name the hosts under which people reach the site, for instance sozialplanung.example.de.",
)
PUBLIC_URL = ENV.text(
    "PUBLIC_URL",
    default=None if IS_PRODUCTION else "http://localhost:8000",
    hint="Name the public address, for instance https://sozialplanung.example.de.",
).rstrip("/")
if IS_PRODUCTION and urlsplit(PUBLIC_URL).scheme != "https":
    raise SettingsError(
        f"SOZIALPLANUNG_PUBLIC_URL is {PUBLIC_URL!r}, but production is served over https only. "
        "Write the address with https://, or set SOZIALPLANUNG_MODE=development on a loopback address."
    )
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(PUBLIC_URL))]

# --- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "sozialplanung.demo",
    "sozialplanung.portal",
    "reports",
    "indicators",
    "spatial",
    "sozialplanung.notifications",
    "sozialplanung.accounts",
    "sozialplanung.audit",
    "sozialplanung.jobs",
    "sozialplanung.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "leaflet",
    "rest_framework",
]
MIDDLEWARE = [
    "sozialplanung.web.middleware.RequestLogMiddleware",
    "sozialplanung.web.middleware.ProtectingHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sozialplanung.web.middleware.SignedInMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sozialplanung.accounts.middleware.SessionRotationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sozialplanung.web.problems.ProblemMiddleware",
]
ROOT_URLCONF = "sozialplanung.urls"
WSGI_APPLICATION = "sozialplanung.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sozialplanung.web.context.address",
            ],
        },
    },
]

# --- Database: the owner migrates, the application works, `web` answers, `public` sees released things only --
DATABASE_AS = ENV.choice("DATABASE_AS", allowed=("app", "web", "owner"), default="app")
if DATABASE_AS == "owner":
    DATABASE_USER = ENV.text("DATABASE_OWNER_USER", default="sozialplanung_owner")
    DATABASE_PASSWORD = ENV.secret("DATABASE_OWNER_PASSWORD", default="")
elif DATABASE_AS == "web":
    DATABASE_USER = ENV.text("DATABASE_WEB_USER", default="sozialplanung_web")
    DATABASE_PASSWORD = ENV.secret("DATABASE_WEB_PASSWORD", default="")
else:
    DATABASE_USER = ENV.text("DATABASE_USER", default="sozialplanung_app")
    DATABASE_PASSWORD = ENV.secret("DATABASE_PASSWORD", default="")
DATABASE: dict[str, Any] = {
    "ENGINE": "django.contrib.gis.db.backends.postgis",
    "HOST": ENV.text(
        "DATABASE_HOST",
        hint="Name the host of PostgreSQL or the folder of its socket. `make up` starts a private one.",
    ),
    "PORT": ENV.integer("DATABASE_PORT", default=5432, minimum=1, maximum=65535),
    "NAME": ENV.text("DATABASE_NAME", default="sozialplanung"),
    "USER": DATABASE_USER,
    "PASSWORD": DATABASE_PASSWORD,
    "CONN_MAX_AGE": 0 if IS_TEST else None,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"connect_timeout": 5, "server_side_binding": False},
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": DATABASE,
    "public": DATABASE
    | {
        "USER": ENV.text("DATABASE_PUBLIC_USER", default="sozialplanung_public"),
        "PASSWORD": ENV.secret("DATABASE_PUBLIC_PASSWORD", default=""),
        # Readers ask the same few questions of views that take longer to plan than to read: each connection keeps its
        # plans. A pooler in between has to know prepared statements (PgBouncer does from 1.21 on).
        # What a page asks in one transaction is of one moment (`indicators.selectors.released.at_one_moment`).
        "OPTIONS": DATABASE["OPTIONS"]
        | {"server_side_binding": True, "prepare_threshold": 2, "isolation_level": IsolationLevel.REPEATABLE_READ},
        "TEST": {"MIRROR": "default"},
    },
}
# What is released to the council or the house alone: opened where somebody reads it, never for the public.
DATABASES["inside"] = DATABASES["public"] | {"USER": DATABASE_USER, "PASSWORD": DATABASE_PASSWORD}
if DATABASE_AS == "web":
    # Opened by the door of a desk, for who may read raw figures there (`sozialplanung.web.rawfigures`).
    DATABASES["office"] = DATABASE | {
        "USER": ENV.text("DATABASE_OFFICE_USER", default="sozialplanung_office"),
        "PASSWORD": ENV.secret("DATABASE_OFFICE_PASSWORD", default=""),
    }
DATABASE_ROUTERS = ["sozialplanung.web.routers.TwoRolesRouter"]
GDAL_LIBRARY_PATH = wheel_library("pyogrio", "libgdal-*.so*")
GEOS_LIBRARY_PATH = wheel_library("shapely", "libgeos_c-*.so*")

# --- Redis: a doorbell and a cache, never a memory --------------------------------------------------
REDIS_URL = ENV.text(
    "REDIS_URL",
    hint="For instance unix:///run/redis/redis.sock or redis://redis:6379. `make up` starts a private one.",
).rstrip("/")
if urlsplit(REDIS_URL).scheme not in {"unix", "redis", "rediss"} or urlsplit(REDIS_URL).query:
    raise SettingsError(
        f"SOZIALPLANUNG_REDIS_URL has the scheme {urlsplit(REDIS_URL).scheme!r} or a query. "
        "Allowed: unix:///path/to/socket, redis://host:port or rediss://host:port, without a query."
    )
REDIS_ON_SOCKET = REDIS_URL.startswith("unix:")
CACHES = {
    "default": {
        "BACKEND": "sozialplanung.web.cache.TolerantRedisCache",
        "LOCATION": f"{REDIS_URL}?db=1" if REDIS_ON_SOCKET else f"{REDIS_URL}/1",
        # Houses that share a Redis share no answer.
        "KEY_PREFIX": f"sozialplanung:{DATABASE['NAME']}",
        "TIMEOUT": 3600,
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    },
}
CELERY_BROKER_URL = f"redis+socket://{urlsplit(REDIS_URL).path}?virtual_host=0" if REDIS_ON_SOCKET else f"{REDIS_URL}/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Redis forgets a message once it is delivered: the row knows what is unfinished (ADR 0003).
    "ack_emulation": False,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A request that rings must not wait for a broker that is away: the sweeper rings again.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_DEFAULT_QUEUE = "jobs"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# One processor is left to those who read: a process of the worker keeps one busy, itself or its database.
CELERY_WORKER_CONCURRENCY = ENV.integer(
    "WORKER_PROCESSES", default=max(1, (os.cpu_count() or 1) - 1), minimum=1, maximum=64
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
JOBS_LEASE_SECONDS = ENV.integer("JOBS_LEASE_SECONDS", default=30, minimum=1, maximum=600)
JOBS_DEAF_SECONDS = ENV.integer("JOBS_DEAF_SECONDS", default=60, minimum=2, maximum=3600)
JOBS_SWEEP_SECONDS = ENV.integer("JOBS_SWEEP_SECONDS", default=3, minimum=1, maximum=60)

# --- Accounts ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if IS_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# After how many months pseudonyms stand for people in the log, where the topics do not say it: zugriffe=24,konten=120.
AUDIT_MONTHS = ENV.words("AUDIT_MONTHS", default=())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sozialplanung.accounts.views.csrf_failure"

# Whether who may import, approve or manage needs a second factor.
SECOND_FACTOR = ENV.choice(
    "SECOND_FACTOR", allowed=("required", "optional"), default="required" if IS_PRODUCTION else "optional"
)
SECOND_FACTOR_IS_NEEDED = SECOND_FACTOR == "required"
# Sign-in services (OpenID Connect); what allauth needs to know beside them is fixed (common.signinsettings).
OIDC_PROVIDERS = read_providers(ENV, ENV.words("OIDC_PROVIDERS", default=()), needs_https=IS_PRODUCTION)

# --- Transport --------------------------------------------------------------------------------------
# The prefix __Host- binds a cookie to this very host; browsers take it over https only.
COOKIE_PREFIX = "__Host-" if IS_PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "sozialplanung.web.flashes.FlashStorage"
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PRODUCTION else None
# So many proxies of ours stand in front and add to X-Forwarded-For the address from which they were asked.
PROXIES = ENV.integer("PROXIES", default=1 if IS_PRODUCTION else 0, minimum=0, maximum=5)
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# --- Who runs this site: imprint, privacy, accessibility statement ------------------------------------
SOZIALPLANUNG_DEMO = ENV.flag("DEMO", default=False)
if SOZIALPLANUNG_DEMO:
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("sozialplanung.demo.context.demo_logins")
OPERATOR = {
    "name": ENV.text("OPERATOR_NAME", default=""),
    "address": ENV.text("OPERATOR_ADDRESS", default=""),
    "email": ENV.text("OPERATOR_EMAIL", default=""),
    "phone": ENV.text("OPERATOR_PHONE", default=""),
    "data_protection": ENV.text("OPERATOR_DATA_PROTECTION", default=""),
}
# Addresses of videos in German sign language (BITV 2.0, § 4): on what is here, on finding one's way, on accessibility.
SIGN_LANGUAGE_VIDEOS = ENV.words("SIGN_LANGUAGE_VIDEOS", default=())

# --- Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static",) if folder.is_dir()]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "sozialplanung.web.staticfiles.ModuleStaticFilesStorage",
    },
}
# Every client of a test would look through all static files first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = IS_TEST
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DELIVERY_FILES = ENV.integer("DELIVERY_FILES", default=10, minimum=1, maximum=100)
DELIVERY_FILE_BYTES = ENV.integer("DELIVERY_FILE_MEGABYTES", default=32, minimum=1, maximum=64) * 1024 * 1024
# Hosts of the web feature services that boundaries may be fetched from, for instance gdi.berlin.de.
BOUNDARY_WFS_HOSTS = ENV.words("BOUNDARY_WFS_HOSTS", default=())
# Those that lie in a private network of the municipality: all others must have public addresses.
BOUNDARY_WFS_PRIVATE_HOSTS = ENV.words("BOUNDARY_WFS_PRIVATE_HOSTS", default=())
# Hosts of map services (WMS, WMTS) whose pictures our maps may show, in the same manner.
MAP_SERVICE_HOSTS = ENV.words("MAP_SERVICE_HOSTS", default=())
MAP_SERVICE_PRIVATE_HOSTS = ENV.words("MAP_SERVICE_PRIVATE_HOSTS", default=())
# Those that are asked without encryption, on any port: for a try-out on this machine.
MAP_SERVICE_PLAIN_HOSTS = ENV.words("MAP_SERVICE_PLAIN_HOSTS", default=())
if IS_PRODUCTION and MAP_SERVICE_PLAIN_HOSTS:
    raise SettingsError("SOZIALPLANUNG_MAP_SERVICE_PLAIN_HOSTS is set, but production asks by https only. Remove it.")
if IS_TEST:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# --- Mail: on a terminal while developing, by a server where one is named, not at all elsewhere ---------
EMAIL_HOST = ENV.text("EMAIL_HOST", default="")
EMAIL_SECURITY = ENV.choice("EMAIL_SECURITY", allowed=("starttls", "tls", "none"), default="starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
EMAIL_PORT = ENV.integer("EMAIL_PORT", default=465 if EMAIL_USE_SSL else 587, minimum=1, maximum=65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.text("EMAIL_USER", default=""), ENV.secret("EMAIL_PASSWORD", default="")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.text("EMAIL_FROM", default=OPERATOR["email"] or "sozialplanung@localhost")
if EMAIL_HOST and not ENV.text("EMAIL_FROM", default=OPERATOR["email"]):
    raise SettingsError(
        "SOZIALPLANUNG_EMAIL_HOST is set, but nobody sends the mails. "
        "Set SOZIALPLANUNG_EMAIL_FROM to the address of the sender, or SOZIALPLANUNG_OPERATOR_EMAIL."
    )
MAIL_IS_ON = bool(EMAIL_HOST) or not IS_PRODUCTION
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
# After how many days somebody is reminded of what waits for approval, and of a draft that nobody touched.
REMIND_WAITING_DAYS = ENV.integer("REMIND_WAITING_DAYS", default=3, minimum=1, maximum=90)
REMIND_DRAFT_DAYS = ENV.integer("REMIND_DRAFT_DAYS", default=14, minimum=1, maximum=365)

# --- API --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sozialplanung.web.problems.exception_handler",
    "DEFAULT_PAGINATION_CLASS": "sozialplanung.web.pagination.StandardPagination",
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sozialplanung",
    "DESCRIPTION": "Read access to the published figures of small areas.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "sozialplanung.web.openapi.add_problems",
    ],
}

# --- Logs without personal data -----------------------------------------------------------------------
LOG_FORMAT = ENV.choice("LOG_FORMAT", allowed=("json", "text"), default="json" if IS_PRODUCTION else "text")
LOGGING = logging_settings(LOG_FORMAT)
