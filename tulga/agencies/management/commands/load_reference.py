from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from tulga.agencies.services import load_agencies, load_hotlines
from tulga.kit.actor import Actor
from tulga.places.services import load_places


class Command(BaseCommand):
    help = "Bring places, agencies and hotlines up to the project's reference data. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", default="mn", choices=["mn"], help="ISO 3166 code of the country.")
        parser.add_argument("--dry-run", action="store_true", help="Count; store nothing.")

    @transaction.atomic
    def handle(self, *args: Any, country: str, dry_run: bool, **options: Any) -> None:
        actor = Actor.system("load_reference")
        for name, load in (("places", load_places), ("agencies", load_agencies), ("hotlines", load_hotlines)):
            loaded = load(actor=actor, country=country)
            self.stdout.write(
                f"{name}: {loaded.created} created, {loaded.changed} changed, {loaded.unchanged} unchanged, "
                f"{loaded.kept} kept as edited here"
            )
        if dry_run:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was stored.")
