from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.plan.choices import Recurrence
from tulga.plan.importers.periods import Period, day_of_serial, read_period

YEAR_2018 = ("2018-01-01", "2018-12-31")
DATED = [
    ("2018", YEAR_2018),
    ("2018 он", YEAR_2018),
    ("2018 онд", YEAR_2018),
    ("in 2018", YEAR_2018),
    ("2018-2021", ("2018-01-01", "2021-12-31")),
    ("2018 – 2021 он", ("2018-01-01", "2021-12-31")),
    ("from 2018 to 2021", ("2018-01-01", "2021-12-31")),
    ("2018 оноос 2021 он хүртэл", ("2018-01-01", "2021-12-31")),
    ("2017 оны IV улирал", ("2017-10-01", "2017-12-31")),
    ("2017 оны ІV улиралд", ("2017-10-01", "2017-12-31")),
    ("2019 оны 2 дугаар улирал", ("2019-04-01", "2019-06-30")),
    ("2019 оны 2-р улирал", ("2019-04-01", "2019-06-30")),
    ("2019 оны I-II улирал", ("2019-01-01", "2019-06-30")),
    ("Q3 2020", ("2020-07-01", "2020-09-30")),
    ("2020 Q3", ("2020-07-01", "2020-09-30")),
    ("Third quarter of 2020", ("2020-07-01", "2020-09-30")),
    ("2019 оны II хагас", ("2019-07-01", "2019-12-31")),
    ("2019 оны эхний хагас жилд", ("2019-01-01", "2019-06-30")),
    ("H1 2019", ("2019-01-01", "2019-06-30")),
    ("second half of 2019", ("2019-07-01", "2019-12-31")),
    ("2019 оны 2 дугаар сар", ("2019-02-01", "2019-02-28")),
    ("2020 оны 2-3 дугаар сар", ("2020-02-01", "2020-03-31")),
    ("February 2020", ("2020-02-01", "2020-02-29")),
    ("2020-02", ("2020-02-01", "2020-02-29")),
    ("January 2018 - March 2019", ("2018-01-01", "2019-03-31")),
    ("2018.01.15-2018.02.20", ("2018-01-15", "2018-02-20")),
    ("2017 оны IV улирал - 2018 оны II улирал", ("2017-10-01", "2018-06-30")),
    ("September 30, 2020", (None, "2020-09-30")),
    ("October 31, 2020*", (None, "2020-10-31")),
    ("30 September 2020", (None, "2020-09-30")),
    ("30.09.2020", (None, "2020-09-30")),
    ("2020-09-30", (None, "2020-09-30")),
    ("2020 оны 9 дүгээр сарын 30", (None, "2020-09-30")),
    ("2020 оны 9 сарын 30-ны өдөр", (None, "2020-09-30")),
    ("by December 2020", (None, "2020-12-31")),
    ("until the end of 2019", (None, "2019-12-31")),
    ("2018 оны эцэс хүртэл", (None, "2018-12-31")),
    ("from 2019", ("2019-01-01", None)),
    ("between 2018 and 2020", ("2018-01-01", "2020-12-31")),
    ("2011-09", ("2011-09-01", "2011-09-30")),
    ("2019 оноос эхлэн", ("2019-01-01", None)),
]


@pytest.mark.parametrize(("words", "days"), DATED)
def test_certain_words_become_days_and_leave_no_words(words, days):
    period = read_period(words)

    first, last = (dt.date.fromisoformat(day) if day else None for day in days)
    assert period == Period(first, last)


@pytest.mark.parametrize(
    ("words", "recurrence"),
    [
        ("жил бүр", Recurrence.YEARLY),
        ("Жил тутам", Recurrence.YEARLY),
        ("жилд 1 удаа", Recurrence.YEARLY),
        ("every year", Recurrence.YEARLY),
        ("Annually", Recurrence.YEARLY),
        ("once a year", Recurrence.YEARLY),
        ("хагас жил бүр", Recurrence.HALF_YEARLY),
        ("жилд 2 удаа", Recurrence.HALF_YEARLY),
        ("every six months", Recurrence.HALF_YEARLY),
        ("улирал бүр", Recurrence.QUARTERLY),
        ("1 activity per quarter", Recurrence.QUARTERLY),
        ("every 3 months", Recurrence.QUARTERLY),
        ("3 сар тутам", Recurrence.QUARTERLY),
        ("зургаан сар бүр", Recurrence.HALF_YEARLY),
        ("every 6 months", Recurrence.HALF_YEARLY),
        ("every 12 months", Recurrence.YEARLY),
        ("сар бүр", Recurrence.MONTHLY),
        ("monthly", Recurrence.MONTHLY),
        ("байнга", Recurrence.CONTINUOUS),
        ("Ongoing", Recurrence.CONTINUOUS),
    ],
)
def test_rhythms_are_recurrence_and_no_words(words, recurrence):
    assert read_period(words) == Period(recurrence=recurrence)


@pytest.mark.parametrize(
    ("words", "recurrence"),
    [
        ("жил бүр, 1 дүгээр сар", Recurrence.YEARLY),
        ("1 activity per quarter, any order encouraged of all agencies", Recurrence.QUARTERLY),
        ("Minimally every 3 months, as often as possible", Recurrence.QUARTERLY),
        ("хэрэгцээ гарсан тухай бүр", Recurrence.AS_NEEDED),
        ("when needed", Recurrence.AS_NEEDED),
    ],
)
def test_what_a_rhythm_does_not_say_stays_beside_it(words, recurrence):
    assert read_period(words) == Period(recurrence=recurrence, words=words)


def test_rhythm_within_years_has_both():
    expected = Period(dt.date(2018, 1, 1), dt.date(2021, 12, 31), Recurrence.YEARLY)

    assert read_period("2018-2021, жил бүр") == read_period("every year (2018-2021)") == expected


@pytest.mark.parametrize(
    "words",
    [
        "2018/2019",
        "2018-19",
        "2021-2018",
        "FY 2020",
        "03.04.2020",
        "31.02.2020",
        "2020 оны 13 дугаар сар",
        "12 months",
        "every 24 months",
        "every two years",
        "2 жил тутам",
        "таван жил бүр",
        "4 сар тутам",
        "every six weeks",
        "every two quarters",
        "2018 and 2020",
        "March 2018 and September 2018",
        "2011-12",
        "not every year",
        "жил бүр биш",
        "monthly, then quarterly",
        "90 days after guidance is issued",
        "2018 эсвэл 2019",
        "soon",
        "0000",
        "1066",
        "2500-2600",
    ],
)
def test_what_is_not_certain_stays_in_its_words(words):
    assert read_period(words) == Period(words=words)


@pytest.mark.parametrize(
    ("period", "is_in_words"),
    [
        (read_period("soon"), True),
        (read_period("хэрэгцээ гарсан тухай бүр"), True),
        (read_period("жил бүр, 1 дүгээр сар"), False),
        (read_period("2018"), False),
        (read_period(""), False),
    ],
)
def test_period_in_words_has_neither_days_nor_a_rhythm_of_the_calendar(period, is_in_words):
    assert period.is_in_words is is_in_words


def test_typed_dates_are_deadlines_and_bare_serials_are_told_apart():
    assert read_period("2018-01-10", dt.date(2018, 1, 10)) == Period(ends_on=dt.date(2018, 1, 10))
    assert day_of_serial(Decimal(43110)) == dt.date(2018, 1, 10)
    assert day_of_serial(Decimal(2018)) is day_of_serial(Decimal("43110.5")) is day_of_serial(None) is None
    assert read_period("43110", Decimal(43110)) == Period(words="43110")
    assert read_period("2018.1", Decimal("2018.1")) == Period(words="2018.1")


FORMS = ["{}-{}", "{} – {}", "{}-{} он", "from {} to {}", "{} оноос {} он хүртэл", "{} to {}"]


@given(st.integers(1990, 2100), st.integers(0, 60), st.sampled_from(FORMS))
def test_every_pair_of_years_in_order_is_that_span(first, length, form):
    last = min(first + length, 2100)

    assert read_period(form.format(first, last)) == Period(dt.date(first, 1, 1), dt.date(last, 12, 31))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%B %d, %Y"]))
def test_every_day_is_that_day(day, form):
    assert read_period(day.strftime(form)) == Period(ends_on=day)


WORDS = st.sampled_from(
    ["2018", "2021", "он", "оны", "улирал", "хагас", "жил бүр", "every", "year", "quarter", "-", ",", "I", "3", "by"]
    + ["January", "сар", "хүртэл", "half", "of", "31", "monthly", "(", ")", "*"]
)


FOOTNOTES = "¹²³"  # letters to Python; a cell that holds nothing else says nothing of a period


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=7).map(" ".join)))
def test_any_text_is_kept_or_turned_into_days_that_it_names(text):
    period = read_period(text)

    assert period or not any(char.isalnum() for char in text if char not in FOOTNOTES)
    if period.starts_on and period.ends_on:
        assert period.starts_on <= period.ends_on
    for day in filter(None, (period.starts_on, period.ends_on)):
        assert str(day.year) in text
    if not (period.starts_on or period.ends_on or period.recurrence):
        assert period.words in ("", " ".join(text.split()))
