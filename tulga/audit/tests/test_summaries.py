from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from tulga.audit import verbs
from tulga.audit.services import record
from tulga.audit.summaries import history_of
from tulga.kit.actor import Actor
from tulga.kit.i18n import I18nText, in_each_language

pytestmark = pytest.mark.django_db

BOLD = Actor(user_id=5, label="Болд, тэргүүлэх прокурор")
FIRST, SECOND, OTHER = Group(pk=1), Group(pk=2), Group(pk=3)


@pytest.fixture(autouse=True)
def _registered_words(monkeypatch):
    monkeypatch.setattr(verbs, "_sentences", {})
    verbs.register({"groups.open": gettext_lazy("Monday")})


def test_history_has_the_acts_on_these_records_only_the_latest_first():
    for target, reason in [(FIRST, "1"), (OTHER, "2"), (SECOND, "3"), (FIRST, "4")]:
        record(actor=BOLD, verb="groups.open", target=target, reason=reason)

    assert [line.reason for line in history_of(FIRST, SECOND)] == ["4", "3", "1"]


def test_a_reason_of_ours_is_read_in_each_language():
    record(actor=BOLD, verb="groups.open", target=FIRST, reason=gettext_lazy("Monday"))

    for language, reason in (("en", "Monday"), ("mn", "Даваа гариг")):
        with translation.override(language):
            assert [line.reason for line in history_of(FIRST)] == [reason]


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ("illustrative: no", "illustrative: yes", [("illustrative", "no", "yes")]),
        ("year: 2016\nunit: —", "year: 2024\nunit: ha", [("year", "2016", "2024"), ("unit", "—", "ha")]),
        ("year: 2016", "unit: ha", []),
        ("year: 2016\nunit: ha", "year: 2024", []),
        ("Draft", "In force", []),
        (f"title: {'long ' * 8}", "title: short", []),
        ("", "year: 2016", []),
    ],
)
def test_what_changed_is_told_field_by_field_where_it_is_short(before, after, fields):
    record(actor=BOLD, verb="groups.open", target=FIRST, before=before, after=after)

    assert history_of(FIRST)[0].fields == fields


def test_history_stops_at_its_limit():
    for reason in "abc":
        record(actor=BOLD, verb="groups.open", target=FIRST, reason=reason)

    assert [line.reason for line in history_of(FIRST, limit=2)] == ["c", "b"]


def test_records_of_different_kinds_with_one_number_are_not_confused():
    record(actor=BOLD, verb="groups.open", target=Group(pk=1))

    assert history_of(DBTaskResult(pk=1)) == []
    assert len(history_of(DBTaskResult(pk=1), Group(pk=1))) == 1


def test_history_of_any_number_of_records_is_one_query(django_assert_num_queries):
    task = DBTaskResult(pk=uuid.uuid4())
    for target in [FIRST, SECOND, task]:
        record(actor=BOLD, verb="groups.open", target=target)

    with django_assert_num_queries(1):  # the events
        assert len(history_of(FIRST, SECOND, task)) == 3
    with django_assert_num_queries(0):
        assert history_of() == []


@pytest.mark.parametrize(
    ("language", "verb", "what"),
    [("en", "groups.open", "Monday"), ("mn", "groups.open", "Даваа гариг"), ("en", "groups.paint", "groups.paint")],
)
def test_an_act_is_told_in_the_readers_language(language, verb, what):
    record(actor=BOLD, verb=verb, target=FIRST)

    with translation.override(language):
        assert history_of(FIRST)[0].what == what


@pytest.mark.parametrize(
    ("actor", "who"),
    [
        (BOLD, "Болд, тэргүүлэх прокурор"),
        (Actor.system("remind_overdue"), "Tulga, by itself"),
        (Actor(), "Somebody not signed in"),
        (Actor(user_id=1, label=I18nText(mn="Дарга, Цагдаа", en="Head, Police")), "Head, Police"),
        (Actor(user_id=1, label=I18nText(mn="Дарга, Цагдаа")), "Дарга, Цагдаа"),
        (Actor(label="{the office}", system_name="import_words"), "Tulga, by itself"),
        (Actor(user_id=1, label="{the office}"), "{the office}"),
        (Actor(user_id=1, label="{}"), "{}"),
    ],
)
def test_history_says_who_acted(actor, who):
    with translation.override("mn"):
        record(actor=actor, verb="groups.open", target=FIRST)

    with translation.override("en"):
        assert history_of(FIRST)[0].who == who


@pytest.mark.parametrize(
    ("said", "in_english", "in_mongolian"),
    [
        ("Words of a person", "Words of a person", "Words of a person"),
        (I18nText(mn="Хил", en="Border"), "Border", "Хил"),
        (I18nText(mn="Хил"), "Хил", "Хил"),
        (gettext_lazy("Monday"), "Monday", "Даваа гариг"),
        (in_each_language(lambda: date_format(dt.date(2018, 1, 10)))(), "10 January 2018", "2018 оны 1-р сарын 10"),
        (Group(pk=8, name="Stands for itself"), "Stands for itself", "Stands for itself"),
    ],
)
def test_what_stood_before_and_after_is_told_in_the_readers_language(said, in_english, in_mongolian):
    record(actor=BOLD, verb="groups.open", target=FIRST, before=said, after=said)

    for language, words in (("en", in_english), ("mn", in_mongolian)):
        with translation.override(language):
            line = history_of(FIRST)[0]
            assert (line.before, line.after) == (words, words)


@pytest.mark.parametrize(
    ("target", "written", "shown"),
    [
        (DBTaskResult(pk=uuid.uuid4()), "READY", "Ready"),
        (DBTaskResult(pk=uuid.uuid4()), "2026-01-01", "2026-01-01"),
        (FIRST, "READY", "READY"),
    ],
)
def test_a_status_is_shown_by_its_label(target, written, shown):
    record(actor=BOLD, verb="groups.open", target=target, before=written, after=written)

    line = history_of(target)[0]
    assert (line.before, line.after) == (shown, shown)


def test_acts_on_a_kind_of_record_that_is_gone_are_still_told():
    class Gone:
        pk = 1

        class _meta:
            label_lower = "formerly.thing"

    record(actor=BOLD, verb="groups.open", target=Gone(), before="a")

    assert history_of(Gone())[0].before == "a"
