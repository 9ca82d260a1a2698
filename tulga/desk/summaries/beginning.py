"""What a new, empty installation asks of whoever begins it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tulga.accounts.choices import Action as AccountAction
from tulga.accounts.models import Invitation, Membership
from tulga.kit.actor import Actor
from tulga.meetings.choices import Action as MeetingAction
from tulga.meetings.models import Meeting
from tulga.plan.choices import Action as PlanAction
from tulga.plan.models import Activity


@dataclass(frozen=True)
class FirstStep:
    title: str
    why: str
    verb: str
    url: str


def first_steps_of(actor: Actor) -> tuple[FirstStep, ...]:
    """For those who may take them, as long as there is nobody else, no plan, no meeting."""
    steps = []
    if actor.may(AccountAction.INVITE) and not _has_company(actor):
        why = _("The chair decides, and what one officer prepares another releases. Then each agency's focal point.")
        steps.append(
            FirstStep(_("Invite the chair and a second officer"), why, _("Invite"), reverse("invitation_create"))
        )
    if actor.may(PlanAction.EDIT) and not Activity.objects.visible_to(actor).exists():
        why = _("From a spreadsheet or a Word document as it is, or by hand on the page of plans.")
        steps.append(FirstStep(_("Bring in the plan"), why, _("Import"), reverse("import_list")))
    if actor.may(MeetingAction.EDIT) and not Meeting.objects.visible_to(actor).exists():
        why = _("Its working sessions record the challenges and draft the recommendations.")
        steps.append(FirstStep(_("Call the first meeting"), why, _("Begin"), reverse("meeting_create")))
    return tuple(steps)


def _has_company(actor: Actor) -> bool:
    others = Membership.objects.visible_to(actor).exclude(user_id=actor.user_id)
    return others.exists() or Invitation.objects.visible_to(actor).open().exists()
