"""What outside bodies asked for in more than one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tulga.answers.choices import Standing
from tulga.findings.choices import Kind
from tulga.findings.models import Assessment, Finding
from tulga.findings.querysets import FindingQuerySet
from tulga.recommendations.similarity import Text, alike

MOST_COMPARED = 600


@dataclass(frozen=True)
class Repeated:
    """Findings that say about the same in different years, the latest first."""

    findings: tuple[Finding, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({finding.assessment.year for finding in self.findings}))

    @property
    def latest(self) -> Finding:
        return self.findings[0]

    @property
    def standing(self) -> Standing:
        """Of the latest: what was asked again is asked again."""
        return Standing(self.latest.standing)  # type: ignore[attr-defined]  # annotated by with_standing


def repeated_findings(findings: FindingQuerySet) -> list[Repeated]:
    """The newest recommendations (read with standing) grouped by likeness, where a group spans years of one State."""
    rows = list(findings.filter(kind=Kind.RECOMMENDATION).select_related("assessment").order_by("-pk")[:MOST_COMPARED])
    by_key = {row.pk: row for row in rows}
    texts = [Text(row.pk, language, words) for row in rows for language, words in row.texts.items()]
    pairs = [(pair.first, pair.second) for pair in alike(texts)]
    across = [(one, other) for one, other in pairs if _is_asked_again(by_key[one].assessment, by_key[other].assessment)]
    groups = [Repeated(tuple(_latest_first(by_key[pk] for pk in group))) for group in _joined(across)]
    return sorted(groups, key=lambda group: (-len(group.years), group.standing, -group.latest.assessment.year))


def _is_asked_again(one: Assessment, other: Assessment) -> bool:
    """Of one State, in two years."""
    return one.state == other.state and one.year != other.year


def _latest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (-finding.assessment.year, finding.order_key))


def _joined(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """What pairs join, directly or by way of others."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    groups, seen = [], set[int]()
    for start in neighbours:
        if start in seen:
            continue
        group, reached = {start}, [start]
        while reached:
            fresh = neighbours[reached.pop()] - group
            group |= fresh
            reached += fresh
        seen |= group
        groups.append(group)
    return groups
