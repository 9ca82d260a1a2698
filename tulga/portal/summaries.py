"""What everybody may read: the figures and lists of the public pages. Every row comes through `visible_to`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tulga.agencies.models import Agency, Hotline
from tulga.kit.actor import Actor
from tulga.kit.i18n import Shown
from tulga.kit.prepared import attach, prepared, together
from tulga.meetings.models import Participation
from tulga.recommendations.choices import CommitmentStatus, Status
from tulga.recommendations.models import Commitment, Decision, Order, Recommendation
from tulga.recommendations.querysets import CommitmentQuerySet, RecommendationQuerySet
from tulga.recommendations.reading import WordsRead, words_read_by

EVERYBODY = Actor()
OrderStanding = Literal["holds", "partly", "superseded"]


@dataclass(frozen=True)
class Figure:
    number: int
    meaning: str


@dataclass(frozen=True)
class HotlineLine:
    number: str
    name: Shown
    note: str


@dataclass(frozen=True)
class Standing:
    """How far a recommendation has come, in one pill."""

    label: str | Promise
    colour: str


@dataclass(frozen=True)
class Line:
    """One recommendation as a row."""

    reference: str
    title: Shown
    note: str
    standing: Standing
    url: str
    is_illustrative: bool


@dataclass(frozen=True)
class Endorsed:
    """One recommendation of an order, in the words that everybody may read."""

    line: Line
    words: WordsRead | None
    is_superseded: bool = False

    @property
    def texts(self) -> list[Shown]:
        """In the reader's language first."""
        if self.words is None:
            return []
        first = self.words.text.shown()
        return [first, *(self.words.text.shown(each) for each in self.words.text.languages if each != first.language)]


@dataclass(frozen=True)
class Body:
    """One agency that takes part, and how far it has kept its public commitments."""

    name: Shown
    meetings: int
    promised: int
    verified: int
    overdue: int

    @property
    def standing(self) -> Standing | None:
        if self.overdue:
            return Standing(
                ngettext("%(count)s overdue", "%(count)s overdue", self.overdue) % {"count": self.overdue}, "red"
            )
        if self.promised and self.verified == self.promised:
            return Standing(_("All kept"), "green")
        return Standing(_("Being carried out"), "blue") if self.promised else None


def bodies() -> list[Body]:
    """Every agency that took part in a public meeting or made a public commitment, in the reader's alphabet."""
    today = timezone.localdate()
    met = Counter(Participation.objects.visible_to(EVERYBODY).values_list("agency", flat=True))
    promised: dict[int, list[Commitment]] = {}
    for each in public_commitments():
        promised.setdefault(each.agency_id, []).append(each)
    agencies = Agency.objects.visible_to(EVERYBODY).filter(pk__in={*met, *promised}).sorted()
    return [_body(each, met[each.pk], promised.get(each.pk, []), today) for each in agencies]


def _body(agency: Agency, meetings: int, promised: list[Commitment], today: dt.date) -> Body:
    return Body(
        name=agency.name.shown(),
        meetings=meetings,
        promised=len(promised),
        verified=sum(each.status == CommitmentStatus.VERIFIED for each in promised),
        overdue=sum(each.status == CommitmentStatus.SIGNED and each.due_on < today for each in promised),
    )


def made_public() -> RecommendationQuerySet:
    """In force and shared with everybody, the latest first."""
    return Recommendation.objects.visible_to(EVERYBODY).in_force().order_by("-in_force_on", "-pk")


def public_commitments() -> CommitmentQuerySet:
    """Shared with everybody and not taken back: what was withdrawn is promised no more."""
    return Commitment.objects.visible_to(EVERYBODY).standing()


@prepared
def newest(count: int) -> QuerySet[Recommendation]:
    """The first of them."""
    return made_public()[:count]


def figures() -> tuple[Figure, ...]:
    """What was promised and what was done, in four numbers."""
    recommended = made_public().count()
    commitments = list(public_commitments().values_list("agency_id", "status"))
    promised, agencies = len(commitments), len({agency for agency, _status in commitments})
    verified = sum(status == CommitmentStatus.VERIFIED for _agency, status in commitments)
    return (
        Figure(recommended, ngettext("recommendation endorsed", "recommendations endorsed", recommended)),
        Figure(promised, ngettext("commitment made", "commitments made", promised)),
        Figure(agencies, ngettext("agency committed itself", "agencies committed themselves", agencies)),
        Figure(verified, ngettext("result verified", "results verified", verified)),
    )


def hotlines() -> list[HotlineLine]:
    return [
        HotlineLine(each.number, each.name.shown(), "" if each.is_verified else _("not called yet to check it"))
        for each in Hotline.objects.visible_to(EVERYBODY).for_listing()
    ]


def lines(recommendations: Iterable[Recommendation]) -> list[Line]:
    """Rows with the act that put each in force, whom it binds, and how far they have come."""
    rows, today = list(recommendations), timezone.localdate()
    numbers = [each.pk for each in rows]
    found = together(
        {
            "addressed": _addressed.asked(numbers=numbers),
            "promised": _promised.asked(numbers=numbers),
            "decided": _decided.asked(numbers=numbers),
        }
    )
    attach(rows, "addressees", [(each.recommendation_id, each.agency) for each in found["addressed"]])
    promised: dict[int, list[Commitment]] = {}
    for each in found["promised"]:
        promised.setdefault(each.recommendation_id, []).append(each)
    orders = {each.item.recommendation_id: each.order for each in found["decided"]}
    return [
        Line(
            reference=each.reference or "",
            title=each.title.shown(),
            note=_note(each, orders.get(each.pk)),
            standing=standing_of(each, promised.get(each.pk, []), today),
            url=reverse("public_recommendation", args=[each.reference]),
            is_illustrative=each.is_illustrative,
        )
        for each in rows
    ]


def standing_of(recommendation: Recommendation, promised: Iterable[Commitment], today: dt.date) -> Standing:
    promised = list(promised)
    if recommendation.status == Status.SUPERSEDED:
        return Standing(Status.SUPERSEDED.label, "grey")
    if recommendation.status == Status.IMPLEMENTED:
        return Standing(_("Result verified"), "green")
    if any(each.status == CommitmentStatus.SIGNED and each.due_on < today for each in promised):
        return Standing(_("Overdue"), "red")
    if promised:
        return Standing(_("Being carried out"), "blue")
    return Standing(_("Waits for commitments"), "amber")


def public_part_of(order: Order) -> list[Endorsed]:
    """What everybody may read of an order, in the words that were issued to everybody."""
    of_order = Decision.objects.filter(order=order).endorsing().values("item__recommendation")
    rows = made_public().filter(pk__in=of_order).order_by("reference", "pk")
    words = words_read_by(EVERYBODY, rows)
    read = {each.reference: each for each in rows}
    return [
        Endorsed(line, words.get(read[line.reference].pk), read[line.reference].status == Status.SUPERSEDED)
        for line in lines(rows)
    ]


def how_it_stands(order: Order) -> OrderStanding:
    """Whether what the order endorsed still holds. No number: it would count what nobody released."""
    of_order = Decision.objects.filter(order=order).endorsing().values("item__recommendation")
    statuses = set(Recommendation.objects.filter(pk__in=of_order).values_list("status", flat=True))
    if Status.SUPERSEDED not in statuses:
        return "holds"
    return "superseded" if statuses == {Status.SUPERSEDED} else "partly"


@prepared
def _addressed(*, numbers: list[int]) -> QuerySet[Any]:
    """Whom each of these binds, in the reader's alphabet."""
    named = Recommendation.addressees.through.objects.filter(recommendation__id__among=numbers)
    order = [f"agency__{each}" for each in Agency.objects.sorted().query.order_by]
    return named.filter(agency__in=Agency.objects.visible_to(EVERYBODY)).select_related("agency").order_by(*order)


@prepared
def _promised(*, numbers: list[int]) -> QuerySet[Commitment]:
    return public_commitments().filter(recommendation__id__among=numbers)


@prepared
def _decided(*, numbers: list[int]) -> QuerySet[Decision]:
    in_force = Order.objects.visible_to(EVERYBODY)
    decided = Decision.objects.endorsing().filter(item__recommendation__id__among=numbers, order__in=in_force)
    return decided.select_related("order", "item").order_by("pk")


def _note(recommendation: Recommendation, order: Order | None) -> str:
    act = ""
    if order is not None:
        day = date_format(order.dated_on, "DATE_FORMAT") if order.dated_on else ""
        act = _("order %(number)s of %(day)s") % {"number": order.number, "day": day}
    names = [each.short_name for each in recommendation.addressees.all()]
    return " · ".join(each for each in (act, ", ".join(names)) if each)
