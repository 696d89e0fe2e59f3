"""The one settings file, driven by the environment; docs/operations.md lists every variable.

``ZHIHENG_MODE`` is ``local`` (the default: embedded PostgreSQL, plain http, keys made on first use), ``production``
(everything must be given, https assumed) or ``test``. A missing or wrong variable stops with advice.
"""

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.embedded_postgres import EmbeddedPostgres

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("ZHIHENG_MODE", "local")
if MODE not in {"local", "production", "test"}:
    raise ImproperlyConfigured(f"ZHIHENG_MODE is {MODE!r}; set it to local, production or test.")
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", False)
VAR_DIR = Path(env.str("ZHIHENG_VAR", str(BASE_DIR / "var")))


def required(name: str, advice: str) -> str:
    """The variable's value; without it the program stops with advice."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {advice}")
    return value


def local_secret_key() -> str:
    """A key kept in var/secret_key, made on first use, readable by its owner only."""
    path = VAR_DIR / "secret_key"
    try:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    except OSError:  # a read-only checkout can still extract; nothing is signed there
        return secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key


def find_secret_key() -> str:
    """SECRET_KEY, else the content of SECRET_KEY_FILE, else (outside production) the local one."""
    if key := env.str("SECRET_KEY", ""):
        return key
    if file := env.str("SECRET_KEY_FILE", ""):
        try:
            if PRODUCTION and Path(file).stat().st_mode & 0o077:
                raise ImproperlyConfigured(f"SECRET_KEY_FILE {file} is open to others: run chmod 600 on it.")
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"SECRET_KEY_FILE {file} can't be read: {error.strerror}.") from error
    if PRODUCTION:
        required("SECRET_KEY", "put 50 random characters into it, or name a file in SECRET_KEY_FILE.")
    return local_secret_key()


SECRET_KEY = find_secret_key()

# --- the house
INSTALLED_APPS = [
    "accounts.apps.CatalogueAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "trail.apps.TrailConfig",
    "indicators.apps.IndicatorsConfig",
    "reports.apps.ReportsConfig",
    "briefs.apps.BriefsConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "accounts.apps.AccountsConfig",
]
MIDDLEWARE = [  # what writes headers stands first: redirections and static files get them as well
    "config.middleware.ServerTimingMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.SameOriginMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageByChoiceMiddleware",
    "config.middleware.PlainAddressMiddleware",
    "config.middleware.NotAllowedMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "trail.middleware.CircumstancesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.tokens.TokenMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
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
                "reports.context.desk",
                "accounts.context.session",
            ],
            "builtins": ["config.templating.links"],
            "libraries": {
                "i18n": "config.templating.words",
                "static": "config.templating.files",
                "django_tables2": "config.templating.queries",
            },
        },
    },
]

# --- data
DATABASES = {
    "default": env.db_url_config(env.str("DATABASE_URL", "") or EmbeddedPostgres(VAR_DIR).url())
    if not PRODUCTION
    else env.db_url_config(required("DATABASE_URL", "write postgresql://user:password@host:5432/database."))
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Off behind a pooler that hands connections round by the transaction.
if env.bool("PREPARED_STATEMENTS", True):
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 2
DATABASES["default"]["TEST"] = {"TEMPLATE": "template0"}
if MODE != "test":
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL", 8),
        "timeout": 10,
    }
SERVER_TIMING = env.bool("SERVER_TIMING", False)  # for measuring: each answer says what it took
MEDIA_ROOT = VAR_DIR / "media"
EXPORTS_ROOT = VAR_DIR / "exports"  # files made for people, taken away after some days
PROCRASTINATE_ON_APP_READY = "reports.tasks.configure"

# --- words and times
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Shanghai"

# --- static files: found in static/, served compressed and for ever where collected
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = not PRODUCTION and not (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # ours take the place of some, and hold all of them
DJANGO_TABLES2_TEMPLATE = "django_tables2/zhiheng.html"

# --- what a lower room asks of a higher one, which it must not import: whom, with what → what for
HOME_REGION = "reports.access.home_region"  # user → the region whose overview opens first, or None
SEES_DRAFTS = "reports.access.can_review"  # user → whether they see values before these are published
SHARES_VIEWS = "reports.access.can_share_views"  # user → whether their charts may be offered to everybody
KEEPS_MAPS = "reports.access.can_keep_maps"  # user → whether they bring in the maps that charts are drawn on
ANNOTATES_SERIES = "reports.access.can_annotate_series"  # user → whether they write notes beside figures
TRAIL_READER = "reports.access.may_read_trail"  # user → whether the pages of the trail are theirs to read
OVERVIEW_BULLETIN = "reports.bulletin.bulletin_for"  # user, area, since, until → reports in the overview
NOT_APPLICABLE_TO = "reports.applicability.codes_without"  # indicator, regions → codes without a figure
VALUE_USES = "reports.uses.uses_of_observation"  # published value, user → what rests on it
VALUE_STORY = "reports.story.story_of_value"  # published value → the steps of its story
WORK_ORIGIN_SEEN = "briefs.work.may_open_origin"  # user, work item → whether they may open where it was given

# --- people
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.SignInBackend"]
# Whether Django's all-powerful accounts may sign in.
SUPERUSERS_ALLOWED = env.bool("SUPERUSERS_ALLOWED", not PRODUCTION)
# Roles are then given by that role alone.
SEPARATE_SECURITY_OFFICER = env.bool("SEPARATE_SECURITY_OFFICER", False)
SECOND_FACTOR_FOR_ADMINISTRATORS = env.bool("SECOND_FACTOR_FOR_ADMINISTRATORS", False)

# --- passwords: the defaults are those of GB/T 22239-2019 8.1.4.1 a)
PASSWORD_DAYS = env.int("PASSWORD_DAYS", 90)  # then a new one must be taken; 0 is never
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {
        "NAME": "accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": env.int("PASSWORD_LENGTH", 8)},
    },
    {"NAME": "accounts.passwords.ClassesValidator", "OPTIONS": {"classes": env.int("PASSWORD_CLASSES", 3)}},
    {"NAME": "accounts.passwords.NotCommonValidator"},
    {"NAME": "accounts.passwords.NotTheNameValidator"},
    {"NAME": "accounts.passwords.HistoryValidator", "OPTIONS": {"count": env.int("PASSWORD_HISTORY", 5)}},
]

# --- sessions: they end by themselves
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", 30 * 60)  # without use
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", 12 * 3600)  # at the latest
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own

# --- signing in: django-allauth asks, django-axes counts the failures
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # failures are counted below, in one place
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"reauthenticate": "accounts.forms.PasswordAgain"}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "知衡"
MFA_TOTP_TOLERANCE = 1  # steps of half a minute that a telephone's clock may be wrong
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgain",
    "activate_totp": "accounts.forms.SecondFactorSetUp",
}
CACHES = {  # shared by all processes: a code that was used is used for each of them
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}
}
AXES_HANDLER = "accounts.lockout.LockoutHandler"
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", 5)  # of one account
# 0 counts by account alone.
LOGIN_FAILURES_PER_ADDRESS = env.int("LOGIN_FAILURES_PER_ADDRESS", AXES_FAILURE_LIMIT)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCK_MINUTES", 15))  # counted together, and locked for
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_CLIENT_IP_CALLABLE = "trail.middleware.client_address"
AXES_USERNAME_CALLABLE = "accounts.lockout.name_of"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.keep_page"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the trail has it
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

# --- safety
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if PRODUCTION and not ALLOWED_HOSTS:
    required("ALLOWED_HOSTS", "name the hosts that people type, separated by commas.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "__Host-language" if PRODUCTION else "django_language"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],  # Plotly writes style attributes into its drawing
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- the API for other programs
API_TOKENS_A_PERSON = env.int("API_TOKENS_A_PERSON", 10)  # that can be used at one time
API_TOKEN_DAYS = env.int("API_TOKEN_DAYS", 365)  # at the longest
# Of one person, in one web process; 0 is no limit.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", 600)

# --- files that go out
# Whose pages may frame a chart: https://portal.example.cn.
EMBED_ANCESTORS = env.list("EMBED_ANCESTORS", default=[])
# token=region's code: who has the token reads the region's charts without signing in.
EMBED_TOKENS = env.dict("EMBED_TOKENS", default={})
DATA_LICENCE = env.str("DATA_LICENCE", "LicenseRef-internal")  # as data packages name it: CC-BY-4.0, for one
DATA_LICENCE_TITLE = env.str("DATA_LICENCE_TITLE", "")  # in words; empty says that it is for the bureau alone

# --- the review
# How long a deed can be taken back in one step; then its pictures are dropped.
UNDO_DAYS = env.int("UNDO_DAYS", 90)
if UNDO_DAYS < 1:
    raise ImproperlyConfigured(f"UNDO_DAYS is {UNDO_DAYS}; set it to 1 or more.")

# --- uploads: reports/reading/limits.py holds the limits of reading; this one is the request's
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
UPLOAD_FILES_AN_HOUR = env.int("UPLOAD_FILES_AN_HOUR", 1000)  # of one person; 0 is no limit
UPLOAD_MEGABYTES_AN_HOUR = env.int("UPLOAD_MEGABYTES_AN_HOUR", 5000)
CLAMD = env.str("CLAMD", "")  # the virus scanner: unix:/path or host:port; nothing scans where it is empty
CLAMD_SECONDS = env.int("CLAMD_SECONDS", 10)  # to connect, and between two words of an answer
CLAMD_DOWN = env.str("CLAMD_DOWN", "refuse")  # while it is silent: refuse the file, or pass it with a flag
if CLAMD_DOWN not in {"refuse", "pass"}:
    raise ImproperlyConfigured(f"CLAMD_DOWN is {CLAMD_DOWN!r}; set it to refuse or pass.")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# --- the trail
TRAIL_KEEP_DAYS = env.int("TRAIL_KEEP_DAYS", 1095)
if TRAIL_KEEP_DAYS < 180:
    raise ImproperlyConfigured(f"TRAIL_KEEP_DAYS is {TRAIL_KEEP_DAYS}; the law asks for 180 days or more.")
# The context of a change lies in the history's own row: a table of contexts would have to be open to updates.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True, related_name="history")
PGHISTORY_BASE_MODEL = "trail.history.Snapshot"
PGHISTORY_APPEND_ONLY = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "trail.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "trail.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", "json" if PRODUCTION else "line"),
            "stream": sys.stderr,
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
