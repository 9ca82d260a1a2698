from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tulga.demonstration.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "List the demonstration's people with their sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="As a JSON list.")

    def handle(self, *args: Any, **options: Any) -> None:
        people = [
            {"email": each.email, "password": PASSWORD, "role": each.role.value, "agency": each.agency}
            for each in PEOPLE
        ]
        if options["json"]:
            self.stdout.write(json.dumps(people, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"Everybody's password: {PASSWORD}")
        for each in PEOPLE:
            self.stdout.write(f"  {each.email:<42} {each.office}, {each.agency}")
