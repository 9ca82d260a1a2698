from __future__ import annotations

import pytest

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.answers.choices import Extent, Standing
from tulga.answers.models import Link
from tulga.answers.querysets import least_answered_first, with_standing
from tulga.answers.summaries import (
    answers_to,
    gap_lines,
    numbers_of,
    repeated_findings,
    shares_of,
    suggestions_for,
)
from tulga.answers.tests.factories import LinkFactory
from tulga.findings.labels import Labels
from tulga.findings.models import Finding
from tulga.findings.summaries import theme_lines
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.i18n import I18nText
from tulga.plan.choices import EditionStatus
from tulga.plan.tests.factories import ActivityFactory, PlanFactory
from tulga.recommendations.tests.factories import EndorsedFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
PASSPORTS = "Inspect at every border port whether transport companies hold the passports of their drivers"


def reader(role=Role.SECRETARIAT):
    return actor_at(AgencyFactory(), role)


def activity(**values):
    return ActivityFactory(plan=PlanFactory(title=I18nText(en="The plan")), **values)


def rows(actor):
    return least_answered_first(with_standing(Finding.objects.current().for_listing(), actor))


def test_the_least_answered_come_first_and_of_these_the_oldest():
    actor = reader()
    newer, older = (FindingFactory(assessment=AssessmentFactory(year=year)) for year in (2017, 2012))
    answered = FindingFactory(assessment=AssessmentFactory(year=2001))
    LinkFactory(finding=answered, activity=activity())

    assert list(rows(actor)) == [older, newer, answered]


def test_a_line_says_what_answers_the_fullest_first_and_what_counts_no_more():
    finding, actor = FindingFactory(), reader()
    expired = ActivityFactory(number="9.9", plan=PlanFactory(status=EditionStatus.EXPIRED))
    LinkFactory(finding=finding, activity=activity(number="1.1"), extent=Extent.PARTLY, words="In two aimags.")
    LinkFactory(finding=finding, recommendation=EndorsedFactory(reference="R-2018-01"))
    LinkFactory(finding=finding, activity=expired, extent=Extent.PARTLY)
    LinkFactory(finding=finding, activity=activity(), extent=Extent.NOT)

    (line,) = gap_lines(rows(actor), actor)

    assert line.standing == Standing.FULLY
    assert [(each.kind, each.number, str(each.extent), each.counts, each.said) for each in line.answers] == [
        ("Recommendation", "R-2018-01", "Fully", True, ""),
        ("Activity", "1.1", "Partly", True, "In two aimags."),
        ("Activity", "9.9", "Partly", False, ""),
    ]
    assert "not in force any more" in line.answers[2].note


def test_what_drafters_named_says_so_and_is_gone_once_somebody_judged_it():
    finding, named, actor = FindingFactory(), EndorsedFactory(), reader()
    named.findings.add(finding)

    (answer,) = answers_to([finding], actor)[finding.assessment_id, finding.number]
    assert "named by its drafters" in answer.note
    (line,) = gap_lines(rows(actor), actor)
    assert (line.standing, str(line.label), str(answer.extent)) == (Standing.PARTLY, *["Named, not judged"] * 2)

    LinkFactory(finding=finding, activity=activity(), extent=Extent.PARTLY)
    assert [str(each.label) for each in gap_lines(rows(actor), actor)] == ["Answered in part"]
    Link.objects.all().delete()

    LinkFactory(finding=finding, recommendation=named, extent=Extent.NOT)
    assert not answers_to([finding], actor)[finding.assessment_id, finding.number]


def test_a_draft_is_no_answer_for_whoever_may_not_see_it():
    finding = FindingFactory()
    LinkFactory(finding=finding, recommendation=RecommendationFactory())
    RecommendationFactory().findings.add(finding)

    assert not answers_to([finding], reader(Role.FOCAL_POINT))[finding.assessment_id, finding.number]
    assert len(answers_to([finding], reader())[finding.assessment_id, finding.number]) == 2


def test_a_hundred_findings_cost_as_many_queries_as_one(django_assert_max_num_queries):
    actor = reader()
    for _each in range(25):
        LinkFactory(activity=activity())
        LinkFactory(recommendation=EndorsedFactory())

    # The findings; their links; their keys; drafters' ties; recommendations; activities; which of them count.
    with django_assert_max_num_queries(7):
        assert len(gap_lines(rows(actor), actor)) == 50


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("theme", ["Demand", "Shelters", "Without a theme"]),
        ("year", ["2012", "2017"]),
        ("body", ["Department of State"]),
    ],
)
def test_findings_are_counted_by_theme_year_and_body(by, labels):
    actor = reader()
    early, late = AssessmentFactory(year=2012), AssessmentFactory(year=2017)
    FindingFactory(assessment=early, theme=I18nText(en="Demand"))
    FindingFactory(assessment=late, theme=I18nText(en="Demand"))
    LinkFactory(finding=FindingFactory(assessment=late, theme=I18nText(en="Shelters")), activity=activity())
    LinkFactory(finding=FindingFactory(assessment=late), activity=activity(), extent=Extent.PARTLY)

    numbers = numbers_of(rows(actor), by)

    assert [str(part.label) for part in numbers.parts] == labels
    assert (numbers.together.total, numbers.together.unanswered) == (4, 2)
    assert sum(part.total for part in numbers.parts) == 4
    assert not numbers.overlap


@pytest.mark.parametrize("themes", [("Demand",), ("Demand", "Shelters", "Police")])
def test_how_a_finding_is_answered_is_asked_once_however_many_themes_it_is_about(django_assert_num_queries, themes):
    actor, (theme, *further) = reader(), themes
    FindingFactory(theme=I18nText(en=theme), labels=Labels(further_themes=tuple(further)))

    # The themes of the findings; their words; how each finding is answered.
    with django_assert_num_queries(3) as asked:
        numbers_of(rows(actor), "theme")

    of_standing = [each["sql"] for each in asked if "answers_link" in each["sql"]]
    assert len(of_standing) == 1
    assert "findings_label" not in of_standing[0]


def test_an_agencys_share_is_what_its_activities_answer():
    police = AgencyFactory(name={"en": "Police"})
    first, second, idle = (activity(lead_agency=police) for _each in range(3))
    finding = FindingFactory()
    LinkFactory(finding=finding, activity=first)
    LinkFactory(finding=finding, activity=second, extent=Extent.PARTLY)
    LinkFactory(activity=second)
    LinkFactory(activity=idle, extent=Extent.NOT)
    activity(lead_agency=AgencyFactory(name={"en": "Customs"}))

    shares = [(str(each.agency), each.activities, each.answering, each.findings) for each in shares_of(reader(), "MNG")]

    assert shares == [("Police", 3, 2, 2), ("Customs", 1, 0, 0)]


def test_what_was_asked_in_two_years_is_one_group_and_in_one_year_none():
    actor = reader()
    for year in (2014, 2016, 2017):
        FindingFactory(assessment=AssessmentFactory(year=year), text=PASSPORTS)
    same_year = AssessmentFactory(year=2015)
    for _each in range(2):
        FindingFactory(assessment=same_year, text="Train the staff of shelters in every aimag centre")

    groups = repeated_findings(with_standing(Finding.objects.current(), actor))

    assert [group.years for group in groups] == [(2014, 2016, 2017)]
    assert groups[0].latest.assessment.year == 2017


def test_findings_on_two_states_are_never_one_group():
    for state, year in (("MNG", 2014), ("SVN", 2016), ("MNG", 2017)):
        FindingFactory(assessment=AssessmentFactory(state=state, year=year), text=PASSPORTS)

    (group,) = repeated_findings(with_standing(Finding.objects.current(), reader()))

    assert group.years == (2014, 2017)


def test_a_finding_about_two_themes_is_counted_under_each_and_once_together():
    both = FindingFactory(theme=I18nText(en="Demand"), labels=Labels(further_themes=("Shelters",)))
    FindingFactory(assessment=both.assessment, theme=I18nText(en="Shelters"))

    actor = reader()
    numbers = numbers_of(rows(actor), "theme")
    _state, themes = theme_lines(actor)

    assert {str(part.label): part.total for part in numbers.parts} == {"Demand": 1, "Shelters": 2}
    assert {line.words.text: line.count for line in themes} == {"Demand": 1, "Shelters": 2}
    assert numbers.together.total == 2
    assert numbers.overlap


def test_what_reads_alike_is_suggested_with_the_words_it_shares():
    finding = FindingFactory(text=PASSPORTS, translations=I18nText(mn="Жолоочийн паспортыг шалгах"))
    alike = activity(title=I18nText(en="Inspect transport companies that hold drivers' passports at border ports"))
    activity(title=I18nText(en="Translate the convention into Kazakh"))
    draft = RecommendationFactory(title=I18nText(mn="Тээврийн компаниас жолоочийн паспортыг шалгах"))

    found = suggestions_for(finding, reader())

    assert {(each.field, each.pk) for each in found} == {("activity", alike.pk), ("recommendation", draft.pk)}
    assert {"passports", "transport"} <= {word for each in found if each.field == "activity" for word in each.shared}
    assert [each.language for each in found if each.field == "recommendation"] == ["mn"]


@pytest.mark.parametrize("extent", list(Extent))
def test_what_was_judged_does_not_come_back(extent):
    finding = FindingFactory(text=PASSPORTS)
    alike = activity(title=I18nText(en=PASSPORTS))
    assert [each.pk for each in suggestions_for(finding, reader())] == [alike.pk]

    LinkFactory(finding=finding, activity=alike, extent=extent)

    assert suggestions_for(finding, reader()) == []


def test_what_answered_another_finding_of_the_theme_is_suggested():
    theme = I18nText(en="Demand")
    finding = FindingFactory(text="Reduce what makes people buy", theme=theme)
    elsewhere = activity(title=I18nText(en="Something worded otherwise"))
    LinkFactory(finding=FindingFactory(theme=theme), activity=elsewhere)

    (found,) = suggestions_for(finding, reader())

    assert (found.pk, found.same_theme, found.shared) == (elsewhere.pk, True, ())
