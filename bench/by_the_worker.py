"""One file brought in as the pages do it: sent, then understood, previewed and applied by the worker.

`python -m bench.by_the_worker TARGET INTO FILE [QUESTION=ANSWER]` uses the installation of `DATA_DIR`. It says how
long the person who sent the file waited for each step, and the most memory that worker and parser held meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import django
from django.core.files import File

PATIENCE = 600


class Watched(threading.Thread):
    """A process and its children, looked at many times a second; what they hold for themselves, in bytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most = 0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.02):
            self.most = max(self.most, sum(map(_held, [self.pid, *_children(self.pid)])))


def _held(pid: int) -> int:
    """Its proportional share of memory: what two processes share counts half for each."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    return 0


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return []


@contextmanager
def worker() -> Iterator[Watched]:
    """The worker as servers run it."""
    process = subprocess.Popen([sys.executable, "manage.py", "worker"])
    watched = Watched(process.pid)
    watched.start()
    try:
        yield watched
    finally:
        watched.is_over.set()
        watched.join()
        process.terminate()
        process.wait()


def bring_in(
    target: str, into: str, path: Path, given: dict[str, str], watched: Watched
) -> dict[str, dict[str, float]]:
    """Each step, from asking for it until the page could show it."""
    from tulga.accounts.actors import actor_of
    from tulga.accounts.choices import Role
    from tulga.accounts.models import User
    from tulga.accounts.tests.factories import MembershipFactory
    from tulga.agencies.models import Agency
    from tulga.documents.data_files import check_data_file
    from tulga.imports.choices import Work
    from tulga.imports.services import starting, steering
    from tulga.imports.services.working import begin_work
    from tulga.imports.tasks import queue_work
    from tulga.kit.imports.targets import TARGETS

    held = {"role": Role.SECRETARIAT, "agency": Agency.objects.first(), "user__email": f"{target}@example.mn"}
    MembershipFactory(**held)
    user = User.objects.get(email=held["user__email"])
    actor = actor_of(user)
    with path.open("rb") as opened:
        upload = check_data_file(File(opened, name=path.name))
        batch = starting.keep_file(target=TARGETS[target], into=into, upload=upload, actor=actor, given=given)
    steps: dict[str, Callable[[], object]] = {
        "understood": lambda: begin_work(batch, Work.UNDERSTAND),
        "previewed": lambda: steering.ask_preview(batch=batch, actor=actor),
        "applied": lambda: steering.ask_apply(batch=batch, actor=actor),
    }
    taken = {}
    for step, ask in steps.items():
        began, watched.most = time.monotonic(), 0
        ask()
        batch.refresh_from_db()
        queue_work(batch, user.pk)
        while batch.work and time.monotonic() - began < PATIENCE:
            time.sleep(0.1)
            batch.refresh_from_db()
        if batch.work or batch.failure:
            sys.exit(f"{step}: {batch.work} {batch.failed_because}")
        taken[step] = {"seconds": round(time.monotonic() - began, 1), "megabytes": round(watched.most / 2**20)}
    return taken


def main(target: str, into: str, path: Path, given: dict[str, str]) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with worker() as watched:
        return bring_in(target, into, path, given, watched)


if __name__ == "__main__":
    target, into, file, *given = sys.argv[1:]
    print(json.dumps(main(target, into, Path(file), dict(each.split("=", 1) for each in given))))
