"""The interface's own words: the project's catalogues with this installation's corrections laid over them.

The corrections live in WORDS_DIR, which stands before the project's catalogues in LOCALE_PATHS. A running process
reads catalogues once: corrections show after a restart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from tulga.kit.i18n import languages, own_name
from tulga.kit.words.catalogue import Catalogue, Entry, Key, read_po, write_catalogue
from tulga.kit.words.sheet import Outcome, Row, is_stale
from tulga.kit.writing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tulga.kit.words.sheet import Checker

SOURCE_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")


class Interface:
    """Every word of the interface in every language, as this installation shows it."""

    def __init__(self) -> None:
        self.project = {language: read_po(_path(Path(settings.LOCALE_PATHS[-1]), language)) for language in languages()}
        self.corrected = {language: read_po(_path(settings.WORDS_DIR, language)) for language in languages()}
        self.messages: dict[Key, Entry] = {}
        for catalogue in self.project.values():
            self.messages |= {key: entry for key, entry in catalogue.entries.items() if key not in self.messages}
        for language, catalogue in self.corrected.items():
            if self.project[language].entries:
                catalogue.header = self.project[language].header

    def rows(self) -> Iterator[Row]:
        for entry in self.messages.values():
            for form in self._forms(entry):
                yield Row(
                    key=(entry.msgid, entry.context, str(form) if entry.plural else ""),
                    texts=self.texts(entry, form),
                    about=" ".join(filter(None, [*entry.used_in, entry.note])),
                    checked=self.checked(entry),
                )

    def texts(self, entry: Entry, form: int) -> dict[str, str]:
        shown = {language: self._shown(entry, form, language) for language in languages()}
        return {language: text for language, text in shown.items() if text}

    def checked(self, entry: Entry) -> str:
        found = [self._stored(entry, self.corrected[language]).checked for language in languages()]
        return next(filter(None, found), "")

    def correct(self, rows: Iterable[Row], checker: Checker) -> Outcome:
        """Lay the sheet's corrections over the project's words. Nothing is written before `save`."""
        outcome = Outcome()
        for row in rows:
            msgid, context, form = row.key
            entry = self.messages.get((context, msgid))
            if entry is None:
                outcome.refuse(row, _("The program no longer has this text. Make a new sheet with export_words."))
            else:
                self._correct(row, entry, int(form or 0), checker, outcome)
        return outcome

    def save(self) -> None:
        for language, catalogue in self.corrected.items():
            if catalogue.entries:
                write_catalogue(_path(settings.WORDS_DIR, language), catalogue)

    def _correct(self, row: Row, entry: Entry, form: int, checker: Checker, outcome: Outcome) -> None:
        stored = self.texts(entry, form)
        wanted = {language: row.texts.get(language) or self._own(entry, form, language) for language in languages()}
        wanted = {language: _spaced_like(entry.source(form), text) for language, text in wanted.items() if text}
        faults = [
            f"{own_name(language)}: {fault}"
            for language, text in wanted.items()
            if text != stored.get(language) and (fault := fault_in(text, entry))
        ]
        is_checked = self.checked(entry).startswith(f"{checker.name}, ")
        if not row.is_touched or (wanted == stored and (is_checked or not row.is_confirmed)):
            outcome.unchanged += 1
        elif is_stale(row, stored):
            outcome.refuse(row, stale())
        elif faults:
            outcome.refuse(row, " ".join(faults))
        else:
            outcome.count(was_empty=len(stored) < len(wanted))
            changed = [language for language in wanted if wanted[language] != stored.get(language)]
            for language in changed or wanted:
                self._lay_over(entry, form, language, wanted[language], checker)

    def _lay_over(self, entry: Entry, form: int, language: str, text: str, checker: Checker) -> None:
        changed = self._stored(entry, self.corrected[language])
        if not any(changed.texts):
            own = [self._own(entry, each, language) for each in self._forms(entry)]
            changed = replace(changed, texts=tuple(own))
        changed = replace(changed.with_text(form, text), checked=checker.adds_to(changed.checked))
        self.corrected[language].entries[entry.key] = changed

    def _forms(self, entry: Entry) -> range:
        return range(max(catalogue.forms for catalogue in self.project.values()) if entry.plural else 1)

    def _stored(self, entry: Entry, catalogue: Catalogue) -> Entry:
        return catalogue.entries.get(entry.key) or replace(entry, texts=("",), checked="", used_in=(), note="")

    def _shown(self, entry: Entry, form: int, language: str) -> str:
        return self._stored(entry, self.corrected[language]).text(form) or self._own(entry, form, language)

    def _own(self, entry: Entry, form: int, language: str) -> str:
        """The project's word. English is what the code itself says."""
        own = self._stored(entry, self.project[language]).text(form)
        return own or (entry.source(form) if language == SOURCE_LANGUAGE else "")


def fault_in(text: str, entry: Entry) -> str:
    """What the text would break, as a sentence that says what to do; empty where nothing."""
    sources = [entry.msgid, entry.plural or entry.msgid]
    needed = set(PLACEHOLDER.findall(sources[0])) & set(PLACEHOLDER.findall(sources[1]))
    allowed = set(PLACEHOLDER.findall(sources[0])) | set(PLACEHOLDER.findall(sources[1]))
    found = set(PLACEHOLDER.findall(text))
    if not needed <= found or not found <= allowed or (allowed and not _can_be_filled(text, found)):
        return _("Keep %(placeholders)s exactly as they are: the program puts values there.") % {
            "placeholders": " ".join(sorted(allowed)) or "%"
        }
    if _tags(text) not in [_tags(source) for source in sources]:
        return _("Keep the signs < and > and what is between them exactly as they are.")
    if '"' in text and not any('"' in source for source in sources):
        return _("Write “ ” or « » instead of straight quotation marks.")
    return ""


def stale() -> str:
    return _("Somebody changed this text after the sheet was made. Make a new sheet and correct it there.")


def _can_be_filled(text: str, found: set[str]) -> bool:
    """Whether the program could put values in: a stray per cent sign would stop it."""
    names = re.findall(r"%\((\w+)\)", text)
    try:
        _filled = text % (dict.fromkeys(names, 1) if names else (1,) * len(PLACEHOLDER.findall(text)))
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _tags(text: str) -> tuple[Counter[str], int]:
    rest = TAG.sub("", text)
    return Counter(TAG.findall(text)), rest.count("<") + rest.count(">")


def _spaced_like(source: str, text: str) -> str:
    """The text with the white space that the program's own begins and ends with."""
    start = source[: len(source) - len(source.lstrip())]
    end = source[len(source.rstrip()) :] if source.strip() else ""
    return f"{start}{clean(text)}{end}"


def _path(folder: Path, language: str) -> Path:
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"
