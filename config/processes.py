"""A few processes that live and end together: what `make run` starts. A server of its own uses systemd instead."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 15.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def run_together(
    commands: Mapping[str, Sequence[str]],
    *,
    cwd: Path,
    when_started: Callable[[], object],
    say: Callable[[str], object],
) -> int:
    """Start them all; end them all when a signal asks for it (0) or when one ends by itself (its status)."""
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_stop.set())
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = start(command, cwd=cwd)
        threading.Thread(target=when_started, daemon=True).start()
        while not asked_to_stop.wait(0.3):
            for name, child in children.items():
                if (status := child.poll()) is not None:
                    say(f"{name} ended by itself with status {status}; ending the others.")
                    return 128 - status if status < 0 else status or 1
        return 0
    finally:
        _end(children.values())


def start(command: Sequence[str], *, cwd: Path) -> subprocess.Popen[bytes]:
    """One of our own commands, in a group of its own: Ctrl-C reaches this process only, which then ends the others."""
    return subprocess.Popen(  # noqa: S603 - fixed commands of ours
        list(command), cwd=cwd, process_group=0, preexec_fn=_end_with_parent if _libc else None
    )


def _end(children: Collection[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
        try:
            os.killpg(child.pid, signal.SIGKILL)  # whatever it left behind
        except ProcessLookupError:
            continue
        child.wait()


def _end_with_parent() -> None:
    """Even when this process is killed without a chance to say so, no server stays behind holding the port."""
    assert _libc is not None
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
