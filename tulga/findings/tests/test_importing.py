from __future__ import annotations

import csv
import io

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone, translation

from tests.people import actor_at
from tests.shared_data import SHARED, needs_shared_data
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.audit.summaries import history_of
from tulga.findings.choices import About, Action, Kind, Position, Tier
from tulga.findings.importers.asking import state_question
from tulga.findings.importers.reading import FINDING
from tulga.findings.importing import Findings
from tulga.findings.labels import Labels
from tulga.findings.models import Assessment, Finding, Label, Outcome
from tulga.findings.services import entering
from tulga.findings.services.importing import import_placements
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.findings.tests.importers.reading_files import content_of, reading_of, sheet, text, understood
from tulga.findings.views.browsing import FindingList
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText, words_kept
from tulga.kit.imports.changes import LEAVE_OUT, settle
from tulga.kit.imports.engine import NotUnderstood, outcome_of
from tulga.kit.imports.records import Record, Where

pytestmark = pytest.mark.django_db
TARGET = Findings()
REAL = SHARED / "data/real"


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


def imported(content, writer, into="UPR-2019-SVN", answers=None, *, is_applied=True, **given):
    answers = answers or {}
    reading = reading_of(content, **given)
    reading = TARGET.completed(reading, into=into, actor=writer)
    settled = settle(TARGET.match(reading, into=into, answers=answers, actor=writer), answers)
    if is_applied:
        with transaction.atomic():
            wanted = tuple(each.change for each in settled if each.is_applied)
            TARGET.apply(wanted, reading, into=into, answers=answers, actor=writer)
    layout = understood(content if not hasattr(content, "name") else content_of(content), **given).layout
    return outcome_of(TARGET, file="file", layout=layout, reading=reading, settled=settled).as_json()


def counted(told):
    return tuple(told[name] for name in ("created", "changed", "unchanged", "doubtful"))


def doubts(content, writer, into="UPR-2019-SVN", **given):
    reading = TARGET.completed(reading_of(content, **given), into=into, actor=writer)
    changes = TARGET.match(reading, into=into, answers={}, actor=writer)
    return [doubt for change in changes for doubt in change.doubts]


def answered(answer, content, writer, **options):
    """What every question of the file is answered with, as it is remembered."""
    asked = doubts(content, writer, **options)
    assert asked
    assert all(doubt.is_remembered for doubt in asked)
    return {doubt.name: answer for doubt in asked}


# --- What a preview shows ------------------------------------------------------------------------------------------
WIDE = ("Number", "Recommendation", "Theme", "From", "Position", "Comments by the State", "SDGs")
SHELTERS = ("5", "Fund the shelters of NGOs", "Shelters", "France; Lithuania", "Noted", "No money", "5, 16")


def previewed(content, writer, into="UPR-2019-SVN", **given):
    reading = TARGET.completed(reading_of(content, **given), into=into, actor=writer)
    changes = TARGET.match(reading, into=into, answers={}, actor=writer)
    return [{each.field: (each.old, each.new) for each in change.differences} for change in changes]


def test_of_a_new_finding_all_that_would_be_written_is_shown(writer):
    (shown,) = previewed(sheet(WIDE, SHELTERS), writer)

    assert {field: new for field, (_old, new) in shown.items()} == {
        "text": "Fund the shelters of NGOs",
        "kind": "Recommendation",
        "recommended_by": "France; Lithuania",
        "position": "Noted",
        "theme": "Shelters",
        "position_words": "No money",
        "goals": "5, 16",
    }
    assert {old for old, _new in shown.values()} == {""}


def test_a_position_that_changes_is_shown_in_words(writer):
    imported(sheet(WIDE, SHELTERS), writer)

    assert previewed(sheet(WIDE, (*SHELTERS[:4], "Supported", *SHELTERS[5:])), writer) == [
        {"position": ("Noted", "Supported")}
    ]


def test_of_a_new_year_the_tier_is_shown(writer):
    assert previewed(sheet(("Year", "Tier"), ("2005", "Tier 2 Watch List")), writer, into="TIP-2005-MNG") == [
        {"tier": ("", "Tier 2 Watch List")}
    ]


def test_a_long_text_is_shortened_where_it_only_names_its_row():
    record = Record(FINDING, "finding:5", {"number": "5", "text": "x" * 300}, Where())

    assert TARGET.title_of(record) == f"5 {'x' * 100}…"


# --- Where it goes ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "facts", "told"),
    [
        ("TIP-2017-MNG", {}, "Compared with the findings of TIP 2017 (TIP-2017-MNG), and written among them."),
        (
            "TIP-2018-MNG",
            {},
            "The assessment TIP-2018-MNG does not exist yet. It is made of this file: “Trafficking in Persons Report "
            "2018: Mongolia”, of the year 2018, on Mongolia.",
        ),
        (
            "TIP-MNG",
            {"placed": 2015},
            "The tier of each year is compared with the assessment of that year, such as TIP-MNG-2015.",
        ),
    ],
)
def test_where_it_goes_and_what_it_is_compared_with_is_said_beforehand(writer, code, facts, told):
    AssessmentFactory(code="TIP-2017-MNG", title=I18nText(en="TIP 2017"))

    assert str(TARGET.destination(code, facts, writer)) == told


@pytest.mark.parametrize("code", ["TIP-2017-MNG", "themes"])
def test_a_code_that_a_new_assessment_cannot_have_is_refused_before_all_the_work(code):
    AssessmentFactory(code="TIP-2017-MNG")

    with pytest.raises(RuleBroken):
        TARGET.require_free(code)


# --- Real files --------------------------------------------------------------------------------------------------
@needs_shared_data
def test_the_real_matrix_comes_in_once_and_each_finding_knows_what_it_is_about(writer):
    path = REAL / "findings/upr-slovenia-cycle3-thematic-list.docx"

    first, second = imported(path, writer), imported(path, writer)

    assert (first["layout"], counted(first), counted(second)) == ("upr-matrix", (215, 0, 0, 0), (0, 0, 215, 0))
    assert first["summary"]["by_position"] == {"none": 0, "supported": 182, "noted": 33}
    by_theme = first["summary"]["by_theme"]
    assert (by_theme["Prohibition of slavery, trafficking"], sum(by_theme.values())) == (17, 215)
    assert (len(by_theme), first["summary"]["themes"]) == (53, 42)
    assert (by_theme["Racial discrimination"], by_theme["Racial discrimination (noted)"]) == (6, 2)
    assert first["summary"]["numbers"][:3] == ["121.1", "121.2", "121.3"]
    assessment = Assessment.objects.get(code="UPR-2019-SVN")
    assert (assessment.state, assessment.year, assessment.findings.count()) == ("SVN", 2019, 215)
    finding = assessment.findings.get(number="121.1")
    assert (finding.recommended_by, finding.position_source) == ("France; Lithuania", "A/HRC/43/15 - Para 121")
    codes = Label.objects.filter(finding=finding).values_list("about", "code")
    assert {(About.STATE, "FRA"), (About.STATE, "LTU"), (About.GOAL, "16")} <= set(codes)
    assert AuditEvent.objects.filter(verb=Action.IMPORT).count() == 215


@needs_shared_data
@pytest.mark.parametrize(("state", "count"), [("Afghanistan", 224), ("Kazakhstan", 198)])
def test_both_files_of_the_export_are_the_same_findings(writer, state, count):
    csv, xls = (
        imported(REAL / f"findings/uprinfo-sessions-17-20.{kind}", writer, into="UPR-2014-XXX", state=state)
        for kind in ("csv", "xls")
    )

    assert (counted(csv), counted(xls)) == ((count, 0, 0, 0), (0, 0, count, 0))
    assert sum(csv["summary"]["by_position"].values()) == count


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "count", "tier"),
    [
        ("one-paragraph-semicolons", 5, "2"),
        ("bullets-in-one-paragraph", 5, None),
        ("lost-bullets-glued", 5, None),
        ("stars-no-heading", 4, None),
        ("tuvshin-mn", 3, None),
    ],
)
def test_a_pasted_narrative_comes_in_once_with_its_tier(writer, name, count, tier):
    pasted = text((SHARED / f"data/made/narratives/{name}.txt").read_text(encoding="utf-8"))

    first, second = (imported(pasted, writer, into="TIP-2024-MNG") for _each in range(2))

    assert (first["rows"], counted(first), counted(second)) == (count, (count, 0, 0, 0), (0, 0, count, 0))
    assert first["summary"]["tier"] == tier
    assert Assessment.objects.get().tier == (tier or "")


@needs_shared_data
def test_the_real_tiers_become_a_year_each_and_a_source_that_differs_is_asked_about(writer):
    path = REAL / "tiers/tip-tiers-1999-2015-jk_misc-map_tiers.csv"
    AssessmentFactory(code="TIP-2014-MNG", year=2014, tier=Tier.TWO)
    other = AssessmentFactory(code="TIP-2015-MNG", year=2015, tier=Tier.THREE)

    told = imported(path, writer, into="TIP-2015-MNG", state="Mongolia")

    assert counted(told) == (9, 0, 1, 1)
    assert told["summary"]["tiers"]["2005"] == "2"
    assert Assessment.objects.get(code="TIP-2005-MNG").tier == Tier.TWO
    other.refresh_from_db()
    assert other.tier == Tier.THREE
    options = {"into": "TIP-2015-MNG", "state": "Mongolia"}
    imported(path, writer, answers=answered("taken", path, writer, **options), **options)
    other.refresh_from_db()
    assert other.tier == Tier.TWO


@needs_shared_data
def test_the_real_timeline_tells_what_became_of_each(writer):
    path = REAL / "tiers/tip-recommendations-timeline-indonesia-2001-2013.csv"

    first, second = (imported(path, writer, into="TIP-2013-IDN") for _each in range(2))

    assert (counted(first), counted(second)) == ((23, 0, 0, 0), (0, 0, 23, 0))
    told = Outcome.objects.filter(finding__number="1").values_list("year", "degree", "is_asked")
    assert (2007, "complete", False) in told
    assert (2001, "", True) in told


def timeline(judgement):
    return sheet(
        ("year", "recommendation", "progress"),
        *(("2001", f"Measure {number}", "none") for number in (1, 2)),
        *(("2002", f"Measure {number}", judgement if number == 1 else "some") for number in (1, 2)),
    )


def test_a_judgement_that_changed_is_offered_and_told_anew(writer):
    imported(timeline("some"), writer, into="TIP-2002-IDN")

    told = imported(timeline("a lot"), writer, into="TIP-2002-IDN")
    again = imported(timeline("a lot"), writer, into="TIP-2002-IDN")

    assert (counted(told), counted(again)) == ((0, 1, 1, 0), (0, 0, 2, 0))
    outcome = Outcome.objects.get(finding__text="Measure 1", year=2002)
    assert (outcome.words, outcome.degree) == ("a lot", "much")
    event = AuditEvent.objects.filter(verb=Action.TELL).get()
    assert event.before == "2002: some"
    assert "2002: a lot" in event.after


TEXT_OF_TIER_2 = """The government remained on Tier 2.

RECOMMENDATIONS FOR MONGOLIA: Investigate traffickers; fund shelters for victims; train officials at the borders.
"""


def test_a_text_that_names_another_tier_asks_about_it_and_its_findings_come_in(writer):
    there = AssessmentFactory(code="TIP-2017-MNG", year=2017, tier=Tier.THREE)

    told = imported(text(TEXT_OF_TIER_2), writer, into="TIP-2017-MNG")

    there.refresh_from_db()
    assert (counted(told), there.tier, there.findings.count()) == ((3, 0, 0, 1), Tier.THREE, 3)
    assert "For 2017 this file says Tier 2. Here stands Tier 3" in told["problems"][-1]["message"]
    answers = answered("taken", text(TEXT_OF_TIER_2), writer, into="TIP-2017-MNG")
    imported(text(TEXT_OF_TIER_2), writer, into="TIP-2017-MNG", answers=answers)
    there.refresh_from_db()
    assert there.tier == Tier.TWO
    told = history_of(there)[0]
    assert (told.before, told.after) == ("tier: Tier 3", "tier: Tier 2")
    assert counted(imported(text(TEXT_OF_TIER_2), writer, into="TIP-2017-MNG")) == (0, 0, 3, 0)


def test_where_another_tier_takes_its_place_the_file_is_its_source_and_the_former_remark_goes(writer):
    there = AssessmentFactory(code="TIP-2017-MNG", year=2017, tier=Tier.THREE, source="Old report", note="From page 7")

    import_placements(
        placements={"TIP-2017-MNG": (2017, Tier.TWO)}, facts={"file": "tiers.csv", "state": "MNG"}, actor=writer
    )

    there.refresh_from_db()
    assert (there.tier, there.source, there.note) == (Tier.TWO, "tiers.csv", "")
    told = history_of(there)[0]
    assert told.before.splitlines() == ["tier: Tier 3", "source: Old report", "remark: From page 7"]
    assert told.after.splitlines() == ["tier: Tier 2", "source: tiers.csv", "remark: —"]


# --- What is here already ----------------------------------------------------------------------------------------
HEADINGS = ("No", "Recommendation", "Theme", "Position", "Recommended by")


def test_a_changed_text_is_a_new_revision_with_its_reason_and_the_rest_stays(writer):
    assessment = AssessmentFactory(code="UPR-2019-SVN")
    old = FindingFactory(assessment=assessment, number="7", text="Fund the shelters of NGOs", note="ours")
    entering.revise_finding(finding=old, expected_version=1, reason="-", actor=writer, labels=Labels(goals=(5,)))
    entering_again = sheet(HEADINGS, ("7", "Fund the shelters of all NGOs", "", "", ""))

    told = imported(entering_again, writer)

    latest = Finding.objects.current().get(number="7")
    assert (counted(told), latest.revision, latest.note) == ((0, 1, 0, 0), 3, "ours")
    assert list(latest.labels.values_list("code", flat=True)) == ["5"]
    assert Finding.objects.get(pk=old.pk).text == "Fund the shelters of NGOs"
    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, words_kept(event.reason)) == (Action.REVISE, "The file says so")
    assert "all NGOs" in event.after


def test_a_position_that_came_later_changes_only_that(writer):
    imported(sheet(HEADINGS, ("1", "Train judges", "Justice", "", "Norway")), writer)

    told = imported(sheet(HEADINGS, ("1", "“Train  judges”", "Justice", "Accepted", "Norway")), writer)

    assert counted(told) == (0, 1, 0, 0)
    assert Finding.objects.current().get().position == Position.SUPPORTED


def test_the_same_words_under_another_number_are_asked_about(writer):
    imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer)
    moved = sheet(HEADINGS, ("2", "Train judges", "", "", ""))

    assert counted(imported(moved, writer)) == (0, 0, 0, 1)
    assert counted(imported(moved, writer, answers=answered("corrected", moved, writer))) == (0, 0, 1, 0)
    assert Finding.objects.count() == 1
    assert counted(imported(moved, writer, answers=answered("another", moved, writer))) == (1, 0, 0, 0)
    assert Finding.objects.count() == 2


def test_other_words_under_the_same_number_wait_for_a_person(writer):
    imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer)
    other = sheet(HEADINGS, ("1", "Open a shelter in every province", "", "", ""))

    told = imported(other, writer)

    assert counted(told) == (0, 0, 0, 1)
    assert "Train judges" in told["problems"][-1]["message"]
    assert Finding.objects.current().get().text == "Train judges"
    imported(other, writer, answers=answered("corrected", other, writer))
    assert Finding.objects.current().get().text.startswith("Open a shelter")


def test_a_number_that_stands_twice_is_asked_about_and_the_answer_holds(writer):
    twice = sheet(HEADINGS, ("1", "Train judges", "", "", ""), ("1", "Open a shelter", "", "", ""))

    told = imported(twice, writer)

    assert counted(told) == (1, 0, 0, 1)
    assert told["problems"][-1]["where"] == "row 3, column A"
    imported(twice, writer, answers=answered(LEAVE_OUT, twice, writer))
    assert Finding.objects.count() == 1
    imported(twice, writer, answers=answered("next", twice, writer))
    assert Finding.objects.get(number="2").text == "Open a shelter"
    assert counted(imported(twice, writer)) == (0, 0, 2, 0)


def test_the_next_free_number_is_none_that_another_row_has(writer):
    rows = [
        ("", "Hire", "", "", ""),
        ("1", "Train judges", "", "", ""),
        ("1", "Open", "", "", ""),
        ("2", "Fund", "", "", ""),
    ]
    content = sheet(HEADINGS, *rows)

    imported(content, writer, answers=answered("next", content, writer))

    assert dict(Finding.objects.values_list("text", "number")) == {
        "Hire": "3",
        "Train judges": "1",
        "Open": "4",
        "Fund": "2",
    }
    assert counted(imported(content, writer)) == (0, 0, 4, 0)


ONE = sheet(HEADINGS, ("1", "Train judges", "", "", ""))
ASKING = {
    "moved": ("UPR-2019-SVN", ONE, sheet(HEADINGS, ("2", "Train judges", "", "", ""))),
    "other": ("UPR-2019-SVN", ONE, sheet(HEADINGS, ("1", "Open a shelter in every province", "", "", ""))),
    "twice": ("UPR-2019-SVN", ONE, sheet(HEADINGS, *[("1", each, "", "", "") for each in ("Train judges", "Hire")])),
    "tier": (
        "TIP-2017-MNG",
        sheet(("Year", "Tier"), ("2017", "Tier 3")),
        sheet(("Year", "Tier"), ("2017", "Tier 2")),
    ),
    "tier of a text": ("TIP-2017-MNG", sheet(("Year", "Tier"), ("2017", "Tier 3")), text(TEXT_OF_TIER_2)),
}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        *(("moved", "corrected"), ("moved", "another"), ("other", "corrected"), ("twice", "next"), ("tier", "taken")),
        *(("tier of a text", "taken"), *((kind, LEAVE_OUT) for kind in ASKING)),
    ],
)
def test_what_was_answered_and_applied_is_not_asked_again_of_the_same_file(writer, kind, answer):
    into, there, content = ASKING[kind]
    imported(there, writer, into=into)
    answers = answered(answer, content, writer, into=into)

    imported(content, writer, into=into, answers=answers)
    again = imported(content, writer, into=into, answers=answers)

    assert (again["created"], again["changed"], again["doubtful"]) == (0, 0, 0)


@pytest.mark.parametrize("kind", ASKING)
def test_of_other_words_and_of_another_source_it_is_asked_anew(writer, kind):
    into, there, content = ASKING[kind]
    others = {
        "moved": sheet(HEADINGS, ("3", "Train judges", "", "", "")),
        "other": sheet(HEADINGS, ("1", "Open three shelters near the border", "", "", "")),
        "twice": sheet(HEADINGS, *[("1", each, "", "", "") for each in ("Train judges", "Fund")]),
        "tier": sheet(("Year", "Tier"), ("2017", "Tier 2"), ("2018", "Tier 2")),
        "tier of a text": text(f"{TEXT_OF_TIER_2} Fund more shelters."),
    }
    imported(there, writer, into=into)
    answers = answered(LEAVE_OUT, content, writer, into=into)

    told = imported(others[kind], writer, into=into, answers=answers, is_applied=False)

    assert told["doubtful"] == 1


def test_a_file_that_names_no_kind_leaves_it_as_it_is(writer):
    FindingFactory(assessment__code="UPR-2019-SVN", number="1", text="Train judges", kind=Kind.OBSERVATION)

    assert counted(imported(ONE, writer)) == (0, 0, 1, 0)


def test_texts_without_numbers_are_found_by_their_words_and_who_said_them(writer):
    without = HEADINGS[1:]
    imported(sheet(without, ("Train judges", "", "", "Norway"), ("Train judges", "", "", "Chad")), writer)

    told = imported(sheet(without, ("Train judges", "", "", "Chad"), ("Fund", "", "", "Mali")), writer)

    assert counted(told) == (1, 0, 1, 0)
    assert [finding.number for finding in Finding.objects.order_by("order_key")] == ["1", "2", "3"]


def test_what_became_of_a_finding_goes_on_with_its_next_revision(writer):
    finding = FindingFactory(number="1")
    Outcome.objects.create(finding=finding, year=2018, degree="some")

    latest = entering.revise_finding(
        finding=finding, expected_version=1, text="Other words", reason="Found", actor=writer
    )

    assert list(latest.outcomes.values_list("year", flat=True)) == [2018]


LONG = (
    *(
        "5",
        "Fund the shelters of NGOs",
        f"{'Shelters ' * 40}A;{'Shelters ' * 40}B;shelters;Shelters",
        "; ".join(f"State {number}" for number in range(200)),
    ),
    *("Noted", "No money" * 90, "5, 16", "remark " * 100, "Women; women;-"),
)


def test_what_is_long_comes_in_whole_and_the_same_file_again_changes_nothing(writer):
    content = sheet((*WIDE, "Notes", "Affected persons"), LONG)

    first, second = imported(content, writer), imported(content, writer)

    finding = Finding.objects.get()
    assert (counted(first), counted(second)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert (finding.note, finding.recommended_by) == (LONG[7].strip(), LONG[3])
    assert finding.theme == {"en": LONG[2].split(";")[0]}
    assert Labels.of(finding.labels.all()).further_themes == (LONG[2].split(";")[1], "shelters")
    assert Labels.of(finding.labels.all()).groups == ("Women",)


def test_what_a_source_says_at_length_of_a_year_is_kept_whole(writer):
    words = "some progress was made, " * 20

    imported(timeline(words), writer, into="TIP-2002-IDN")

    assert Outcome.objects.get(finding__text="Measure 1", year=2002).words == words.strip()
    assert counted(imported(timeline(words), writer, into="TIP-2002-IDN")) == (0, 0, 2, 0)


# --- Refusals ----------------------------------------------------------------------------------------------------
def test_nothing_is_written_without_being_applied(writer):
    told = imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer, is_applied=False)

    assert counted(told) == (1, 0, 0, 0)
    assert not Assessment.objects.exists()


def test_somebody_without_the_right_leaves_no_trace(writer):
    outsider = actor_at(AgencyFactory(), Role.FOCAL_POINT)

    with pytest.raises(NotAllowed):
        imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), outsider)

    assert not Assessment.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("code", "state", "is_told"), [("study", "MNG", True), ("study-SVN", "SVN", False), ("study-MNG", "MNG", False)]
)
def test_where_nothing_names_a_state_the_own_one_is_taken_and_told_once(writer, code, state, is_told):
    told = imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer, into=code)
    again = imported(sheet(HEADINGS, ("2", "Fund shelters", "", "", "")), writer, into=code)

    assert (Assessment.objects.get().state, Finding.objects.count()) == (state, 2)
    assert any("Mongolia is taken" in each["message"] for each in told["problems"]) is is_told
    assert not any("is taken" in each["message"] for each in again["problems"])


@pytest.mark.parametrize(("code", "is_told"), [("UPR-SVN", True), ("UPR-2019-SVN", False)])
def test_where_nothing_names_a_year_this_one_is_taken_and_told(writer, code, is_told):
    told = imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer, into=code)

    year = timezone.localdate().year
    assert Assessment.objects.get().year == (year if is_told else 2019)
    assert any(f"{year} is taken" in each["message"] for each in told["problems"]) is is_told


OF_A_STATE = (("State", "Recommendation"), ("Kazakhstan", "Train judges"))


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        (
            "TIP-2031-MNG",
            {
                "en": "Trafficking in Persons Report 2031: Mongolia",
                "mn": "Хүн худалдаалахын эсрэг 2031 оны тайлан: Монгол Улс",
            },
        ),
        (
            "TIP-MNG",
            {"en": "Trafficking in Persons Report: Mongolia", "mn": "Хүн худалдаалахын эсрэг тайлан: Монгол Улс"},
        ),
        ("study-7", {"en": "study-7"}),
    ],
)
def test_a_report_made_by_an_import_has_its_title_in_every_language(writer, code, titles):
    imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer, into=code)

    assert Assessment.objects.get().title == titles


@pytest.mark.parametrize("language", ["en", "mn"])
def test_the_sheet_of_all_findings_comes_back_without_a_difference(writer, language):
    """Whoever takes it out, in whatever language: what it has no column for stays, other reports' rows stay away."""
    FindingFactory(
        assessment__code="UPR-2017",
        number="1",
        text="Train judges",
        language="en",
        translations=I18nText(mn="Шүүгч нарыг сургах"),
        theme=I18nText(en="Demand; supply", mn="Эрэлт"),
        position=Position.SUPPORTED,
        position_words=I18nText(en="Under way"),
        labels=Labels(goals=(16,), further_themes=("Shelters",), groups=("Women",)),
    )
    FindingFactory(assessment__code="TIP-2017", assessment__year=2018, number="1", text="Fund shelters")
    request = RequestFactory().get(f"/{language}/findings/all/", {"format": "csv"})
    request.actor = writer
    with translation.override(language):
        file = FindingList.as_view()(request).content.decode("utf-8-sig")

    told = imported(sheet(*csv.reader(io.StringIO(file, newline=""))), writer, into="UPR-2017", is_applied=False)

    assert (told["rows"], counted(told)) == (1, (0, 0, 1, 0))
    assert any("(1, of TIP-2017)" in each["message"] for each in told["problems"])


def test_a_file_on_another_state_than_its_code_names_is_told(writer):
    told = imported(sheet(*OF_A_STATE), writer, into="UPR-2014-AFG")

    assert any("about Kazakhstan" in each["message"] for each in told["problems"])
    assert Assessment.objects.get().state == "KAZ"


def test_a_file_on_another_state_does_not_go_into_a_report_that_is_there(writer):
    imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer, into="UPR-2014-AFG")

    with pytest.raises(NotUnderstood) as refused:
        imported(sheet(*OF_A_STATE), writer, into="UPR-2014-AFG")

    assert "about Kazakhstan, and the assessment UPR-2014-AFG is about Afghanistan" in str(refused.value.sentence)
    assert Finding.objects.count() == 1


def test_which_state_is_wanted_is_asked_for_each_file_anew():
    question = state_question(["Kazakhstan", "Afghanistan"], {"state": "Kazakhstan"})

    assert (question.answer, question.is_required, question.is_remembered) == ("Kazakhstan", True, False)


def test_a_finding_that_somebody_corrected_meanwhile_stops_the_whole_import(writer):
    imported(sheet(HEADINGS, ("1", "Train judges", "", "", "")), writer)
    content = sheet(HEADINGS, ("1", "Train judges well", "", "", ""), ("2", "Fund shelters", "", "", ""))
    reading = reading_of(content)
    changes = TARGET.match(reading, into="UPR-2019-SVN", answers={}, actor=writer)
    finding = Finding.objects.get()
    entering.revise_finding(finding=finding, expected_version=1, note="mine", reason="-", actor=writer)

    with pytest.raises(RuleBroken), transaction.atomic():
        TARGET.apply(changes, reading, into="UPR-2019-SVN", answers={}, actor=writer)

    assert not Finding.objects.filter(number="2").exists()


def test_matching_asks_a_fixed_number_of_questions(writer, django_assert_num_queries):
    rows = [(str(number), f"Recommendation {number}", "", "", "") for number in range(1, 40)]
    imported(sheet(HEADINGS, *rows), writer)
    reading = reading_of(sheet(HEADINGS, *rows))

    # The findings with their assessment; their labels; the years that are told of.
    with django_assert_num_queries(3):
        TARGET.match(reading, into="UPR-2019-SVN", answers={}, actor=writer)
