"""Challenges, drafts and wordings: from what a session says to what is laid before the ministry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.audit.services import record
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, in_every_language
from tulga.kit.search import search_key
from tulga.kit.versions import save_edit
from tulga.recommendations.acts import record_act
from tulga.recommendations.choices import Action, Hand, ItemEnd, Priority, Status
from tulga.recommendations.models import (
    Challenge,
    CircleMember,
    DraftingCircle,
    NumberSeries,
    Part,
    Recommendation,
    Translation,
    Wording,
    hash_of,
)
from tulga.recommendations.policies import policy
from tulga.recommendations.services.circles import begin_writing, next_position
from tulga.recommendations.workflow import life, may_be_reworded, may_take_part

if TYPE_CHECKING:
    from tulga.agencies.models import Agency
    from tulga.findings.models import Finding
    from tulga.kit.actor import Actor
    from tulga.places.models import Place
    from tulga.plan.models import Activity

LONGEST_WORDING = 5_000


def open_circle(
    *, title: I18nText, members: Iterable[int], scribe: int | None, valid_from: dt.date, round_code: str = ""
) -> DraftingCircle:
    """A new drafting circle with its people. The meeting that opens it records the act."""
    circle = DraftingCircle.objects.create(title=title, round_code=round_code)
    ids = {*members, *([scribe] if scribe else [])}
    CircleMember.objects.bulk_create(
        CircleMember(circle=circle, user_id=each, is_scribe=each == scribe, valid_from=valid_from) for each in ids
    )
    return circle


@transaction.atomic
def record_challenge(
    *,
    circle: DraftingCircle,
    agency: Agency,
    text: I18nText,
    actor: Actor,
    activity: Activity | None = None,
    places: Iterable[Place] = (),
    told_on: dt.date | None = None,
    is_illustrative: bool = False,
) -> Challenge:
    """Write down an obstacle as the session tells it."""
    circle = begin_writing(circle, actor, Action.RECORD_CHALLENGE)
    challenge = Challenge.objects.create(
        circle=circle,
        agency=agency,
        text=text,
        activity=activity,
        told_on=told_on or timezone.localdate(),
        position=next_position(Challenge, circle),
        recorded_by_id=actor.user_id,
        is_illustrative=is_illustrative,
        search_key=search_key(text, names=[agency.name]),
    )
    challenge.places.set(places)
    record_act(actor=actor, verb=Action.RECORD_CHALLENGE, target=challenge)
    return challenge


@transaction.atomic
def draft_recommendation(
    *,
    circle: DraftingCircle,
    title: I18nText,
    text: I18nText,
    addressees: Iterable[Agency],
    actor: Actor,
    challenges: Iterable[Challenge] = (),
    findings: Iterable[Finding] = (),
    activities: Iterable[Activity] = (),
    places: Iterable[Place] = (),
    split_from: Recommendation | None = None,
    is_illustrative: bool = False,
) -> Recommendation:
    """Begin a recommendation with its first wording, in whichever language the session speaks."""
    circle = begin_writing(circle, actor, Action.DRAFT)
    recommendation = Recommendation.objects.create(
        circle=circle,
        working_title=title,
        position=next_position(Recommendation, circle),
        split_from=split_from,
        is_illustrative=is_illustrative,
    )
    recommendation.addressees.set(addressees)
    recommendation.challenges.set(challenges)
    recommendation.findings.set(findings)
    recommendation.activities.set(activities)
    recommendation.places.set(places)
    write_wording(recommendation, text, actor)
    refresh_search_key(recommendation)
    record_act(actor=actor, verb=Action.DRAFT, target=recommendation, after=gettext_lazy("wording 1"))
    return recommendation


@transaction.atomic
def reword(*, recommendation: Recommendation, text: I18nText, expected_version: int, actor: Actor) -> Wording:
    """Add a wording. Older ones stay as they were; a stale one is refused with both texts."""
    if recommendation.status in (Status.DRAFT, Status.ADOPTED):
        begin_writing(recommendation.circle, actor, Action.DRAFT)
    if not (decision := may_be_reworded(recommendation, actor)):
        raise NotAllowed(decision.reason)
    save_edit(recommendation, expected_version=expected_version, fields=[])
    wording = write_wording(recommendation, text, actor)
    refresh_search_key(recommendation)
    after = in_every_language(gettext_lazy("wording %(number)s"), number=wording.number)
    record_act(actor=actor, verb=Action.DRAFT, target=recommendation, after=after)
    return wording


@transaction.atomic
def adopt(*, recommendation: Recommendation, actor: Actor) -> Recommendation:
    begin_writing(recommendation.circle, actor, Action.ADOPT)
    return life.apply(recommendation, "adopt", actor)


@transaction.atomic
def consolidate(
    *,
    recommendation: Recommendation,
    title: I18nText,
    text: I18nText,
    addressees: Iterable[Agency],
    expected_version: int,
    actor: Actor,
    priority: str = Priority.NORMAL,
    due_on: dt.date | None = None,
    year: int | None = None,
    consolidated_on: dt.date | None = None,
) -> Recommendation:
    """Give the secretariat's wording, the addressees and the number under which everybody will know it."""
    require_to_come(due_on, consolidated_on or timezone.localdate())
    # The row, the number, the end of the audit trail: in the order in which a merge waits for them, too.
    locked = Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
    reference = locked.reference or next_reference(year or timezone.localdate().year)
    recommendation.reference = reference
    life.apply(recommendation, "consolidate", actor)
    recommendation.working_title, recommendation.priority, recommendation.due_on = title, priority, due_on
    save_edit(
        recommendation, expected_version=expected_version, fields=["working_title", "priority", "due_on", "reference"]
    )
    recommendation.addressees.set(addressees)
    latest = recommendation.latest_wording()
    if latest is None or latest.words() != text:
        write_wording(recommendation, text, actor)
    refresh_search_key(recommendation)
    return recommendation


@transaction.atomic
def take_up_again(*, recommendation: Recommendation, actor: Actor) -> Recommendation:
    return life.apply(recommendation, "take_up_again", actor)


@transaction.atomic
def translate(*, wording: Wording, language: str, text: str, actor: Actor) -> Translation:
    """Put a wording into another language, or correct such a translation. Needs no new decision."""
    policy.require(actor, Action.TRANSLATE, wording.recommendation)
    if language == wording.language:
        raise RuleBroken(_("This is the wording's own language; write a new wording instead."))
    number = wording.translations.filter(language=language).count() + 1
    translation = Translation.objects.create(
        wording=wording, language=language, number=number, text=text, translated_by_id=actor.user_id
    )
    refresh_search_key(wording.recommendation)
    record(actor=actor, verb=Action.TRANSLATE, target=wording.recommendation, after=f"{language} {number}")
    return translation


@transaction.atomic
def withdraw(*, recommendation: Recommendation, reason: str, actor: Actor) -> Recommendation:
    life.apply(recommendation, "withdraw", actor, reason=reason)
    end_items(recommendation, ItemEnd.WITHDRAWN)
    return recommendation


def end_items(recommendation: Recommendation, end: ItemEnd) -> None:
    """Close the recommendation's place in the package that it lies in, if it does. Its row is locked by the act."""
    recommendation.submission_items.open().update(ended_as=end)


def write_wording(recommendation: Recommendation, text: I18nText, actor: Actor, *, decides: bool = False) -> Wording:
    """The deciding language's text is the wording where there is one; the others are its translations."""
    if any(len(each) > LONGEST_WORDING for each in text.values()):
        message = _("A wording has at most %(limit)s characters. Move explanations into the challenge or a document.")
        raise RuleBroken(message % {"limit": LONGEST_WORDING}, field="text")
    language = settings.DECIDING_LANGUAGE if text.get(settings.DECIDING_LANGUAGE) else next(iter(text), "")
    if not language:
        raise RuleBroken(_("Write the recommendation in at least one language."), field="text")
    if actor.user_id and not decides:
        take_part(recommendation, actor, Hand.DRAFTER)
    last = recommendation.latest_wording()
    number = last.number + 1 if last else 1
    wording = Wording.objects.create(
        recommendation=recommendation,
        number=number,
        language=language,
        text=text[language],
        hash=hash_of(recommendation.pk, number, language, text[language]),
        is_of_the_decision=decides,
        written_by_id=actor.user_id,
    )
    Translation.objects.bulk_create(
        Translation(wording=wording, language=each, number=1, text=words, translated_by_id=actor.user_id)
        for each, words in text.items()
        if each != language
    )
    return wording


def take_part(recommendation: Recommendation, actor: Actor, hand: Hand) -> None:
    """Note the person's hand; refuse where they already have another. The system is nobody."""
    if actor.user_id is None:
        return
    if not (decision := may_take_part(recommendation, actor, hand)):
        raise NotAllowed(decision.reason)
    Part.objects.get_or_create(recommendation=recommendation, user_id=actor.user_id, defaults={"hand": hand})


def require_to_come(due_on: dt.date | None, on: dt.date) -> None:
    if due_on is not None and due_on < on:
        raise RuleBroken(_("Choose a deadline that is still to come, or leave it out."), field="due_on")


def next_reference(year: int) -> str:
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update(no_key=True).get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"R-{year}-{series.last:02d}"


def refresh_search_key(recommendation: Recommendation) -> None:
    wording = recommendation.latest_wording()
    words = wording.words() if wording else I18nText()
    key = search_key(recommendation.working_title, recommendation.reference or "", words)
    Recommendation.objects.filter(pk=recommendation.pk).update(search_key=key)
    recommendation.search_key = key
