from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from tests.people import actor_at
from tulga.accounts.actors import actor_of
from tulga.accounts.choices import Role
from tulga.accounts.tests.factories import MembershipFactory
from tulga.agencies.tests.factories import AgencyFactory
from tulga.audit.models import AuditEvent
from tulga.demonstration.papers import illustrative_scan
from tulga.kit.actor import Actor
from tulga.kit.audience import Audience
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.recommendations.choices import CommitmentStatus, Hand, OrderStatus, Outcome, Status
from tulga.recommendations.models import CircleMember, Commitment, Decision, Part, Recommendation, Wording
from tulga.recommendations.services import committing, deciding, drafting
from tulga.recommendations.services.sharing import Words, share
from tulga.recommendations.tests.factories import CircleFactory, CommitmentFactory, EndorsedFactory

pytestmark = pytest.mark.django_db
MN, EN = I18nText(mn="Боомт бүрд шалгах."), I18nText(en="Inspect every port.")
BOTH = I18nText(mn="Боомт бүрд шалгах.", en="Inspect every port.")
TITLE = I18nText(en="Ports")

WORDS = Words(title=TITLE, text=BOTH, language="mn")


def somebody(role, agency=None):
    return actor_of(MembershipFactory(role=role, agency=agency or AgencyFactory()).user)


@pytest.fixture
def secretary() -> Actor:
    return somebody(Role.SECRETARIAT)


@pytest.fixture
def decider() -> Actor:
    return somebody(Role.CHAIR)


@pytest.fixture
def circle():
    return CircleFactory()


@pytest.fixture
def drafter(circle):
    actor = somebody(Role.FOCAL_POINT)
    CircleMember.objects.create(circle=circle, user_id=actor.user_id, valid_from=dt.date(2018, 1, 1))
    return actor


def drafted(circle, actor, text=EN, addressees=None) -> Recommendation:
    addressees = [AgencyFactory()] if addressees is None else addressees
    return drafting.draft_recommendation(circle=circle, title=TITLE, text=text, addressees=addressees, actor=actor)


def consolidated(circle, drafter, secretary, text=BOTH, addressees=None) -> Recommendation:
    recommendation = drafting.adopt(recommendation=drafted(circle, drafter, addressees=addressees), actor=drafter)
    return drafting.consolidate(
        recommendation=recommendation,
        title=TITLE,
        text=text,
        addressees=recommendation.addressees.all(),
        expected_version=recommendation.version,
        year=2018,
        actor=secretary,
    )


def submitted(circle, drafter, secretary, addressees=None) -> Recommendation:
    recommendation = consolidated(circle, drafter, secretary, addressees=addressees)
    deciding.submit(recommendations=[recommendation], actor=secretary)
    return recommendation


def in_force(circle, drafter, secretary, decider, addressees=None) -> Recommendation:
    recommendation = submitted(circle, drafter, secretary, addressees)
    decision = deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=decider)
    order = deciding.print_order(decisions=[decision], signatory_title=TITLE, actor=secretary)
    registered(order, secretary)
    recommendation.refresh_from_db()
    return recommendation


def registered(order, secretary, **changes):
    values = {
        "number": "A/14",
        "dated_on": dt.date(2018, 1, 22),
        "signatory_title": TITLE,
        "is_acting": False,
        "scan": illustrative_scan("Order"),
        "expected_version": order.version,
        **changes,
    }
    return deciding.register_order(order=order, actor=secretary, **values)


def test_a_draft_keeps_its_words_hashed_and_names_its_drafter(circle, drafter):
    recommendation = drafted(circle, drafter)

    wording = recommendation.latest_wording()
    assert (wording.number, wording.language, wording.text) == (1, "en", "Inspect every port.")
    assert wording.is_intact()
    assert Part.objects.get(recommendation=recommendation).hand == Hand.DRAFTER
    assert AuditEvent.objects.filter(target_id=str(recommendation.pk), verb="recommendations.draft").count() == 1
    assert list(Recommendation.objects.visible_to(drafter).search("INSPECT port")) == [recommendation]


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR])
def test_who_sits_outside_the_circle_cannot_draft_in_it(circle, role):
    with pytest.raises(NotAllowed):
        drafted(circle, somebody(role))

    assert not Recommendation.objects.exists()


def test_words_once_written_are_never_changed_only_followed(circle, drafter):
    recommendation = drafted(circle, drafter)

    drafting.reword(recommendation=recommendation, text=MN, expected_version=1, actor=drafter)

    assert list(recommendation.wordings.values_list("number", "language")) == [(1, "en"), (2, "mn")]


def test_a_stale_rewording_is_refused_and_nothing_is_lost(circle, drafter, secretary):
    recommendation = drafted(circle, drafter)
    stale = Recommendation.objects.get(pk=recommendation.pk)
    drafting.reword(recommendation=recommendation, text=MN, expected_version=1, actor=drafter)

    with pytest.raises(StaleEdit):
        drafting.reword(recommendation=stale, text=BOTH, expected_version=1, actor=secretary)

    assert recommendation.wordings.count() == 2


@pytest.mark.parametrize("text", [I18nText(), I18nText(en="x" * 5001)])
def test_no_words_or_too_many_are_refused(circle, drafter, text):
    with pytest.raises(RuleBroken):
        drafted(circle, drafter, text=text)


def test_numbers_follow_each_other_within_a_year(circle, drafter, secretary):
    first, second = (consolidated(circle, drafter, secretary) for _ in range(2))

    assert (first.reference, second.reference) == ("R-2018-01", "R-2018-02")


def test_a_submission_without_the_deciding_language_is_refused_with_what_to_do(circle, drafter, secretary):
    recommendation = consolidated(circle, drafter, secretary, text=EN)

    with pytest.raises(NotAllowed, match="deciding language"):
        deciding.submit(recommendations=[recommendation], actor=secretary)

    recommendation.refresh_from_db()
    assert recommendation.status == Status.CONSOLIDATED


def test_a_submission_without_addressees_is_refused(circle, drafter, secretary):
    recommendation = consolidated(circle, drafter, secretary, addressees=[])

    with pytest.raises(NotAllowed, match="addressee"):
        deciding.submit(recommendations=[recommendation], actor=secretary)


def test_submitted_words_are_frozen(circle, drafter, secretary):
    recommendation = submitted(circle, drafter, secretary)

    with pytest.raises(NotAllowed, match="frozen"):
        drafting.reword(
            recommendation=recommendation, text=BOTH, expected_version=recommendation.version, actor=secretary
        )


@pytest.mark.parametrize(
    ("outcome", "reasons", "changed", "refused"),
    [
        (Outcome.ENDORSED, "", None, False),
        (Outcome.DEFERRED, "Next year.", None, False),
        (Outcome.DECLINED, "Not ours.", None, False),
        (Outcome.DEFERRED, " ", None, True),
        (Outcome.DECLINED, "", None, True),
        (Outcome.ENDORSED_WITH_CHANGES, "", I18nText(mn="Бусад."), True),
        (Outcome.ENDORSED_WITH_CHANGES, "Stronger.", I18nText(mn="Бусад."), False),
        (Outcome.ENDORSED_WITH_CHANGES, "Stronger.", I18nText(en="Others."), True),
        (Outcome.ENDORSED_WITH_CHANGES, "Stronger.", MN, True),
    ],
)
def test_a_decision_freezes_a_hash_or_is_refused_whole(
    circle, drafter, secretary, decider, outcome, reasons, changed, refused
):
    recommendation = submitted(circle, drafter, secretary)
    laid_before = recommendation.latest_wording()
    decide = {"recommendation": recommendation, "outcome": outcome, "reasons": reasons, "changed_text": changed}

    if refused:
        with pytest.raises(RuleBroken):
            deciding.decide(**decide, actor=decider)
        assert Recommendation.objects.get(pk=recommendation.pk).status == Status.SUBMITTED
        assert not Decision.objects.exists()
        assert not Part.objects.filter(hand=Hand.DECIDER).exists()
        return

    decision = deciding.decide(**decide, actor=decider)
    assert Recommendation.objects.get(pk=recommendation.pk).status == outcome
    assert decision.wording_hash == decision.wording.hash
    assert decision.item.wording == laid_before
    assert (decision.wording == laid_before) is (outcome != Outcome.ENDORSED_WITH_CHANGES)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.FOCAL_POINT, Role.NATIONAL_RAPPORTEUR, Role.ADMINISTRATOR])
def test_nobody_but_the_chair_decides(circle, drafter, secretary, role):
    recommendation = submitted(circle, drafter, secretary)

    with pytest.raises(NotAllowed):
        deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=somebody(role))


def test_who_drafted_cannot_decide_even_as_chair(circle, secretary, decider):
    CircleMember.objects.create(circle=circle, user_id=decider.user_id, valid_from=dt.date(2018, 1, 1))
    both = actor_at(AgencyFactory(), Role.FOCAL_POINT, Role.CHAIR, user_id=decider.user_id)
    recommendation = submitted(circle, both, secretary)

    with pytest.raises(NotAllowed, match="drafted"):
        deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=both)


def test_who_decided_does_not_write_the_next_words(circle, drafter, secretary):
    recommendation = consolidated(circle, drafter, secretary)
    both = somebody(Role.SECRETARIAT)
    Part.objects.create(recommendation=recommendation, user_id=both.user_id, hand=Hand.DECIDER)

    with pytest.raises(NotAllowed, match="You decided"):
        drafting.reword(recommendation=recommendation, text=MN, expected_version=recommendation.version, actor=both)

    assert recommendation.latest_wording().text == BOTH["mn"]


def test_the_database_itself_refuses_a_second_hand(circle, drafter):
    recommendation = drafted(circle, drafter)

    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.create(recommendation=recommendation, user_id=drafter.user_id, hand=Hand.VERIFIER)


def test_what_was_withdrawn_a_second_ago_cannot_be_decided(circle, drafter, secretary, decider):
    recommendation = submitted(circle, drafter, secretary)
    stale = Recommendation.objects.get(pk=recommendation.pk)
    drafting.withdraw(recommendation=recommendation, reason="Doubled.", actor=secretary)

    with pytest.raises(NotAllowed, match="Withdrawn"):
        deciding.decide(recommendation=stale, outcome=Outcome.ENDORSED, actor=decider)


def test_the_registered_order_puts_in_force(circle, drafter, secretary, decider):
    recommendation = in_force(circle, drafter, secretary, decider)

    decision = Decision.objects.get(item__recommendation=recommendation)
    assert recommendation.in_force_on == dt.date(2018, 1, 22)
    assert decision.order.status == OrderStatus.REGISTERED
    assert decision.order.scan is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"dated_on": dt.date(2999, 1, 1)}, "dated_on"), ({"number": "A/14"}, "number")],
)
def test_an_order_from_the_future_or_with_a_taken_number_is_refused(
    circle, drafter, secretary, decider, changes, field
):
    in_force(circle, drafter, secretary, decider)
    other = submitted(circle, drafter, secretary)
    decision = deciding.decide(recommendation=other, outcome=Outcome.ENDORSED, actor=decider)
    order = deciding.print_order(decisions=[decision], signatory_title=TITLE, actor=secretary)

    with pytest.raises(RuleBroken) as refusal:
        registered(order, secretary, **changes)

    assert refusal.value.field == field
    order.refresh_from_db()
    assert order.status == OrderStatus.PRINTED


def test_an_order_without_its_number_is_not_in_force(circle, drafter, secretary, decider):
    recommendation = submitted(circle, drafter, secretary)
    decision = deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=decider)
    order = deciding.print_order(decisions=[decision], signatory_title=TITLE, actor=secretary)

    with pytest.raises(NotAllowed, match="Enter the order's number"):
        registered(order, secretary, number="")

    recommendation.refresh_from_db()
    assert recommendation.in_force_on is None


def test_an_order_holds_endorsed_decisions_once(circle, drafter, secretary, decider):
    recommendation = submitted(circle, drafter, secretary)
    decision = deciding.decide(recommendation=recommendation, outcome=Outcome.DECLINED, reasons="No.", actor=decider)

    for decisions in ([], [decision]):
        with pytest.raises(RuleBroken):
            deciding.print_order(decisions=decisions, signatory_title=TITLE, actor=secretary)


def test_only_what_is_in_force_is_shared_and_its_challenges_with_it(circle, drafter, secretary, decider):
    pending = submitted(circle, drafter, secretary)
    with pytest.raises(RuleBroken, match="not in force"):
        share(recommendation=pending, words={Audience.PUBLIC: WORDS}, actor=secretary)

    recommendation = in_force(circle, drafter, secretary, decider)
    challenge = drafting.record_challenge(circle=circle, agency=AgencyFactory(), text=EN, actor=drafter)
    recommendation.challenges.add(challenge)
    share(recommendation=recommendation, words={Audience.LAW_ENFORCEMENT: WORDS}, actor=secretary)

    challenge.refresh_from_db()
    recommendation.refresh_from_db()
    assert recommendation.audiences == challenge.audiences == frozenset({Audience.LAW_ENFORCEMENT})


def test_the_whole_way_from_commitment_to_implemented(circle, drafter, secretary, decider):
    police = AgencyFactory()
    recommendation = in_force(circle, drafter, secretary, decider, addressees=[police])
    owner, head, rapporteur = (
        somebody(Role.FOCAL_POINT, police),
        somebody(Role.AGENCY_HEAD, police),
        somebody(Role.NATIONAL_RAPPORTEUR),
    )
    commitment = committing.name_commitment(
        recommendation=recommendation, agency=police, text=EN, owner="Unit", due_on=dt.date(2999, 1, 1), actor=owner
    )
    committing.sign_commitment(commitment=commitment, actor=head)
    committing.report_done(commitment=commitment, text="Done.", evidence_words="Order 5", actor=owner)
    committing.verify(commitment=commitment, is_adequate=False, words="Where?", actor=rapporteur)
    assert Recommendation.objects.get(pk=recommendation.pk).status == Status.ENDORSED

    committing.report_done(commitment=commitment, text="Here.", evidence_words="Order 6", actor=owner)
    committing.verify(commitment=commitment, is_adequate=True, words="Seen.", actor=rapporteur)

    commitment.refresh_from_db()
    recommendation.refresh_from_db()
    assert commitment.status == CommitmentStatus.VERIFIED
    assert recommendation.status == Status.IMPLEMENTED


@pytest.mark.parametrize(
    ("in_force_on", "addressed", "due_on", "refused"),
    [
        (dt.date(2018, 1, 22), True, dt.date(2999, 1, 1), False),
        (None, True, dt.date(2999, 1, 1), True),
        (dt.date(2018, 1, 22), False, dt.date(2999, 1, 1), True),
        (dt.date(2018, 1, 22), True, dt.date(2018, 1, 1), True),
    ],
)
def test_commitments_follow_from_what_is_in_force_and_addressed(in_force_on, addressed, due_on, refused):
    agency = AgencyFactory()
    recommendation = EndorsedFactory(in_force_on=in_force_on, addressees=[agency] if addressed else [])
    name = {"recommendation": recommendation, "agency": agency, "text": EN, "owner": "Unit", "due_on": due_on}
    actor = somebody(Role.FOCAL_POINT, agency)

    if refused:
        with pytest.raises(RuleBroken):
            committing.name_commitment(**name, actor=actor)
    else:
        committing.name_commitment(**name, actor=actor)

    assert Commitment.objects.exists() is not refused


def test_nothing_is_done_without_anything_to_show(secretary):
    agency = AgencyFactory()
    commitment = CommitmentFactory(agency=agency, status=CommitmentStatus.SIGNED)

    with pytest.raises(RuleBroken):
        committing.report_done(commitment=commitment, text="Done.", actor=somebody(Role.FOCAL_POINT, agency))


def test_the_drafter_does_not_verify(circle, secretary):
    agency = AgencyFactory()
    commitment = CommitmentFactory(agency=agency, status=CommitmentStatus.DONE, recommendation__circle=circle)
    Part.objects.create(recommendation=commitment.recommendation, user_id=secretary.user_id, hand=Hand.DRAFTER)

    with pytest.raises(NotAllowed, match="drafted"):
        committing.verify(commitment=commitment, is_adequate=True, words="Fine.", actor=secretary)


def test_a_translation_is_numbered_and_changes_no_hash(circle, drafter, secretary):
    recommendation = submitted(circle, drafter, secretary)
    wording = recommendation.latest_wording()

    drafting.translate(wording=wording, language="en", text="Inspect each port.", actor=secretary)

    fresh = Wording.objects.get(pk=wording.pk)
    assert fresh.words() == I18nText(mn=wording.text, en="Inspect each port.")
    assert fresh.is_intact()
    with pytest.raises(RuleBroken):
        drafting.translate(wording=wording, language="mn", text="Өөр.", actor=secretary)


def test_evidence_that_is_no_document_is_refused(circle, drafter, secretary, decider):
    recommendation = submitted(circle, drafter, secretary)
    decision = deciding.decide(recommendation=recommendation, outcome=Outcome.ENDORSED, actor=decider)
    order = deciding.print_order(decisions=[decision], signatory_title=TITLE, actor=secretary)

    with pytest.raises(RuleBroken):
        registered(order, secretary, scan=ContentFile(b"MZ\x90\x00program", name="order.pdf"))


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_has_effect(circle, drafter, secretary):
    deciders = [somebody(Role.CHAIR), somebody(Role.CHAIR)]
    recommendation = submitted(circle, drafter, secretary)
    barrier, results = threading.Barrier(2), []

    def decide(actor: Actor, outcome: str) -> None:
        mine = Recommendation.objects.get(pk=recommendation.pk)
        barrier.wait(timeout=20)
        try:
            deciding.decide(recommendation=mine, outcome=outcome, reasons="Because.", actor=actor)
            results.append(outcome)
        except NotAllowed:
            results.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=pair)
        for pair in zip(deciders, (Outcome.DEFERRED, Outcome.DECLINED), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    decision = Decision.objects.get(item__recommendation=recommendation)
    recommendation.refresh_from_db()
    assert sorted(results) == sorted([decision.outcome, "refused"])
    assert recommendation.status == decision.outcome


@pytest.mark.django_db(transaction=True)
def test_of_two_rewordings_from_one_version_one_is_told(circle, drafter):
    recommendation = drafted(circle, drafter)
    barrier, results = threading.Barrier(2), []

    def reword(words: str) -> None:
        mine = Recommendation.objects.get(pk=recommendation.pk)
        barrier.wait(timeout=20)
        try:
            drafting.reword(recommendation=mine, text=I18nText(mn=words), expected_version=1, actor=drafter)
            results.append(words)
        except StaleEdit:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=reword, args=(words,)) for words in ("Нэг.", "Хоёр.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert results.count("stale") == 1
    assert recommendation.wordings.count() == 2
