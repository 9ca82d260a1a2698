"""Findings counted by how they are answered: together, and parted by body, theme or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.answers.choices import Standing
from tulga.findings.choices import About
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
    counted = set()
    for pk, standing, key, words in _parted(findings.order_by(), by):
        part = parts.setdefault(key or "", Tally(words or _("Without a theme")))
        part.counts[Standing(standing)] += 1
        if pk not in counted:
            counted.add(pk)
            together.counts[Standing(standing)] += 1
    ordered = sorted(parts.values(), key=lambda part: str(part.label))
    if by != "year":
        ordered.sort(key=lambda part: (-part.unanswered, -part.total))
    return Numbers(GROUPINGS[by], together, ordered)


def _parted(findings: FindingQuerySet, by: str) -> Iterable[tuple[int, int, str | None, Text | I18nText | None]]:
    """Each finding, its standing, and what it is counted under: under every theme that it is about."""
    if by == "theme":
        about = FilteredRelation("labels", condition=Q(labels__about=About.THEME))
        themed = findings.annotate(about=about).order_by("about__pk")
        yield from themed.values_list("pk", "standing", "about__code", "about__words")
    elif by == "year":
        for pk, standing, year in findings.values_list("pk", "standing", "assessment__year"):
            yield pk, standing, str(year), str(year)
    else:
        names = ("assessment__body_name", "assessment__body__name")
        for pk, standing, name, registered in findings.values_list("pk", "standing", *names):
            words = name or registered
            yield pk, standing, str(words), words
