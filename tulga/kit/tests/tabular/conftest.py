from __future__ import annotations

import pytest

from tulga.kit.tabular.reading import read_file


@pytest.fixture
def read(tmp_path):
    """What is read of these bytes under this name."""

    def read_bytes(content: bytes, name: str):
        path = tmp_path / "sent"
        path.write_bytes(content)
        return read_file(path, name)

    return read_bytes
