"""What every test stands on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

pytest_plugins = ["tests.people", "tests.browsing"]

# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile("tulga", deadline=None)
hypothesis_settings.load_profile("tulga")

_empty_the_database = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # the stubs leave it out


def _empty_the_database_and_its_audit_tables(test: TransactionTestCase) -> None:
    from tests.audit_tables import open_to_changes  # noqa: PLC0415 - not before Django's apps are loaded
    from tests.first_rows import write_first_rows  # noqa: PLC0415 - the same

    with open_to_changes():
        _empty_the_database(test)
    write_first_rows()


# A test with real transactions ends by emptying every table, which the audit triggers rightly refuse. The next test,
# whichever it is, must find what migrations wrote.
TransactionTestCase._fixture_teardown = _empty_the_database_and_its_audit_tables  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _audit_head_of_this_test_only() -> Iterator[None]:
    """The copy of the chain's head outlives a rolled-back transaction; the next test must not meet it."""
    from tests.audit_tables import forget_head_copy  # noqa: PLC0415 - not before Django's apps are loaded

    yield
    forget_head_copy()


@pytest.fixture(autouse=True)
def _pages_of_this_test_only() -> Iterator[None]:
    """What everybody reads is kept until the next act; a rolled-back transaction takes its acts back unseen."""
    from django.core.cache import caches  # noqa: PLC0415 - not before Django's settings are loaded

    yield
    caches["kept"].clear()


@pytest.fixture(autouse=True)
def _sentences_in_english() -> Iterator[None]:
    """Outside a page, whose address says its language, tests read sentences in the language they are written in."""
    from django.utils import translation  # noqa: PLC0415 - not before Django's settings are loaded

    with translation.override("en"):
        yield
