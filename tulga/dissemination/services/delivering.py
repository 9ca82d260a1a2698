"""From office to office: delivered, passed on, opened, acknowledged, or closed because the office is no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.agencies.choices import AgencyKind
from tulga.agencies.models import Agency
from tulga.audit.services import record
from tulga.dissemination import notices
from tulga.dissemination.cascade import office_above, trail_of
from tulga.dissemination.choices import Action, DeliveryStatus
from tulga.dissemination.models import Acknowledgement, Delivery, Release
from tulga.dissemination.policies import policy
from tulga.dissemination.workflow import may_be_passed_on, may_explain_delay, receipt, successor_of
from tulga.documents.paper import HERE, CameBy, Paper, enter_paper
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import in_each_language, in_every_language

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@transaction.atomic
def deliver(*, release: Release, actor: Actor) -> int:
    """One delivery per office of each audience that exists that day. A local office waits for the one above it.

    A correction that is not material keeps what offices said to the release that it replaces.
    """
    day = release.released_on or timezone.localdate()
    offices = {each.pk: each for each in receivers_of(release, day)}
    parents = dict(Agency.objects.values_list("pk", "parent_id"))
    trails = {pk: trail_of(pk, parents, offices) for pk in offices}
    kept = _said_before(release)
    made: dict[int, Delivery] = {}
    for pk in sorted(offices, key=lambda each: (len(trails[each]), each)):
        above = office_above(pk, parents, offices)
        waits = above is not None and offices[pk].kind == AgencyKind.LOCAL
        begins = {
            "status": DeliveryStatus.WAITING if waits else DeliveryStatus.DELIVERED,
            "delivered_at": None if waits else timezone.now(),
            "due_on": day + dt.timedelta(days=release.days_to_acknowledge),
        }
        before = kept.get(pk)
        if before is not None:
            begins = {name: getattr(before, name) for name in (*begins, "opened_at", "late_reason", "closed_reason")}
        made[pk] = Delivery.objects.create(
            release=release,
            agency_id=pk,
            audiences=offices[pk].audiences & release.audiences - {Audience.PUBLIC},
            parent=made[above] if above else None,
            trail=_as_trail(trails[pk]),
            **begins,
        )
        if said := getattr(before, "acknowledgement", None):
            _say_again(said, made[pk])
    record(
        actor=actor,
        verb=Action.DELIVER,
        target=release,
        after=in_every_language(gettext_lazy("to %(count)s offices"), count=len(made)),
    )
    return len(made)


def receivers_of(release: Release, day: dt.date) -> list[Agency]:
    """The offices of its audiences that exist on the day. The public has no office."""
    audiences = release.audiences - {Audience.PUBLIC}
    return list(Agency.objects.valid_on(day).of_audience(*audiences).order_by("pk")) if audiences else []


@transaction.atomic
def pass_on(*, delivery: Delivery, offices: Iterable[Agency], actor: Actor) -> list[Delivery]:
    """An office gives the release to offices of its own, which are asked to acknowledge it from now on."""
    policy.require(actor, Action.PASS_ON, delivery)
    possible = may_be_passed_on(delivery)
    chosen = {each.pk: each for each in offices}
    if not chosen:
        raise RuleBroken(_("Choose at least one office."), field="offices")
    if foreign := set(chosen) - {each.pk for each in possible}:
        raise RuleBroken(
            _("%(office)s is no office of yours that can still get this release.") % {"office": chosen[foreign.pop()]},
            field="offices",
        )
    today = timezone.localdate()
    due_on = max(delivery.due_on, today + dt.timedelta(days=delivery.release.days_to_acknowledge))
    passed = [_pass_to(each, delivery, due_on, actor) for each in chosen.values()]
    record(actor=actor, verb=Action.PASS_ON, target=delivery, after=_named(chosen.values()))
    return passed


@in_each_language
def _named(offices: Iterable[Agency]) -> str:
    return _("to %(offices)s") % {"offices": ", ".join(map(str, offices))}


def _pass_to(office: Agency, above: Delivery, due_on: dt.date, actor: Actor) -> Delivery:
    waiting = Delivery.objects.filter(release=above.release_id, agency=office).first()
    if waiting is None:
        passed = Delivery.objects.create(
            release_id=above.release_id,
            agency=office,
            audiences=office.audiences & above.release.audiences - {Audience.PUBLIC},
            parent=above,
            trail=f"{above.trail}{office.pk}/",
            due_on=due_on,
            delivered_at=timezone.now(),
        )
        notices.of_the_passing_on(passed, actor)
        return passed
    receipt.apply(waiting, "pass_on", actor)
    Delivery.objects.filter(pk=waiting.pk).update(delivered_at=timezone.now(), due_on=due_on)
    return waiting


@transaction.atomic
def open_release(*, release: Release, actor: Actor) -> None:
    """Note that somebody of an office has read the release for the first time. Reading again changes nothing."""
    own = Delivery.objects.of_offices(actor).filter(release=release, opened_at=None)
    for delivery in own.select_for_update(no_key=True).order_by("pk"):
        if receipt.ask(delivery, "open", actor):
            receipt.apply(delivery, "open", actor)
            Delivery.objects.filter(pk=delivery.pk).update(opened_at=timezone.now())


@transaction.atomic
def acknowledge(
    *, delivery: Delivery, actor: Actor, words: str = "", late_reason: str = "", paper: Paper = HERE
) -> Acknowledgement:
    """The office's word that it has the release: by its own click, or from a letter or a call, entered by staff."""
    move = "acknowledge" if paper.came_by == CameBy.HERE else "enter_acknowledgement"
    locked = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if not (decision := receipt.ask(locked, move, actor)):
        raise NotAllowed(decision.reason)
    said_on = paper.dated_on or timezone.localdate()
    if delivery.release.released_on and said_on < delivery.release.released_on:
        raise RuleBroken(_("This is older than the release itself: check the date."), field="paper_dated_on")
    was_late, reason = said_on > locked.due_on, late_reason.strip() or locked.late_reason
    if was_late and not reason:
        raise RuleBroken(_("The day to acknowledge by has passed: say why it took longer."), field="late_reason")
    said = Acknowledgement(delivery=locked, words=words, was_late=was_late, late_reason=reason if was_late else "")
    enter_paper(said, paper=paper, actor=actor)
    said.given_by_id = actor.user_id if paper.came_by == CameBy.HERE else None
    said.save()
    receipt.apply(delivery, move, actor, reason=said.paper_line)
    return said


@transaction.atomic
def explain_delay(*, delivery: Delivery, reason: str, actor: Actor) -> Delivery:
    """Before it acknowledges, the office says why it takes longer."""
    locked = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    if not (decision := may_explain_delay(locked, actor)):
        raise NotAllowed(decision.reason)
    if not reason.strip():
        raise RuleBroken(_("Give a reason: the people concerned will read it."), field="reason")
    Delivery.objects.filter(pk=locked.pk).update(late_reason=reason)
    record(actor=actor, verb=Action.EXPLAIN_DELAY, target=delivery, reason=reason)
    return locked


@transaction.atomic
def close_delivery(*, delivery: Delivery, reason: str, actor: Actor) -> Delivery:
    """Nobody will acknowledge it any more, for a reason that is kept."""
    closed = receipt.apply(delivery, "close", actor, reason=reason)
    Delivery.objects.filter(pk=delivery.pk).update(closed_reason=reason)
    return closed


@transaction.atomic
def hand_over_to_successor(*, delivery: Delivery, actor: Actor) -> Delivery:
    """The office is no more: whoever has its duties receives the release in its place, if it has not got it already."""
    receipt.apply(delivery, "hand_over", actor)
    successor = cast("Agency", successor_of(delivery.agency))  # the guard has found one
    reason = _("its duties passed to %(office)s") % {"office": successor}
    Delivery.objects.filter(pk=delivery.pk).update(closed_reason=reason)
    above = delivery.parent.trail if delivery.parent else "/"
    due_on = max(delivery.due_on, timezone.localdate() + dt.timedelta(days=delivery.release.days_to_acknowledge))
    received, _made = Delivery.objects.get_or_create(
        release_id=delivery.release_id,
        agency=successor,
        defaults={
            "audiences": successor.audiences & delivery.release.audiences - {Audience.PUBLIC},
            "parent": delivery.parent,
            "trail": f"{above}{successor.pk}/",
            "due_on": due_on,
            "delivered_at": timezone.now(),
        },
    )
    after = in_every_language(gettext_lazy("in the place of %(office)s"), office=delivery.agency)
    record(actor=actor, verb=Action.DELIVER, target=received, after=after)
    notices.of_the_passing_on(received, actor)
    return received


def _said_before(release: Release) -> dict[int, Delivery]:
    """What each office did with the release that this one merely corrects; nothing where the change is material."""
    if release.supersedes_id is None or release.is_material:
        return {}
    before = Delivery.objects.filter(release=release.supersedes_id).select_related("acknowledgement")
    return {each.agency_id: each for each in before}


def _say_again(said: Acknowledgement, delivery: Delivery) -> None:
    copied = Acknowledgement.objects.get(pk=said.pk)
    copied.pk, copied.delivery, copied.carried_from = None, delivery, said
    copied._state.adding = True
    copied.save()


def _as_trail(ids: list[int]) -> str:
    return "/" + "".join(f"{each}/" for each in ids)
