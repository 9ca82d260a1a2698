"""Tampering as somebody with the database's password would do it: by SQL, once the triggers are gone."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction

from tests.audit_tables import drop_triggers, forget_head_copy, open_to_changes
from tulga.audit.chain import GENESIS, HASHED_FIELDS, copy_head, hash_of, head_path
from tulga.audit.models import AuditEvent
from tulga.audit.services import current_head, record
from tulga.audit.verification import Fault, verify
from tulga.kit.actor import Actor, Grant

pytestmark = pytest.mark.django_db

EVENTS = 6
ACTOR = Actor(user_id=5, label="Болд", grants=(Grant("chair", 3),))


@pytest.fixture
def chain():
    """Six events, with the copy of their head."""
    write(EVENTS)


def write(count):
    for _ in range(count):
        record(actor=ACTOR, verb="plan.edit", target=Group(pk=7), before="a", after="b", reason="c")
    copy_head(current_head())


def act(times):
    """Acts in transactions of their own, each ending with the copy of the head."""
    for _ in range(times):
        with transaction.atomic():
            record(actor=ACTOR, verb="plan.edit", target=Group(pk=7))


def execute(sql, params=()):
    with open_to_changes(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def rewrite(**changes):
    """Every event again with the changes, each hash right for its forged words."""
    rows = list(AuditEvent.objects.order_by("sequence").values())
    with open_to_changes():
        AuditEvent.objects.all()._raw_delete("default")
        previous = GENESIS
        for sequence, row in enumerate(rows, start=1):
            forged = {**row, **changes, "sequence": sequence, "previous_hash": previous}
            forged["hash"] = previous = hash_of(forged)
            AuditEvent.objects.create(**forged)


def faults():
    return [(problem.fault, problem.sequence) for problem in verify().problems]


def test_an_empty_trail_is_intact():
    outcome = verify()

    assert (outcome.is_intact, outcome.events, outcome.head) == (True, 0, None)


def test_a_thousand_events_are_intact():
    write(1_000)

    outcome = verify()

    assert (outcome.is_intact, outcome.events, outcome.head) == (True, 1_000, current_head())


FORGED_VALUES = {
    "sequence": 99,
    "at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "actor_user_id": 6,
    "actor_label": "Бат",
    "roles": "chair@4",
    "agency_id": 4,
    "verb": "plan.read",
    "target_type": "auth.user",
    "target_id": "8",
    "before": "",
    "after": "c",
    "reason": "",
    "classification": "public",
    "request_number": "0",
    "previous_hash": "f" * 64,
    "hash": "f" * 64,
}


def test_the_table_of_forged_values_names_every_column():
    assert set(FORGED_VALUES) == {*HASHED_FIELDS, "hash"} == {field.name for field in AuditEvent._meta.concrete_fields}


@pytest.mark.parametrize("column", FORGED_VALUES)
def test_an_edited_column_is_found(chain, column):
    expected = {"sequence": Fault.GAP, "previous_hash": Fault.ORDER}

    execute(f"UPDATE audit_event SET {column} = %s WHERE sequence = 3", [FORGED_VALUES[column]])

    assert faults() == [(expected.get(column, Fault.HASH), 3)]


@pytest.mark.parametrize("column", ["actor_user_id", "agency_id"])
def test_an_emptied_number_is_found(chain, column):
    execute(f"UPDATE audit_event SET {column} = NULL WHERE sequence = 3")

    assert faults() == [(Fault.HASH, 3)]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL refuses a value of another type")
@pytest.mark.parametrize("column", ["at", "agency_id", "reason"])
@pytest.mark.parametrize("value", ["no such value", b"\x00"])
def test_a_value_of_another_type_is_found(chain, column, value):
    execute(f"UPDATE audit_event SET {column} = %s WHERE sequence = 3", [value])

    assert faults() == [(Fault.HASH, 3)]


@pytest.mark.parametrize(
    ("deleted", "found"),
    [
        ("sequence = 1", [(Fault.GAP, 1)]),
        ("sequence = 3", [(Fault.GAP, 3)]),
        ("sequence IN (3, 4)", [(Fault.GAP, 3)]),
        ("sequence = 6", [(Fault.TAIL_CUT, 6)]),
        ("sequence > 2", [(Fault.TAIL_CUT, 6)]),
        ("sequence > 0", [(Fault.TAIL_CUT, 6)]),
    ],
)
def test_a_deleted_event_is_found(chain, deleted, found):
    execute(f"DELETE FROM audit_event WHERE {deleted}")

    assert faults() == found


@pytest.mark.django_db(transaction=True)
def test_a_cut_tail_is_found_when_later_events_have_taken_its_numbers_and_gone_on():
    act(EVENTS)
    execute("DELETE FROM audit_event WHERE sequence > 4")
    act(4)

    assert faults() == [(Fault.REWRITTEN, 6)]


def test_a_closed_gap_is_found(chain):
    execute("DELETE FROM audit_event WHERE sequence = 3")
    for sequence in (4, 5, 6):
        execute("UPDATE audit_event SET sequence = %s WHERE sequence = %s", [sequence - 1, sequence])

    assert faults() == [(Fault.ORDER, 3), (Fault.TAIL_CUT, 6)]


def test_two_swapped_events_are_found(chain):
    for old, new in [(3, 0), (4, 3), (0, 4)]:
        execute("UPDATE audit_event SET sequence = %s WHERE sequence = %s", [new, old])

    assert faults() == [(Fault.ORDER, 3)]


def test_a_forged_event_at_the_end_is_found(chain):
    last = AuditEvent.objects.order_by("-sequence").values().first()
    AuditEvent.objects.create(**{**last, "sequence": 7, "previous_hash": last["hash"], "hash": "f" * 64})

    assert faults() == [(Fault.HASH, 7)]


def test_a_forged_event_in_the_middle_is_found(chain):
    for sequence in (6, 5, 4):
        execute("UPDATE audit_event SET sequence = %s WHERE sequence = %s", [sequence + 1, sequence])
    third = AuditEvent.objects.values().get(sequence=3)
    forged = {**third, "sequence": 4, "previous_hash": "f" * 64, "reason": "forged"}
    AuditEvent.objects.create(**{**forged, "hash": hash_of(forged)})

    assert faults()[0] == (Fault.ORDER, 4)


def test_a_forged_event_before_the_first_is_found(chain):
    first = AuditEvent.objects.values().get(sequence=1)
    AuditEvent.objects.create(**{**first, "sequence": 0, "previous_hash": "e" * 64, "hash": "f" * 64})

    assert faults() == [(Fault.GAP, 1)]


def test_a_chain_rewritten_whole_is_found_by_the_copy_of_its_head(chain):
    rewrite(actor_label="Бат")

    assert faults() == [(Fault.REWRITTEN, 6)]


@pytest.mark.django_db(transaction=True)
def test_a_rewritten_chain_stays_found_while_it_grows():
    act(EVENTS)
    rewrite(actor_label="Бат")
    act(2)

    assert faults() == [(Fault.REWRITTEN, 6)]


def test_a_copy_that_lags_behind_is_no_fault(chain):
    record(actor=ACTOR, verb="plan.edit", target=Group(pk=7))

    assert verify().is_intact


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", '{"sequence": null, "hash": "", "at": ""}'])
def test_an_unreadable_copy_is_found(chain, text):
    head_path().write_text(text)

    assert faults() == [(Fault.HEAD_COPY_LOST, None)]


def test_a_lost_copy_is_found(chain):
    forget_head_copy()

    assert faults() == [(Fault.HEAD_COPY_LOST, None)]


def test_missing_triggers_are_found(chain):
    drop_triggers(connection)

    assert faults() == [(Fault.TRIGGERS_MISSING, None)]


def run_command(*options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_audit", *options, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_says_how_many_events_stand(chain):
    code, out, err = run_command()

    assert (code, err) == (0, "")
    assert out.startswith(f"6 events stand unbroken from the first; the last is 6 {current_head().hash} at ")


def test_the_command_names_the_first_broken_event_and_fails(chain):
    execute("UPDATE audit_event SET reason = 'other' WHERE sequence IN (3, 5)")

    code, out, err = run_command()

    assert code == 1
    assert err.startswith("hash: Event 3 ")
    assert out.startswith("2 events stand unbroken")


def test_the_command_writes_json(chain):
    head = {"sequence": 6, "hash": current_head().hash, "at": current_head().at}

    code, out, _ = run_command("--json")

    assert code == 0
    assert json.loads(out) == {"intact": True, "events": 6, "head": head, "head_copy": head, "problems": []}


def test_the_command_writes_faults_as_json(chain):
    execute("DELETE FROM audit_event WHERE sequence = 3")

    code, out, _ = run_command("--json")

    assert code == 1
    assert [each["fault"] for each in json.loads(out)["problems"]] == ["gap"]


@pytest.mark.django_db(transaction=True)
def test_a_trail_written_by_real_transactions_is_intact():
    act(3)

    outcome = verify()
    assert outcome.is_intact
    assert outcome.head == outcome.head_copy == current_head()
