"""The roles: what each is for, in words a manager can read, and the actions it permits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Action, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.actor import Actor


@dataclass(frozen=True)
class RoleDescription:
    title: str | _StrPromise
    description: str | _StrPromise
    permissions: frozenset[str]
    sees_more_than_public: bool = True


# The apps above own these actions; here they are plain names, because imports point downwards.
_DRAFTING = {"recommendations.record_challenge", "recommendations.draft", "recommendations.adopt"}
_ANSWERING = {
    "meetings.answer",
    "plan.read_draft",
    "recommendations.commit",
    "recommendations.report_done",
    "plan.report_status",
    Action.HAND_OVER,
}
_RECEIVING = {"dissemination.acknowledge", "dissemination.pass_on"}

# ruff: noqa: E501 - a sentence stays on its line
# fmt: off
ROLES: dict[Role, RoleDescription] = {
    Role.SECRETARIAT: RoleDescription(
        Role.SECRETARIAT.label,
        _("Runs the whole cycle for every agency: plan, meeting, recommendations, orders and their dissemination. Invites people. Cannot endorse."),
        frozenset({
            Action.INVITE, Action.END_MEMBERSHIP, Action.APPOINT_ACTING, Action.HAND_OVER, Action.READ_PEOPLE,
            Action.RESTORE_ACCESS, Action.DISABLE, Action.CONFIRM,
            "agencies.edit", "plan.edit", "plan.read_draft", "findings.edit", "answers.link", "evidence.work", "meetings.edit",
            *_DRAFTING, "recommendations.consolidate", "recommendations.translate", "recommendations.submit",
            "recommendations.withdraw", "recommendations.print_order", "recommendations.register_order",
            "recommendations.verify", "dissemination.prepare", "dissemination.approve", "desk.set_times",
            "documents.replace_letter_template", "notices.keep_post",
        }),
    ),
    Role.CHAIR: RoleDescription(
        Role.CHAIR.label,
        _("Decides on recommendations: endorses, changes, defers or declines them. Reads everything but what is still being drafted elsewhere. Cannot change an agency's words or figures."),
        frozenset({"recommendations.decide", "dissemination.approve", "plan.read_draft", Action.READ_PEOPLE}),
    ),
    Role.FOCAL_POINT: RoleDescription(
        Role.FOCAL_POINT.label,
        _("Answers for one agency: names its challenges, drafts in its working sessions, commits the agency, reports what was done. An agency has a main focal point and alternates."),
        frozenset({*_DRAFTING, *_ANSWERING, *_RECEIVING, Action.READ_PEOPLE}),
    ),
    Role.AGENCY_HEAD: RoleDescription(
        Role.AGENCY_HEAD.label,
        _("Signs the agency's commitments, and may do all that its focal point does in answering."),
        frozenset({"recommendations.sign_commitment", *_ANSWERING, *_RECEIVING, Action.APPOINT_ACTING, Action.READ_PEOPLE}),
    ),
    Role.NATIONAL_RAPPORTEUR: RoleDescription(
        Role.NATIONAL_RAPPORTEUR.label,
        _("Watches independently: reads all that was accepted and verifies what agencies report. Changes nobody else's words."),
        frozenset({"recommendations.verify", "evidence.work", Action.READ_PEOPLE}),
    ),
    Role.CASE_OFFICER: RoleDescription(
        Role.CASE_OFFICER.label,
        _("Police, prosecution, border or shelter staff who bring what they see into the working sessions. Never enters a victim's name."),
        frozenset({*_DRAFTING, "dissemination.acknowledge", Action.READ_PEOPLE}),
    ),
    Role.PARTNER: RoleDescription(
        Role.PARTNER.label,
        _("An officer of an international or civil-society partner who takes part in working sessions and reads what is shared with partners."),
        frozenset({*_DRAFTING, "dissemination.acknowledge"}),
    ),
    Role.ADMINISTRATOR: RoleDescription(
        Role.ADMINISTRATOR.label,
        _("Keeps the installation running, invites people and ends their access. Sees no drafts, decisions in preparation or reports."),
        frozenset({
            Action.INVITE, Action.CONFIRM, Action.END_MEMBERSHIP, Action.APPOINT_ACTING, Action.RESTORE_ACCESS,
            Action.DISABLE, "notices.keep_post",
        }),
    ),
}
# fmt: on

# Every permission in the words of the roles page. A test fails on a role's permission without words.
PERMISSION_WORDS: dict[str, str | _StrPromise] = {
    Action.INVITE: _("Invite people to any agency and role"),
    Action.CONFIRM: _("Confirm, as a second person, a role or a link that nobody gives alone"),
    "notices.keep_post": _("See which e-mails did not leave, and have them tried again"),
    Action.END_MEMBERSHIP: _("End anybody's role"),
    Action.APPOINT_ACTING: _("Appoint somebody to act for an office between two dates"),
    Action.HAND_OVER: _("Hand a role over to a successor"),
    Action.READ_PEOPLE: _("Read names and addresses of the agency's people"),
    Action.RESTORE_ACCESS: _("Give somebody a link to sign in again after a lost password or device"),
    Action.DISABLE: _("Close and reopen accounts"),
    "agencies.edit": _("Edit agencies and their names"),
    "plan.edit": _("Edit the plan"),
    "plan.read_draft": _("Read a plan or an amendment that is still a draft"),
    "plan.report_status": _("Report how an activity stands"),
    "findings.edit": _("Enter findings of outside bodies"),
    "answers.link": _("Say what answers a finding, and publish it"),
    "evidence.work": _("Estimate hidden numbers, and protect tables of counts before they are published"),
    "meetings.edit": _("Prepare and run meetings"),
    "meetings.answer": _("Answer the invitations to meetings"),
    "recommendations.record_challenge": _("Record a challenge"),
    "recommendations.draft": _("Draft a recommendation"),
    "recommendations.adopt": _("Adopt a recommendation in a session one belongs to"),
    "recommendations.consolidate": _("Merge and number recommendations"),
    "recommendations.translate": _("Translate a recommendation"),
    "recommendations.submit": _("Submit recommendations for decision"),
    "recommendations.withdraw": _("Withdraw a recommendation before the decision"),
    "recommendations.decide": _("Decide on submitted recommendations"),
    "recommendations.print_order": _("Print the order"),
    "recommendations.register_order": _("Register the signed order"),
    "recommendations.verify": _("Verify what was reported done"),
    "recommendations.commit": _("Name the agency's commitment"),
    "recommendations.sign_commitment": _("Sign the agency's commitment"),
    "recommendations.report_done": _("Report a commitment done"),
    "dissemination.prepare": _("Prepare what is shared with each audience"),
    "dissemination.approve": _("Approve what is shared, as a second person"),
    "desk.set_times": _("Change how many days each step may take"),
    "dissemination.acknowledge": _("Acknowledge for the agency what was released to it"),
    "dissemination.pass_on": _("Pass a release on to the agency's own offices"),
    "documents.replace_letter_template": _("Replace the templates that letters are written on"),
}


def agencies_answered_for(actor: Actor) -> list[int]:
    """Where the actor works with content: keeping an installation running is no part in what is in it."""
    return sorted({grant.agency_id for grant in actor.grants if grant.role != Role.ADMINISTRATOR})


def permissions_of(role: str) -> frozenset[str]:
    """What a role permits; nothing for a role that the code no longer knows."""
    return ROLES[Role(role)].permissions if role in Role.values else frozenset()
