"""Read one file between walls: `python -m tulga.kit.tabular.read_file PATH NAME OUTPUT` prints one JSON line.

What the file holds goes into OUTPUT, as `written.py` writes it. The walls are those of `kit/confined.py`.
"""

from __future__ import annotations

import errno
import importlib
import json
import sys
from pathlib import Path

from tulga.kit.confined import DISK_FULL, build_walls, given_limits
from tulga.kit.tabular.recognition import recognise
from tulga.kit.tabular.refused import Reason, Refused
from tulga.kit.tabular.written import Written

MODULES = {
    **{"xlsx": "workbooks", "xls": "workbooks", "ods": "workbooks", "docx": "word", "csv": "delimited"},
    **{"pdf": "passages", "html": "passages", "txt": "passages"},
}


def main(arguments: list[str]) -> int:
    path, name, output = Path(arguments[0]), arguments[1], Path(arguments[2])
    build_walls(given_limits())
    answer: dict[str, object] = {"is_read": True}
    try:
        with output.open("w", encoding="ascii") as file:
            _read(path, name, Written(file))
    except Refused as refused:
        answer = {"refused": refused.reason, "place": refused.place}
    except (MemoryError, RecursionError):
        answer = {"refused": Reason.TOO_DEMANDING, "place": {}}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return DISK_FULL
        raise
    print(json.dumps(answer))  # noqa: T201 - the answer
    return 0


def _read(path: Path, name: str, out: Written) -> None:
    kind = recognise(path, name)
    out.kind(kind)
    importlib.import_module(f"tulga.kit.tabular.{MODULES[kind]}").read(path, kind, out)
    out.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
