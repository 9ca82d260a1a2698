from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from tulga.audit.triggers import unprotected


@register(Tags.database)
def audit_tables_refuse_changes(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning, not an error: `migrate` runs this check first and would refuse to repair what it found."""
    return [
        Warning(
            f"The table {table} does not refuse changes: its triggers are missing or altered.",
            hint="`manage.py migrate` puts them back; then run `manage.py verify_audit`.",
            id="audit.W001",
        )
        for alias in databases or []
        for table in unprotected(connections[alias])
    ]
