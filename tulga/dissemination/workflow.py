"""The life of a release, prepared by one person and released by another, and of its delivery to one office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.dissemination import notices
from tulga.dissemination.choices import Action, DeliveryStatus, ReleaseStatus
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.passages import problems_of
from tulga.dissemination.policies import policy
from tulga.kit.audience import Audience
from tulga.kit.policy import ALLOW, Decision, deny
from tulga.kit.workflow import Transition, Workflow

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


# --- A release ------------------------------------------------------------------------------------------------------
def is_ready_and_not_ones_own(release: Release, actor: Actor) -> Decision:
    if actor.user_id is None or actor.user_id == release.prepared_by_id:
        return deny(_("You prepared this release; a second person approves it."))
    if not release.items.exists():
        return deny(_("The release carries no recommendation."))
    if release.items.filter(recommendation__in_force_on=None).exists():
        return deny(_("One of its recommendations is not in force: register its order first."))
    problems = problems_of(release)
    return deny(problems[0]) if problems else ALLOW


# --- A delivery -----------------------------------------------------------------------------------------------------
def release_is_out(delivery: Delivery, actor: Actor) -> Decision:
    if delivery.release.status == ReleaseStatus.RELEASED:
        return ALLOW
    return deny(_("This release was replaced by a newer one: open that one."))


def may_explain_delay(delivery: Delivery, actor: Actor) -> Decision:
    """No move: the delivery stays as it is, and says why it takes longer."""
    if not (decision := policy.ask(actor, Action.EXPLAIN_DELAY, delivery)):
        return decision
    if not delivery.is_open:
        return deny(_("This is not possible now: it is already “%(status)s”.") % {"status": delivery.state.label})
    return release_is_out(delivery, actor)


def office_stands(delivery: Delivery, actor: Actor) -> Decision:
    """An office that is no more says nothing: its successor does."""
    if not (decision := release_is_out(delivery, actor)):
        return decision
    agency = delivery.agency
    if agency.is_valid_on(timezone.localdate()):
        return ALLOW
    gone = date_format(agency.valid_to, "DATE_FORMAT") if agency.valid_to else ""
    return deny(
        _("%(office)s ended on %(day)s: hand the release over to its successor, or close it with a reason.")
        % {"office": agency, "day": gone}
    )


def office_is_gone_and_followed(delivery: Delivery, actor: Actor) -> Decision:
    if not (decision := release_is_out(delivery, actor)):
        return decision
    if delivery.agency.is_valid_on(timezone.localdate()):
        return deny(_("The office still exists: it acknowledges the release itself."))
    successor = successor_of(delivery.agency)
    if successor is None:
        return deny(_("The register names no office that has its duties now: close the delivery with a reason."))
    if not successor.audiences & delivery.release.audiences - {Audience.PUBLIC}:
        return deny(
            _("%(office)s belongs to no audience of this release: close the delivery with a reason.")
            % {"office": successor}
        )
    return ALLOW


def successor_of(agency: Agency) -> Agency | None:
    """Who has the duties today: the next in line that exists, however often they passed on."""
    today, seen = timezone.localdate(), {agency.pk}
    following = agency.successor
    while following is not None and following.pk not in seen:
        if following.is_valid_on(today):
            return following
        seen.add(following.pk)
        following = following.successor
    return None


def may_be_passed_on(delivery: Delivery) -> list[Agency]:
    """Offices below that still wait for the release, and such as were founded or entered since."""
    today = timezone.localdate()
    audiences = delivery.release.audiences - {Audience.PUBLIC}
    waiting = delivery.offices.filter(status=DeliveryStatus.WAITING).values("agency")
    known = Delivery.objects.filter(release=delivery.release_id).values("agency")
    below = Agency.objects.filter(parent=delivery.agency_id).exclude(pk__in=known).of_audience(*audiences)
    return [*Agency.objects.filter(pk__in=waiting).valid_on(today).sorted(), *below.valid_on(today).sorted()]


# fmt: off
spread = Workflow[Release](
    name="release", title=gettext_lazy("Release"), states=ReleaseStatus, policy=policy, record=record, table=[
    Transition(name="release", label=gettext_lazy("Approve and release"), source=(ReleaseStatus.PREPARED,),
               target=ReleaseStatus.RELEASED, action=Action.APPROVE, guard=is_ready_and_not_ones_own,
               effects=(notices.of_the_release,)),
    Transition(name="supersede", label=gettext_lazy("Replace by a newer one"), source=(ReleaseStatus.RELEASED,),
               target=ReleaseStatus.SUPERSEDED, action=Action.SUPERSEDE),
    Transition(name="withdraw", label=gettext_lazy("Withdraw"), source=(ReleaseStatus.PREPARED,),
               target=ReleaseStatus.WITHDRAWN, action=Action.WITHDRAW, needs_reason=True),
])

receipt = Workflow[Delivery](
    name="delivery", title=gettext_lazy("Delivery"), states=DeliveryStatus, policy=policy, record=record, table=[
    Transition(name="pass_on", label=gettext_lazy("Pass on"), source=(DeliveryStatus.WAITING,),
               target=DeliveryStatus.DELIVERED, action=Action.PASS_ON, guard=office_stands,
               effects=(notices.of_the_passing_on,)),
    Transition(name="open", label=gettext_lazy("Open"), source=(DeliveryStatus.WAITING, DeliveryStatus.DELIVERED),
               target=DeliveryStatus.OPENED, action=Action.OPEN, guard=release_is_out),
    Transition(name="acknowledge", label=gettext_lazy("Acknowledge"), source=DeliveryStatus.open(),
               target=DeliveryStatus.ACKNOWLEDGED, action=Action.ACKNOWLEDGE, guard=office_stands),
    Transition(name="enter_acknowledgement", label=gettext_lazy("Enter what came by letter or telephone"),
               source=DeliveryStatus.open(), target=DeliveryStatus.ACKNOWLEDGED,
               action=Action.ENTER_ACKNOWLEDGEMENT, guard=office_stands),
    Transition(name="hand_over", label=gettext_lazy("Hand over to the successor"), source=DeliveryStatus.open(),
               target=DeliveryStatus.CLOSED, action=Action.CLOSE_DELIVERY, guard=office_is_gone_and_followed),
    Transition(name="close", label=gettext_lazy("Close with a reason"), source=DeliveryStatus.open(),
               target=DeliveryStatus.CLOSED, action=Action.CLOSE_DELIVERY, guard=release_is_out, needs_reason=True),
])
# fmt: on
