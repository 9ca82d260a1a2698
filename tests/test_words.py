"""Every word of the interface is there in Mongolian, and what is compiled is what is written."""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "mn" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def messages():
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="mn") if message.id]


def texts(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_every_word_is_translated(messages):
    assert [message.id for message in messages if message.fuzzy or not all(texts(message.string))] == []


def test_placeholders_survive_translation(messages):
    wrong = [
        message.id
        for message in messages
        for text in texts(message.string)
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall("".join(texts(message.id))))
    ]

    assert wrong == []


def test_an_activity_of_the_plan_is_called_by_one_word(messages):
    another = [
        message.id
        for message in messages
        if re.search(r"\bactivit(y|ies)\b", "".join(texts(message.id)), re.IGNORECASE)
        and re.search("үйл ажиллагаа", "".join(texts(message.string)), re.IGNORECASE)
    ]

    assert another == []  # the glossary says арга хэмжээ


def test_what_is_compiled_is_what_is_written(messages):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    plain = [message for message in messages if isinstance(message.id, str) and not message.context]
    assert [message.id for message in plain if compiled.gettext(message.id) != message.string] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed: new words were not looked for")
def test_no_word_of_the_code_is_missing_from_the_catalogue(messages, tmp_path, monkeypatch):
    for name in ("tulga", "config"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("tests", "static", "fonts"))
    (tmp_path / "locale" / "mn" / "LC_MESSAGES").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["mn"], verbosity=0)

    with (tmp_path / "locale" / "mn" / "LC_MESSAGES" / "django.po").open("rb") as file:
        collected = {str(message.id) for message in read_po(file, locale="mn") if message.id}
    assert len(collected) > 1000
    assert collected - {str(message.id) for message in messages} == set()
    assert subprocess.run(["msgfmt", "-c", "-o", tmp_path / "x.mo", CATALOGUE], check=False).returncode == 0
