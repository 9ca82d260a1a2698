from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connection

from config.schedule import enqueue_due

if TYPE_CHECKING:
    from argparse import ArgumentParser

SECONDS = 20


class Command(BaseCommand):
    help = "The clock: enqueue what is due, once per period. Two clocks enqueue no more than one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Look once and end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        while True:
            try:
                enqueued = enqueue_due()
            except OperationalError as error:
                if once:
                    raise
                self.stderr.write(f"The database does not answer ({type(error).__name__}); looking again.")
                connection.close()
            else:
                if once or options["verbosity"] > 1:
                    self.stdout.write("\n".join(enqueued))
            if once:
                return
            close_old_connections()
            time.sleep(SECONDS)
