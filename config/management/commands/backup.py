from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from config.backups import write_backup

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Write the whole installation into one new file, while it runs. The file holds keys: keep it encrypted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        size = write_backup(file.resolve())
        self.stdout.write(f"{file}: {size} bytes. It holds the installation's keys; keep it encrypted.")
