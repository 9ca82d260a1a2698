"""Wiring of one installation. What an installation decides for itself is in deployment.py."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config.deployment import read_deployment, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DEPLOYMENT = read_deployment()
DATA_DIR = DEPLOYMENT.data_dir

SECRET_KEY = DEPLOYMENT.secret_key or secret_key(DATA_DIR)
DEBUG = DEPLOYMENT.debug
ALLOWED_HOSTS = list(DEPLOYMENT.hosts)
BASE_URL = DEPLOYMENT.base_url

# --- What Tulga itself asks of an installation ---------------------------------------------------------------------
DEMONSTRATION = DEPLOYMENT.demonstration
DECIDING_LANGUAGE = DEPLOYMENT.deciding_language
OWN_STATE = DEPLOYMENT.state
SECOND_FACTOR_DEMANDED = DEPLOYMENT.demands_second_factor

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its templates: FORM_RENDERER looks for them among the apps
    # The plain names of these two rewrite the template loaders, each undoing the other: ADR 3.
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "ninja",  # the API's documentation, with its scripts from here and not from elsewhere
    "tulga.kit",
    "tulga.audit",
    "tulga.places",
    "tulga.agencies",
    "tulga.accounts",
    "tulga.documents",
    "tulga.notices",
    "tulga.imports",
    "tulga.findings",
    "tulga.plan",
    "tulga.evidence",
    "tulga.recommendations",
    "tulga.answers",
    "tulga.meetings",
    "tulga.dissemination",
    "tulga.thread",
    "tulga.desk",
    "tulga.portal",
    "tulga.demonstration",
    "allauth",  # after ours: tulga.accounts has its own templates of these pages
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "config",  # the commands that run, back up and restore an installation: they wire processes, and know every app
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tulga.kit.middleware.RequestNumber",
    "csp.middleware.CSPMiddleware",
    "tulga.kit.middleware.NotStored",
    "tulga.kit.middleware.LanguageFromPath",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tulga.kit.interrupted.SentAgainOnce",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tulga.kit.middleware.SignedInUnlessPublic",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tulga.accounts.middleware.ActorOfRequest",
    "tulga.desk.middleware.CountAgainAfterActs",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "tulga.kit.widgets.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "tulga.kit.context.page",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tulga.kit.templatetags.kit",
            ],
        },
    }
]

# --- Data stores ---------------------------------------------------------------------------------------------------
DATABASE_URL = DEPLOYMENT.database_url or f"sqlite:///{DATA_DIR / 'tulga.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an acknowledged write survives a power cut; NORMAL may lose it.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        # PostgreSQL plans a statement anew each time unless it was prepared; of short ones that is most of the work.
        "server_side_binding": True,
        "prepare_threshold": 3,
        # What one may see is a query of many alternatives, whose cost PostgreSQL guesses far too high: compiling it
        # then takes ten times as long as answering it.
        "options": "-c jit=off",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DOCUMENTS_DIR = DATA_DIR / "documents"

# --- People and sign-in --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["tulga.accounts.backends.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "front"

ACCOUNT_ADAPTER = "tulga.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; allauth's checks want to know
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation was bound to the address
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes when the browser closes
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_FORMS = {
    "login": "tulga.accounts.forms.SignInForm",
    "reauthenticate": "tulga.accounts.forms.PasswordAgainForm",
    "change_password": "tulga.accounts.forms.PasswordForm",
}
ALERT_OF_RECOVERY_CODE = "tulga.notices.alerts.recovery_code_used"  # accounts knows no notices
MFA_ADAPTER = "tulga.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "tulga.accounts.forms.CodeForm",
    "reauthenticate": "tulga.accounts.forms.CodeOnceMoreForm",
    "activate_totp": "tulga.accounts.forms.AddAppForm",
    "add_webauthn": "tulga.accounts.forms.AddPasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False  # tulga.accounts.sessions does, and leaves public pages alone
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if DEPLOYMENT.is_served_over_tls else 0
# Counts of attempts to sign in. In the database, because each worker process would count by itself: ADR 10.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        # Django forgets a third of the counts beyond 300: too few, when attempts come from many addresses.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What everybody reads, in each process's own memory. However somebody varies an address, it stays below 25 MB:
    # an answer of more than 256 KiB is not kept (tulga.portal.kept).
    "kept": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100}},
}

SESSION_ENGINE = "tulga.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tulga.kit.interrupted.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DEPLOYMENT.is_served_over_tls
if DEPLOYMENT.is_served_over_tls:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = False  # the reverse proxy redirects; run-for-real.md
    CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- The frame of every page ---------------------------------------------------------------------------------------
IDENTITY_OF = "tulga.accounts.summaries.identity_of"
BADGES_OF = "tulga.desk.summaries.badge.badges_of"
# Each part of the site by its pages: the first names the part, the others stand below it while one is in that part.
# Some are only for whoever may do one of the actions named.
SIGNED_IN_NAVIGATION = [
    [(_("Desk"), "desk")],
    [(_("Meetings"), "meeting_list")],
    [
        (_("Recommendations"), "recommendation_list"),
        (_("Packages"), "package_list", "recommendations.submit", "recommendations.decide"),
        (_("Orders"), "order_list"),
        (_("Releases"), "release_list"),
    ],
    [(_("Commitments"), "commitment_list")],
    [
        (_("Plan"), "plan_list"),
        (_("Imports"), "import_list", "plan.edit", "findings.edit"),
    ],
    [
        (_("Findings"), "assessment_list"),
        (_("Gaps"), "gap_list"),
        (_("Evidence"), "estimate_list", "evidence.work", "recommendations.decide"),
    ],
    [(_("Agencies"), "agency_list"), (_("People"), "person_list")],
]
PUBLIC_NAVIGATION = [
    [
        (_("What was recommended"), "public_recommendation_list"),
        (_("Releases"), "public_release_list"),
        (_("Meetings"), "public_meeting_list"),
        (_("Check an order"), "verify"),
    ],
    [(_("The plan"), "public_plan_list")],
    [(_("What outside bodies found"), "public_answered_list")],
    [(_("How it works"), "public_about"), (_("Who takes part"), "public_body_list")],
]

# --- Words ---------------------------------------------------------------------------------------------------------
LANGUAGES = [("mn", _("Mongolian")), ("en", _("English"))]
LANGUAGE_CODE = "mn"
WORDS_DIR = DATA_DIR / "words"  # what officials corrected here; correct-the-words.md
# Only where it stands: makemessages writes into the first of these.
LOCALE_PATHS = [*([WORDS_DIR] if WORDS_DIR.exists() else []), BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = DEPLOYMENT.time_zone

# --- The web surface -----------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # the reverse proxy redirects to TLS: docs/how-to/run-for-real.md
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DOCUMENTS_DIR}},
    "staticfiles": {"BACKEND": "tulga.kit.static_files.Storage"},
}
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Mail and jobs -------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DEPLOYMENT.mail_from
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = "tulga.notices.outbox.OutboxBackend"
SMTP_URL = DEPLOYMENT.smtp_url
# Mathematics has a queue of its own, and so a process: it keeps 250 MB of libraries, and may work for a minute.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mathematics"]}}
