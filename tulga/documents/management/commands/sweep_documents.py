from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from tulga.documents.services import GRACE, sweep_orphans
from tulga.kit.errors import RuleBroken

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Remove stored files that no record names: what interrupted uploads left. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="List them; remove nothing.")
        parser.add_argument("--hours", type=float, default=GRACE.total_seconds() / 3600, help="Leave younger files.")
        parser.add_argument("--even-if-many", action="store_true", help="Also when most files have no record.")

    def handle(self, *args: Any, dry_run: bool, hours: float, even_if_many: bool, **options: Any) -> None:
        try:
            swept = sweep_orphans(grace=dt.timedelta(hours=hours), dry_run=dry_run, even_if_many=even_if_many)
        except RuleBroken as broken:
            raise CommandError(str(broken.message)) from broken
        for name in swept.names:
            self.stdout.write(name)
        self.stdout.write(f"{len(swept.names)} files, {swept.byte_size} bytes")
