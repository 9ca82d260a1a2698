from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.findings import views
from tulga.findings.choices import Position, Tier
from tulga.findings.models import Assessment, Finding
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit import once
from tulga.kit.i18n import I18nText

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
        shown(views.AssessmentList, outsider)


def test_an_assessment_of_eleven_findings_is_three_queries_and_its_history(outsider, django_assert_max_num_queries):
    assessment = AssessmentFactory(code="TIP")
    for _each in range(11):
        FindingFactory(assessment=assessment)

    # The assessment with its body; its findings; those superseded; its history.
    with django_assert_max_num_queries(4):
        shown(views.AssessmentDetail, outsider, code="TIP")


def test_the_list_names_the_body_as_then_or_as_in_the_register(outsider):
    AssessmentFactory(tier=Tier.WATCH_LIST)
    AssessmentFactory(body=AgencyFactory(name={"mn": "Хороо"}), body_name=I18nText())

    page = shown(views.AssessmentList, outsider)

    assert all(words in page for words in ["Department of State", "Хороо", "Tier 2 Watch List"])


def test_the_list_is_searched_and_filtered_by_year(outsider):
    AssessmentFactory(code="WANTED", year=2018)
    AssessmentFactory(code="OTHER", year=2017)

    for query in ({"q": "wanted"}, {"year": "2018"}):
        page = shown(views.AssessmentList, outsider, query=query)
        assert "WANTED" in page
        assert "OTHER" not in page


def test_an_assessment_lists_its_findings_by_number_and_keeps_the_superseded(outsider):
    assessment = AssessmentFactory(code="TIP", tier=Tier.TWO, is_illustrative=True)
    old = FindingFactory(assessment=assessment, number=2, text="Old words")
    FindingFactory(assessment=assessment, number=2, revision=2, supersedes=old, text="New words", is_paraphrase=True)
    FindingFactory(assessment=assessment, number=1, position=Position.NOTED, theme=I18nText(mn="Эрэлт"))

    page = shown(views.AssessmentDetail, outsider, code="TIP")

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

    page = shown(views.FindingDetail, outsider, code=old.assessment.code, number="1")

    assert all(words in page for words in ["Exact words", "Яг үг", "Old words", "Supported", "Under way", "Norway"])
    assert "unofficial" in page


@pytest.mark.parametrize("language", ["mn", "en"])
def test_pages_speak_both_languages(outsider, language):
    finding = FindingFactory(number="1")
    code = finding.assessment.code

    assert ask(views.AssessmentDetail, outsider, language=language, code=code).status_code == 200
    assert ask(views.FindingDetail, outsider, language=language, code=code, number="1").status_code == 200


@pytest.mark.parametrize(
    ("view", "address"),
    [
        (views.AssessmentDetail, {"code": "NONE"}),
        (views.AssessmentEdit, {"code": "NONE"}),
        (views.FindingCreate, {"code": "NONE"}),
        (views.FindingDetail, {"code": "TIP", "number": "404"}),
        (views.FindingRevise, {"code": "TIP", "number": "404"}),
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
        (views.AssessmentCreate, []),
        (views.AssessmentEdit, ["code"]),
        (views.FindingCreate, ["code"]),
        (views.FindingRevise, ["code", "number"]),
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
        (views.AssessmentDetail, {"code": "TIP"}, "/TIP/edit/"),
        (views.FindingDetail, {"code": "TIP", "number": "1"}, "/revise/"),
    ]:
        assert [link in shown(view, actor, **address) for actor in (writer, outsider)] == [True, False]


def test_an_assessment_and_its_findings_are_entered_by_hand(writer):
    answer = ask(views.AssessmentCreate, writer, sent=REPORT)
    assert answer.url == "/en/findings/TIP-2017-MNG/"

    answer = ask(views.FindingCreate, writer, sent=ITEM, code="TIP-2017-MNG")
    assert answer.url == "/en/findings/TIP-2017-MNG/1/"
    assert Finding.objects.get().text == "Carry out the plans"


def test_an_assessment_is_edited_and_a_stale_edit_shows_both_texts(writer):
    AssessmentFactory(code="TIP-2017-MNG", note="first")

    ask(views.AssessmentEdit, writer, sent={**REPORT, "note": "theirs", "version": "1"}, code="TIP-2017-MNG")
    stale = ask(views.AssessmentEdit, writer, sent={**REPORT, "note": "mine", "version": "1"}, code="TIP-2017-MNG")

    assert Assessment.objects.get().note == "theirs"
    assert stale.status_code == 409
    assert "mine" in stale.content.decode()


def test_a_finding_is_corrected_once_for_each_version_somebody_read(writer):
    FindingFactory(assessment=AssessmentFactory(code="TIP"), number="1")
    sent = {**ITEM, "text": "Exact words", "reason": "The document arrived", "version": "1"}

    answer = ask(views.FindingRevise, writer, sent=sent, code="TIP", number="1")
    stale = ask(views.FindingRevise, writer, sent={**sent, "text": "Other words"}, code="TIP", number="1")

    assert answer.url == "/en/findings/TIP/1/"
    assert Finding.objects.current().get().text == "Exact words"
    assert stale.status_code == 409
    assert "Other words" in stale.content.decode()


def test_what_was_typed_survives_a_refusal(writer):
    answer = ask(views.AssessmentCreate, writer, sent={**REPORT, "state": "M1"})

    assert answer.status_code == 422
    assert "three letters" in answer.content.decode()
    assert "report.example" in answer.content.decode()
