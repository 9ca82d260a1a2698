"""Findings and the activities that answer them by themselves, beside each other where a thread begins at either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tulga.answers.choices import Extent, Standing
from tulga.answers.models import Link
from tulga.answers.summaries import answers_to, findings_answered
from tulga.answers.summaries.gap import lead_of
from tulga.findings.models import Finding
from tulga.kit.actor import Actor
from tulga.plan.models import Activity
from tulga.thread.summaries.parts import Event
from tulga.thread.summaries.thread import finding_event


@dataclass(frozen=True)
class Beside:
    """The findings first, then the activities."""

    title: str
    events: tuple[Event, ...] = ()


def beside(kind: str, record: Any, actor: Actor) -> Beside | None:
    """As far as this reader may see the links; nothing where there is none."""
    if kind == "activity":
        title, events = _("The findings that it answers"), tuple(_of_activity(record, actor))
    elif kind == "finding":
        title, events = _("The activities that answer it"), tuple(_of_finding(record, actor))
    else:
        return None
    return Beside(title, events) if events else None


def _of_activity(activity: Activity, actor: Actor) -> Iterable[Event]:
    lines = findings_answered(activity, actor)
    for line in lines:
        yield finding_event(line.finding, line.finding.get_absolute_url(), *_how(line.link))
    if lines:
        note = " · ".join(each for each in (lead_of(activity), str(activity.plan.title)) if each)
        yield Event(_("Activity"), activity.title.shown(), note, activity.get_absolute_url())


def _of_finding(finding: Finding, actor: Actor) -> Iterable[Event]:
    answers = answers_to([finding], actor)[finding.assessment_id, finding.number]
    lines = [(line, line.link) for line in answers if line.link is not None and line.link.activity_id]
    if lines:
        yield finding_event(finding, finding.get_absolute_url())
    for line, link in lines:
        yield Event(str(line.kind), line.words, " · ".join([line.note, *_how(link)]), line.url)


def _how(link: Link) -> list[str]:
    """How far it answers, and in what."""
    standing = Standing.FULLY if link.extent == Extent.FULLY else Standing.PARTLY
    return [str(standing.label), *([link.words] if link.words else [])]
