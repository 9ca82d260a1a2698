"""The settings of an installation, pointed at a scratch folder and a test database.

TULGA_TEST_DATABASE_URL chooses the engine (SQLite when empty). On PostgreSQL the test database is named after the
database of the address, so that two runs with two addresses stay apart; TULGA_TEST_DB_SUFFIX keeps two of one apart.
"""

from __future__ import annotations

import os
import tempfile

_scratch = tempfile.TemporaryDirectory(prefix="tulga-test-")  # removed when the process ends
os.environ["DATA_DIR"] = _scratch.name
os.environ["DATABASE_URL"] = os.environ.get("TULGA_TEST_DATABASE_URL", "")

from config.settings import *  # noqa: E402, F403 - the environment comes first; everything is inherited on purpose
from config.settings import DATA_DIR, DATABASES, STORAGES, TASKS  # noqa: E402

_suffix = os.environ.get("TULGA_TEST_DB_SUFFIX", "")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads that share a database in memory meet locks that do not wait.
    _database_name = str(DATA_DIR / f"test_tulga{_suffix}.sqlite3")
else:
    _database_name = f"test_{DATABASES['default']['NAME']}{_suffix}"
DATABASES["default"]["TEST"] = {"NAME": _database_name}
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
TASKS = {"default": {**TASKS["default"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
