"""What an invited agency answers: by itself, or by a letter or call that the secretariat enters.

Every answer is kept; the latest counts. Of two given at the same moment the first stands: the second reads it, and may
replace it knowingly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.audit.services import record
from tulga.documents.paper import HERE, CameBy, Paper, enter_paper
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.meetings import notices
from tulga.meetings.choices import OPEN_TO_ANSWERS, Action, Part
from tulga.meetings.models import Answer, Delegate, Invitation, Meeting, SeatRequest
from tulga.meetings.policies import policy
from tulga.meetings.services.inviting import MOST_SEATS
from tulga.meetings.workflow import agency_may_still_answer, asking


@dataclass(frozen=True)
class Named:
    """A person as somebody named them. `field` is where in the form it stands."""

    part: Part
    full_name: str
    office: str
    contact: str = ""
    field: str = ""

    @property
    def key(self) -> str:
        return self.key_of(self.full_name)

    @staticmethod
    def key_of(full_name: str) -> str:
        """How the name sounds, in whichever script and order it is written."""
        return " ".join(sorted(search_key(full_name).split())) or full_name.casefold()


@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    delegation: Sequence[Named],
    expected_version: int,
    actor: Actor,
    paper: Paper = HERE,
) -> Answer:
    """The agency comes. Without names it keeps all its seats, and names its people later."""
    meeting = _begin(invitation, expected_version, actor, paper)
    _require_sound(delegation, invitation.seats)
    taken = sum(each.part is not Part.SUBSTITUTE for each in delegation) or invitation.seats
    _require_room(meeting, invitation, taken)
    answer = _answer(invitation, actor, paper, is_acceptance=True, seats_taken=taken)
    Delegate.objects.bulk_create(
        [
            Delegate(
                answer=answer,
                position=position,
                part=each.part,
                full_name=each.full_name,
                office=each.office,
                contact=each.contact,
                name_key=each.key,
            )
            for position, each in enumerate(delegation, start=1)
        ]
    )
    asking.apply(invitation, "accept" if paper.came_by == CameBy.HERE else "enter_acceptance", actor)
    _tell_the_others(answer, actor)
    return answer


@transaction.atomic
def decline_invitation(
    *, invitation: Invitation, reason: str, expected_version: int, actor: Actor, paper: Paper = HERE
) -> Answer:
    _begin(invitation, expected_version, actor, paper)
    if not reason.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reason")
    answer = _answer(invitation, actor, paper, is_acceptance=False, reason=reason)
    asking.apply(invitation, "decline" if paper.came_by == CameBy.HERE else "enter_refusal", actor, reason=reason)
    _tell_the_others(answer, actor)
    return answer


@transaction.atomic
def ask_for_seats(*, invitation: Invitation, seats: int, reason: str, actor: Actor) -> SeatRequest:
    """Ask the secretariat for more. The answer itself can be given meanwhile, within the seats there are."""
    policy.require(actor, Action.ASK_SEATS, invitation)
    Meeting.objects.select_for_update(no_key=True).get(pk=invitation.meeting_id)
    invitation = Invitation.objects.select_related("meeting", "agency").get(pk=invitation.pk)
    decision = agency_may_still_answer(invitation, actor)
    if not decision or invitation.status not in OPEN_TO_ANSWERS:
        raise NotAllowed(decision.reason or _("The invitation was withdrawn, so there are no seats to give."))
    if not invitation.seats < seats <= MOST_SEATS:
        raise RuleBroken(
            _("You have %(seats)s seats. Ask for more than that, up to %(most)s.")
            % {"seats": invitation.seats, "most": MOST_SEATS},
            field="seats",
        )
    try:
        with transaction.atomic():
            request = SeatRequest.objects.create(
                invitation=invitation, seats=seats, reason=reason, asked_by_id=actor.user_id
            )
    except IntegrityError:
        raise RuleBroken(_("Your agency has asked already. Wait for the secretariat's answer, or call it.")) from None
    record(actor=actor, verb=Action.ASK_SEATS, target=invitation, after=str(seats), reason=reason)
    notices.of_the_request(request, actor)
    return request


def _begin(invitation: Invitation, expected_version: int, actor: Actor, paper: Paper) -> Meeting:
    """Whether this person may answer at all, from the answer they have seen. Locks the meeting's seats."""
    policy.require(actor, Action.ANSWER if paper.came_by == CameBy.HERE else Action.ENTER_ANSWER, invitation)
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=invitation.meeting_id)
    save_edit(invitation, expected_version=expected_version, fields=[])
    invitation.refresh_from_db(fields=["seats", "status"])
    invitation.meeting = meeting  # as it is now: it may have been held since the page was opened
    return meeting


def _answer(
    invitation: Invitation,
    actor: Actor,
    paper: Paper,
    *,
    is_acceptance: bool,
    seats_taken: int = 0,
    reason: str = "",
) -> Answer:
    answer = Answer(
        invitation=invitation,
        number=invitation.answers.count() + 1,
        is_acceptance=is_acceptance,
        seats_taken=seats_taken,
        reason=reason,
        given_by_id=actor.user_id if paper.came_by == CameBy.HERE else None,
    )
    enter_paper(answer, paper=paper, actor=actor)
    answer.save(force_insert=True)
    return answer


def _require_sound(delegation: Sequence[Named], seats: int) -> None:
    heads = [each for each in delegation if each.part is Part.HEAD]
    if delegation and not heads:
        raise RuleBroken(_("Name the head of the delegation first."), field=delegation[0].field or None)
    if len(heads) > 1:
        raise RuleBroken(_("A delegation has one head."), field=heads[1].field or None)
    named: dict[str, Named] = {}
    for each in delegation:
        if each.key in named:
            raise RuleBroken(
                _(
                    "“%(name)s” and “%(other)s” seem to be the same person. Name each person once; "
                    "if they are two, write their names in full."
                )
                % {"name": named[each.key].full_name, "other": each.full_name},
                field=each.field or None,
            )
        named[each.key] = each
    seated = sum(each.part is not Part.SUBSTITUTE for each in delegation)
    if seated > seats:
        raise RuleBroken(
            ngettext(
                "Your agency has %(seats)s seat, and you named %(named)s people. "
                "Make some of them substitutes, or ask for more seats.",
                "Your agency has %(seats)s seats, and you named %(named)s people. "
                "Make some of them substitutes, or ask for more seats.",
                seats,
            )
            % {"seats": seats, "named": seated}
        )
    if len(delegation) - seated > seats:
        raise RuleBroken(_("Name no more substitutes than you have seats."))


def _require_room(meeting: Meeting, invitation: Invitation, taken: int) -> None:
    """The meeting is locked, so that of two who want the last seat one gets it."""
    if meeting.seats_total is None:
        return
    left = meeting.seats_total - meeting.invitations.exclude(pk=invitation.pk).seats_taken_in_all()
    if taken > left:
        raise RuleBroken(
            ngettext(
                "The room has %(left)s seat left. Name fewer people, or call the secretariat.",
                "The room has %(left)s seats left. Name fewer people, or call the secretariat.",
                left,
            )
            % {"left": max(left, 0)}
        )


def _tell_the_others(answer: Answer, actor: Actor) -> None:
    if answer.number > 1 and answer.came_by == CameBy.HERE:
        notices.of_the_changed_answer(answer.invitation, actor)
