from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from config.reference_pages import FOLDER, workflows


class Command(BaseCommand):
    help = "Show every workflow as a diagram and a table of who may; with --check, fail where the page is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        with translation.override("en"):
            text = workflows()
        if not check:
            self.stdout.write(text)
        elif not (FOLDER / "workflows.md").exists() or (FOLDER / "workflows.md").read_text(encoding="utf-8") != text:
            raise CommandError("docs/reference/workflows.md is stale. Run `make reference`.")
