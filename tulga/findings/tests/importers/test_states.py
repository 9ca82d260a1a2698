from __future__ import annotations

import pytest

from tulga.findings.importers.states import state_code


@pytest.mark.parametrize(
    ("name", "code"),
    [("АНУ", "USA"), ("ОХУ", "RUS"), ("БНСУ", "KOR"), ("БНХАУ", "CHN"), ("ХБНГУ", "DEU"), ("ИБУИНВУ", "GBR")],
)
def test_state_is_known_by_the_letters_that_mongolian_documents_write(name, code):
    assert state_code(name) == code
