from __future__ import annotations

from decimal import Decimal

import pytest

from tulga.kit.tabular.formats import NOT_SHOWN, UNCLEAR, format_of


@pytest.mark.parametrize(
    "code",
    [
        "",
        "General",
        "@",
        '"No. "@',
        "0",
        "0.00",
        "#,##0",
        "# ##0",
        "#\\ ##0",
        "# ?/?",
        "0.00E+00",
        "+0;-0;0",
        "0;[Red]0",
        "0;[Red]\\-0",
        "0.",
        '0")"',
        "[$-450]#,##0",
        "General;[Red]-General",
        '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
        '_-* #,##0\\ _₮_-;\\-* #,##0\\ _₮_-;_-* "-"??_-;_-@_-',
        '#,##0;-#,##0;"-"',
        "yyyy-mm-dd",
        'yyyy" оны "m" сар"',
        "[h]:mm",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    ],
)
def test_format_that_shows_the_number_or_a_day_says_nothing_more(code):
    assert format_of(code).shows_the_bare_number


@pytest.mark.parametrize(
    ("code", "number", "text", "value"),
    [
        ('"<"0', "5", "<5", None),
        ("<0", "5", "<5", None),
        ("\\≤0", "5", "≤5", None),
        ('"<"0', "-5", "-<5", None),
        ('0" хүртэл"', "10", "10 хүртэл", None),
        ('General" хүн"', "2.5", "2.5 хүн", None),
        ('0"%"', "5", "5%", None),
        ('0.0"%" ', "0.125", "0.125%", None),
        ("0%", "0.75", "75%", "0.75"),
        ("0000", "7", "0007", "7"),
        ("000", "-7.5", "-007.5", "-7.5"),
        ('"No. "000', "12", "No. 012", None),
        ("0.0\\ %", "-0.125", "-12.5 %", "-0.125"),
        ('"<"0%', "0.05", "<5%", None),
        ('0,"k"', "12000", "12k", None),
        ('#,##0.0,,"M"', "5000000", "5M", None),
        ("#,##0,", "12500", "12.5", "12.5"),
        ("#,##0,.00", "12500", "12.5", "12.5"),
        ('#,##0.0,,\\ "сая"\\ "₮"', "5000000", "5 сая ₮", None),
        ("[$$-409]#,##0.00", "500", "$500", "500"),
        ("[$$-409]#,##0.00", "-500", "-$500", "-500"),
        ('"$"#,##0_);\\("$"#,##0\\)', "-500", "($500)", "-500"),
        ('"$"#,##0;[Red]"$"#,##0', "-500", "-$500", "-500"),
        ('_-* #,##0\\ "₮"_-', "320500000", "320500000 ₮", "320500000"),
        ("#,##0\\ [$MNT]", "5", "5 MNT", "5"),
        ('#,##0" төг."', "5", "5 төг.", "5"),
        ('"("0")"', "5", "(5)", None),
        ("-0", "5", "-5", None),
        ('0" up";0" down"', "-5", "5 down", None),
        ('0;-0;"байхгүй"', "0", "байхгүй", None),
        ('0;-0;"байхгүй"', "3", "3", "3"),
        ("0;-0;;@", "0", "", None),
        ("0;-0;;@", "7", "7", "7"),
        ('[<5]"<5";0', "3", "<5", None),
        ('[<5]"<5";0', "7", "7", "7"),
        ('[>=1000000]0.0,,"M";[>=1000]0,"K";0', "12000", "12K", None),
        ('[>=1000000]0.0,,"M";[>=1000]0,"K";0', "12", "12", "12"),
        ('[=1]"Yes";[=0]"No";General', "0", "No", None),
    ],
)
def test_number_is_read_as_it_is_shown(code, number, text, value):
    shown = format_of(code).shown(Decimal(number))

    assert shown == (text, Decimal(value) if value else None, "")
    assert not format_of(code).shows_the_bare_number


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        (";;;", "7", ("", None, NOT_SHOWN)),
        (";;;", "0", ("", None, "")),
        ("00\\.00", "1205", ("1205", Decimal(1205), UNCLEAR)),
        ('[<5]"<5"', "7", ("7", Decimal(7), UNCLEAR)),
        ('"<"0', "NaN", ("NaN", None, "")),
    ],
)
def test_what_is_not_shown_or_cannot_be_followed_is_told(code, number, shown):
    found = format_of(code).shown(Decimal(number))

    assert (found.text, found.remark) == (shown[0], shown[2])
    assert found.number == shown[1] or number == "NaN"
