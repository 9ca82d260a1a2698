"""What must hold everywhere, as tests over the whole code base."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tulga.accounts.roles import ROLES
from tulga.kit.access import access_of, url_patterns
from tulga.kit.classification import DataClass
from tulga.kit.policy import Policy
from tulga.kit.workflow import Workflow

ROOT = Path(__file__).resolve().parent.parent
APPS = sorted(path for path in (ROOT / "tulga").iterdir() if (path / "apps.py").exists())
SOURCES = [
    path
    for path in sorted((ROOT / "tulga").rglob("*.py"))
    if "tests" not in path.parts and "migrations" not in path.parts
]
OUR_MODELS = [
    model for model in apps.get_models() if model.__module__.startswith("tulga.") and ".tests." not in model.__module__
]


def test_every_page_declares_who_may_open_it():
    undeclared = [path for path, pattern in url_patterns() if not access_of(pattern.callback, pattern.name or "")]

    assert undeclared == []


STATUS_WRITTEN = re.compile(r"\.status\s*=[^=]|update\([^)]*\bstatus\s*=")


def test_a_status_is_written_by_the_workflow_engine_only():
    writers = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if STATUS_WRITTEN.search(line) and path.name != "workflow.py"
    ]

    assert writers == []


def test_rows_are_locked_against_writers_only():
    """`FOR UPDATE` also stops whoever adds a row that refers to this one, at their commit: two of those deadlock."""
    locks = [
        f"{path.relative_to(ROOT)}: {call}"
        for path in SOURCES
        for call in re.findall(r"select_for_update\([^\n]*", path.read_text())
        if "no_key=True" not in call
    ]

    assert locks == []


def test_words_are_asked_for_under_the_names_that_collect_them():
    """A word behind another name than these is not collected, and stays English on a Mongolian page."""
    renamed = re.compile(r"import .*\bn?gettext(_lazy)? as (?!_\b)")
    aliases = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in SOURCES
        for line in path.read_text().splitlines()
        if renamed.search(line)
    ]

    assert aliases == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_field_says_how_much_harm_its_leak_would_do(model):
    declared = model.data_classes
    fields = {field.name for field in model._meta.concrete_fields}

    assert fields - set(declared) - {"id"} == set()
    assert set(declared) - fields - {field.name for field in model._meta.many_to_many} - {"id"} == set()
    assert set(map(type, declared.values())) == {DataClass}


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_every_app_says_what_it_owns(app):
    assert (app / "README.md").exists()


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "managers.py", "signals.py", "constants.py"])
def test_no_file_is_named_after_nothing(name):
    assert [path for path in SOURCES if path.name == name] == []


def policies() -> dict[str, Policy]:
    found = {}
    for app in APPS:
        if (app / "policies.py").exists():
            module = importlib.import_module(f"tulga.{app.name}.policies")
            found[app.name] = module.policy
    return found


def test_every_permission_of_a_role_is_an_action_with_a_rule():
    actions = {str(action) for policy in policies().values() for action in policy.rules}
    granted = {permission for description in ROLES.values() for permission in description.permissions}
    readings = {permission for permission in granted if permission.split(".")[1].startswith("read")}

    # Asked by services of the same rule under a finer verb.
    coarse = {"meetings.edit", "agencies.edit", "plan.edit", "findings.edit"}
    assert granted - actions - readings - coarse == set()


# What a link or one's own account allows is no question of roles: these verbs are recorded, never asked for.
WITHOUT_A_RULE = {
    "accounts.accept_invitation",
    "accounts.change_sign_in",
    "accounts.use_access_link",
    "accounts.use_recovery_code",
}


@pytest.mark.parametrize("app", [path for path in APPS if (path / "policies.py").exists()], ids=lambda path: path.name)
def test_every_action_has_a_rule(app):
    choices = importlib.import_module(f"tulga.{app.name}.choices")
    policy = importlib.import_module(f"tulga.{app.name}.policies").policy
    without = {str(action) for action in choices.Action} - {str(action) for action in policy.rules}

    assert without <= WITHOUT_A_RULE


def test_every_model_with_a_page_narrows_its_rows():
    seen_by = {model for model in OUR_MODELS if hasattr(model, "get_absolute_url")}

    assert [model for model in seen_by if not hasattr(model._default_manager.all(), "visible_to")] == []


def test_every_workflows_states_are_kept_by_the_database():
    for workflow in Workflow.registry.values():
        holders = [
            model
            for model in OUR_MODELS
            for field in model._meta.fields
            if field.name == "status" and set(dict(field.choices or ())) == set(workflow.states.values)
        ]
        assert holders, workflow.name
        for model in holders:
            checks = [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]
            assert any("status" in str(check.condition) for check in checks), model


# Words before they are cut. Whoever is added here has made sure that only those who read drafts come to them (ADR 13).
UNCUT = re.compile(
    r"working_title|\bWording\b|\.wordings\b|wording__|endorsed_words|recommendations?__search_key"
    r"|\bPassage\b|\.passages\b|\bto_cut\b"
)
NAMES_UNCUT_WORDS = {
    "demonstration/rounds.py": "writes them",
    "dissemination/cutting.py": "cuts them",
    "dissemination/forms.py": "lets the secretariat mark them",
    "dissemination/models/__init__.py": "keeps them",
    "dissemination/models/releasing.py": "keeps them",
    "dissemination/passages.py": "gives them to what cuts, and to those who prepare and approve",
    "dissemination/services/approving.py": "freezes what was cut",
    "dissemination/services/preparing.py": "parts and marks them",
    "dissemination/summaries.py": "shows them to those who prepare and approve",
    "dissemination/views/preparing.py": "asks the policy first",
    "dissemination/views/reading.py": "says what stands in the way to those who prepare and approve",
    "dissemination/workflow.py": "asks what stands in the way",
    "meetings/summaries/board.py": "shows drafts to those who read drafts",
    "thread/summaries/actions.py": "asks for the number of a translation",
    "thread/summaries/branches.py": "shows a parent's to those who read its drafts",
    "thread/summaries/known.py": "gives them to those who read drafts",
    "thread/summaries/thread.py": "lists them for those who read drafts",
}


def test_above_the_drafts_uncut_words_are_named_in_few_places_only():
    apps_above = {"dissemination", "demonstration", "thread", "portal", "desk", "meetings", "answers", "progress"}
    above = [path for path in SOURCES if path.relative_to(ROOT / "tulga").parts[0] in apps_above]
    naming = {str(path.relative_to(ROOT / "tulga")) for path in above if UNCUT.search(path.read_text())}

    assert naming == set(NAMES_UNCUT_WORDS)


def test_nothing_in_the_repository_is_left_unfinished():
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError\(\))\b")

    assert [str(path) for path in SOURCES if marks.search(path.read_text())] == []
