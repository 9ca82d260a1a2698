from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.people import actor_at
from tulga.accounts.choices import Role
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.findings.choices import Action, Kind, Position, Tier
from tulga.findings.models import Assessment, Finding, Repetition
from tulga.findings.services import entering, following, loading
from tulga.findings.tests.factories import AssessmentFactory, FindingFactory
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText

pytestmark = pytest.mark.django_db
LOADER = Actor.system("load_findings")
REPORT: dict[str, Any] = {
    "title": I18nText(en="Trafficking in Persons Report"),
    "body_name": I18nText(en="Department of State"),
    "state": "MNG",
    "year": 2017,
    "source": "report.example",
}
ITEM: dict[str, Any] = {"kind": Kind.RECOMMENDATION, "text": "Carry out the plans", "language": "en"}


@pytest.fixture
def writer():
    return actor_at(AgencyFactory(), Role.SECRETARIAT)


def last_event():
    return AuditEvent.objects.latest("sequence")


def test_a_new_assessment_is_searchable_and_in_the_history(writer):
    assessment = entering.create_assessment(code="TIP-2017-MNG", tier=Tier.TWO, actor=writer, **REPORT)

    assert Assessment.objects.search("trafficking 2017").get() == assessment
    assert (last_event().verb, last_event().target_id) == (Action.CREATE, str(assessment.pk))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"code": "new"}, "code"), ({"code": "TAKEN"}, "code"), ({"body_name": I18nText()}, "body_name")],
)
def test_an_unsound_assessment_is_refused_and_nothing_is_kept(writer, changes, field):
    AssessmentFactory(code="TAKEN")

    with pytest.raises(RuleBroken) as refused:
        entering.create_assessment(**{"code": "UPR-3", **REPORT, **changes}, actor=writer)

    assert refused.value.field == field
    assert Assessment.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_the_database_too_wants_a_body():
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFactory(body_name=I18nText())


def test_an_edit_says_what_it_changed_and_a_stale_one_changes_nothing(writer):
    assessment = AssessmentFactory(note="old")

    entering.edit_assessment(assessment=assessment, expected_version=1, note="new", actor=writer)
    with pytest.raises(StaleEdit):
        entering.edit_assessment(assessment=assessment, expected_version=1, note="mine", actor=writer)

    assert Assessment.objects.get().note == "new"
    assert ("old" in last_event().before, "new" in last_event().after) == (True, True)


def test_findings_are_numbered_as_in_the_document_or_one_after_another(writer):
    assessment = AssessmentFactory()

    numbers = [
        entering.add_finding(assessment=assessment, number=number, actor=writer, **ITEM).number
        for number in ("", "7", "")
    ]

    assert numbers == ["1", "7", "8"]
    assert last_event().after == ITEM["text"]


def test_a_number_is_given_once(writer):
    finding = FindingFactory(number=3)

    with pytest.raises(RuleBroken) as refused:
        entering.add_finding(assessment=finding.assessment, number="3", actor=writer, **ITEM)

    assert refused.value.field == "number"
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("earlier", "sentence"),
    [
        ("same assessment", "another assessment"),
        ("later", "an earlier year"),
        ("other way round", "other way round"),
        ("nothing", "Nothing was changed"),
    ],
)
def test_what_a_finding_does_not_repeat_is_refused(writer, earlier, sentence):
    finding = FindingFactory(number=1, assessment__code="TIP-2018", assessment__year=2018)
    chosen = {
        "same assessment": lambda: [FindingFactory(number=2, assessment=finding.assessment)],
        "later": lambda: [FindingFactory(number=1, assessment__code="TIP-2019", assessment__year=2019)],
        "other way round": lambda: [FindingFactory(number=1, assessment__code="UPR-2018", assessment__year=2018)],
        "nothing": list,
    }[earlier]()
    if earlier == "other way round":
        following.tie_repetitions(finding=chosen[0], earlier=[finding], actor=writer)
    kept = Repetition.objects.count()

    with pytest.raises(RuleBroken, match=sentence):
        following.tie_repetitions(finding=finding, earlier=chosen, actor=writer)

    assert Repetition.objects.count() == kept


@pytest.mark.parametrize("content", [{}, {"words": "", "degree": "", "is_asked": False}])
def test_an_outcome_says_something(writer, content):
    finding = FindingFactory(number=1)

    with pytest.raises(RuleBroken, match="how far it came"):
        following.tell_outcome(finding=finding, year=finding.assessment.year, actor=writer, **content)


def test_up_to_a_year_only_its_assessments_and_their_findings_come():
    loading.load_findings(actor=LOADER, until=2016)

    assert Assessment.objects.exists()
    assert not Assessment.objects.filter(year__gt=2016).exists()
    assert not Finding.objects.exists()


def test_a_correction_is_a_new_revision_and_the_old_words_stay(writer):
    old = FindingFactory(text="Carry out the plans", recommended_by="Norway")

    new = entering.revise_finding(
        finding=old, expected_version=1, text="Carry out the national plans", reason="Word left out", actor=writer
    )

    assert (new.revision, new.supersedes, new.recommended_by) == (2, old, "Norway")
    assert Finding.objects.get(pk=old.pk).text == "Carry out the plans"
    assert Finding.objects.search("national").get() == new
    assert (last_event().verb, last_event().reason) == (Action.REVISE, "Word left out")
    assert "national" in last_event().after


def test_a_correction_of_what_was_corrected_meanwhile_is_stale(writer):
    old = FindingFactory()
    entering.revise_finding(
        finding=old, expected_version=1, position=Position.NOTED, reason="Answer came", actor=writer
    )

    with pytest.raises(StaleEdit) as stale:
        entering.revise_finding(
            finding=old, expected_version=1, position=Position.SUPPORTED, reason="Answer came", actor=writer
        )

    assert stale.value.current.revision == 2
    assert Finding.objects.count() == 2


def test_a_correction_that_changes_nothing_is_refused(writer):
    finding = FindingFactory()

    with pytest.raises(RuleBroken):
        entering.revise_finding(finding=finding, expected_version=1, text=finding.text, reason="-", actor=writer)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor: entering.create_assessment(code="X", actor=actor, **REPORT),
        lambda actor: entering.edit_assessment(
            assessment=AssessmentFactory.create(), expected_version=1, note="x", actor=actor
        ),
        lambda actor: entering.add_finding(assessment=AssessmentFactory.create(), actor=actor, **ITEM),
        lambda actor: entering.revise_finding(
            finding=FindingFactory.create(), expected_version=1, text="x", reason="x", actor=actor
        ),
        lambda actor: loading.load_findings(actor=actor),
    ],
)
def test_everybody_else_is_refused_and_leaves_no_trace(attempt):
    with pytest.raises(NotAllowed):
        attempt(actor_at(AgencyFactory(), Role.FOCAL_POINT))

    assert not AuditEvent.objects.exists()


def test_the_reference_data_holds_the_2017_findings_and_every_tier_somebody_saw():
    loading.load_findings(actor=LOADER)

    report = Assessment.objects.get(code="TIP-2017-MNG")
    assert (report.tier, report.findings.count()) == (Tier.TWO, 11)
    assert all(finding.is_paraphrase and finding.source for finding in report.findings.all())
    assert Assessment.objects.get(year=2018).tier == Tier.WATCH_LIST
    assert not Assessment.objects.filter(source="").exists()
    assert Finding.objects.search("жолооч паспорт").get().number == "10"


def test_loading_again_adds_nothing_and_keeps_what_was_corrected(writer):
    first = loading.load_findings(actor=LOADER)
    finding = Finding.objects.get(number=1)
    entering.revise_finding(finding=finding, expected_version=1, text="Exact words", reason="Found", actor=writer)
    events = AuditEvent.objects.count()

    again = loading.load_findings(actor=LOADER)

    assert (again.created, again.unchanged) == (0, first.created)
    assert Finding.objects.current().get(number=1).text == "Exact words"
    assert AuditEvent.objects.count() == events


def test_stored_search_keys_are_what_would_be_computed_now():
    loading.load_findings(actor=LOADER)

    for assessment in Assessment.objects.all():
        stored = assessment.search_key
        entering.set_assessment_keys(assessment)
        assert assessment.search_key == stored
    for finding in Finding.objects.select_related("assessment"):
        stored = finding.search_key
        entering.set_keys(finding)
        assert finding.search_key == stored
