from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
VENDORED = json.loads((ROOT / "assets/VENDORED.json").read_text())


@pytest.mark.parametrize(("path", "checksum"), VENDORED["files"].items())
def test_what_is_served_is_what_was_built(path: str, checksum: str) -> None:
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == checksum


def test_nothing_is_served_that_was_not_built() -> None:
    served = {str(path.relative_to(ROOT)) for path in (ROOT / "tulga/kit/static").rglob("*") if path.is_file()}
    assert served <= set(VENDORED["files"])


def test_the_style_sheet_stays_small() -> None:
    assert len(gzip.compress((ROOT / "tulga/kit/static/kit/tulga.css").read_bytes())) <= 30_000


def test_no_registry_is_named() -> None:
    locked = (ROOT / "assets/package-lock.json").read_text()
    assert '"resolved"' not in locked
