from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.reference_pages import FOLDER, pages


class Command(BaseCommand):
    help = "Write docs/reference from the code; with --check, fail where a page is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; exit 1 where a page is stale.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        written = pages()
        if check:
            stale = [
                name
                for name, text in written.items()
                if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
            ]
            if stale:
                raise CommandError(f"Stale: {', '.join(stale)}. Run `make reference`.")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in written.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
