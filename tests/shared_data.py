"""The data that lies beside the project and is never shipped with it: real files, which tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared_data = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the shared data does not lie beside the project: real files were not read"
)
