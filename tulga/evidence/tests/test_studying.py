from __future__ import annotations

import pytest
from django.db import IntegrityError

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.evidence.choices import Status
from tulga.evidence.models import Estimate, ProtectedCounts
from tulga.evidence.services import studying
from tulga.evidence.tasks import work_out_estimate, work_out_protection, work_out_what_waits
from tulga.evidence.tests.factories import EstimateFactory, ProtectedCountsFactory
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.sentences import Sentence

pytestmark = pytest.mark.django_db


def person(role=Role.SECRETARIAT):
    return actor_at(AgencyFactory(), role, user_id=UserFactory().pk)


def ready(**values):
    estimate = EstimateFactory(**values)
    studying.keep_result(study=estimate, result={"n": 156})
    return estimate


def test_a_capture_table_becomes_a_panel_in_every_language():
    estimate = EstimateFactory()

    assert work_out_estimate.call(estimate.pk)

    estimate.refresh_from_db()
    assert estimate.status == Status.READY
    assert estimate.result["n"] == 156
    assert {row["group"] for row in estimate.result["rows"]} >= {"chosen", "dropped", "merged"}
    assert {"mn", "en"} == set(estimate.drawings)
    assert all(drawing.startswith("<svg") for drawing in estimate.drawings.values())
    assert "without shelters" in estimate.drawings["en"]
    assert "without shelters" not in estimate.drawings["mn"]


def test_a_table_of_counts_becomes_one_that_may_be_published():
    counts = ProtectedCountsFactory(threshold=10)

    assert work_out_protection.call(counts.pk)

    counts.refresh_from_db()
    cells = {tuple(cell["key"]): cell for cell in counts.result["cells"]}
    small = cells["Dornogovi", "men"]
    assert (small["status"], small["reason"], small["value"]) == ("primary", "small", None)
    assert small["high"] >= 10
    assert cells["*", "*"]["value"] == 112
    assert "Dornogovi,men,\n" in counts.result["csv"].replace("\r", "")


@pytest.mark.parametrize(
    ("factory", "task", "table"),
    [
        (EstimateFactory, work_out_estimate, "police,shelters,count\n1,0,5\n"),
        (ProtectedCountsFactory, work_out_protection, "sex,count\nwomen,many\n"),
    ],
)
def test_what_cannot_be_worked_out_says_why_and_keeps_the_table(factory, task, table):
    study = factory(table=table)

    task.call(study.pk)

    study.refresh_from_db()
    assert (study.status, study.table) == (Status.FAILED, table)
    assert study.failure


def test_a_job_that_comes_twice_or_too_late_does_nothing():
    estimate = EstimateFactory()
    work_out_estimate.call(estimate.pk)
    acts = AuditEvent.objects.count()

    assert not work_out_estimate.call(estimate.pk)
    assert not work_out_protection.call(987_654_321)
    studying.keep_result(study=estimate, result={"n": 1})
    studying.keep_failure(study=estimate, sentence=Sentence("Too late."))

    estimate.refresh_from_db()
    assert estimate.result["n"] == 156
    assert AuditEvent.objects.count() == acts


def test_what_was_lost_on_its_way_is_worked_out_later(django_capture_on_commit_callbacks):
    counts = ProtectedCountsFactory()

    with django_capture_on_commit_callbacks(execute=True):
        assert work_out_what_waits.call() == 1

    counts.refresh_from_db()
    assert counts.status == Status.READY
    assert work_out_what_waits.call() == 0


def test_entering_is_recorded_and_only_statisticians_enter():
    content = {"title": {"en": "Hidden"}, "source": "Three offices", "table": "x"}

    study = studying.enter_captures(actor=person(), **content)

    assert AuditEvent.objects.filter(verb="evidence.work", target_id=str(study.pk)).exists()
    assert study.search_key
    for service in (studying.enter_captures, studying.enter_counts):
        with pytest.raises(NotAllowed):
            service(actor=person(Role.FOCAL_POINT), **content)


def test_a_second_person_publishes_and_the_database_insists():
    maker, other = person(), person()
    estimate = ready(made_by_id=maker.user_id)

    with pytest.raises(NotAllowed, match="second person"):
        studying.publish_estimate(estimate=estimate, actor=maker)
    studying.publish_estimate(estimate=estimate, actor=other)

    assert list(Estimate.objects.public()) == [estimate]
    with pytest.raises(IntegrityError):
        Estimate.objects.filter(pk=estimate.pk).update(published_by=maker.user_id)


def test_what_was_withdrawn_is_public_no_more():
    estimate = ready(made_by=UserFactory())
    studying.publish_estimate(estimate=estimate, actor=person())

    with pytest.raises(RuleBroken):
        studying.withdraw_estimate(estimate=estimate, reason=" ", actor=person())
    studying.withdraw_estimate(estimate=estimate, reason="A list was counted twice.", actor=person())

    assert not Estimate.objects.public().exists()
    assert AuditEvent.objects.latest("sequence").reason == "A list was counted twice."


def test_the_maker_discards_what_is_not_public():
    maker = person()
    counts, estimate = ProtectedCountsFactory(made_by_id=maker.user_id), ready(made_by_id=maker.user_id)
    studying.publish_estimate(estimate=estimate, actor=person())

    studying.discard(study=counts, actor=maker)
    with pytest.raises(RuleBroken, match="Withdraw it"):
        studying.discard(study=estimate, actor=maker)
    with pytest.raises(NotAllowed):
        studying.discard(study=estimate, actor=person())

    assert not ProtectedCounts.objects.exists()
    assert AuditEvent.objects.filter(verb="evidence.discard").count() == 1
