"""What a release looks like: to a reader, to those who prepare and approve it, and as it goes from office to office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tulga.dissemination.choices import DeliveryStatus
from tulga.dissemination.cutting import is_cut, left_out_languages, words_for
from tulga.dissemination.models import Acknowledgement, Delivery, Edition, EditionItem, Release
from tulga.dissemination.passages import ToCut, to_cut
from tulga.kit import charts
from tulga.kit.audience import Audience
from tulga.kit.comparison import Piece as Marked
from tulga.kit.errors import RuleBroken
from tulga.kit.i18n import I18nText, Shown, own_name
from tulga.recommendations.services.sharing import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tulga.kit.actor import Actor


# --- What is read ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ItemRead:
    """One recommendation of an edition."""

    recommendation_id: int
    reference: str
    title: I18nText
    text: I18nText
    language: str
    is_illustrative: bool = False
    problem: str = ""

    @property
    def paragraphs(self) -> list[Shown]:
        """The decided text first, then its translations; each marked with its language."""
        order = [self.language, *(each for each in self.text.languages if each != self.language)]
        return [Shown(self.text[each], each) for each in order if each in self.text]


@dataclass(frozen=True)
class EditionRead:
    """What one audience reads, or several that read the same."""

    audiences: tuple[Audience, ...]
    items: tuple[ItemRead, ...]
    hash: str = ""
    problems: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How an address names it."""
        return self.audiences[0].value

    @property
    def label(self) -> str:
        return ", ".join(str(each.label) for each in self.audiences)

    @property
    def length(self) -> int:
        return sum(len(each.text.get(each.language, "")) for each in self.items)


def editions_read_by(actor: Actor, release: Release) -> list[EditionRead]:
    """The frozen editions that this reader may read, the fullest first; what reads alike is one."""
    visible = Edition.objects.visible_to(actor).filter(release=release)
    rows = EditionItem.objects.filter(edition__in=visible).select_related("edition", "words__recommendation")
    by_edition: dict[int, list[EditionItem]] = {}
    for each in rows:
        by_edition.setdefault(each.edition_id, []).append(each)
    found = [
        EditionRead((edition.reader,), tuple(_item_read(each) for each in by_edition.get(edition.pk, [])), edition.hash)
        for edition in visible
    ]
    return sorted(_joined(found), key=lambda each: (-each.length, list(Audience).index(each.audiences[0])))


def editions_as_cut(release: Release) -> list[EditionRead]:
    """What each audience will read once the release is approved, with what stands in the way of it."""
    items = to_cut(release)
    return [_as_cut(items, release, audience) for audience in Audience if audience in release.audiences]


def _as_cut(items: Iterable[ToCut], release: Release, audience: Audience) -> EditionRead:
    read = []
    for each in items:
        if audience not in each.readers(release):
            continue
        try:
            read.append(_preview(each, words_for(each.cuttable, audience)))
        except RuleBroken as broken:
            nothing = Words(I18nText(), I18nText(), each.cuttable.language)
            read.append(_preview(each, nothing, str(broken.message)))
    return EditionRead((audience,), tuple(read))


def _preview(each: ToCut, words: Words, problem: str = "") -> ItemRead:
    row = each.recommendation
    return ItemRead(row.pk, row.reference or "", words.title, words.text, words.language, row.is_illustrative, problem)


def _item_read(each: EditionItem) -> ItemRead:
    words, row = each.words, each.words.recommendation
    return ItemRead(row.pk, row.reference or "", words.title, words.text, words.language, row.is_illustrative)


def _joined(editions: Iterable[EditionRead]) -> list[EditionRead]:
    """Whoever belongs to two audiences that read the same reads it once."""
    joined: dict[tuple[ItemRead, ...] | str, EditionRead] = {}
    for each in editions:
        content = repr(each.items)
        before = joined.get(content)
        audiences = tuple(sorted({*(before.audiences if before else ()), *each.audiences}, key=list(Audience).index))
        joined[content] = EditionRead(audiences, each.items, before.hash if before else each.hash)
    return list(joined.values())


# --- What is cut ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PassageShown:
    number: int
    text: str
    readers: str  # empty: everybody the release is for


@dataclass(frozen=True)
class TextShown:
    """A recommendation's words in one language with its passages, for those who prepare and approve."""

    language: str
    language_name: str
    passages: tuple[PassageShown, ...]
    is_narrowed: bool


@dataclass(frozen=True)
class ItemShown:
    position: int
    reference: str
    title: I18nText
    texts: tuple[TextShown, ...]
    left_out: str
    titles: tuple[tuple[str, I18nText], ...]
    untranslated: tuple[str, ...]

    @property
    def is_cut(self) -> bool:
        return bool(self.left_out or any(each.is_narrowed for each in self.texts))


def cuts_of(release: Release) -> list[ItemShown]:
    """Every recommendation with who may read which of its passages."""
    return [_item_shown(each, release) for each in to_cut(release)]


def cuts_for(release: Release, audience: Audience) -> list[tuple[str, str, list[Marked]]]:
    """Number, language and words of every text that is cut for one audience: what is cut stands struck out."""
    return [
        (each.cuttable.reference, language, [_marked(piece.text, audience in piece.audiences) for piece in pieces])
        for each in to_cut(release)
        if audience in each.readers(release)
        for language, pieces in each.cuttable.pieces.items()
        if is_cut(pieces, audience)
    ]


def _marked(text: str, is_kept: bool) -> Marked:
    return Marked("same" if is_kept else "deleted", text)


def _item_shown(each: ToCut, release: Release) -> ItemShown:
    readers = each.readers(release)
    texts = []
    for language, pieces in each.cuttable.pieces.items():
        passages = tuple(
            PassageShown(number, piece.text, _readers(piece.audiences, release))
            for number, piece in enumerate(pieces, start=1)
        )
        narrowed = any(passage.readers for passage in passages)
        texts.append(TextShown(language, own_name(language), passages, narrowed))
    titles = tuple((str(audience.label), title) for audience, title in each.cuttable.titles.items())
    untranslated = tuple(
        _("%(audience)s: without %(languages)s, in which nothing is cut for them yet")
        % {"audience": audience.label, "languages": ", ".join(missing)}
        for audience in readers
        if (missing := left_out_languages(each.cuttable, audience))
    )
    left_out = labels_of(each.item.left_out & release.audiences)
    return ItemShown(
        each.item.position,
        each.cuttable.reference,
        each.cuttable.working_title,
        tuple(texts),
        left_out,
        titles,
        untranslated,
    )


def _readers(audiences: frozenset[Audience], release: Release) -> str:
    if release.audiences <= audiences:
        return ""
    return labels_of(audiences & release.audiences) or _("nobody")


def labels_of(audiences: Iterable[Audience]) -> str:
    chosen = set(audiences)
    return ", ".join(str(each.label) for each in Audience if each in chosen)


# --- From office to office ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Office:
    """One line of the tree of deliveries."""

    delivery: Delivery
    said: Acknowledgement | None
    is_late: bool
    ended_on: dt.date | None
    offices: list[Office] = field(default_factory=list)

    @property
    def acknowledged(self) -> tuple[int, int]:
        """Of the offices below it, how many have acknowledged."""
        below = [each for office in self.offices for each in office.whole_branch()]
        return sum(each.said is not None for each in below), len(below)

    def whole_branch(self) -> list[Office]:
        return [self, *(each for office in self.offices for each in office.whole_branch())]


def tree_of(deliveries: Iterable[Delivery], today: dt.date | None = None) -> list[Office]:
    """Offices under the offices that passed the release on to them, by name; a branch begins where its top is seen."""
    today = today or timezone.localdate()
    offices = {each.pk: _office(each, today) for each in deliveries}
    roots: list[Office] = []
    for office in sorted(offices.values(), key=lambda each: str(each.delivery.agency)):
        above = offices.get(office.delivery.parent_id or 0)
        (above.offices if above else roots).append(office)
    return roots


def _office(delivery: Delivery, today: dt.date) -> Office:
    gone = None if delivery.agency.is_valid_on(today) or not delivery.is_open else delivery.agency.valid_to
    return Office(delivery, getattr(delivery, "acknowledgement", None), delivery.is_late(today), gone)


@dataclass(frozen=True)
class Coverage:
    """How many offices of one audience have the release, and how many have said so."""

    audience: str | _StrPromise
    acknowledged: int
    opened: int
    delivered: int
    waiting: int
    late: int
    closed: int

    @property
    def offices(self) -> int:
        return self.acknowledged + self.opened + self.delivered + self.waiting

    @property
    def share(self) -> int:
        """Of a hundred offices, as many as have acknowledged."""
        return round(100 * self.acknowledged / self.offices) if self.offices else 0


def coverage_of(release: Release, deliveries: Sequence[Delivery], today: dt.date | None = None) -> list[Coverage]:
    """Per audience of offices. An office of two audiences counts in both; the public has reach, not coverage."""
    today = today or timezone.localdate()
    lines = []
    for audience in Audience:
        if audience == Audience.PUBLIC or audience not in release.audiences:
            continue
        of_audience = [each for each in deliveries if audience in each.audiences]
        counts = {status: sum(each.status == status for each in of_audience) for status in DeliveryStatus}
        lines.append(
            Coverage(
                audience.label,
                counts[DeliveryStatus.ACKNOWLEDGED],
                counts[DeliveryStatus.OPENED],
                counts[DeliveryStatus.DELIVERED],
                counts[DeliveryStatus.WAITING],
                sum(each.is_late(today) for each in of_audience),
                counts[DeliveryStatus.CLOSED],
            )
        )
    return lines


def drawing_of(coverage: Iterable[Coverage]) -> SafeString:
    series = [
        charts.Series("green", _("Acknowledged")),
        charts.Series("blue", _("Opened")),
        charts.Series("amber", _("Delivered")),
        charts.Series("grey", _("Waits to be passed on")),
    ]
    rows = [
        (
            each.audience,
            {"green": each.acknowledged, "blue": each.opened, "amber": each.delivered, "grey": each.waiting},
        )
        for each in coverage
    ]
    return charts.stacked_bars(rows, series, title=_("Offices by audience and by what they did with the release"))
