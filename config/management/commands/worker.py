from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from django_tasks_db.management.commands import db_worker

from tulga.evidence.tasks import QUEUE
from tulga.evidence.working import get_ready
from tulga.imports.services.working import MEMORY
from tulga.kit.confined import hold_to

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(db_worker.Command):
    help = "What takes longer than a page may: e-mail, clocks, imports; or one queue of it. Runs until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(interval=0.2, reload=False, verbosity=0)

    def handle(self, **options: Any) -> None:
        if {QUEUE, "*"} & {*options["queue_name"].split(",")}:
            # Beside the first jobs, so that neither they nor somebody's first table wait for it.
            threading.Thread(target=get_ready, daemon=True).start()
        else:
            hold_to(MEMORY)
        super().handle(**options)
