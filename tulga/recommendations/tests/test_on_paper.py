"""What the authority decides on paper, what the register says of a paper, and what a newer paper ends."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.people import actor_at
from tests.races import one_within_the_other
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory, UserFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.documents.checking import check_upload
from tulga.documents.choices import SCANS
from tulga.documents.tests import samples
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.notices.models import Notice
from tulga.recommendations.choices import Action, Hand, Outcome, PaperStatus, Status
from tulga.recommendations.models import Decision, Order, OrderCorrection, PaperDecision, Part, Recommendation
from tulga.recommendations.services import consolidating, deciding, on_paper, registering
from tulga.recommendations.tests.factories import RecommendationFactory
from tulga.recommendations.workflow import life

pytestmark = pytest.mark.django_db
OFFICE = I18nText(mn="Дэд сайд")
DAY = dt.date(2018, 2, 1)


def somebody(role):
    return actor_at(AgencyFactory(), role, user_id=UserFactory().pk)


def scan(name="paper.pdf"):
    return check_upload(ContentFile(samples.pdf(), name=name), kinds=SCANS)


@pytest.fixture
def officer():
    return actor_of(MembershipFactory(role=Role.SECRETARIAT).user)


@pytest.fixture
def second():
    return somebody(Role.SECRETARIAT)


def laid_by(officer, **values):
    row = RecommendationFactory(
        status=Status.CONSOLIDATED,
        reference=values.pop("reference", "R-2018-01"),
        text="Боомт бүрд шалгах.",
        addressees=[AgencyFactory()],
        **values,
    )
    deciding.submit(recommendations=[row], actor=officer)
    return Recommendation.objects.get(pk=row.pk)


@pytest.fixture
def laid(officer):
    return laid_by(officer)


def enter(recommendation, actor, outcome=Outcome.ENDORSED, **values):
    content = {"office": OFFICE, "number": "7/12", "dated_on": DAY, "scan": scan(), **values}
    return on_paper.enter_decision(recommendation=recommendation, outcome=outcome, actor=actor, **content)


# --- Decided on paper -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outcome", "more", "status"),
    [
        (Outcome.ENDORSED, {}, Status.ENDORSED),
        (Outcome.DEFERRED, {"reasons": "Money first."}, Status.DEFERRED),
        (Outcome.DECLINED, {"reasons": "Not ours."}, Status.DECLINED),
        (
            Outcome.ENDORSED_WITH_CHANGES,
            {"reasons": "Shorter.", "changed_text": I18nText(mn="Шалгах.")},
            Status.ENDORSED_WITH_CHANGES,
        ),
    ],
)
def test_what_one_enters_counts_once_another_confirms_it(laid, officer, second, outcome, more, status):
    entered = enter(laid, officer, outcome, **more)

    laid.refresh_from_db()
    assert (laid.status, Decision.objects.count()) == (Status.SUBMITTED, 0)

    decision = on_paper.confirm_decision(entered=entered, actor=second)

    laid.refresh_from_db()
    entered.refresh_from_db()
    assert (laid.status, entered.status, entered.settled_by_id) == (status, PaperStatus.CONFIRMED, second.user_id)
    assert (decision.paper, decision.decided_by, decision.reasons) == (entered, None, more.get("reasons", ""))
    assert decision.wording.text == more.get("changed_text", {"mn": "Боомт бүрд шалгах."})["mn"]
    assert decision.wording_hash == decision.wording.hash
    # Who confirmed has the decider's hand: neither drafts nor verifies it.
    assert Part.objects.get(user=second.user_id).hand == Hand.DECIDER


def test_who_entered_it_confirms_nothing_and_refuses_nothing(laid, officer):
    entered = enter(laid, officer)

    for attempt in (
        lambda: on_paper.confirm_decision(entered=entered, actor=officer),
        lambda: on_paper.refuse_decision(entered=entered, reason="Mine.", actor=officer),
    ):
        with pytest.raises(NotAllowed, match="You entered it"):
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperDecision.objects.update(settled_by=officer.user_id)


def test_who_drafted_it_does_not_confirm(laid, officer, second):
    Part.objects.create(recommendation=laid, user_id=second.user_id, hand=Hand.DRAFTER)

    with pytest.raises(NotAllowed, match="You drafted"):
        on_paper.confirm_decision(entered=enter(laid, officer), actor=second)
    assert PaperDecision.objects.get().status == PaperStatus.ENTERED


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR, Role.PARTNER])
def test_others_neither_enter_nor_confirm_and_see_nothing(laid, officer, role):
    stranger = somebody(role)
    entered = enter(laid, officer)

    with pytest.raises(NotAllowed):
        on_paper.confirm_decision(entered=entered, actor=stranger)
    PaperDecision.objects.update(status=PaperStatus.REFUSED)
    with pytest.raises(NotAllowed):
        enter(laid, stranger)
    sees = role == Role.NATIONAL_RAPPORTEUR
    assert PaperDecision.objects.visible_to(stranger).exists() is sees


@pytest.mark.parametrize(
    ("outcome", "wrong", "words"),
    [
        (Outcome.DEFERRED, {}, "Give a reason"),
        (Outcome.ENDORSED_WITH_CHANGES, {"reasons": "Shorter."}, "changed wording in the deciding language"),
        (
            Outcome.ENDORSED_WITH_CHANGES,
            {"reasons": "x", "changed_text": I18nText(mn="Боомт бүрд шалгах.")},
            "changed wording in the deciding language",
        ),
        (Outcome.ENDORSED, {"dated_on": timezone.localdate() + dt.timedelta(days=2)}, "in the future"),
    ],
)
def test_a_paper_that_cannot_be_so_is_refused(laid, officer, outcome, wrong, words):
    with pytest.raises(RuleBroken, match=words):
        enter(laid, officer, outcome, **wrong)
    assert not PaperDecision.objects.exists()


def test_it_is_entered_once_and_again_after_a_refusal(laid, officer, second):
    first = enter(laid, officer)
    with pytest.raises(NotAllowed, match="entered already"):
        enter(laid, second)

    with pytest.raises(RuleBroken, match="Give a reason"):
        on_paper.refuse_decision(entered=first, reason=" ", actor=second)
    on_paper.refuse_decision(entered=first, reason="The paper says “defer”.", actor=second)

    assert enter(laid, officer, Outcome.DEFERRED, reasons="Money first.").pk != first.pk
    assert Notice.objects.filter(recipient=officer.user_id, kind="recommendations.decision_on_paper_refused").exists()


def test_what_the_chair_decided_here_meanwhile_stands(laid, officer, second):
    entered = enter(laid, officer)
    deciding.decide(recommendation=laid, outcome=Outcome.DECLINED, reasons="No.", actor=somebody(Role.CHAIR))

    with pytest.raises(NotAllowed, match="meanwhile"):
        on_paper.confirm_decision(entered=PaperDecision.objects.get(pk=entered.pk), actor=second)
    on_paper.refuse_decision(entered=entered, reason="Decided here.", actor=second)

    assert Decision.objects.get().outcome == Outcome.DECLINED


def test_a_second_person_is_told_who_did_not_draft_it(laid, officer):
    told, drafter = (MembershipFactory(role=Role.SECRETARIAT).user for _each in range(2))
    chair = MembershipFactory(role=Role.CHAIR).user
    Part.objects.create(recommendation=laid, user=drafter, hand=Hand.DRAFTER)

    enter(laid, officer)

    kind = "recommendations.decision_on_paper"
    assert set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True)) == {told.pk, chair.pk}


@pytest.mark.django_db(transaction=True)
def test_of_the_chair_here_and_the_paper_at_once_one_decides(officer, second):
    laid, chair = laid_by(officer), somebody(Role.CHAIR)
    entered = enter(laid, officer)
    start, ended = threading.Barrier(2), []

    def run(act):
        try:
            start.wait(timeout=20)
            ended.append(act().outcome)
        except NotAllowed:
            ended.append("refused")
        finally:
            connection.close()

    mine, theirs = Recommendation.objects.get(pk=laid.pk), PaperDecision.objects.get(pk=entered.pk)
    acts = [
        lambda: deciding.decide(recommendation=mine, outcome=Outcome.DECLINED, reasons="No.", actor=chair),
        lambda: on_paper.confirm_decision(entered=theirs, actor=second),
    ]
    threads = [threading.Thread(target=run, args=[each]) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(ended) == sorted(["refused", Decision.objects.get().outcome])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_a_paper_at_once_one_is_told_of_the_other(officer, second):
    laid = laid_by(officer)

    ended = one_within_the_other(lambda: enter(laid, officer), lambda: enter(laid, second))

    assert ended == ["NotAllowed", "done"]
    assert PaperDecision.objects.get().entered_by_id == officer.user_id


# --- What the register says -----------------------------------------------------------------------------------------
def in_force(officer, number="A/41", **values):
    row = laid_by(officer, **values)
    decision = deciding.decide(recommendation=row, outcome=Outcome.ENDORSED, actor=somebody(Role.CHAIR))
    order = deciding.print_order(decisions=[decision], signatory_title=OFFICE, actor=officer)
    return register(order, officer, number)


def register(order, officer, number):
    return deciding.register_order(
        order=order,
        number=number,
        dated_on=DAY,
        signatory_title=OFFICE,
        is_acting=False,
        scan=scan(),
        expected_version=order.version,
        actor=officer,
    )


def correct(order, actor, **values):
    content = {
        "number": "A/14",
        "dated_on": DAY,
        "signatory_title": OFFICE,
        "is_acting": False,
        "reason": "The scan says A/14.",
        "expected_version": Order.objects.get(pk=order.pk).version,
        **values,
    }
    return registering.correct_order(order=order, actor=actor, **content)


def test_another_number_than_the_scans_is_corrected_and_both_are_in_the_history(officer):
    order = in_force(officer)

    correct(order, officer)

    order.refresh_from_db()
    assert (order.number, order.status) == ("A/14", "registered")
    kept = OrderCorrection.objects.get()
    assert (kept.number, kept.scan, kept.reason) == ("A/41", order.scan, "The scan says A/14.")
    event = AuditEvent.objects.get(verb=Action.CORRECT_ORDER)
    assert ("A/41" in event.before, "A/14" in event.after, event.reason) == (True, True, "The scan says A/14.")


def test_with_another_day_the_recommendations_are_in_force_since_that_day(officer):
    order = in_force(officer)
    other = DAY + dt.timedelta(days=3)

    correct(order, officer, dated_on=other, scan=scan("other.pdf"))

    assert Recommendation.objects.get().in_force_on == other
    assert OrderCorrection.objects.get().scan_id != Order.objects.get().scan_id
    assert AuditEvent.objects.filter(verb=Action.CORRECT_ORDER).count() == 2


@pytest.mark.parametrize(
    ("wrong", "refusal", "words"),
    [
        ({"reason": " "}, RuleBroken, "Give a reason"),
        ({"number": "A/41"}, RuleBroken, "Nothing differs"),
        ({"dated_on": timezone.localdate() + dt.timedelta(days=2)}, RuleBroken, "in the future"),
        ({"number": "B/1"}, RuleBroken, "already registered"),
        ({"expected_version": 1}, StaleEdit, ""),
    ],
)
def test_a_correction_that_cannot_stand_is_refused(officer, wrong, refusal, words):
    order = in_force(officer)
    in_force(officer, "B/1", reference="R-2018-02")

    with pytest.raises(refusal, match=words or None):
        correct(order, officer, **wrong)
    assert not OrderCorrection.objects.exists()


def test_only_the_secretariat_corrects_and_only_what_is_registered(officer):
    order = in_force(officer)

    with pytest.raises(NotAllowed):
        correct(order, somebody(Role.CHAIR))
    Order.objects.update(status="printed")
    with pytest.raises(NotAllowed, match="Register the order first"):
        correct(order, officer)


# --- Superseded -----------------------------------------------------------------------------------------------------
def replacing(older, officer, reference="R-2019-01"):
    """A consolidated one that shall take the place of an older one."""
    newer = RecommendationFactory(
        status=Status.CONSOLIDATED, reference=reference, text="Боомт бүрд хоёр шалгах.", addressees=[AgencyFactory()]
    )
    return consolidating.arrange(
        recommendation=newer,
        title=newer.working_title,
        addressees=newer.addressees.all(),
        priority="normal",
        due_on=None,
        supersedes=older,
        expected_version=newer.version,
        actor=officer,
    )


def test_a_newer_one_in_force_ends_the_older_and_its_people_are_told(officer):
    in_force(officer)
    older = Recommendation.objects.get()
    head = MembershipFactory(role=Role.AGENCY_HEAD, agency=older.addressees.get()).user
    Recommendation.objects.update(audiences=frozenset())
    newer = replacing(older, officer)

    deciding.submit(recommendations=[newer], actor=officer)
    decision = deciding.decide(recommendation=newer, outcome=Outcome.ENDORSED, actor=somebody(Role.CHAIR))
    older.refresh_from_db()
    assert older.status == Status.ENDORSED, "decided is not in force"
    register(deciding.print_order(decisions=[decision], signatory_title=OFFICE, actor=officer), officer, "A/42")

    older.refresh_from_db()
    assert older.status == Status.SUPERSEDED
    assert AuditEvent.objects.get(verb=Action.SUPERSEDE).target_id == str(older.pk)
    # The head hears of it only where the head may read it.
    assert not Notice.objects.filter(recipient=head, kind="recommendations.superseded").exists()


def test_what_is_not_older_and_in_force_is_not_replaced(officer, laid):
    with pytest.raises(RuleBroken, match="Only an older recommendation"):
        replacing(laid, officer)


def test_nothing_is_superseded_by_hand(officer):
    in_force(officer)
    older = Recommendation.objects.get()

    assert not life.ask(older, "supersede", officer)
    with pytest.raises(NotAllowed, match="Nothing that is in force takes its place"):
        life.apply(older, "supersede", officer)
