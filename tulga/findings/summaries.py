from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from tulga.findings.choices import Kind, Position
from tulga.findings.models import Finding
from tulga.kit.i18n import Shown


@dataclass(frozen=True)
class FindingLine:
    """A finding as one row of its assessment's page."""

    number: str
    revision: int
    words: Shown
    url: str
    kind: str | Promise
    theme: Shown
    is_paraphrase: bool
    position: str | Promise
    colour: str


def finding_lines(findings: Iterable[Finding]) -> list[FindingLine]:
    """The rows (read with their assessment); a position nobody asked for is blank."""
    return [_line(finding) for finding in findings]


def _line(finding: Finding) -> FindingLine:
    position = Position(finding.position)
    return FindingLine(
        number=finding.number,
        revision=finding.revision,
        words=finding.words(),
        url=finding.get_absolute_url(),
        kind=Kind(finding.kind).label,
        theme=finding.theme.shown(),
        is_paraphrase=finding.is_paraphrase,
        position="" if position == Position.NONE else position.label,
        colour=position.colour,
    )
