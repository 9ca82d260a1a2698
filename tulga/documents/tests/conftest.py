from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    """Every test has its own empty store, on a disk that is never nearly full."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0
    return settings.DOCUMENTS_DIR
