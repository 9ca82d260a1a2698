"""The database's own refusal: rows of every table whose name begins with `audit` are added, never changed."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "audit"
REFUSAL = "audit rows are added, never changed or removed"

POSTGRESQL_FUNCTION = "audit_append_only"
POSTGRESQL_BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END "
# pg_trigger.tgtype of BEFORE (2), once per statement (no 1), on DELETE (8), UPDATE (16), TRUNCATE (32).
POSTGRESQL_KIND = 2 + 8 + 16 + 32


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(name for name in connection.introspection.table_names() if name.startswith(PREFIX))


def unprotected(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables whose triggers are missing, switched off or not as we wrote them."""
    stands = _stands_on_sqlite if connection.vendor == "sqlite" else _stands_on_postgresql
    return [table for table in tables(connection) if not stands(connection, table)]


def protect(connection: BaseDatabaseWrapper) -> list[str]:
    """Put the triggers where they do not stand as they should; returns those tables."""
    put_up = _put_up_on_sqlite if connection.vendor == "sqlite" else _put_up_on_postgresql
    lacking = unprotected(connection)
    for table in lacking:
        put_up(connection, table)
    return lacking


# --- SQLite --------------------------------------------------------------------------------------------------------


def _sqlite_triggers(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    triggers = {
        f"{table}_refuses_{event.lower()}": f"BEFORE {event} ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for event in ("UPDATE", "DELETE")
    }
    # INSERT OR REPLACE removes the old row without asking a DELETE trigger.
    taken = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")"
        for columns in _unique_columns(connection, table)
    )
    triggers[f"{table}_refuses_replace"] = (
        f'BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {taken}) '  # noqa: S608 - names of our own tables and columns
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    return {name: f'CREATE TRIGGER "{name}" {body}' for name, body in triggers.items()}


def _unique_columns(connection: BaseDatabaseWrapper, table: str) -> list[tuple[str, ...]]:
    """The primary key and every whole unique index. (Django's own reading of constraints errs on some tables.)"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pragma_table_info(%s) WHERE pk > 0 ORDER BY pk", [table])
        keys = {tuple(name for (name,) in cursor.fetchall())}
        cursor.execute(
            "SELECT list.name, info.name FROM pragma_index_list(%s) list, pragma_index_info(list.name) info"
            ' WHERE list."unique" AND NOT list.partial ORDER BY list.name, info.seqno',
            [table],
        )
        for _, columns in groupby(cursor.fetchall(), key=itemgetter(0)):
            keys.add(tuple(name for _, name in columns))
    return sorted(key for key in keys if key and None not in key)


def _stands_on_sqlite(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        found = dict(cursor.fetchall())
    return all(found.get(name) == sql for name, sql in _sqlite_triggers(connection, table).items())


def _put_up_on_sqlite(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        for name, sql in _sqlite_triggers(connection, table).items():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(sql)


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


def _stands_on_postgresql(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = to_regclass(%s) AND tgname = %s AND tgtype = %s AND tgenabled = 'A'"
            " AND tgqual IS NULL AND proname = %s AND prosrc = %s",
            [f'"{table}"', f"{table}_append_only", POSTGRESQL_KIND, POSTGRESQL_FUNCTION, POSTGRESQL_BODY],
        )
        return cursor.fetchone() is not None


def _put_up_on_postgresql(connection: BaseDatabaseWrapper, table: str) -> None:
    name = f"{table}_append_only"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {POSTGRESQL_FUNCTION}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $${POSTGRESQL_BODY}$$"
        )
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
        cursor.execute(
            f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION {POSTGRESQL_FUNCTION}()"
        )
        # ALWAYS: a session that calls itself a replica is refused too.
        cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')
