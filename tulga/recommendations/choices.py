from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


# Of a wording's SHA-256, as many as one compares by eye.
HASH_DIGITS = 16


class Action(enum.StrEnum):
    RECORD_CHALLENGE = "recommendations.record_challenge"
    EDIT_CHALLENGE = "recommendations.edit_challenge"
    MOVE = "recommendations.move"
    CLOSE_CIRCLE = "recommendations.close_circle"
    OPEN_CIRCLE_AGAIN = "recommendations.open_circle_again"
    DRAFT = "recommendations.draft"
    ADOPT = "recommendations.adopt"
    CONSOLIDATE = "recommendations.consolidate"
    MERGE = "recommendations.merge"
    UNDO_MERGE = "recommendations.undo_merge"
    TELL_APART = "recommendations.tell_apart"
    ARRANGE = "recommendations.arrange"
    TRANSLATE = "recommendations.translate"
    PREPARE_PACKAGE = "recommendations.prepare_package"
    SUBMIT = "recommendations.submit"
    DECIDE = "recommendations.decide"
    WITHDRAW = "recommendations.withdraw"
    PRINT_ORDER = "recommendations.print_order"
    REGISTER_ORDER = "recommendations.register_order"
    CORRECT_ORDER = "recommendations.correct_order"
    ENTER_DECISION = "recommendations.enter_decision"
    CONFIRM_DECISION = "recommendations.confirm_decision"
    SUPERSEDE = "recommendations.supersede"
    SHARE = "recommendations.share"
    COMMIT = "recommendations.commit"
    SIGN_COMMITMENT = "recommendations.sign_commitment"
    REPORT_DONE = "recommendations.report_done"
    VERIFY = "recommendations.verify"
    ENTER_ANSWER = "recommendations.enter_answer"
    WITHDRAW_COMMITMENT = "recommendations.withdraw_commitment"
    EDIT_COMMITMENT = "recommendations.edit_commitment"
    REASSIGN = "recommendations.reassign"
    REPORT_PROGRESS = "recommendations.report_progress"
    REPLY = "recommendations.reply"
    ASK_CHANGE = "recommendations.ask_change"
    ANSWER_CHANGE = "recommendations.answer_change"
    SET_LADDER = "recommendations.set_ladder"
    READ_RED_LIST = "recommendations.read_red_list"
    OBJECT = "recommendations.object"
    SIGN_OBJECTION = "recommendations.sign_objection"
    WITHDRAW_OBJECTION = "recommendations.withdraw_objection"
    PASS_OBJECTION = "recommendations.pass_objection"  # noqa: S105 - the name of an action, not a secret
    DECIDE_OBJECTION = "recommendations.decide_objection"
    IMPLEMENT = "recommendations.implement"


VERB_SENTENCES: dict[str, str | _StrPromise] = {
    Action.RECORD_CHALLENGE: _("recorded the challenge"),
    Action.EDIT_CHALLENGE: _("edited the challenge"),
    Action.MOVE: _("moved it to another place on the board"),
    Action.CLOSE_CIRCLE: _("closed the working session"),
    Action.OPEN_CIRCLE_AGAIN: _("opened the working session again"),
    Action.DRAFT: _("wrote a wording"),
    Action.ADOPT: _("adopted it in the working session"),
    Action.CONSOLIDATE: _("consolidated and numbered it"),
    Action.MERGE: _("merged several into one"),
    Action.UNDO_MERGE: _("undid the merge"),
    Action.ARRANGE: _("changed the title, addressees, priority or deadline"),
    Action.TELL_APART: _("said that it is not the same as another"),
    Action.TRANSLATE: _("translated the wording"),
    Action.PREPARE_PACKAGE: _("prepared the package"),
    Action.SUBMIT: _("submitted it for decision"),
    Action.DECIDE: _("decided"),
    Action.WITHDRAW: _("withdrew it"),
    Action.PRINT_ORDER: _("printed the order"),
    Action.REGISTER_ORDER: _("registered the signed order"),
    Action.CORRECT_ORDER: _("corrected the entry of the order"),
    Action.ENTER_DECISION: _("entered a decision taken on paper"),
    Action.CONFIRM_DECISION: _("compared the decision taken on paper with what was entered"),
    Action.SUPERSEDE: _("put a newer recommendation in its place"),
    Action.SHARE: _("shared it with audiences"),
    Action.COMMIT: _("named a commitment"),
    Action.SIGN_COMMITMENT: _("signed the commitment"),
    Action.REPORT_DONE: _("reported it done"),
    Action.VERIFY: _("verified what was reported"),
    Action.ENTER_ANSWER: _("entered what the head had signed on paper"),
    Action.WITHDRAW_COMMITMENT: _("withdrew the commitment"),
    Action.EDIT_COMMITMENT: _("changed the commitment before it was signed"),
    Action.REASSIGN: _("gave it to another office"),
    Action.REPORT_PROGRESS: _("reported progress"),
    Action.REPLY: _("replied to the verdict"),
    Action.ASK_CHANGE: _("asked for a change of what was promised"),
    Action.ANSWER_CHANGE: _("answered what the agency had asked for"),
    Action.SET_LADDER: _("changed after how many days who is told"),
    Action.READ_RED_LIST: _("read the red list"),
    Action.OBJECT: _("objected with reasons"),
    Action.SIGN_OBJECTION: _("signed the objection"),
    Action.WITHDRAW_OBJECTION: _("withdrew the objection"),
    Action.PASS_OBJECTION: _("passed the objection to the chair"),
    Action.DECIDE_OBJECTION: _("decided on the objection"),
    Action.IMPLEMENT: _("every addressee has a verified commitment or an upheld objection: implemented"),
}


class CircleStatus(models.TextChoices):
    """Whether people write in a drafting circle now."""

    OPEN = "open", _("Open for writing")
    CLOSED = "closed", _("Closed")

    @property
    def colour(self) -> str:
        return {"open": "green", "closed": "grey"}[self.value]


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted by its session")
    CONSOLIDATED = "consolidated", _("Consolidated")
    MERGED = "merged", _("Merged into another")
    SUBMITTED = "submitted", _("Before the ministry")
    ENDORSED = "endorsed", _("Endorsed")
    ENDORSED_WITH_CHANGES = "endorsed_with_changes", _("Endorsed with changes")
    DEFERRED = "deferred", _("Deferred")
    DECLINED = "declined", _("Declined")
    IMPLEMENTED = "implemented", _("Implemented")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        return _STATUS_COLOURS.get(self.value, "grey")


_STATUS_COLOURS = {
    "submitted": "amber",
    "endorsed": "blue",
    "endorsed_with_changes": "blue",
    "deferred": "amber",
    "declined": "red",
    "implemented": "green",
}
ENDORSED = (Status.ENDORSED, Status.ENDORSED_WITH_CHANGES)
MERGEABLE = (Status.ADOPTED, Status.CONSOLIDATED)
BEFORE_DECISION = (Status.DRAFT, Status.ADOPTED, Status.CONSOLIDATED, Status.SUBMITTED)


class Outcome(models.TextChoices):
    """What a decision can be. The codes are those of the states it leads to."""

    ENDORSED = "endorsed", _("Endorse as submitted")
    ENDORSED_WITH_CHANGES = "endorsed_with_changes", _("Endorse with a changed wording")
    DEFERRED = "deferred", _("Defer")
    DECLINED = "declined", _("Decline")


class ItemEnd(models.TextChoices):
    """How a recommendation left the package it was laid in."""

    OPEN = "", _("Open")
    DECIDED = "decided", _("Decided")
    RETURNED = "returned", _("Returned for redrafting")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PackageState(models.TextChoices):
    """How far a package is: never stored, its items say."""

    PREPARED = "prepared", _("In preparation")
    SUBMITTED = "submitted", _("Before the ministry")
    PARTLY_DECIDED = "partly_decided", _("Partly decided")
    DECIDED = "decided", _("Decided")
    RETURNED = "returned", _("Returned for redrafting")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        return {"submitted": "amber", "partly_decided": "amber", "decided": "blue"}.get(self.value, "grey")


class Hand(models.TextChoices):
    """The part a person has in one recommendation. Nobody has two."""

    DRAFTER = "drafter", _("Drafter")
    DECIDER = "decider", _("Decider")
    VERIFIER = "verifier", _("Verifier")


class CommitmentStatus(models.TextChoices):
    NAMED = "named", _("Waits for the head's signature")
    SIGNED = "signed", _("Being carried out")
    DONE = "done", _("Reported done")
    VERIFIED = "verified", _("Verified")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def colour(self) -> str:
        return _COMMITMENT_COLOURS.get(self.value, "grey")


_COMMITMENT_COLOURS = {"named": "amber", "signed": "blue", "done": "amber", "verified": "green"}
UNDONE = (CommitmentStatus.NAMED, CommitmentStatus.SIGNED)
CLOSED = (CommitmentStatus.VERIFIED, CommitmentStatus.WITHDRAWN)


class ChangeKind(models.TextChoices):
    """What an agency may ask for once its promise is signed."""

    POSTPONE = "postpone", _("More time")
    WITHDRAW = "withdraw", _("To withdraw the commitment")


class ChangeStatus(models.TextChoices):
    ASKED = "asked", _("Waits for the secretariat")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Not agreed")
    TAKEN_BACK = "taken_back", _("Taken back")

    @property
    def colour(self) -> str:
        return {"asked": "amber", "agreed": "green", "refused": "red"}.get(self.value, "grey")


class ClimbsFor(models.TextChoices):
    """What the days of a ladder's step are counted from."""

    DUE = "due", _("the deadline of a commitment")
    ANSWER = "answer", _("the day since which an addressee owes an answer")


class ClimbsTo(models.TextChoices):
    """Who is told at a step. People hold these offices between dates: whoever holds one today is told."""

    OFFICER = "officer", _("Focal point")
    ALTERNATE = "alternate", _("Alternate of the focal point")
    HEAD = "head", _("Head of the agency")
    PROPOSERS = "proposers", _("Whoever proposed the recommendation")
    SECRETARIAT = "secretariat", _("Secretariat")
    CHAIR = "chair", _("Chair: the red list")


class AnswerKind(models.TextChoices):
    """What an addressee answers with. Never both at once."""

    COMMITMENTS = "commitments", _("Commitments")
    OBJECTION = "objection", _("Objection")


class ObjectionStatus(models.TextChoices):
    RAISED = "raised", _("Waits for the head's signature")
    SIGNED = "signed", _("Before the secretariat")
    PASSED = "passed", _("Before the chair")
    UPHELD = "upheld", _("Upheld: the agency owes nothing here")
    REFUSED = "refused", _("Refused: the agency has to commit")
    WITHDRAWN = "withdrawn", _("Withdrawn by the agency")

    @property
    def colour(self) -> str:
        return _OBJECTION_COLOURS.get(self.value, "grey")


_OBJECTION_COLOURS = {"raised": "amber", "signed": "amber", "passed": "amber", "upheld": "green", "refused": "red"}
OPEN_OBJECTIONS = (ObjectionStatus.RAISED, ObjectionStatus.SIGNED, ObjectionStatus.PASSED)
STANDING_OBJECTIONS = (*OPEN_OBJECTIONS, ObjectionStatus.UPHELD)


class PaperStatus(models.TextChoices):
    """How far a decision that was taken on paper is."""

    ENTERED = "entered", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")

    @property
    def colour(self) -> str:
        return {"entered": "amber", "confirmed": "green", "refused": "red"}[self.value]


class OrderStatus(models.TextChoices):
    PRINTED = "printed", _("Printed, waits for signature and number")
    REGISTERED = "registered", _("In force")

    @property
    def colour(self) -> str:
        return {"printed": "amber", "registered": "green"}[self.value]


class Priority(models.TextChoices):
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
