from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tulga.agencies.services import correct_names
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken
from tulga.kit.words.interface import Interface
from tulga.kit.words.sheet import INTERFACE, NAMES, Checker, Outcome, read_sheet


class Command(BaseCommand):
    help = "Read a corrected words sheet back. Safe to run twice. The interface's words show after a restart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The workbook that export_words wrote and an official corrected.")
        parser.add_argument("--by", required=True, help="Whose corrections these are: the office, or a name.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change; store nothing.")

    @transaction.atomic
    def handle(self, *args: Any, file: Path, by: str, dry_run: bool, **options: Any) -> None:
        checker = Checker.named(by, timezone.localdate())
        if not checker.name:
            raise CommandError("Say with --by whose corrections these are.")
        try:
            sheet = read_sheet(file)
        except RuleBroken as broken:
            raise CommandError(str(broken.message)) from None

        interface = Interface()
        self._report("interface", interface.correct(sheet[INTERFACE], checker))
        actor = Actor(label=checker.name, system_name="import_words")
        self._report("names", correct_names(rows=sheet[NAMES], checker=checker, actor=actor))
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was stored.")
        else:
            interface.save()
            self.stdout.write("Restart Tulga to see the interface's new words; names show at once.")

    def _report(self, name: str, outcome: Outcome) -> None:
        self.stdout.write(
            f"{name}: {outcome.created} created, {outcome.changed} changed, {outcome.unchanged} unchanged, "
            f"{len(outcome.refused)} refused"
        )
        for refusal in outcome.refused:
            self.stdout.write(f"  {refusal}")
