from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.audit_tables import drop_triggers
from tulga.audit.apps import protect_audit_tables
from tulga.audit.models import AuditEvent
from tulga.audit.services import record
from tulga.audit.triggers import REFUSAL, protect, unprotected
from tulga.kit.actor import Actor

pytestmark = pytest.mark.django_db

on_sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a statement of SQLite")
on_postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a statement of PostgreSQL")

WAYS_TO_CHANGE = [
    "UPDATE audit_event SET reason = 'other'",
    "UPDATE audit_event SET sequence = 5",
    "DELETE FROM audit_event",
    pytest.param("REPLACE INTO audit_event SELECT * FROM audit_event", marks=on_sqlite_only),
    pytest.param("UPDATE OR REPLACE audit_event SET sequence = 2", marks=on_sqlite_only),
    pytest.param(
        "INSERT INTO audit_event SELECT * FROM audit_event WHERE true"
        " ON CONFLICT (sequence) DO UPDATE SET reason = 'other'",
        id="upsert",
    ),
    pytest.param("TRUNCATE audit_event", marks=on_postgresql_only),
    pytest.param("TRUNCATE audit_event CASCADE", marks=on_postgresql_only),
    pytest.param("SET session_replication_role = replica; DELETE FROM audit_event", marks=on_postgresql_only),
]


@pytest.fixture
def event():
    return record(actor=Actor(), verb="groups.open", target=Group(pk=1), reason="first")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", WAYS_TO_CHANGE)
def test_database_refuses_to_change_an_event(event, sql):
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        execute(sql)

    assert AuditEvent.objects.get().reason == "first"


@pytest.mark.parametrize("change", [AuditEvent.save, AuditEvent.delete])
def test_the_model_is_refused_too(event, change):
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        change(event)


def test_every_table_named_audit_is_protected_and_no_other():
    execute('CREATE TABLE audit_reading ("id" integer PRIMARY KEY, "a" integer, "b" integer, UNIQUE ("a", "b"))')
    execute("CREATE TABLE unaudited (id integer PRIMARY KEY)")
    execute("INSERT INTO audit_reading VALUES (1, 1, 1)")

    assert unprotected(connection) == ["audit_reading"]
    assert protect(connection) == ["audit_reading"]
    assert unprotected(connection) == []
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        execute("UPDATE audit_reading SET a = 2")
    execute("INSERT INTO audit_reading VALUES (2, 1, 2)")


LOOSENED = [
    pytest.param("DROP TRIGGER audit_event_refuses_delete", marks=on_sqlite_only),
    pytest.param(
        "DROP TRIGGER audit_event_refuses_update;"
        "CREATE TRIGGER audit_event_refuses_update BEFORE UPDATE ON audit_event BEGIN SELECT 1; END",
        marks=on_sqlite_only,
        id="emptied",
    ),
    pytest.param("DROP TRIGGER audit_event_append_only ON audit_event", marks=on_postgresql_only),
    pytest.param("ALTER TABLE audit_event DISABLE TRIGGER ALL", marks=on_postgresql_only),
    pytest.param("ALTER TABLE audit_event ENABLE REPLICA TRIGGER audit_event_append_only", marks=on_postgresql_only),
    pytest.param(
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        marks=on_postgresql_only,
        id="emptied function",
    ),
]


@pytest.mark.parametrize("sql", LOOSENED)
def test_a_loosened_trigger_is_seen_and_put_back(event, sql):
    for statement in sql.split(";", 1) if connection.vendor == "sqlite" else [sql]:
        execute(statement)

    assert unprotected(connection) == ["audit_event"]
    assert [each.id for each in run_checks(tags=["database"], databases=["default"]) if each.id == "audit.W001"] == [
        "audit.W001"
    ]

    protect(connection)

    assert unprotected(connection) == []
    assert [each.id for each in run_checks(tags=["database"], databases=["default"]) if each.id == "audit.W001"] == []
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        execute("DELETE FROM audit_event")


@pytest.mark.parametrize(("verbosity", "said"), [(1, "put back the triggers of audit_event"), (0, "")])
def test_a_migration_puts_lost_triggers_back_and_says_so(verbosity, said):
    drop_triggers(connection)
    out = io.StringIO()

    protect_audit_tables(using="default", verbosity=verbosity, stdout=out)

    assert said in out.getvalue()
    assert unprotected(connection) == []


@pytest.mark.django_db(transaction=True)
def test_migrate_repairs_a_table_that_an_alter_made_anew():
    with connection.schema_editor() as editor:
        model = apps.get_model("audit", "AuditEvent")
        field = AuditEvent._meta.get_field("verb")
        wider = field.clone()
        wider.max_length = 101
        wider.set_attributes_from_name("verb")
        wider.model = model
        editor.alter_field(model, field, wider, strict=True)
        editor.alter_field(model, wider, field, strict=True)
    lost = unprotected(connection)
    out = io.StringIO()

    call_command("migrate", verbosity=1, stdout=out)

    assert lost == (["audit_event"] if connection.vendor == "sqlite" else [])
    assert ("put back the triggers" in out.getvalue()) is bool(lost)
    assert unprotected(connection) == []
