"""How a meeting goes: is there a quorum, who has answered the minutes, how each agency stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tulga.agencies.models import Agency
from tulga.meetings.choices import InvitationStatus
from tulga.meetings.models import Attendance, CarriedItem, Confirmation, Meeting, Minutes
from tulga.recommendations.models import Commitment, Recommendation

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@dataclass(frozen=True)
class Quorum:
    """Counted in bodies, not in people."""

    present: int
    needed: int
    expected: int

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.present, 0)


def quorum_of(meeting: Meeting) -> Quorum:
    """As the meeting's own rule says; without one, more than half of those invited, else of those who took part."""
    sent = meeting.invitations.exclude(status__in=[InvitationStatus.PREPARED, InvitationStatus.WITHDRAWN]).count()
    expected = sent or meeting.participations.count()
    return Quorum(
        present=Attendance.objects.filter(meeting=meeting).bodies(),
        needed=meeting.quorum if meeting.quorum is not None else expected // 2 + 1,
        expected=expected,
    )


@dataclass(frozen=True)
class DelegationAnswer:
    """One body that took part, and what it said of the minutes' latest revision."""

    agency: Agency
    answer: Confirmation | None
    is_silent: bool


def answers_to(minutes: Minutes, actor: Actor, today: dt.date) -> list[DelegationAnswer]:
    """Every body that took part, in the reader's alphabet; silence after the day set counts as consent."""
    given = {
        each.agency_id: each
        for each in Confirmation.objects.visible_to(actor).filter(revision=minutes.latest()).select_related("given_by")
    }
    is_over = minutes.confirm_by is not None and minutes.confirm_by < today
    bodies = Agency.objects.visible_to(actor).filter(participations__meeting=minutes.meeting_id).sorted()
    return [DelegationAnswer(each, given.get(each.pk), is_over and each.pk not in given) for each in bodies]


@dataclass(frozen=True)
class StatusSheet:
    """What one agency brings to the table: its open duties, and deferred recommendations that ask something of it."""

    agency: Agency
    commitments: list[Commitment]
    deferred: list[Recommendation]
    overdue: int


def status_sheets(meeting: Meeting, actor: Actor, today: dt.date) -> list[StatusSheet]:
    """One sheet for each agency that something on this meeting's agenda is about, as far as the reader may see it."""
    carried = CarriedItem.objects.visible_to(actor).filter(meeting=meeting)
    commitments = (
        Commitment.objects.visible_to(actor)
        .filter(carried__in=carried)
        .select_related("agency", "recommendation")
        .order_by("due_on", "pk")
    )
    deferred = (
        Recommendation.objects.visible_to(actor)
        .filter(carried__in=carried)
        .prefetch_related("addressees")
        .order_by("reference", "pk")
    )
    by_agency: dict[int, tuple[list[Commitment], list[Recommendation]]] = {}
    for duty in commitments:
        by_agency.setdefault(duty.agency_id, ([], []))[0].append(duty)
    for recommendation in deferred:
        for agency in recommendation.addressees.all():
            by_agency.setdefault(agency.pk, ([], []))[1].append(recommendation)
    agencies = Agency.objects.visible_to(actor).filter(pk__in=by_agency).sorted()
    return [
        StatusSheet(each, duties, waiting, sum(duty.due_on < today for duty in duties))
        for each in agencies
        for duties, waiting in [by_agency[each.pk]]
    ]
