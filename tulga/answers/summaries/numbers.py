"""Findings counted by how they are answered: together, and parted by body, theme or year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.answers.choices import Standing
from tulga.findings.choices import About
from tulga.findings.models import Label
from tulga.findings.querysets import FindingQuerySet
from tulga.kit import charts
from tulga.kit.i18n import I18nText

Text = str | Promise

GROUPINGS = {"body": gettext_lazy("By body"), "theme": gettext_lazy("By theme"), "year": gettext_lazy("By year")}
MOST_DRAWN = 11


@dataclass
class Tally:
    """Findings counted by standing under one heading."""

    label: Text | I18nText
    counts: Counter[Standing] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def unanswered(self) -> int:
        return self.counts[Standing.UNANSWERED]

    @property
    def cells(self) -> list[tuple[Text, int]]:
        """Each number with its column's name, which a phone writes beside it."""
        return [*((standing.label, self.counts[standing]) for standing in Standing), (_("Together"), self.total)]


@dataclass(frozen=True)
class Numbers:
    """The counts as a table, and drawn beside it."""

    heading: Text
    together: Tally
    parts: Sequence[Tally]

    @property
    def standings(self) -> list[Standing]:
        return list(Standing)

    @property
    def overlap(self) -> bool:
        """Whether some findings stand in several parts."""
        return sum(part.total for part in self.parts) > self.together.total

    @property
    def has_partly(self) -> bool:
        """Whether any counts as answered in part: what drafters named and nobody has judged is among these."""
        return bool(self.together.counts[Standing.PARTLY])

    @property
    def drawn(self) -> SafeString:
        series = [charts.Series(standing.colour, standing.label) for standing in Standing]
        rows = [
            (str(tally.label), {standing.colour: tally.counts[standing] for standing in Standing})
            for tally in (self.together, *self.parts[:MOST_DRAWN])
        ]
        return charts.stacked_bars(rows, series, title=_("Findings by how they are answered"))


def numbers_of(findings: FindingQuerySet, by: str) -> Numbers:
    """Of findings with their standing; most unanswered first, years in their order."""
    together = Tally(_("All findings"))
    parts: dict[str, Tally] = {}
    for standing, headings in _by_themes(findings) if by == "theme" else _by_report(findings, by):
        together.counts[Standing(standing)] += 1
        for key, words in headings:
            parts.setdefault(key, Tally(words)).counts[Standing(standing)] += 1
    ordered = sorted(parts.values(), key=lambda part: str(part.label))
    if by != "year":
        ordered.sort(key=lambda part: (-part.unanswered, -part.total))
    return Numbers(GROUPINGS[by], together, ordered)


def numbers_by_report(findings: FindingQuerySet) -> dict[int, Tally]:
    """Of findings with their standing: those of each assessment, in one query."""
    rows = findings.order_by().values_list("assessment", "standing").annotate(count=Count("pk"))
    tallies: dict[int, Tally] = defaultdict(lambda: Tally(_("All findings")))
    for assessment, standing, count in rows:
        tallies[assessment].counts[Standing(standing)] = count
    return tallies


# Of each finding its standing, and what it is counted under: a key and its words.
Parted = Iterable[tuple[int, Sequence[tuple[str, Text | I18nText]]]]


def _by_themes(findings: FindingQuerySet) -> Parted:
    """Under every theme that it is about. Joined, labels would have the standing worked out for each of them."""
    labels = Label.objects.filter(about=About.THEME, finding__in=findings.order_by().values("pk")).order_by("pk")
    codes: dict[int, list[str]] = defaultdict(list)
    first: dict[str, int] = {}
    for pk, finding, code in labels.values_list("pk", "finding", "code"):
        codes[finding].append(code)
        first.setdefault(code, pk)
    words = dict(Label.objects.filter(pk__in=first.values()).values_list("code", "words"))
    for pk, standing in findings.order_by().values_list("pk", "standing"):
        yield standing, [(code, words[code]) for code in codes[pk]] or [("", _("Without a theme"))]


def _by_report(findings: FindingQuerySet, by: str) -> Parted:
    """Under the year or the body of its report."""
    if by == "year":
        for standing, year in findings.order_by().values_list("standing", "assessment__year"):
            yield standing, [(str(year), str(year))]
        return
    names = ("assessment__body_name", "assessment__body__name")
    for standing, name, registered in findings.order_by().values_list("standing", *names):
        yield standing, [(str(name or registered), name or registered)]
