"""Parsers of files from outside run between walls: a process with little memory, little time and no network.

What goes on with what they read is held to a bound of memory too.

Whatever a damaged or hostile file makes the parser do, it does it there; the caller then refuses the file. The module
that runs so imports no Django: it starts in a moment, and holds no secrets. It calls `build_walls` before it loads its
parser, and prints one short answer.
"""

from __future__ import annotations

import importlib
import os
import resource
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1024 * 1024
OPEN_FILES = 32
DISK_FULL = 75  # what a confined module ends with where its output finds no room
ANSWER_SIZE = 4096
PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
# Each may take half a gigabyte; more than two at a time in one process would be felt.
turns = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Limits:
    """How much one confined process may use, and how long its caller waits for a turn and for the answer."""

    processor_seconds: int = 10
    memory: int = 512 * MEGABYTE
    output: int = 64 * MEGABYTE
    patience: float = 30


class Busy(Exception):
    """No turn came in time: too many files are parsed just now."""


class TookTooLong(Exception):
    """The process was ended, since its caller would not wait longer."""


class Ended(NamedTuple):
    """How the process ended, and the beginning of what it printed: believe only what is expected."""

    code: int
    answer: bytes

    @property
    def is_killed(self) -> bool:
        return self.code < 0


def run_confined(module: str, *arguments: str, limits: Limits) -> Ended:
    """Run the module as a program between walls, when it is its turn."""
    if not turns.acquire(timeout=limits.patience):
        raise Busy
    try:
        with tempfile.TemporaryFile() as answer:
            ended = subprocess.run(  # noqa: S603 - fixed words and our own file names
                [sys.executable, "-m", module, *arguments],
                cwd=PACKAGE_PARENT,
                env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **_environment(limits)},
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.patience,
                check=False,
            )
            answer.seek(0)
            return Ended(ended.returncode, answer.read(ANSWER_SIZE))
    except subprocess.TimeoutExpired as error:
        raise TookTooLong from error
    finally:
        turns.release()


def build_walls(limits: Limits) -> None:
    """Limit this process for the rest of its life."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    leave_network()
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def hold_to(memory: int) -> None:
    """Let this process have no more memory of its own than that, in bytes: whatever asks for more meets MemoryError."""
    _now, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
    with suppress(OSError):  # a service may be forbidden to set limits, even its own: then its unit sets them
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def leave_network() -> bool:
    """Move into an empty network of our own, where the kernel lets us."""
    try:
        ctypes = importlib.import_module("ctypes")  # here, since MemoryDenyWriteExecute can stop its import
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (ImportError, OSError, AttributeError, MemoryError):
        return False
    return unshare(_CLONE_NEWNET) == 0 or unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def _environment(limits: Limits) -> dict[str, str]:
    return {
        "TULGA_WALLS_SECONDS": str(limits.processor_seconds),
        "TULGA_WALLS_MEMORY": str(limits.memory),
        "TULGA_WALLS_OUTPUT": str(limits.output),
    }


def given_limits() -> Limits:
    """The limits that the caller gave this process, the usual ones where it gave none."""
    usual = Limits()
    return Limits(
        processor_seconds=int(os.environ.get("TULGA_WALLS_SECONDS", usual.processor_seconds)),
        memory=int(os.environ.get("TULGA_WALLS_MEMORY", usual.memory)),
        output=int(os.environ.get("TULGA_WALLS_OUTPUT", usual.output)),
    )
