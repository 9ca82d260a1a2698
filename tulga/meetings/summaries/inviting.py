"""How the invitations to a meeting stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from tulga.accounts.choices import Role
from tulga.accounts.models import Membership
from tulga.meetings.choices import InvitationStatus
from tulga.meetings.models import Delegate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from tulga.kit.actor import Actor
    from tulga.meetings.models import Invitation, Meeting


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    of: int
    is_late: bool = False


@dataclass(frozen=True)
class Standing:
    """What the secretariat asks every morning: who answered, who is late, how full the room is."""

    invited: int
    answered: int
    accepted: int
    declined: int
    silent: int
    late: int
    unsent: int
    asks_seats: int
    seats_given: int
    seats_taken: int
    seats_total: int | None

    @property
    def seats_left(self) -> int | None:
        return None if self.seats_total is None else max(self.seats_total - self.seats_taken, 0)

    @property
    def gives_more_than_there_is(self) -> bool:
        return self.seats_total is not None and self.seats_given > self.seats_total

    def bars(self) -> list[Bar]:
        """The answers as parts of all that was sent."""
        shown = (
            (InvitationStatus.ACCEPTED, self.accepted),
            (InvitationStatus.DECLINED, self.declined),
            (InvitationStatus.SENT, self.silent),
        )
        bars = [Bar(str(status.label), count, self.invited) for status, count in shown]
        return [*bars[:2], Bar(bars[2].label, self.silent, self.invited, is_late=self.late > 0)]


def standing_of(meeting: Meeting, invitations: Iterable[Invitation], today: dt.date) -> Standing:
    """From invitations as `for_listing` loads them."""
    rows = [each for each in invitations if each.status != InvitationStatus.WITHDRAWN]
    count = Counter(each.status for each in rows)
    accepted, declined = count[InvitationStatus.ACCEPTED], count[InvitationStatus.DECLINED]
    silent = count[InvitationStatus.SENT]
    coming = [each for each in rows if each.status == InvitationStatus.ACCEPTED]
    return Standing(
        invited=accepted + declined + silent,
        answered=accepted + declined,
        accepted=accepted,
        declined=declined,
        silent=silent,
        late=sum(each.is_late(today) for each in rows),
        unsent=count[InvitationStatus.PREPARED],
        asks_seats=sum(each.seats_asked is not None for each in rows),
        seats_given=sum(each.seats for each in rows if each.status != InvitationStatus.DECLINED),
        seats_taken=sum(each.seats_taken or 0 for each in coming),
        seats_total=meeting.seats_total,
    )


def delegations_of(meeting: Meeting, actor: Actor) -> list[Delegate]:
    """Everybody named in an answer that counts, as far as the actor reads names."""
    named = Delegate.objects.visible_to(actor).that_count().filter(answer__invitation__meeting=meeting)
    return list(
        named.select_related("answer__invitation__agency").order_by("answer__invitation__agency__code", "position")
    )


def unreachable(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Those of agencies that nobody answers for here: they learn of it by letter only."""
    invitations = list(invitations)
    offices = Membership.objects.valid(timezone.localdate()).filter(
        role__in=[Role.FOCAL_POINT, Role.AGENCY_HEAD],
        user__is_active=True,
        agency__in=[each.agency_id for each in invitations],
    )
    reached = set(offices.values_list("agency_id", flat=True))
    return [each for each in invitations if each.agency_id not in reached]
