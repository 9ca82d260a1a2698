"""Commitments or an objection: what an addressee answers, who signs, who settles, and what two at once come to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.people import actor_at
from tests.races import together
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.demonstration.papers import illustrative_scan
from tulga.documents.paper import Paper
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import AnswerKind, CommitmentStatus, ObjectionStatus, Status
from tulga.recommendations.models import Answer, Commitment, Objection, Recommendation
from tulga.recommendations.services import changing, committing, objecting
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory, ObjectionFactory
from tulga.recommendations.workflow import all_addressees_delivered

pytestmark = pytest.mark.django_db
EN = I18nText(en="Inspect every port.")
REASONS = "Our law gives us no power to open a driver's file."
SYSTEM = Actor.system("test")


@pytest.fixture(autouse=True)
def documents_dir(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    settings.DOCUMENTS_LEAST_FREE_SHARE = 0


def somebody(role, agency=None):
    return actor_of(MembershipFactory(role=role, agency=agency or AgencyFactory()).user)


@pytest.fixture
def police():
    return AgencyFactory()


@pytest.fixture
def recommendation(police):
    return EndorsedFactory(addressees=[police])


@pytest.fixture
def officer(police):
    return somebody(Role.FOCAL_POINT, police)


@pytest.fixture
def head(police):
    return somebody(Role.AGENCY_HEAD, police)


@pytest.fixture
def secretary():
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def decider():
    return somebody(Role.CHAIR)


def letter(**changes) -> Paper:
    values = {"came_by": "letter", "number": "5/312", "dated_on": timezone.localdate(), **changes}
    return Paper(**{"scan": illustrative_scan("Letter"), **values})


def commit(recommendation, agency, actor, **changes) -> Commitment:
    values = {"text": EN, "owner": "Unit", "due_on": dt.date(2999, 1, 1), **changes}
    return committing.name_commitment(recommendation=recommendation, agency=agency, actor=actor, **values)


def object_to(recommendation, agency, actor, **changes) -> Objection:
    values = {"reasons": REASONS, **changes}
    return objecting.raise_objection(recommendation=recommendation, agency=agency, actor=actor, **values)


def passed(objection, head, secretary) -> Objection:
    objecting.sign_objection(objection=objection, actor=head)
    return objecting.pass_to_chair(objection=objection, words="No common view.", actor=secretary)


# --- One answer or the other


def test_an_agency_that_has_commitments_is_told_to_withdraw_them_before_it_objects(recommendation, police, officer):
    commitment = commit(recommendation, police, officer)

    with pytest.raises(RuleBroken, match="Withdraw it first, then object"):
        object_to(recommendation, police, officer)

    committing.withdraw_commitment(commitment=commitment, reason="The law forbids it.", actor=officer)
    object_to(recommendation, police, officer)
    assert Answer.objects.get().kind == AnswerKind.OBJECTION


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (ObjectionStatus.RAISED, "Withdraw the objection first"),
        (ObjectionStatus.SIGNED, "Withdraw the objection first"),
        (ObjectionStatus.PASSED, "Withdraw the objection first"),
        (ObjectionStatus.UPHELD, "it owes nothing here"),
        (ObjectionStatus.REFUSED, ""),
        (ObjectionStatus.WITHDRAWN, ""),
    ],
)
def test_whether_an_agency_that_objected_may_commit(recommendation, police, officer, decider, status, sentence):
    ObjectionFactory(
        recommendation=recommendation,
        agency=police,
        status=status,
        decision_reasons="Because.",
        decided_by_id=decider.user_id,
    )

    if sentence:
        with pytest.raises(RuleBroken, match=sentence):
            commit(recommendation, police, officer)
    else:
        commit(recommendation, police, officer)

    assert Commitment.objects.exists() is (not sentence)


def test_nobody_objects_twice(recommendation, police, officer):
    object_to(recommendation, police, officer)

    with pytest.raises(RuleBroken, match="already"):
        object_to(recommendation, police, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectionFactory(recommendation=recommendation, agency=police)


@pytest.mark.parametrize("reasons", ["", " \n"])
def test_an_objection_without_reasons_is_none(recommendation, police, officer, reasons):
    with pytest.raises(RuleBroken):
        object_to(recommendation, police, officer, reasons=reasons)

    assert not Objection.objects.exists()


@pytest.mark.parametrize(("in_force_on", "is_addressed"), [(None, True), (dt.date(2018, 1, 22), False)])
def test_objections_answer_what_is_in_force_and_addressed(police, officer, in_force_on, is_addressed):
    recommendation = EndorsedFactory(in_force_on=in_force_on, addressees=[police] if is_addressed else [])

    with pytest.raises(RuleBroken):
        object_to(recommendation, police, officer)


# --- The way of an objection


def test_an_objection_that_the_chair_upholds_counts_as_delivered(
    recommendation, police, officer, head, secretary, decider
):
    objection = passed(object_to(recommendation, police, officer), head, secretary)

    objecting.decide_objection(objection=objection, is_upheld=True, reasons="The law says so.", actor=decider)

    objection.refresh_from_db()
    recommendation.refresh_from_db()
    assert objection.status == ObjectionStatus.UPHELD
    assert objection.settled_at is not None
    assert recommendation.status == Status.IMPLEMENTED
    verbs = AuditEvent.objects.filter(target_type="recommendations.objection").order_by("sequence")
    assert [each.verb.split(".")[1] for each in verbs] == [
        "object",
        "sign_objection",
        "pass_objection",
        "decide_objection",
    ]


@pytest.mark.parametrize("is_upheld", [True, False])
def test_the_chair_decides_with_reasons(recommendation, police, decider, is_upheld):
    objection = ObjectionFactory(recommendation=recommendation, agency=police, status=ObjectionStatus.PASSED)

    with pytest.raises(RuleBroken, match="Give your reasons"):
        objecting.decide_objection(objection=objection, is_upheld=is_upheld, reasons=" ", actor=decider)

    assert Objection.objects.get().status == ObjectionStatus.PASSED


def test_a_refused_objection_leaves_the_duty_to_commit(recommendation, police, officer, head, secretary, decider):
    objection = passed(object_to(recommendation, police, officer), head, secretary)

    objecting.decide_objection(objection=objection, is_upheld=False, reasons="The law allows it.", actor=decider)

    recommendation.refresh_from_db()
    assert recommendation.status == Status.ENDORSED
    assert commit(recommendation, police, officer).status == CommitmentStatus.NAMED


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_the_agency_may_withdraw_while_nobody_has_decided(recommendation, police, officer, head, secretary, steps):
    objection = object_to(recommendation, police, officer)
    if steps > 0:
        objecting.sign_objection(objection=objection, actor=head)
    if steps > 1:
        objecting.pass_to_chair(objection=objection, words="No common view.", actor=secretary)

    objecting.withdraw_objection(objection=objection, reason="Settled.", actor=officer)

    assert Objection.objects.get().status == ObjectionStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("act", "whose"),
    [
        ("sign", "officer"),
        ("sign", "secretary"),
        ("pass", "officer"),
        ("pass", "decider"),
        ("decide", "secretary"),
        ("decide", "head"),
        ("withdraw", "secretary"),
    ],
)
def test_each_step_has_its_own_hands(request, recommendation, police, officer, head, secretary, act, whose):
    actor = request.getfixturevalue(whose)
    status = {"sign": ObjectionStatus.RAISED, "pass": ObjectionStatus.SIGNED}.get(act, ObjectionStatus.PASSED)
    objection = ObjectionFactory(recommendation=recommendation, agency=police, status=status)
    acts = {
        "sign": lambda: objecting.sign_objection(objection=objection, actor=actor),
        "pass": lambda: objecting.pass_to_chair(objection=objection, words="Words.", actor=actor),
        "decide": lambda: objecting.decide_objection(
            objection=objection, is_upheld=True, reasons="Words.", actor=actor
        ),
        "withdraw": lambda: objecting.withdraw_objection(objection=objection, reason="Words.", actor=actor),
    }

    with pytest.raises(NotAllowed):
        acts[act]()

    objection.refresh_from_db()
    assert (objection.status, objection.decided_by_id, objection.passed_by_id) == (status, None, None)


@pytest.mark.parametrize("hand", ["raised_by_id", "signed_by_id", "passed_by_id", "entered_by_id"])
def test_nobody_decides_on_what_passed_through_their_hands(recommendation, police, decider, hand):
    objection = ObjectionFactory(
        recommendation=recommendation, agency=police, status=ObjectionStatus.PASSED, **{hand: decider.user_id}
    )

    with pytest.raises(NotAllowed, match="your hands"):
        objecting.decide_objection(objection=objection, is_upheld=True, reasons="Words.", actor=decider)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(decided_by=decider.user_id)


def test_a_chair_of_the_objecting_agency_does_not_decide(recommendation, police, decider):
    both = Actor(user_id=decider.user_id, grants=(*decider.grants, *actor_at(police, Role.CASE_OFFICER).grants))
    objection = ObjectionFactory(recommendation=recommendation, agency=police, status=ObjectionStatus.PASSED)

    with pytest.raises(NotAllowed, match="belong to the agency"):
        objecting.decide_objection(objection=objection, is_upheld=True, reasons="Words.", actor=both)


def test_who_signed_for_the_agency_does_not_settle_for_the_secretariat(recommendation, police, secretary):
    objection = ObjectionFactory(
        recommendation=recommendation, agency=police, status=ObjectionStatus.SIGNED, signed_by_id=secretary.user_id
    )

    with pytest.raises(NotAllowed, match="somebody else"):
        objecting.pass_to_chair(objection=objection, words="Words.", actor=secretary)


# --- On paper


@pytest.mark.parametrize("whose", ["officer", "secretary"])
def test_a_signed_letter_is_entered_as_a_signed_answer(request, recommendation, police, whose):
    clerk = request.getfixturevalue(whose)

    commitment = commit(recommendation, police, clerk, paper=letter())

    commitment.refresh_from_db()
    assert (commitment.status, commitment.entered_by_id) == (CommitmentStatus.SIGNED, clerk.user_id)
    assert (commitment.paper_number, commitment.named_by_id) == ("5/312", None)


def test_a_signed_objection_may_come_on_paper(recommendation, police, secretary, decider):
    objection = object_to(recommendation, police, secretary, paper=letter())

    objecting.pass_to_chair(objection=objection, words="No common view.", actor=secretary)
    objecting.decide_objection(objection=objection, is_upheld=False, reasons="The law allows it.", actor=decider)

    assert Objection.objects.get().status == ObjectionStatus.REFUSED


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scan": None}, NotAllowed),
        ({"number": ""}, RuleBroken),
        ({"dated_on": None}, RuleBroken),
        ({"dated_on": dt.date(2999, 1, 1)}, RuleBroken),
        ({"came_by": "telephone", "number": "", "scan": None, "caller": "Duty officer"}, NotAllowed),
    ],
)
def test_nothing_is_signed_by_a_paper_that_cannot_be_checked(recommendation, police, officer, changes, error):
    commitment = commit(recommendation, police, officer)
    objection = ObjectionFactory(agency=police)

    with pytest.raises(error):
        committing.enter_signed_commitment(commitment=commitment, paper=letter(**changes), actor=officer)
    with pytest.raises(error):
        objecting.enter_signed_objection(objection=objection, paper=letter(**changes), actor=officer)

    commitment.refresh_from_db()
    assert (commitment.status, commitment.came_by) == (CommitmentStatus.NAMED, "here")


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR])
def test_nobody_elsewhere_enters_an_agencys_paper(recommendation, police, role):
    with pytest.raises(NotAllowed):
        commit(recommendation, police, somebody(role), paper=letter())


# --- When it is implemented

V, N, S, D, W = (
    CommitmentStatus.VERIFIED,
    CommitmentStatus.NAMED,
    CommitmentStatus.SIGNED,
    CommitmentStatus.DONE,
    CommitmentStatus.WITHDRAWN,
)


@pytest.mark.parametrize(
    ("commitments", "objections", "is_delivered"),
    [
        ({0: [V], 1: [V]}, {}, True),
        ({0: [V]}, {1: "upheld"}, True),
        ({}, {0: "upheld", 1: "upheld"}, True),
        ({0: [V, W], 1: [V]}, {}, True),
        ({0: [V], 1: [W]}, {1: "upheld"}, True),
        ({0: [V]}, {}, False),
        ({0: [V], 1: [W]}, {}, False),
        ({0: [V], 1: [N]}, {}, False),
        ({0: [V], 1: [S]}, {}, False),
        ({0: [V], 1: [D]}, {}, False),
        ({0: [V, S], 1: [V]}, {}, False),
        ({0: [V]}, {1: "raised"}, False),
        ({0: [V]}, {1: "signed"}, False),
        ({0: [V]}, {1: "passed"}, False),
        ({0: [V]}, {1: "refused"}, False),
        ({0: [V]}, {1: "withdrawn"}, False),
        ({0: [V], 1: [S]}, {1: "refused"}, False),
        ({}, {}, False),
    ],
)
def test_a_recommendation_is_delivered_when_every_addressee_has_delivered(
    decider, commitments, objections, is_delivered
):
    agencies = [AgencyFactory(), AgencyFactory()]
    recommendation = EndorsedFactory(addressees=agencies)
    for at, statuses in commitments.items():
        for status in statuses:
            CommitmentFactory(recommendation=recommendation, agency=agencies[at], status=status)
    for at, status in objections.items():
        ObjectionFactory(
            recommendation=recommendation,
            agency=agencies[at],
            status=status,
            decision_reasons="Because.",
            decided_by_id=decider.user_id,
        )

    assert bool(all_addressees_delivered(recommendation, SYSTEM)) is is_delivered


# --- At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_of_a_commitment_and_an_objection_at_the_same_moment_one_stands(recommendation, police, officer, head, round_):
    results = together(
        lambda: commit(Recommendation.objects.get(), police, officer),
        lambda: object_to(Recommendation.objects.get(), police, head),
    )

    assert results == ["RuleBroken", "done"]
    assert Commitment.objects.count() + Objection.objects.count() == 1
    answer = Answer.objects.get()
    assert (answer.kind == AnswerKind.OBJECTION) is Objection.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_objections_at_the_same_moment_one_stands(recommendation, police, officer, head):
    results = together(
        lambda: object_to(Recommendation.objects.get(), police, officer),
        lambda: object_to(Recommendation.objects.get(), police, head),
    )

    assert results == ["RuleBroken", "done"]
    assert Objection.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_on_an_objection_one_stands(recommendation, police, decider):
    other = somebody(Role.CHAIR)
    objection = ObjectionFactory(recommendation=recommendation, agency=police, status=ObjectionStatus.PASSED)

    results = together(
        *(
            lambda is_upheld=is_upheld, actor=actor: objecting.decide_objection(
                objection=Objection.objects.get(), is_upheld=is_upheld, reasons=str(is_upheld), actor=actor
            )
            for is_upheld, actor in ((True, decider), (False, other))
        )
    )

    objection.refresh_from_db()
    recommendation.refresh_from_db()
    is_upheld = objection.status == ObjectionStatus.UPHELD
    assert results == ["NotAllowed", "done"]
    assert objection.decision_reasons == str(is_upheld)
    assert (recommendation.status == Status.IMPLEMENTED) is is_upheld


@pytest.mark.django_db(transaction=True)
def test_of_two_verdicts_at_the_same_moment_one_stands(recommendation, police, officer, head, secretary):
    commitment = commit(recommendation, police, officer)
    committing.sign_commitment(commitment=commitment, actor=head)
    committing.report_done(commitment=commitment, text="Done.", evidence_words="Order 5", actor=officer)
    rapporteur = somebody(Role.NATIONAL_RAPPORTEUR)

    results = together(
        *(
            lambda is_adequate=is_adequate, actor=actor: committing.verify(
                commitment=Commitment.objects.get(), is_adequate=is_adequate, words="Words.", actor=actor
            )
            for is_adequate, actor in ((True, secretary), (False, rapporteur))
        )
    )

    commitment.refresh_from_db()
    verdict = commitment.done_reports.get().verification
    assert results == ["NotAllowed", "done"]
    assert (commitment.status == CommitmentStatus.VERIFIED) is verdict.is_adequate


@pytest.mark.django_db(transaction=True)
def test_two_commitments_of_one_addressee_at_the_same_moment_are_one_answer(recommendation, police, officer, head):
    results = together(
        *(lambda actor=actor: commit(Recommendation.objects.get(), police, actor) for actor in (officer, head))
    )

    assert results == ["done", "done"]
    assert Commitment.objects.count() == 2
    assert Answer.objects.get().kind == AnswerKind.COMMITMENTS
    assert AuditEvent.objects.filter(verb="recommendations.commit").count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_commitments_in_the_place_of_one_withdrawn_one_stands(recommendation, police, officer, head):
    withdrawn = CommitmentFactory(recommendation=recommendation, agency=police, status=CommitmentStatus.WITHDRAWN)

    results = together(
        *(
            lambda actor=actor: commit(Recommendation.objects.get(), police, actor, replaces=withdrawn)
            for actor in (officer, head)
        )
    )

    assert results == ["RuleBroken", "done"]
    assert Commitment.objects.get(replaces=withdrawn).named_by_id in (officer.user_id, head.user_id)


@pytest.mark.django_db(transaction=True)
def test_of_two_signatures_at_the_same_moment_one_counts(recommendation, police, officer, head):
    commit(recommendation, police, officer)
    acting = somebody(Role.AGENCY_HEAD, police)

    results = together(
        *(
            lambda actor=actor: committing.sign_commitment(commitment=Commitment.objects.get(), actor=actor)
            for actor in (head, acting)
        )
    )

    assert results == ["NotAllowed", "done"]
    assert Commitment.objects.get().status == CommitmentStatus.SIGNED
    assert AuditEvent.objects.filter(verb="recommendations.sign_commitment").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_what_is_signed_while_it_is_withdrawn_ends_in_one_state(recommendation, police, officer, head, round_):
    commit(recommendation, police, officer)

    results = together(
        lambda: committing.sign_commitment(commitment=Commitment.objects.get(), actor=head),
        lambda: committing.withdraw_commitment(commitment=Commitment.objects.get(), reason="No.", actor=officer),
    )

    commitment = Commitment.objects.get()
    assert results == ["NotAllowed", "done"]
    assert (commitment.status == CommitmentStatus.WITHDRAWN) is (commitment.withdrawn_at is not None)
    assert commitment.status in (CommitmentStatus.SIGNED, CommitmentStatus.WITHDRAWN)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_words_changed_while_the_head_signs_are_not_signed_unread(recommendation, police, officer, head, round_):
    named = commit(recommendation, police, officer)
    changed = {"text": I18nText(en="Inspect one port."), "owner": "Unit", "due_on": named.due_on, "activity": None}

    results = together(
        lambda: committing.sign_commitment(commitment=Commitment.objects.get(), actor=head, expected_version=1),
        lambda: changing.edit_commitment(
            commitment=Commitment.objects.get(), expected_version=1, actor=officer, **changed
        ),
    )

    commitment = Commitment.objects.get()
    assert results.count("done") == 1
    assert (commitment.status == CommitmentStatus.SIGNED) is (commitment.text == EN)
