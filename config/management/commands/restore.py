from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.backups import restore_backup
from tulga.documents.models import Document
from tulga.documents.storage import path_of

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Make an installation from a backup, in an empty DATA_DIR and database, and check its audit trail."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.tar")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        count = restore_backup(file.resolve())
        names = Document.objects.values_list("public_name", flat=True)
        missing = [name for name in names.iterator() if not path_of(name).is_file()]
        if missing:
            raise CommandError(f"{len(missing)} documents have no file: {', '.join(missing[:5])}")
        self.stdout.write(f"{count} files and the database are back; every document has its file.")
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
