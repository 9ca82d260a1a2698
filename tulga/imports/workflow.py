"""The life of an import, from the file to what came of it. Nothing is written elsewhere before it is applied."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.audit.services import record
from tulga.imports.choices import Action, Status
from tulga.imports.models import Import
from tulga.imports.policies import policy
from tulga.kit.workflow import Transition, Workflow

OPEN = (Status.UPLOADED, Status.UNDERSTOOD, Status.PREVIEWED)

# fmt: off
life: Workflow[Import] = Workflow(
    name="imports", title=_("Import"), states=Status, policy=policy, record=record, table=[
        Transition(name="understand", label=_("Understand"), source=(Status.UPLOADED,), target=Status.UNDERSTOOD,
                   action=Action.UNDERSTAND),
        Transition(name="correct", label=_("Correct"), source=(Status.UNDERSTOOD, Status.PREVIEWED),
                   target=Status.UNDERSTOOD, action=Action.CORRECT),
        Transition(name="preview", label=_("Show what would change"), source=(Status.UNDERSTOOD, Status.PREVIEWED),
                   target=Status.PREVIEWED, action=Action.PREVIEW),
        Transition(name="apply", label=_("Apply"), source=(Status.PREVIEWED,), target=Status.APPLIED,
                   action=Action.APPLY),
        Transition(name="cancel", label=_("Cancel the import"), source=(*OPEN, Status.FAILED),
                   target=Status.CANCELLED, action=Action.CANCEL),
        Transition(name="fail", label=_("Give up"), source=(Status.UPLOADED,), target=Status.FAILED,
                   action=Action.FAIL),
    ],
)
# fmt: on
