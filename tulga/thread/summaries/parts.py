"""What a thread is made of, as the page draws it: words in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tulga.kit.i18n import Shown
from tulga.meetings.models import WorkingSession

NO_WORDS = Shown("", "")


@dataclass(frozen=True)
class Step:
    """One of the rail's seven: behind the recommendation, where it stands, or ahead of it."""

    label: str
    note: str
    state: str  # done, here or ahead
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, in whose words, and by whom, when, in which act."""

    title: str
    words: Shown
    note: str
    url: str = ""
    kind: str = ""  # open: begun elsewhere or not finished; red: refused
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Words:
    """The wording that counts: the decided one, or for those who draft the latest."""

    text: Shown
    others: tuple[Shown, ...]
    fingerprint: str
    is_decided: bool
    is_translation: bool


@dataclass(frozen=True)
class Version:
    """One wording, for those who read drafts."""

    number: int
    text: Shown
    fingerprint: str
    written_at: dt.datetime
    is_decided: bool
    compare_url: str


@dataclass(frozen=True)
class Value:
    text: Shown
    url: str = ""


@dataclass(frozen=True)
class Fact:
    term: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Act:
    """A move that is open to this reader."""

    label: str
    url: str
    is_filled: bool


@dataclass(frozen=True)
class Thread:
    """One recommendation's whole story, as far as one reader may know it."""

    rail: tuple[Step, ...]
    words: Words | None
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]
    actions: tuple[Act, ...]
    versions: tuple[Version, ...]
    session: WorkingSession | None
    reads_drafts: bool
