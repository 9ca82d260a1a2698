"""The way around the audit triggers, which only tests have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

from tulga.audit.chain import head_path
from tulga.audit.triggers import protect, tables

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in tables(connection):
            if connection.vendor == "sqlite":
                for event in ("update", "delete", "replace"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_refuses_{event}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}"')


@contextmanager
def open_to_changes() -> Iterator[None]:
    """The audit tables without their triggers; they stand again afterwards."""
    drop_triggers(connection)
    yield
    protect(connection)


def forget_head_copy() -> None:
    head_path().unlink(missing_ok=True)
