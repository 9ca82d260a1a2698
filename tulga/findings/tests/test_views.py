from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.documents.models import Document
from tulga.findings.choices import Kind, Position, Tier
from tulga.findings.labels import Labels
from tulga.findings.models import Assessment, Finding, Repetition
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.findings.tests.importers.reading_files import reading_of, sheet
from tulga.findings.views import browsing, entering, following
from tulga.kit import once
from tulga.kit.i18n import I18nText
from tulga.kit.writing import LONGEST_TEXT

pytestmark = pytest.mark.django_db
REPORT = {
    "code": "TIP-2017-MNG",
    "title_en": "Trafficking in Persons Report",
    "body_name_en": "Department of State",
    "state": "MNG",
    "year": "2017",
    "tier": "2",
    "source": "report.example",
}
ITEM = {"kind": "recommendation", "text": "Carry out the plans", "language": "en", "position": "none"}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


@pytest.fixture
def outsider():
    return actor_at(AgencyFactory(), Role.FOCAL_POINT)


def ask(view, actor, sent=None, query=None, language="en", **address):
    if sent is None:
        request = RequestFactory().get(f"/{language}/findings/", query or {})
    else:
        request = RequestFactory().post("/en/findings/", {once.FIELD: once.new_token(actor.user_id), **sent})
    request.actor = actor
    with translation.override(language):
        return view.as_view()(request, **address)


def shown(*args, **options):
    return ask(*args, **options).content.decode()


def test_the_list_makes_one_query(outsider, django_assert_num_queries):
    for _each in range(11):
        FindingFactory()

    # The rows with their bodies, each with the number of its findings.
    with django_assert_num_queries(1):
        shown(browsing.AssessmentList, outsider)


def test_an_assessment_of_eleven_findings_makes_a_fixed_number_of_queries(outsider, django_assert_num_queries):
    assessment = AssessmentFactory(code="TIP")
    for number in range(1, 12):
        FindingFactory(assessment=assessment, number=number)

    # The assessment; its findings, their outcomes and repetitions; the later assessments of the body; the findings'
    # positions; their superseded revisions; the history.
    with django_assert_num_queries(8):
        shown(browsing.AssessmentDetail, outsider, code="TIP")


def test_the_list_of_findings_makes_one_query(outsider, django_assert_num_queries):
    for _each in range(11):
        FindingFactory()

    # The rows with their assessments.
    with django_assert_num_queries(1):
        shown(browsing.FindingList, outsider)


def test_a_theme_makes_a_fixed_number_of_queries(outsider, django_assert_num_queries):
    for number in range(1, 12):
        FindingFactory(number=number, theme=I18nText(en="Demand"))

    # The theme's words; its findings, their outcomes and repetitions; the later assessments of their bodies.
    with django_assert_num_queries(5):
        shown(browsing.ThemeDetail, outsider, theme="demand")


def test_themes_years_and_tiers_make_a_fixed_number_of_queries(outsider, django_assert_num_queries):
    for number in range(1, 12):
        FindingFactory(number=number, theme=I18nText(en=f"Theme {number}"), assessment__tier=Tier.TWO)

    # Themes: the counts by year; their words. Years: the counts by position; the assessments. Tiers: those alone.
    for view, queries in [(browsing.ThemeList, 2), (browsing.YearList, 2), (browsing.TierList, 1)]:
        with django_assert_num_queries(queries):
            shown(view, outsider)


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"q": "shelter"}, {"Open a shelter"}),
        ({"assessment": "tip-a"}, {"Open a shelter"}),
        ({"year": "2018"}, {"Train judges"}),
        ({"position": "supported"}, {"Train judges"}),
        ({"kind": "observation"}, {"Train judges"}),
        ({"state": "Turkey"}, {"Open a shelter"}),
        ({"state": "nowhere"}, set()),
        ({"goal": "16"}, {"Train judges"}),
        ({}, {"Open a shelter", "Train judges"}),
    ],
)
def test_findings_are_searched_and_filtered(outsider, query, seen):
    FindingFactory(assessment__code="TIP-A", text="Open a shelter", recommended_by="Türkiye; Chad")
    FindingFactory(
        assessment__year=2018,
        text="Train judges",
        kind=Kind.OBSERVATION,
        position=Position.SUPPORTED,
        labels=Labels(goals=(16,)),
    )

    page = shown(browsing.FindingList, outsider, query=query)

    assert {text for text in ("Open a shelter", "Train judges") if text in page} == seen


def test_an_exported_sheet_of_findings_is_understood_by_the_import(outsider):
    FindingFactory(
        assessment__code="UPR-2017",
        number="121.3",
        theme=I18nText(en="Demand"),
        recommended_by="Norway",
        position=Position.NOTED,
    )
    assert "UPR-2017" in shown(browsing.FindingList, outsider)

    for language in ("en", "mn"):
        answer = ask(browsing.FindingList, outsider, query={"format": "csv"}, language=language)
        rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        headings, cells = rows
        assert cells[:4] == ["UPR-2017", "MNG", "2017", "121.3"]
        (record,) = reading_of(sheet(tuple(headings), tuple(cells))).records
        assert record.values["number"] == "121.3"
        assert record.values["text"] == "Carry out the national action plans"
        assert (record.values["states"], record.values["position"]) == (["Norway"], "noted")
        assert record.values["theme"] == {"en": "Demand"}


@pytest.mark.parametrize(("query", "own"), [({}, True), ({"state": "SVN"}, False), ({"state": "nowhere"}, True)])
def test_themes_and_years_are_of_one_state(outsider, query, own):
    FindingFactory(theme=I18nText(en="Demand"), assessment__year=2017, text="Own words")
    FindingFactory(theme=I18nText(en="Demand"), assessment__year=2019, assessment__state="SVN", text="Slovene words")

    themes = shown(browsing.ThemeList, outsider, query=query)
    years = shown(browsing.YearList, outsider, query=query)
    theme = shown(browsing.ThemeDetail, outsider, query=query, theme="demand")

    for page in (themes, years):
        assert (">2017<" in page, ">2019<" in page) == (own, not own)
    assert ("Own words" in theme, "Slovene words" in theme) == (own, not own)
    assert all('value="SVN"' in page for page in (themes, years, theme))
    assert ("/themes/demand/?state=SVN" in themes) is (not own)


@pytest.mark.parametrize(
    ("query", "is_found", "is_said"),
    [
        ({}, True, True),
        ({"state": "FRA"}, True, True),
        ({"state": "SVN"}, True, False),
        ({"state": "MNG"}, False, False),
    ],
)
def test_a_theme_that_only_another_state_has_is_shown_there(outsider, query, is_found, is_said):
    for year in (2017, 2019):
        FindingFactory(
            theme=I18nText(en="Demand"), assessment__year=year, assessment__state="SVN", text="Slovene words"
        )
    FindingFactory(theme=I18nText(en="Demand"), assessment__state="NOR", text="Norwegian words")

    page = shown(browsing.ThemeDetail, outsider, query=query, theme="demand")

    assert ("Slovene words" in page, "Norwegian words" in page) == (is_found, False)
    assert ("These findings are on Slovenia: no report on the own State speaks of this theme." in page) is is_said


def test_a_finding_on_another_state_leads_to_its_theme_there(outsider):
    finding = FindingFactory(theme=I18nText(en="Demand"), assessment__state="SVN")
    address = {"code": finding.assessment.code, "number": finding.number}

    assert "/themes/demand/?state=SVN" in shown(browsing.FindingDetail, outsider, **address)


def test_themes_lead_to_the_findings_of_every_year(outsider):
    first = FindingFactory(number=1, theme=I18nText(en="Demand", mn="Эрэлт"), assessment__year=2017)
    later = FindingFactory(number=4, theme=I18nText(en="Demand"), assessment__year=2019, text="Reduce demand at once")
    FindingFactory(theme=I18nText(en="Justice"))
    Repetition.objects.create(earlier=first, later=later)

    themes, theme = shown(browsing.ThemeList, outsider), shown(browsing.ThemeDetail, outsider, theme="demand")

    assert themes.index("Demand") < themes.index("Justice")
    assert "2019, 2017" in themes
    assert theme.index("Reduce demand") < theme.index("Carry out")
    assert "repeated in 2019 as number 4" in theme
    found = shown(browsing.ThemeList, outsider, query={"q": "justice"})
    assert ("Justice" in found, "Demand" in found) == (True, False)


def test_what_no_later_report_says_again_is_not_called_done(outsider):
    report = AssessmentFactory(code="TIP-2017", year=2017)
    FindingFactory(assessment=report, number=1)
    FindingFactory(assessment__year=2018, assessment__code="TIP-2018")
    FindingFactory(assessment__year=2018, assessment__code="UPR", assessment__body_name=I18nText(en="Council"))

    page = shown(browsing.AssessmentDetail, outsider, code="TIP-2017")

    assert "not tied to any finding of 2018" in page
    assert 'href="/en/findings/TIP-2018/"' in page


def test_years_are_drawn_beside_their_numbers(outsider):
    for position in (Position.SUPPORTED, Position.SUPPORTED, Position.NOTED):
        FindingFactory(position=position, assessment__year=2018)
    AssessmentFactory(year=2020, tier=Tier.WATCH_LIST)

    page = shown(browsing.YearList, outsider)

    assert page.index("2020") < page.index("2018")
    assert all(words in page for words in ["<svg", "Tier 2 Watch List", "Findings by year and position"])


def test_tiers_are_drawn_beside_their_sources(outsider):
    for year, tier in [(2017, Tier.TWO), (2018, Tier.WATCH_LIST), (2019, Tier.TWO)]:
        AssessmentFactory(year=year, tier=tier, source=f"report.example/{year}")

    page = shown(browsing.TierList, outsider)

    assert page.index("report.example/2019") < page.index("report.example/2017")
    assert page.count('class="tu-chart-blue"') == 2
    assert page.count('class="tu-chart-amber"') == 1


def test_pages_without_anything_say_so(outsider):
    for view, words in [
        (browsing.ThemeList, "No theme matches."),
        (browsing.YearList, "No assessment has been entered yet."),
        (browsing.TierList, "No tier is known yet."),
        (browsing.FindingList, "No finding matches."),
    ]:
        assert words in shown(view, outsider)


def test_a_long_assessment_is_shown_a_hundred_at_a_time(outsider):
    assessment = AssessmentFactory(code="UPR")
    for number in range(1, 103):
        FindingFactory(assessment=assessment, number=f"121.{number}", text=f"Words of number {number}.")

    first, second = (
        shown(browsing.AssessmentDetail, outsider, query={"page": page}, code="UPR") for page in ("1", "2")
    )

    assert ("Words of number 100." in first, "Words of number 101." in first) == (True, False)
    assert ("Words of number 102." in second, "Words of number 100." in second) == (True, False)


def test_an_assessment_keeps_its_document_and_one_without_is_not_found(outsider):
    writer = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=UserFactory().pk)
    AssessmentFactory(code="WITHOUT")

    answer = ask(
        entering.AssessmentCreate,
        writer,
        sent={**REPORT, "upload": SimpleUploadedFile("report.csv", b"No,Text\n1,Train")},
    )

    assert answer.status_code == 302
    document = ask(browsing.AssessmentDocument, outsider, code="TIP-2017-MNG")
    assert b"".join(document.streaming_content) == b"No,Text\n1,Train"
    assert "report.csv" in shown(browsing.AssessmentDetail, outsider, code="TIP-2017-MNG")
    with pytest.raises(Http404):
        ask(browsing.AssessmentDocument, outsider, code="WITHOUT")

    sent = {**REPORT, "version": "1", "upload": SimpleUploadedFile("again.csv", b"No,Text\n1,Teach")}
    assert ask(entering.AssessmentEdit, writer, sent=sent, code="TIP-2017-MNG").status_code == 302
    assert Document.objects.get().original_name == "again.csv"


def test_the_secretariat_says_what_became_of_a_finding(writer):
    finding = FindingFactory(number=1, assessment__code="TIP", assessment__year=2017)
    sent = {"year": "2019", "degree": "some", "words": "a law was drafted", "source": "report.example/2019"}

    answer = ask(following.OutcomeTell, writer, sent=sent, code="TIP", number="1")
    early = ask(following.OutcomeTell, writer, sent={**sent, "year": "2016"}, code="TIP", number="1")

    assert answer.url == finding.get_absolute_url()
    page = shown(browsing.FindingDetail, writer, code="TIP", number="1")
    assert all(words in page for words in ["Some progress", "a law was drafted", "report.example/2019"])
    assert early.status_code == 422
    assert "of a later year" in early.content.decode()


def test_the_secretariat_says_which_earlier_findings_one_repeats_and_takes_it_back(writer):
    earlier = FindingFactory(number=3, assessment__code="TIP-2017", assessment__year=2017, text="Open a shelter")
    FindingFactory(number=1, assessment__code="TIP-2018", assessment__year=2018)
    address = {"code": "TIP-2018", "number": "1"}

    ask(following.RepetitionTie, writer, sent={"earlier": [earlier.pk]}, **address)
    later, first = (
        shown(browsing.FindingDetail, writer, code=code, number=number)
        for code, number in [("TIP-2018", "1"), ("TIP-2017", "3")]
    )
    assert "Open a shelter" in later
    assert "Asked for again" in first

    ask(following.RepetitionTie, writer, sent={"earlier": []}, **address)
    assert not Repetition.objects.exists()


def test_the_list_names_the_body_as_then_or_as_in_the_register(outsider):
    AssessmentFactory(tier=Tier.WATCH_LIST)
    AssessmentFactory(body=AgencyFactory(name={"mn": "Хороо"}), body_name=I18nText())

    page = shown(browsing.AssessmentList, outsider)

    assert all(words in page for words in ["Department of State", "Хороо", "Tier 2 Watch List"])


def test_the_list_is_searched_and_filtered_by_year(outsider):
    AssessmentFactory(code="WANTED", year=2018)
    AssessmentFactory(code="OTHER", year=2017)

    for query in ({"q": "wanted"}, {"year": "2018"}):
        page = shown(browsing.AssessmentList, outsider, query=query)
        assert "WANTED" in page
        assert "OTHER" not in page


def test_an_assessment_lists_its_findings_by_number_and_keeps_the_superseded(outsider):
    assessment = AssessmentFactory(code="TIP", tier=Tier.TWO, is_illustrative=True)
    old = FindingFactory(assessment=assessment, number=2, text="Old words")
    FindingFactory(assessment=assessment, number=2, revision=2, supersedes=old, text="New words", is_paraphrase=True)
    FindingFactory(assessment=assessment, number=1, position=Position.NOTED, theme=I18nText(mn="Эрэлт"))

    page = shown(browsing.AssessmentDetail, outsider, code="TIP")

    assert page.index("Carry out") < page.index("New words") < page.index("Earlier revisions") < page.index("Old words")
    assert all(words in page for words in ["Tier 2", "Noted", "Эрэлт", "paraphrase", "illustrative", "revision 2"])


def test_a_finding_shows_its_exact_words_its_translations_and_its_past(outsider):
    old = FindingFactory(number=1, text="Old words")
    FindingFactory(
        assessment=old.assessment,
        number=1,
        revision=2,
        supersedes=old,
        text="Exact words",
        translations=I18nText(mn="Яг үг"),
        position=Position.SUPPORTED,
        position_words=I18nText(en="Under way"),
        recommended_by="Norway",
    )

    page = shown(browsing.FindingDetail, outsider, code=old.assessment.code, number="1")

    assert all(words in page for words in ["Exact words", "Яг үг", "Old words", "Supported", "Under way", "Norway"])
    assert "unofficial" in page


@pytest.mark.parametrize("language", ["mn", "en"])
def test_pages_speak_both_languages(outsider, language):
    finding = FindingFactory(number="1")
    code = finding.assessment.code

    assert ask(browsing.AssessmentDetail, outsider, language=language, code=code).status_code == 200
    assert ask(browsing.FindingDetail, outsider, language=language, code=code, number="1").status_code == 200


@pytest.mark.parametrize(
    ("view", "address"),
    [
        (browsing.AssessmentDetail, {"code": "NONE"}),
        (entering.AssessmentEdit, {"code": "NONE"}),
        (entering.FindingCreate, {"code": "NONE"}),
        (browsing.FindingDetail, {"code": "TIP", "number": "404"}),
        (entering.FindingRevise, {"code": "TIP", "number": "404"}),
    ],
)
def test_what_does_not_exist_is_not_found(writer, view, address):
    AssessmentFactory(code="TIP")

    with pytest.raises(Http404):
        ask(view, writer, **address)


@pytest.mark.parametrize(("whose", "status"), [("writer", 200), ("outsider", 403)])
@pytest.mark.parametrize(
    ("view", "names"),
    [
        (entering.AssessmentCreate, []),
        (entering.AssessmentEdit, ["code"]),
        (entering.FindingCreate, ["code"]),
        (entering.FindingRevise, ["code", "number"]),
        (following.OutcomeTell, ["code", "number"]),
        (following.RepetitionTie, ["code", "number"]),
    ],
)
def test_only_the_secretariat_opens_the_forms(request, view, names, whose, status):
    finding = FindingFactory()
    address = {"code": finding.assessment.code, "number": finding.number}

    answer = ask(view, request.getfixturevalue(whose), **{name: address[name] for name in names})

    assert answer.status_code == status


def test_links_to_the_forms_are_offered_to_those_who_may(writer, outsider):
    FindingFactory(assessment=AssessmentFactory(code="TIP"), number="1")

    for view, address, link in [
        (browsing.AssessmentDetail, {"code": "TIP"}, "/TIP/edit/"),
        (browsing.FindingDetail, {"code": "TIP", "number": "1"}, "/revise/"),
    ]:
        assert [link in shown(view, actor, **address) for actor in (writer, outsider)] == [True, False]


def test_an_assessment_and_its_findings_are_entered_by_hand(writer):
    answer = ask(entering.AssessmentCreate, writer, sent=REPORT)
    assert answer.url == "/en/findings/TIP-2017-MNG/"

    answer = ask(entering.FindingCreate, writer, sent=ITEM, code="TIP-2017-MNG")
    assert answer.url == "/en/findings/TIP-2017-MNG/1/"
    assert Finding.objects.get().text == "Carry out the plans"


PERSONAL = "born 1990-05-03, phone 99112233, register УБ90050312"


@pytest.mark.parametrize(
    ("view", "sent"),
    [
        (entering.AssessmentCreate, {**REPORT, "title_en": PERSONAL}),
        (entering.AssessmentCreate, {**REPORT, "note": PERSONAL}),
        (entering.FindingCreate, {**ITEM, "text": PERSONAL}),
        (entering.FindingCreate, {**ITEM, "translations_mn": PERSONAL}),
        (entering.FindingCreate, {**ITEM, "groups": PERSONAL}),
        (entering.FindingRevise, {**ITEM, "text": "Corrected", "reason": PERSONAL, "version": "1"}),
        (following.OutcomeTell, {"year": "2018", "words": PERSONAL}),
    ],
)
def test_findings_take_no_persons_data(writer, view, sent):
    finding = FindingFactory()
    address = {"code": finding.assessment.code, "number": finding.number}
    names = {entering.AssessmentCreate: [], entering.FindingCreate: ["code"]}.get(view, ["code", "number"])

    answer = ask(view, writer, sent=sent, **{name: address[name] for name in names})

    assert answer.status_code == 422
    assert all(f"{what} number. Take it out." in answer.content.decode() for what in ("registration", "telephone"))


def test_a_findings_text_is_not_as_long_as_a_book(writer):
    assessment = AssessmentFactory()
    sent = {**ITEM, "text": "w" * (LONGEST_TEXT + 1)}

    answer = ask(entering.FindingCreate, writer, sent=sent, code=assessment.code)

    assert answer.status_code == 422
    assert "Shorten the text to 20000 characters" in answer.content.decode().replace("\u00a0", "").replace(",", "")


def test_a_remark_in_another_language_is_marked(outsider):
    AssessmentFactory(tier=Tier.TWO, note="Upgraded")
    AssessmentFactory(tier=Tier.TWO, note="Шат ахисан")

    page = shown(browsing.TierList, outsider, language="mn")

    assert '<span lang="en">Upgraded</span><span class="tu-foreign__language"' in page
    assert '<span class="tu-record__note">Шат ахисан</span>' in page


def test_an_assessment_is_edited_and_a_stale_edit_shows_both_texts(writer):
    AssessmentFactory(code="TIP-2017-MNG", note="first")

    ask(entering.AssessmentEdit, writer, sent={**REPORT, "note": "theirs", "version": "1"}, code="TIP-2017-MNG")
    stale = ask(entering.AssessmentEdit, writer, sent={**REPORT, "note": "mine", "version": "1"}, code="TIP-2017-MNG")

    assert Assessment.objects.get().note == "theirs"
    assert stale.status_code == 409
    assert "mine" in stale.content.decode()


def test_a_finding_is_corrected_once_for_each_version_somebody_read(writer):
    FindingFactory(assessment=AssessmentFactory(code="TIP"), number="1")
    sent = {**ITEM, "text": "Exact words", "reason": "The document arrived", "version": "1"}

    answer = ask(entering.FindingRevise, writer, sent=sent, code="TIP", number="1")
    stale = ask(entering.FindingRevise, writer, sent={**sent, "text": "Other words"}, code="TIP", number="1")

    assert answer.url == "/en/findings/TIP/1/"
    assert Finding.objects.current().get().text == "Exact words"
    assert stale.status_code == 409
    assert "Other words" in stale.content.decode()


def test_what_was_typed_survives_a_refusal(writer):
    answer = ask(entering.AssessmentCreate, writer, sent={**REPORT, "state": "M1"})

    assert answer.status_code == 422
    assert "three letters" in answer.content.decode()
    assert "report.example" in answer.content.decode()
