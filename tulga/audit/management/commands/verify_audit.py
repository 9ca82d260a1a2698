from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from tulga.audit.verification import Verification, verify

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Check that the audit trail says what was written. Names the first broken event and exits 1 if it does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Write the outcome as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = verify()
        if options["json"]:
            self.stdout.write(json.dumps({"intact": outcome.is_intact, **asdict(outcome)}, indent=2))
        else:
            self._say(outcome)
        if not outcome.is_intact:
            sys.exit(1)

    def _say(self, outcome: Verification) -> None:
        for problem in outcome.problems:
            self.stderr.write(f"{problem.fault}: {problem.message}")
        last = f"; the last is {outcome.head.sequence} {outcome.head.hash} at {outcome.head.at}" if outcome.head else ""
        self.stdout.write(f"{outcome.events} events stand unbroken from the first{last}.")
