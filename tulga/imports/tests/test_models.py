from __future__ import annotations

import json

import pytest

from tulga.imports.models import SharedJSON


@pytest.mark.parametrize(
    "stored",
    [
        '{"given": "5", "kind": "number", "number": null}',
        '{"is_in_words": true, "times": 1, "share": 1.0, "none": null}',
        '{"title": {"mn": "Сургалт", "en": "Training"}, "targets": {"2018": {"given": "5"}, "": {"given": "5"}}}',
        '{"text": "' + "a long text that nobody says twice, and so " * 3 + '"}',
        '[{"row": 1}, {"row": true}, {"row": "1"}, {}]',
    ],
)
def test_rows_that_say_the_same_share_it_in_memory_and_say_it_still(stored):
    first, second = (json.loads(stored, cls=SharedJSON) for _twice in range(2))

    assert repr(first) == repr(second) == repr(json.loads(stored))


def test_what_is_short_and_said_again_is_in_memory_once():
    first, second = json.loads('[{"given": "5"}, {"given": "5"}]', cls=SharedJSON)

    assert first is second
