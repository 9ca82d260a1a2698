"""docs/reference, written from the code: what an agency can read and approve without reading Python."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import translation

from tulga.accounts.roles import ROLES
from tulga.audit.verbs import sentence_of
from tulga.kit.access import Access, access_of, url_patterns
from tulga.kit.workflow import TELLING, Workflow, diagram

FOLDER = Path(settings.BASE_DIR) / "docs" / "reference"
MATRIX = FOLDER / "permissions.csv"
HEADER = "Written by `manage.py write_reference` from the code. Do not edit."


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    with translation.override("en"):
        return {
            "workflows.md": workflows(),
            "notices.md": notices(),
            "roles.md": roles(),
            "data-classification.md": data_classification(),
            "addresses.md": addresses(),
        }


def workflows() -> str:
    parts = ["# Workflows", HEADER]
    for workflow in Workflow.registry.values():
        parts += [f"## {workflow.title}", f"```mermaid\n{diagram(workflow)}\n```"]
        rows = [
            [
                str(move.label),
                ", ".join(str(workflow.states(source).label) for source in move.source),
                str(workflow.states(move.target).label),
                ", ".join(str(role.label) for role, text in ROLES.items() if move.action in text.permissions) or "—",
                "yes" if move.needs_reason else "",
                ", ".join(move.told),
            ]
            for move in workflow.table.values()
        ]
        parts.append(_table(["Act", "From", "To", "Who may", "Gives a reason", "Who is told"], rows))
    return "\n\n".join(parts) + "\n"


def notices() -> str:
    rows = [
        [(function.__doc__ or "").split("\n")[0], ", ".join(str(each) for each in function.told), function.__module__]  # type: ignore[attr-defined]  # `tells` wrote it
        for function in sorted(TELLING, key=lambda each: (each.__module__, each.__code__.co_firstlineno))
    ]
    note = (
        "Each person hears only of what they may see, never of their own act. An e-mail says only that something waits."
    )
    return "\n\n".join(["# Notices", HEADER, note, _table(["When", "Who is told", "Written in"], rows)]) + "\n"


def roles() -> str:
    parts = ["# Roles", HEADER]
    for role, text in ROLES.items():
        permissions = "\n".join(f"- `{each}`: {sentence_of(each)}" for each in sorted(text.permissions))
        parts += [f"## {role.label}", str(text.description), permissions or "No act of its own."]
    return "\n\n".join(parts) + "\n"


def data_classification() -> str:
    rows = []
    for model in apps.get_models():
        for name, kind in getattr(model, "data_classes", {}).items():
            rows.append([model._meta.label, name, kind.name, kind.value])
    return (
        "\n\n".join(["# Data classification", HEADER, _table(["Record", "Field", "Class", "Harm if it leaked"], rows)])
        + "\n"
    )


def addresses() -> str:
    rows = []
    for path, pattern in url_patterns():
        access = access_of(pattern.callback, pattern.name or "")
        rows.append([f"`/{path}`", pattern.name or "", access.value if access else "", policy_of(pattern.callback)])
    return "\n\n".join(["# Addresses", HEADER, _table(["Address", "Name", "Access", "Rule"], rows)]) + "\n"


def policy_of(view: Any) -> str:
    """The action a page asks for, or how its rows are narrowed."""
    page = getattr(view, "view_class", None)
    action = getattr(page, "action", "")
    if action:
        return str(action)
    return "visible rows" if getattr(page, "access", None) == Access.SIGNED_IN else ""


def matrix() -> list[dict[str, str]]:
    """The reviewed table of what each role gets at each address, own and other agency's."""
    if not MATRIX.exists():
        return []
    return list(csv.DictReader(io.StringIO(MATRIX.read_text(encoding="utf-8"))))


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
