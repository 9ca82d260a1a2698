from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tulga.agencies.summaries import rows_of_names
from tulga.kit.words.interface import Interface
from tulga.kit.words.sheet import write_sheet


class Command(BaseCommand):
    help = "Write every word of the interface and every name into one workbook, for an official to correct."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The workbook to write, such as words.xlsx.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        interface, names = list(Interface().rows()), list(rows_of_names())
        write_sheet(file, interface, names)
        self.stdout.write(f"{file}: {len(interface)} words of the interface, {len(names)} names")
