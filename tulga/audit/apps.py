from __future__ import annotations

import sys
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from tulga.audit.triggers import protect


class AuditConfig(AppConfig):
    name = "tulga.audit"

    def ready(self) -> None:
        from tulga.audit import checks  # noqa: F401 - Django registers system checks on import

        post_migrate.connect(protect_audit_tables, sender=self)


def protect_audit_tables(*, using: str, verbosity: int = 1, stdout: Any = None, **_: Any) -> None:
    """After every migration: on SQLite an ALTER makes the table anew and drops its triggers silently."""
    for table in protect(connections[using]):
        if verbosity >= 1:
            (stdout or sys.stdout).write(f"Audit: put back the triggers of {table}, which were missing.\n")
