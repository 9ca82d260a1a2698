from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership
from tulga.agencies.models import Agency
from tulga.audit.chain import copy_head
from tulga.audit.models import AuditEvent
from tulga.audit.services import current_head
from tulga.audit.verification import verify
from tulga.demonstration.people import PEOPLE
from tulga.demonstration.services import load_demonstration
from tulga.dissemination.models import Release
from tulga.meetings.choices import MeetingStatus
from tulga.meetings.models import Meeting
from tulga.recommendations.choices import CommitmentStatus, Status
from tulga.recommendations.models import Challenge, Commitment, PaperDecision, Recommendation, Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings) -> None:
    settings.DEMONSTRATION = True
    settings.SECOND_FACTOR_DEMANDED = False
    call_command("load_demonstration", stdout=io.StringIO())


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


def test_each_round_has_releases_and_offices_answered_them_differently(loaded):
    assert Release.objects.filter(status="released").count() == 3
    for release in Release.objects.order_by("-pk")[:2]:
        assert set(release.deliveries.values_list("status", flat=True)) >= {"delivered", "opened", "acknowledged"}


def test_there_is_a_person_for_every_role(loaded):
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)


def test_what_is_invented_is_marked(loaded):
    for model in (Challenge, Recommendation, Commitment):
        assert not model.objects.filter(is_illustrative=False).exists()


def test_every_wording_is_intact_and_the_audit_trail_verifies(loaded):
    copy_head(current_head())  # a rolled-back test commits nothing, so that nothing copied the head

    assert all(wording.is_intact() for wording in Wording.objects.all())
    assert verify().is_intact


def test_a_second_loading_changes_nothing(loaded):
    events = AuditEvent.objects.count()

    call_command("load_demonstration", stdout=io.StringIO())

    assert load_demonstration() is False
    assert AuditEvent.objects.count() == events


def test_a_real_installation_is_left_alone(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="real installation"):
        call_command("load_demonstration")


def test_sessions_are_given_away_in_the_demonstration_only(loaded, settings, client):
    out = io.StringIO()
    call_command("demo_session", PEOPLE[0].email, stdout=out)
    name, _, value = out.getvalue().strip().partition("=")
    client.cookies[name] = value

    assert client.get("/en/desk/").status_code == 200

    settings.DEMONSTRATION = False
    with pytest.raises(CommandError):
        call_command("demo_session", PEOPLE[0].email)


def test_people_are_listed_for_programs():
    out = io.StringIO()
    call_command("demo_people", "--json", stdout=out)

    assert {frozenset(each) for each in json.loads(out.getvalue())} == {
        frozenset({"email", "password", "role", "agency"})
    }
