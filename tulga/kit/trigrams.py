"""On PostgreSQL every `search_key` has a trigram index, so that part of a word is found without reading every row.

Not in each model's migrations: a searchable model made tomorrow has its index without anybody thinking of it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

NAME_ENDS = "_trigrams"
MISSING = "Search reads every row: PostgreSQL's pg_trgm is not installed, or this user may not add it.\n"


def searched_tables() -> list[str]:
    models = [each for each in apps.get_models() if any(field.name == "search_key" for field in each._meta.fields)]
    return sorted({each._meta.db_table for each in models})


def index_search_keys(*, using: str, verbosity: int = 1, stdout: Any = None, **_: Any) -> None:
    """After every migration. Without the extension everything is found all the same, more slowly."""
    connection = connections[using]
    lacking = unindexed(connection) if connection.vendor == "postgresql" else []
    if not lacking:
        return
    if not _has_trigrams(connection):
        if verbosity >= 1:
            (stdout or sys.stdout).write(MISSING)
        return
    with connection.cursor() as cursor:
        for table in lacking:
            cursor.execute(f'CREATE INDEX "{table}{NAME_ENDS}" ON "{table}" USING gin (search_key gin_trgm_ops)')


def unindexed(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that stand already and whose key has no index yet."""
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        names = {name for (name,) in cursor.fetchall()}
    return [each for each in searched_tables() if each in standing and f"{each}{NAME_ENDS}" not in names]


def _has_trigrams(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT installed_version IS NOT NULL, has_database_privilege(current_database(), 'CREATE')"
            " FROM pg_available_extensions WHERE name = 'pg_trgm'"
        )
        is_installed, may_install = cursor.fetchone() or (False, False)
        if may_install and not is_installed:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    return bool(is_installed or may_install)
