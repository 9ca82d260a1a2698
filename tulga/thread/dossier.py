"""The thread as a paper to take along: everything this reader may see of it, and nothing that hints at the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from tulga.kit.actor import Actor
from tulga.kit.i18n import Shown
from tulga.kit.typesetting import typeset
from tulga.recommendations.models import Recommendation
from tulga.thread.summaries.beside import Beside
from tulga.thread.summaries.parts import Event, Thread

TEMPLATE = Path(__file__).parent / "templates" / "thread" / "dossier.typ"
Branch = tuple[Recommendation, Thread]


def dossier_pdf(
    *, kind: str, title: str, beside: Beside | None, branches: list[Branch], actor: Actor, made_at: dt.datetime
) -> bytes:
    """A PDF in the language of the page it was asked from."""
    content = {
        "language": translation.get_language(),
        "kind": kind,
        "title": title,
        "made": _("Made on %(day)s for: %(office)s")
        % {
            "day": formats.date_format(timezone.localtime(made_at), "DATETIME_FORMAT"),
            "office": str(actor.label),
        },
        "scope": _("This dossier holds what this reader may see. Do not pass it on to others than its readers."),
        "page_label": _("Page"),
        "story_label": _("The whole story"),
        "beside": {"title": beside.title, "events": _events(beside.events)} if beside else None,
        "branches": [_branch(*each) for each in branches],
    }
    return typeset(TEMPLATE, content, made_at=made_at)


def _branch(recommendation: Recommendation, thread: Thread) -> dict[str, Any]:
    words = thread.words
    return {
        "reference": recommendation.reference or "",
        "title": _text(recommendation.title.shown()),
        "status": str(recommendation.state.label),
        "illustrative": _("Illustrative") if recommendation.is_illustrative else "",
        "rail": [{"label": each.label, "note": each.note, "state": each.state} for each in thread.rail],
        "words": [_text(words.text), *map(_text, words.others)] if words else [],
        "frozen": _words_note(thread),
        "facts": [{"term": each.term, "values": [_text(value.text) for value in each.values]} for each in thread.facts],
        "events": _events(thread.events),
    }


def _events(events: Iterable[Event]) -> list[dict[str, Any]]:
    return [{"title": each.title, "words": _text(each.words), "note": each.note, "kind": each.kind} for each in events]


def _words_note(thread: Thread) -> str:
    if thread.words is None:
        return ""
    said = _("These words were endorsed") if thread.words.is_decided else _("Latest wording, not decided yet")
    return f"{said} · {_('frozen as')} {thread.words.fingerprint}"


def _text(shown: Shown) -> dict[str, str]:
    return {"text": shown.text, "language": shown.language or translation.get_language() or ""}
