from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Role(models.TextChoices):
    SECRETARIAT = "secretariat", _("Secretariat officer")
    CHAIR = "chair", _("Chair")
    FOCAL_POINT = "focal_point", _("Focal point")
    AGENCY_HEAD = "agency_head", _("Head of agency")
    NATIONAL_RAPPORTEUR = "national_rapporteur", _("National rapporteur")
    CASE_OFFICER = "case_officer", _("Case officer")
    PARTNER = "partner", _("Partner organisation's officer")
    ADMINISTRATOR = "administrator", _("System administrator")


# Who decides, verifies, lets out or invites: what one person could otherwise give to an accomplice (ADR 24).
GIVEN_BY_TWO = frozenset({Role.SECRETARIAT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR})


class FormOfAddress(models.TextChoices):
    """How a letter greets a person. A letter to somebody without one uses the full name alone."""

    NONE = "", _("Full name only")
    MS = "ms", _("Ms")
    MR = "mr", _("Mr")
    DR = "dr", _("Dr")
    PROFESSOR = "professor", _("Professor")
    EXCELLENCY = "excellency", _("Your Excellency")


class Action(enum.StrEnum):
    INVITE = "accounts.invite"
    ACCEPT_INVITATION = "accounts.accept_invitation"
    REVOKE_INVITATION = "accounts.revoke_invitation"
    CONFIRM = "accounts.confirm"
    END_MEMBERSHIP = "accounts.end_membership"
    APPOINT_ACTING = "accounts.appoint_acting"
    HAND_OVER = "accounts.hand_over"
    READ_PEOPLE = "accounts.read_people"
    RESTORE_ACCESS = "accounts.restore_access"
    USE_ACCESS_LINK = "accounts.use_access_link"
    DISABLE = "accounts.disable"
    CHANGE_DETAILS = "accounts.change_details"
    CHANGE_SIGN_IN = "accounts.change_sign_in"
    USE_RECOVERY_CODE = "accounts.use_recovery_code"
    MAKE_TOKEN = "accounts.make_token"  # noqa: S105 - the name of an action, not a secret


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.INVITE: _("invited somebody"),
    Action.ACCEPT_INVITATION: _("accepted the invitation"),
    Action.REVOKE_INVITATION: _("withdrew the invitation"),
    Action.CONFIRM: _("confirmed as the second person"),
    Action.END_MEMBERSHIP: _("ended the role"),
    Action.APPOINT_ACTING: _("appointed an acting office-holder"),
    Action.HAND_OVER: _("handed the role over"),
    Action.RESTORE_ACCESS: _("issued a link to sign in again"),
    Action.USE_ACCESS_LINK: _("used the link to sign in again"),
    Action.DISABLE: _("closed or reopened the account"),
    Action.CHANGE_DETAILS: _("changed own details"),
    Action.CHANGE_SIGN_IN: _("changed the way of signing in"),
    Action.USE_RECOVERY_CODE: _("signed in with a recovery code"),
    Action.MAKE_TOKEN: _("made or withdrew an access token"),
}
