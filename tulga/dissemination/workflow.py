"""The life of a release: prepared by one person, released by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.dissemination import notices
from tulga.dissemination.choices import Action, ReleaseStatus
from tulga.dissemination.models import Release
from tulga.dissemination.policies import policy
from tulga.kit.policy import ALLOW, Decision, deny
from tulga.kit.workflow import Transition, Workflow

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


def is_ready_and_not_ones_own(release: Release, actor: Actor) -> Decision:
    if actor.user_id is None or actor.user_id == release.prepared_by_id:
        return deny(_("You prepared this release; a second person approves it."))
    if not release.items.exists():
        return deny(_("The release carries no recommendation."))
    if release.items.filter(recommendation__in_force_on=None).exists():
        return deny(_("One of its recommendations is not in force: register its order first."))
    return ALLOW


# fmt: off
spread = Workflow[Release](
    name="release", title=gettext_lazy("Release"), states=ReleaseStatus, policy=policy, record=record, table=[
    Transition(name="release", label=gettext_lazy("Approve and release"), source=(ReleaseStatus.PREPARED,),
               target=ReleaseStatus.RELEASED, action=Action.APPROVE, guard=is_ready_and_not_ones_own,
               effects=(notices.of_the_release,)),
    Transition(name="withdraw", label=gettext_lazy("Withdraw"), source=(ReleaseStatus.PREPARED,),
               target=ReleaseStatus.WITHDRAWN, action=Action.WITHDRAW, needs_reason=True),
])
# fmt: on
