"""Inspect one file between walls: `python -m tulga.documents.inspect_file PATH KIND [OUTPUT]` prints one JSON line.

The walls are those of `kit/confined.py`. A damaged file may end this process in any way; the caller then refuses it.
"""

from __future__ import annotations

import errno
import importlib
import json
import sys
from pathlib import Path

from tulga.documents.inspection import Reason, Refused
from tulga.kit.confined import DISK_FULL, build_walls, given_limits

MODULES = {
    **{"pdf": "pdf", "csv": "tables", "png": "pictures", "jpeg": "pictures", "docx": "office", "xlsx": "office"},
    "letter": "letter",
}


def main(arguments: list[str]) -> int:
    path, kind = Path(arguments[0]), arguments[1]
    output = Path(arguments[2]) if len(arguments) > 2 else None
    build_walls(given_limits())
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
