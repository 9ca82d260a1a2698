"""Two acts in the same moment, with real threads and connections of their own. For tests with `transaction=True`."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

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
