from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from tulga.kit.addresses import address_of

ARGUMENTS = [
    ("recommendation_detail", 7),
    ("recommendation_detail", 1098765432101),
    ("agency_detail", "GIA"),
    ("agency_detail", "a b/ц%"),
    ("agency_detail", "10987654321"),
    ("finding_detail", "TIP-2017", "3.b"),
    ("recommendation_translate", 7, 2),
    ("own_account",),
]


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("asked", ARGUMENTS, ids=repr)
def test_an_address_is_what_reverse_says(asked, language):
    name, *args = asked
    with translation.override(language):
        try:
            expected = reverse(name, args=args)
        except NoReverseMatch:
            with pytest.raises(NoReverseMatch):
                address_of(name, *args)
        else:
            assert address_of(name, *args) == expected


def test_a_page_that_does_not_exist_has_no_address():
    with pytest.raises(NoReverseMatch):
        address_of("no_such_page", 1)
