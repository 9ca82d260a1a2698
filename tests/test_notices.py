"""Whoever is told of something can open it, in both languages; and every notice says whom it tells."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter

import pytest

from tests.permission_matrix import _signed_in, load
from tests.test_architecture import APPS
from tulga.accounts.models import User
from tulga.kit.i18n import languages
from tulga.kit.workflow import TELLING, Workflow
from tulga.notices.models import Notice

MODULES = [importlib.import_module(f"tulga.{app.name}.notices") for app in APPS if (app / "notices.py").exists()]


@pytest.mark.django_db
def test_every_recipient_can_open_what_they_are_told_of(settings):
    settings.DEMONSTRATION, settings.SECOND_FACTOR_DEMANDED = True, False  # put back after the test
    load()
    told = Counter(Notice.objects.values_list("kind", flat=True))
    people = User.objects.filter(notices__isnull=False).distinct()
    closed: list[str] = []
    for person in people:
        client = _signed_in(person.email)
        for notice in person.notices.all():
            own = f"/{notice.url_path.split('/', 2)[2]}"
            answers = {client.get(f"/{language}{own}").status_code for language in languages()}
            closed += [f"{person} {notice.kind} {own} {answers}"] if answers != {200} else []
            assert set(notice.subject) == set(languages()), notice.kind

    assert closed == []
    # The demonstration walks most of the thread; what it stops telling, it no longer tries.
    assert len(told) >= 12, told


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_notice_says_when_it_is_sent_and_to_whom(module):
    functions = [
        each
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("of_") and each.__module__ == module.__name__
    ]

    assert functions
    assert [each.__name__ for each in functions if each not in TELLING or not each.__doc__ or not each.told] == []


def test_every_effect_of_a_workflow_that_tells_is_shown_on_its_page():
    silent = [
        f"{workflow.name}.{move.name}"
        for workflow in Workflow.registry.values()
        for move in workflow.table.values()
        for effect in move.effects
        if effect.__module__.endswith(".notices") and not move.told
    ]

    assert silent == []
