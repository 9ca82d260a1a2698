"""Inspect one file between walls: `python -m tulga.documents.inspect_file PATH KIND [OUTPUT]` prints one JSON line.

Whatever the parser does, it does with little memory, little time, no network and no second process. A damaged file may
end this process in any way; the caller then refuses the file.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import resource
import sys
from pathlib import Path

from tulga.documents.inspection import Reason, Refused

SECONDS = 10
MEMORY = 512 * 1024 * 1024
OUTPUT_SIZE = 64 * 1024 * 1024
OPEN_FILES = 32
DISK_FULL = 75
MODULES = {
    **{"pdf": "pdf", "csv": "tables", "png": "pictures", "jpeg": "pictures", "docx": "office", "xlsx": "office"},
    "letter": "letter",
}
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def build_walls(*, seconds: int, memory: int) -> None:
    """Limit this process for the rest of its life."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, OUTPUT_SIZE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    leave_network()
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def leave_network() -> bool:
    """Move into an empty network of our own, where the kernel lets us."""
    try:
        ctypes = importlib.import_module("ctypes")  # here, since MemoryDenyWriteExecute can stop its import
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (ImportError, OSError, AttributeError, MemoryError):
        return False
    return unshare(_CLONE_NEWNET) == 0 or unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def main(arguments: list[str]) -> int:
    path, kind = Path(arguments[0]), arguments[1]
    output = Path(arguments[2]) if len(arguments) > 2 else None
    build_walls(
        seconds=int(os.environ.get("TULGA_INSPECTION_SECONDS", SECONDS)),
        memory=int(os.environ.get("TULGA_INSPECTION_MEMORY", MEMORY)),
    )
    try:
        inspection = importlib.import_module(f"tulga.documents.inspection.{MODULES[kind]}")
        finding: dict[str, object] = {"is_sanitised": inspection.inspect(path, kind, output)}
    except Refused as refused:
        finding = {"refused": refused.reason, "place": refused.place}
    except (MemoryError, RecursionError):
        finding = {"refused": Reason.TOO_DEMANDING, "place": ""}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DISK_FULL
        raise
    print(json.dumps(finding))  # noqa: T201 - the answer
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
