from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from tests.permission_matrix import load
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.models import Membership
from tulga.agencies.models import Agency
from tulga.audit.chain import copy_head
from tulga.audit.models import AuditEvent
from tulga.audit.services import current_head
from tulga.audit.verification import verify
from tulga.demonstration.people import PEOPLE
from tulga.demonstration.services import load_demonstration
from tulga.desk.summaries.tasks import tasks_of
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.services.reminding import remind
from tulga.findings.models import Assessment
from tulga.imports.models import Import
from tulga.kit.actor import Actor
from tulga.meetings.choices import MeetingStatus
from tulga.meetings.models import Meeting
from tulga.notices.models import Notice
from tulga.plan.models import Plan, StatusLine
from tulga.recommendations.choices import CommitmentStatus, Status
from tulga.recommendations.models import Challenge, Commitment, Order, PaperDecision, Recommendation, Wording
from tulga.recommendations.services.climbing import tell_of_deadlines
from tulga.thread.summaries.thread import thread_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once for all who only read; each test's own transaction inside undoes what it changed."""
    before = settings.DEMONSTRATION, settings.SECOND_FACTOR_DEMANDED
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)
    settings.DEMONSTRATION, settings.SECOND_FACTOR_DEMANDED = before


def test_the_meeting_of_2018_is_as_its_report_states_it(loaded):
    meeting = Meeting.objects.get(code="2018")

    taking_part = meeting.participations.filter(capacity="participant")
    assert taking_part.count() == 22
    assert set(meeting.participations.exclude(capacity="participant").values_list("agency__code", flat=True)) == {
        "IOM",
        "EU",
    }
    assert not meeting.is_illustrative
    assert Agency.objects.filter(parent__code="CFDC").count() == 9


def test_there_is_something_to_see_in_every_state(loaded):
    assert Challenge.objects.count() >= 30
    assert Recommendation.objects.count() >= 40
    assert set(Recommendation.objects.values_list("status", flat=True)) == set(Status)
    assert Commitment.objects.count() >= 60
    assert Commitment.objects.undone().filter(due_on__lt=timezone.localdate()).count() >= 10
    assert set(Commitment.objects.values_list("status", flat=True)) == set(CommitmentStatus.values) - {
        CommitmentStatus.WITHDRAWN
    }
    assert PaperDecision.objects.waiting().exists()
    assert Meeting.objects.get(code="next").status == MeetingStatus.INVITED


def test_offices_answered_the_latest_release_differently_and_long_ago_all_did(loaded):
    *older, latest = Release.objects.filter(status="released").order_by("pk")

    assert len(older) == 2
    assert set(latest.deliveries.values_list("status", flat=True)) >= {"delivered", "opened", "acknowledged"}
    assert not Delivery.objects.open().filter(release__in=older).exists()


def test_there_is_a_person_for_every_role(loaded):
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)


def test_a_plan_was_imported_and_findings_wait_for_an_answer(loaded):
    plan, findings = Import.objects.order_by("pk")

    assert (plan.status, plan.counts["created"], plan.doubts.open().count()) == ("applied", 6, 0)
    assert (findings.status, findings.counts["doubtful"], findings.doubts.open().count()) == ("previewed", 1, 1)
    made = Plan.objects.get(code=plan.into)
    assert (made.is_illustrative, made.editions.get().status) == (True, "draft")
    assert not Assessment.objects.filter(code=findings.into).exists()


def test_what_is_invented_is_marked(loaded):
    for model in (Challenge, Recommendation, Commitment):
        assert not model.objects.filter(is_illustrative=False).exists()


def test_every_wording_is_intact_and_the_audit_trail_verifies(loaded):
    copy_head(current_head())  # a rolled-back test commits nothing, so that nothing copied the head

    assert all(wording.is_intact() for wording in Wording.objects.all())
    assert verify().is_intact


def test_a_thread_of_2018_tells_each_step_on_its_day(loaded, django_user_model):
    recommendation = Recommendation.objects.get(reference="R-2018-01")
    reader = actor_of(django_user_model.objects.get(email=PEOPLE[0].email))

    acts = [each.at for each in thread_of(recommendation, reader).events if each.at]

    days = list(dict.fromkeys(timezone.localdate(each).isoformat() for each in acts))
    assert days[:5] == ["2018-01-10", "2018-01-11", "2018-01-15", "2018-01-22", "2018-01-23"]
    assert days[5:] == ["2018-02-12", "2018-06-27", "2018-07-09"]


def test_what_states_its_day_was_told_on_that_day(loaded):
    for model, day, moment in (
        (Challenge, "told_on", "recorded_at"),
        (StatusLine, "dated_on", "created_at"),
        (Order, "dated_on", "registered_at"),
    ):
        for each in model.objects.all():
            assert getattr(each, day) == timezone.localdate(getattr(each, moment)), each
    for release in Release.objects.all():
        approved = AuditEvent.objects.get(verb="dissemination.approve", target_id=str(release.pk))
        assert release.released_on == timezone.localdate(approved.at)


def test_the_clock_and_the_post_have_nothing_old_to_tell_on_the_day_of_loading(loaded):
    system, today = Actor.system("clock"), timezone.localdate()

    assert not Notice.objects.mail_due(timezone.now() + dt.timedelta(days=1)).exists()
    assert not Notice.objects.unread().filter(created_at__lt=timezone.now() - dt.timedelta(days=7)).exists()
    assert remind(today=today) <= 10
    assert tell_of_deadlines(today=today, actor=system) <= 10


def test_nobody_finds_old_work_on_the_desk(loaded, django_user_model):
    """Promises may be late; what one only has to pass on is not."""
    today = timezone.localdate()
    for person in django_user_model.objects.all():
        late = [each for each in tasks_of(actor_of(person), today) if each.due_on and each.due_on < today and each.step]
        assert [each.title.text for each in late] == [], person


def test_a_second_loading_changes_nothing(loaded):
    events = AuditEvent.objects.count()

    call_command("load_demonstration", stdout=io.StringIO())

    assert load_demonstration() is False
    assert AuditEvent.objects.count() == events


def test_sessions_are_given_away_in_the_demonstration_only(loaded, settings, client):
    out = io.StringIO()
    call_command("demo_session", PEOPLE[0].email, stdout=out)
    name, _, value = out.getvalue().strip().partition("=")
    client.cookies[name] = value

    assert client.get("/en/desk/").status_code == 200

    settings.DEMONSTRATION = False
    with pytest.raises(CommandError):
        call_command("demo_session", PEOPLE[0].email)
