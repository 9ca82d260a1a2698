"""Two acts in the same moment, with real threads and connections of their own. For tests with `transaction=True`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at once; how each ended, sorted: `done`, or the refusal's name."""
    barrier, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            act()
            ended.append("done")
        except (NotAllowed, RuleBroken, StaleEdit) as refused:
            ended.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(ended)


def one_within_the_other(slow: Callable[[], object], quick: Callable[[], object]) -> list[str]:
    """How each ended, where `quick` begins when `slow` has done all it does and has not told anybody yet."""
    is_done = threading.Event()

    def first() -> None:
        with transaction.atomic():
            slow()
            is_done.set()
            time.sleep(0.3)

    def second() -> None:
        is_done.wait(20)
        quick()

    return together(first, second)
