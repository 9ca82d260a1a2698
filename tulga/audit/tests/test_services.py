from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction

from tests.audit_tables import open_to_changes
from tulga.audit.chain import GENESIS, Head, canonical_bytes, copy_head, hash_of, head_path, read_head_copy
from tulga.audit.models import AuditEvent
from tulga.audit.services import Act, record, record_each
from tulga.audit.verification import verify
from tulga.kit.actor import Actor, Grant
from tulga.kit.classification import DataClass

RECORD = Group(pk=7)
ACTOR = Actor(user_id=5, label="Болд", grants=(Grant("chair", 3), Grant("focal_point", 4, frozenset({"plan.edit"}))))


def record_one(verb="plan.edit", **words):
    return record(actor=ACTOR, verb=verb, target=RECORD, **words)


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_which_record():
    record_one(before="түр", after="эцсийн", reason="Учир нь", classification=DataClass.C2)

    event = AuditEvent.objects.get()
    assert (event.sequence, event.actor_user_id, event.actor_label) == (1, 5, "Болд")
    assert (event.verb, event.target_type, event.target_id) == ("plan.edit", "auth.group", "7")
    assert (event.before, event.after, event.reason) == ("түр", "эцсийн", "Учир нь")
    assert (event.classification, event.request_number) == ("law_enforcement", "")
    assert (event.previous_hash, event.hash) == (GENESIS, hash_of(vars(event)))


@pytest.mark.django_db
def test_each_event_carries_the_hash_of_the_one_before():
    first, second = record_one(), record_one()

    assert (second.sequence, second.previous_hash) == (2, first.hash)


@pytest.mark.parametrize(
    ("actor", "verb", "roles", "agency_id"),
    [
        (ACTOR, "plan.edit", "focal_point@4", 4),
        (ACTOR, "accounts.sign_in", "chair@3 focal_point@4", None),
        (Actor(user_id=1, grants=(Grant("chair", 3), Grant("secretariat", 3))), "x.y", "chair@3 secretariat@3", 3),
        (Actor.system("remind"), "notices.send", "system", None),
        (Actor(), "accounts.accept", "", None),
    ],
)
@pytest.mark.django_db
def test_an_event_names_the_capacity_it_was_done_in(actor, verb, roles, agency_id):
    event = record(actor=actor, verb=verb, target=RECORD)

    assert (event.roles, event.agency_id) == (roles, agency_id)


def test_canonical_bytes_are_those_that_adr_8_documents():
    event = {
        "sequence": 1,
        "at": dt.datetime(2026, 1, 2, microsecond=1, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        "actor_user_id": None,
        "actor_label": "",
        "roles": "chair@3",
        "agency_id": 3,
        "verb": "plan.edit",
        "target_type": "plan.activity",
        "target_id": "7",
        "before": "",
        "after": "",
        "reason": 'Өө "2"',
        "classification": "agency",
        "request_number": "",
        "previous_hash": GENESIS,
    }

    assert canonical_bytes(event).decode() == (
        '{"actor_label":"","actor_user_id":null,"after":"","agency_id":3,"at":"2026-01-01T16:00:00.000001+00:00",'
        f'"before":"","classification":"agency","previous_hash":"{GENESIS}","reason":"Өө \\"2\\"",'
        '"request_number":"","roles":"chair@3","sequence":1,"target_id":"7","target_type":"plan.activity",'
        '"verb":"plan.edit"}'
    )


@pytest.mark.django_db
def test_an_unsaved_record_is_refused():
    with pytest.raises(ValueError, match="saved record"):
        record(actor=ACTOR, verb="plan.edit", target=Group())


@pytest.mark.django_db
def test_many_acts_of_one_moment_are_an_event_each_in_one_chain():
    first = record_one()

    record_each(actor=ACTOR, acts=[Act(verb="plan.edit", target=Group(pk=pk), after=f"{pk}") for pk in range(1, 1_201)])

    written = AuditEvent.objects.filter(sequence__gt=first.sequence).order_by("sequence")
    assert [event.sequence for event in written] == list(range(2, 1_202))
    assert written[0].previous_hash == first.hash
    assert AuditEvent.objects.filter(target_id="700").values_list("after", "roles").get() == ("700", "focal_point@4")
    assert verify().events == 1_201


@pytest.mark.django_db
def test_no_acts_leave_no_event():
    record_each(actor=ACTOR, acts=[])

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        record_one()

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_neither_event_nor_gap():
    with transaction.atomic():
        record_one()
    with transaction.atomic():
        record_one()
        transaction.set_rollback(True)
    with transaction.atomic():
        record_one()

    assert list(AuditEvent.objects.values_list("sequence", flat=True)) == [1, 2]
    assert verify().is_intact


@pytest.mark.django_db(transaction=True)
def test_an_act_fails_when_its_event_cannot_be_written():
    with transaction.atomic():
        record_one()
    with open_to_changes(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET sequence = %s", [2**63 - 1])

    with pytest.raises((OverflowError, DatabaseError)):
        _create_a_group_and_record_it()

    assert not Group.objects.exists()


@transaction.atomic
def _create_a_group_and_record_it():
    Group.objects.create(name="the act")
    record_one()


@pytest.mark.django_db
def test_two_events_cannot_follow_the_same_one():
    first = record_one()
    forged = {**AuditEvent.objects.values().get(), "sequence": 2}

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(**{**forged, "hash": "f" * 64})
    assert AuditEvent.objects.get() == first


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_make_one_chain_without_a_fork():
    writers, acts = 6, 10
    start = threading.Barrier(writers)

    def act():
        start.wait()
        try:
            for _ in range(acts):
                with transaction.atomic():
                    record_one()
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()

    outcome = verify()
    assert outcome.is_intact, outcome.problems
    assert outcome.events == writers * acts
    assert outcome.head == outcome.head_copy


@pytest.mark.django_db(transaction=True)
def test_head_is_copied_when_the_transaction_ends_and_not_before():
    with transaction.atomic():
        record_one()
        last = record_one()
        assert read_head_copy() is None

    copied = read_head_copy()
    assert copied is not None
    assert (copied.sequence, copied.hash) == (2, last.hash)


@pytest.mark.django_db(transaction=True)
def test_a_head_that_cannot_be_copied_does_not_undo_the_act():
    head_path().mkdir()
    try:
        with transaction.atomic():
            record_one()
    finally:
        head_path().rmdir()

    assert AuditEvent.objects.count() == 1


def test_head_copy_never_goes_backwards():
    later, earlier = Head(9, "b" * 64, "2026-01-01"), Head(8, "a" * 64, "2026-01-01")

    copy_head(later)
    copy_head(earlier)

    assert read_head_copy() == later


def test_head_copied_by_many_at_once_is_the_latest():
    start = threading.Barrier(8)

    def copy(offset):
        start.wait()
        for sequence in range(offset, 80, 8):
            copy_head(Head(sequence, "a" * 64, "2026-01-01"))

    threads = [threading.Thread(target=copy, args=[offset]) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    copied = read_head_copy()
    assert copied is not None
    assert copied.sequence == 79
