"""The life of a study: worked out by the worker, then kept; an estimate may be public for a while."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tulga.audit.services import record
from tulga.evidence.choices import Action, Status
from tulga.evidence.policies import policy
from tulga.kit.workflow import Transition, Workflow

# fmt: off
life: Workflow[Any] = Workflow(
    name="evidence_study", title=_("Estimate or protected table"),
    states=Status, policy=policy, record=record,
    table=[
        Transition(name="finish", label=_("Work out"), source=(Status.WORKING,), target=Status.READY,
                   action=Action.FINISH),
        Transition(name="fail", label=_("Give up"), source=(Status.WORKING,), target=Status.FAILED,
                   action=Action.FINISH, needs_reason=True),
        Transition(name="publish", label=_("Publish"), source=(Status.READY,), target=Status.PUBLISHED,
                   action=Action.PUBLISH),
        Transition(name="withdraw", label=_("Withdraw from the public"), source=(Status.PUBLISHED,),
                   target=Status.READY, action=Action.WITHDRAW, needs_reason=True),
    ],
)
# fmt: on
