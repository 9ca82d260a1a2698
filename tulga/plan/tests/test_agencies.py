from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tulga.plan.importers.agencies import Named, parted, parted_cell

KNOWN = {"ЦЕГ", "Хууль зүй, дотоод хэргийн яам", "Ministry of Justice and Home Affairs", "UNDP", "IOM", "UNICEF"}


def known(name: str) -> bool:
    return name in KNOWN


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ХХЕГ, ЦЕГ, Өмнөговь аймаг; Дорноговь аймаг", ("ХХЕГ", "ЦЕГ", "Өмнөговь аймаг", "Дорноговь аймаг")),
        ("ЦЕГ\nГИХГ", ("ЦЕГ", "ГИХГ")),
        ("ЦЕГ/ГИХГ", ("ЦЕГ", "ГИХГ")),
        ("Хууль зүй, дотоод хэргийн яам, ЦЕГ", ("Хууль зүй, дотоод хэргийн яам", "ЦЕГ")),
        ("Хууль зүй,\nдотоод хэргийн яам\nЦЕГ", ("Хууль зүй, дотоод хэргийн яам", "ЦЕГ")),
        ("Ministry of Justice and Home Affairs", ("Ministry of Justice and Home Affairs",)),
        ("UNDP, UNICEF and IOM", ("UNDP", "UNICEF", "IOM")),
        ("GSA and OMB", ("GSA and OMB",)),
        ("ЕХ (EIDHR, 2018)", ("ЕХ (EIDHR, 2018)",)),
        ("1. ЦЕГ\n2. ГИХГ", ("ЦЕГ", "ГИХГ")),
        ("- ЦЕГ\n• ГИХГ", ("ЦЕГ", "ГИХГ")),
        ("ТББ-ууд", ("ТББ-ууд",)),
        ("ЦЕГ, ЦЕГ,, ", ("ЦЕГ",)),
        ("OMB*", ("OMB",)),
        ("-", ()),
        ("", ()),
    ],
)
def test_names_are_taken_apart_and_known_ones_kept_whole(text, names):
    assert parted(text, known) == names


@pytest.mark.parametrize(
    ("text", "lead", "together"),
    [
        ("ХЗДХЯ", ("ХЗДХЯ",), ()),
        ("ХЗДХЯ хамтран: ЦЕГ, ГИХГ", ("ХЗДХЯ",), ("ЦЕГ", "ГИХГ")),
        ("ХЗДХЯ\nХамтран хэрэгжүүлэх: ЦЕГ", ("ХЗДХЯ",), ("ЦЕГ",)),
        ("Хариуцах: ХЗДХЯ; Хамтран хэрэгжүүлэх байгууллага: ЦЕГ", ("ХЗДХЯ",), ("ЦЕГ",)),
        ("ХЗДХЯ (хамтран: ЦЕГ, ГИХГ)", ("ХЗДХЯ",), ("ЦЕГ", "ГИХГ")),
        ("OMB in cooperation with GSA", ("OMB",), ("GSA",)),
        ("Lead: OMB, partners: GSA; CDO Council", ("OMB",), ("GSA", "CDO Council")),
        ("GSA with CDO Council and ICSP", ("GSA with CDO Council and ICSP",), ()),
    ],
)
def test_words_for_together_part_the_lead_from_the_others(text, lead, together):
    assert parted_cell(text, known) == Named(lead, together)


NAMES = st.lists(st.text(alphabet="АБВГҮӨабвABCdef -", min_size=1, max_size=12), min_size=1, max_size=6)


@given(NAMES, st.sampled_from([", ", ";", "/", "\n", " ; ", ","]))
def test_names_without_signs_come_back_whole_and_in_order(names, sign):
    plain = [" ".join(name.replace("-", "").split()) for name in names]
    plain = list(dict.fromkeys(name for name in plain if len(name) > 1))

    assert parted(sign.join(plain)) == tuple(plain)


@given(st.text(alphabet="АБabc ,;/\n()-.1&*:", max_size=40))
def test_no_letter_is_lost(text):
    found = parted_cell(text)

    once = "".join(found.lead + found.together)
    assert set(re.findall(r"[^\W\d_]", text)) == set(re.findall(r"[^\W\d_]", once))


@given(st.text(alphabet="АБВabc,;/ ", min_size=1, max_size=30))
def test_known_name_is_never_cut(name):
    whole = " ".join(name.split()).strip(",;/ ")

    assert parted(whole, lambda tried: tried == whole) == ((whole,) if whole else ())
