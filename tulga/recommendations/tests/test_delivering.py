"""A signed promise on its way: progress, what changes with whose agreement, verdicts and the reply to them."""

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
from tulga.audit.summaries import history_of
from tulga.documents.tests.factories import sent
from tulga.documents.tests.samples import pdf
from tulga.kit.errors import NotAllowed, RuleBroken, StaleEdit
from tulga.kit.i18n import I18nText
from tulga.notices.models import Notice
from tulga.recommendations.choices import ChangeKind, ChangeStatus, CommitmentStatus, Hand, Status
from tulga.recommendations.models import ChangeRequest, Commitment, Part, ProgressLine, VerdictReply
from tulga.recommendations.services import changing, committing, delivering
from tulga.recommendations.summaries import days_in_words, timeline_of
from tulga.recommendations.tests.factories import CommitmentFactory, EndorsedFactory

pytestmark = pytest.mark.django_db
DAY, LATER = dt.date(2999, 1, 1), dt.date(2999, 6, 1)
NAMED, SIGNED, DONE, VERIFIED, WITHDRAWN = CommitmentStatus


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
def commitment(police):
    recommendation = EndorsedFactory(addressees=[police])
    return CommitmentFactory(recommendation=recommendation, agency=police, status=SIGNED, due_on=DAY)


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
def rapporteur():
    return somebody(Role.NATIONAL_RAPPORTEUR)


def moved(row, status):
    type(row).objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    return row


# --- Progress


def test_a_line_of_progress_is_added_and_none_is_lost(commitment, officer):
    delivering.report_progress(commitment=commitment, text="Two ports.", percent=40, actor=officer)
    delivering.report_progress(
        commitment=commitment,
        text="Three ports.",
        percent=60,
        dated_on=timezone.localdate() - dt.timedelta(days=3),
        evidence=sent("list.pdf", pdf()),
        evidence_link="https://example.mn/ports",
        actor=officer,
    )

    lines = ProgressLine.objects.order_by("pk")
    assert [(each.text, each.percent, each.evidence_host) for each in lines] == [
        ("Two ports.", 40, ""),
        ("Three ports.", 60, "example.mn"),
    ]
    assert AuditEvent.objects.filter(verb="recommendations.report_progress").count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"percent": 101}, "percent"),
        ({"percent": -1}, "percent"),
        ({"dated_on": dt.date(2999, 1, 1)}, "dated_on"),
        ({"evidence_link": "javascript:alert(1)"}, "evidence_link"),
        ({"evidence_link": "https://gov.mn@evil.mn/"}, "evidence_link"),
    ],
)
def test_a_line_that_cannot_stand_is_refused_beside_its_field(commitment, officer, changes, field):
    with pytest.raises(RuleBroken) as refusal:
        delivering.report_progress(commitment=commitment, actor=officer, **{"text": "Two ports.", **changes})

    assert refusal.value.field == field
    assert not ProgressLine.objects.exists()


@pytest.mark.parametrize("status", [NAMED, DONE, VERIFIED, WITHDRAWN])
def test_progress_belongs_to_what_is_being_carried_out(commitment, officer, status):
    moved(commitment, status)

    with pytest.raises(NotAllowed):
        delivering.report_progress(commitment=commitment, text="Two ports.", actor=officer)


def test_the_database_keeps_per_cent_within_a_hundred(commitment):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressLine.objects.create(commitment=commitment, dated_on=DAY, text="Over.", percent=101)


def test_a_report_shows_a_file_an_address_or_words(commitment, officer):
    with pytest.raises(RuleBroken):
        committing.report_done(commitment=commitment, text="Done.", actor=officer)
    with pytest.raises(RuleBroken):
        committing.report_done(commitment=commitment, text="Done.", evidence_link="order A/7", actor=officer)

    committing.report_done(commitment=commitment, text="Done.", evidence_link="https://example.mn/7", actor=officer)

    assert commitment.status == DONE


# --- Before the signature


def edit(commitment, actor, **changes):
    content = {"text": I18nText(en="Inspect."), "owner": "Unit", "due_on": DAY, "activity": None, **changes}
    return changing.edit_commitment(commitment=commitment, expected_version=commitment.version, actor=actor, **content)


def test_what_the_head_has_not_signed_is_corrected_freely_and_the_history_keeps_both(commitment, officer):
    moved(commitment, NAMED)

    edit(commitment, officer, owner="Border unit")

    event = AuditEvent.objects.get(verb="recommendations.edit_commitment")
    assert Commitment.objects.get().owner == "Border unit"
    assert "Inspection unit" in event.before
    assert "Border unit" in event.after


@pytest.mark.parametrize("status", [SIGNED, DONE, VERIFIED, WITHDRAWN])
def test_what_is_signed_is_not_corrected_any_more(commitment, officer, status):
    moved(commitment, status)

    with pytest.raises(NotAllowed):
        edit(commitment, officer)


def test_what_is_corrected_is_due_on_a_day_still_to_come(commitment, officer):
    moved(commitment, NAMED)

    with pytest.raises(RuleBroken, match="still to come"):
        edit(commitment, officer, due_on=timezone.localdate() - dt.timedelta(days=1))

    assert Commitment.objects.get().due_on == DAY


def test_the_head_signs_what_was_read_and_nothing_that_changed_since(commitment, officer, head):
    moved(commitment, NAMED)
    read = Commitment.objects.get(pk=commitment.pk)
    edit(commitment, officer, owner="Another unit")

    with pytest.raises(StaleEdit):
        committing.sign_commitment(commitment=read, expected_version=read.version, actor=head)

    assert Commitment.objects.get().status == NAMED


def test_another_office_answers_for_it_from_now_on(commitment, officer):
    with pytest.raises(RuleBroken):
        changing.reassign(commitment=commitment, owner=commitment.owner, expected_version=1, actor=officer)

    changing.reassign(commitment=commitment, owner="Training unit", expected_version=1, actor=officer)

    with pytest.raises(StaleEdit):
        changing.reassign(commitment=commitment, owner="Legal unit", expected_version=1, actor=officer)
    event = AuditEvent.objects.get(verb="recommendations.reassign")
    assert (event.before, event.after) == ("Inspection unit", "Training unit")


@pytest.mark.parametrize("status", [DONE, VERIFIED, WITHDRAWN])
def test_nobody_else_answers_for_what_is_not_carried_out_any_more(commitment, officer, status):
    moved(commitment, status)

    with pytest.raises(NotAllowed, match="not being carried out any more"):
        changing.reassign(commitment=commitment, owner="Training unit", expected_version=1, actor=officer)

    assert Commitment.objects.get().owner == "Inspection unit"


# --- With the secretariat's agreement


def more_time(commitment, actor, day=LATER, reason="The ports were closed."):
    return changing.ask_for_more_time(commitment=commitment, new_due_on=day, reason=reason, actor=actor)


def test_a_deadline_moves_when_the_secretariat_agrees_and_every_date_is_kept(commitment, officer, secretary):
    asked = more_time(commitment, officer)
    commitment.refresh_from_db()
    assert commitment.due_on == DAY

    changing.answer_change(change=asked, is_agreed=True, words="", actor=secretary)

    commitment.refresh_from_db()
    assert (commitment.due_on, commitment.version) == (LATER, 2)
    assert list(commitment.change_requests.values_list("due_before", "new_due_on")) == [(DAY, LATER)]
    line = history_of(commitment)[0]
    assert (line.before, line.after) == ("1 January 2999", "1 June 2999")


def test_what_is_not_agreed_changes_nothing_and_says_why(commitment, officer, secretary):
    asked = more_time(commitment, officer)

    with pytest.raises(RuleBroken):
        changing.answer_change(change=asked, is_agreed=False, words=" ", actor=secretary)
    changing.answer_change(change=asked, is_agreed=False, words="Twice is enough.", actor=secretary)

    commitment.refresh_from_db()
    asked.refresh_from_db()
    assert (commitment.due_on, asked.status, asked.answer_words) == (DAY, ChangeStatus.REFUSED, "Twice is enough.")


@pytest.mark.parametrize("day", [DAY, DAY - dt.timedelta(days=1), dt.date(2018, 1, 1)])
def test_more_time_is_a_later_day(commitment, officer, day):
    with pytest.raises(RuleBroken):
        more_time(commitment, officer, day)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(
            commitment=commitment, kind=ChangeKind.POSTPONE, due_before=DAY, new_due_on=day, reason="Words."
        )


def test_who_asks_beside_a_deadline_that_was_moved_meanwhile_is_told(commitment, officer):
    Commitment.objects.update(due_on=LATER)

    with pytest.raises(RuleBroken, match="later than the present deadline"):
        more_time(commitment, officer, LATER - dt.timedelta(days=1))

    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_who_asks_gives_a_reason(commitment, officer, reason):
    with pytest.raises(RuleBroken, match="Give a reason"):
        more_time(commitment, officer, reason=reason)
    with pytest.raises(RuleBroken, match="Give a reason"):
        changing.ask_to_withdraw(commitment=commitment, reason=reason, actor=officer)

    assert not ChangeRequest.objects.exists()


def test_of_a_late_commitment_the_new_day_is_still_to_come(commitment, officer):
    Commitment.objects.update(due_on=dt.date(2018, 1, 1))

    with pytest.raises(RuleBroken):
        more_time(Commitment.objects.get(), officer, dt.date(2018, 6, 1))


def test_an_agency_asks_for_one_thing_at_a_time_and_may_take_it_back(commitment, officer):
    asked = more_time(commitment, officer)
    with pytest.raises(RuleBroken, match="already"):
        changing.ask_to_withdraw(commitment=commitment, reason="No money.", actor=officer)

    changing.take_back_change(change=asked, actor=officer)

    assert more_time(commitment, officer).status == ChangeStatus.ASKED


def test_what_is_reported_done_needs_no_more_time(commitment, officer):
    asked = more_time(commitment, officer)

    committing.report_done(commitment=commitment, text="Done.", evidence_words="Order 5", actor=officer)

    asked.refresh_from_db()
    assert asked.status == ChangeStatus.TAKEN_BACK


@pytest.mark.parametrize("role", [Role.CHAIR, Role.NATIONAL_RAPPORTEUR, Role.FOCAL_POINT])
def test_nobody_but_the_secretariat_agrees(commitment, officer, role):
    asked = more_time(commitment, officer)

    with pytest.raises(NotAllowed):
        changing.answer_change(change=asked, is_agreed=True, words="", actor=somebody(role))

    assert Commitment.objects.get().due_on == DAY


def test_nobody_agrees_to_what_their_own_agency_asks_for(commitment, police, officer):
    asked = more_time(commitment, officer)
    both = MembershipFactory(role=Role.SECRETARIAT, agency=AgencyFactory()).user
    MembershipFactory(user=both, role=Role.FOCAL_POINT, agency=police)

    with pytest.raises(NotAllowed, match="somebody else of the secretariat"):
        changing.answer_change(change=asked, is_agreed=True, words="", actor=actor_of(both))
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=asked.pk).update(answered_by=officer.user_id)


@pytest.mark.parametrize("is_agreed", [True, False])
def test_who_asked_and_went_to_the_secretariat_does_not_answer(commitment, officer, is_agreed):
    asked = more_time(commitment, officer)
    moved_on = actor_at(AgencyFactory(), Role.SECRETARIAT, user_id=officer.user_id)

    with pytest.raises(NotAllowed, match="You asked for this"):
        changing.answer_change(change=asked, is_agreed=is_agreed, words="Words.", actor=moved_on)

    assert ChangeRequest.objects.get().status == ChangeStatus.ASKED


def test_a_signed_promise_ends_with_the_secretariats_agreement_and_is_replaced_once(
    commitment, police, officer, secretary
):
    asked = changing.ask_to_withdraw(commitment=commitment, reason="The law changed.", actor=officer)
    changing.answer_change(change=asked, is_agreed=True, words="", actor=secretary)
    commitment.refresh_from_db()
    assert commitment.status == WITHDRAWN

    name = {
        "recommendation": commitment.recommendation,
        "agency": police,
        "text": I18nText(en="Train inspectors."),
        "owner": "Unit",
        "due_on": DAY,
        "replaces": commitment,
        "actor": officer,
    }
    new = committing.name_commitment(**name)
    assert commitment.replaced_by == new
    with pytest.raises(RuleBroken, match="replaced already"):
        committing.name_commitment(**name)


def test_nothing_that_stands_and_nothing_of_others_is_replaced(commitment, police, officer):
    for replaced in (commitment, CommitmentFactory(status=WITHDRAWN)):
        with pytest.raises(RuleBroken, match="withdrawn commitment of your own"):
            committing.name_commitment(
                recommendation=commitment.recommendation,
                agency=police,
                text=I18nText(en="Train."),
                owner="Unit",
                due_on=DAY,
                replaces=replaced,
                actor=officer,
            )


def test_the_last_open_promise_that_is_let_off_implements_what_is_else_delivered(
    commitment, police, officer, secretary
):
    CommitmentFactory(recommendation=commitment.recommendation, agency=police, status=VERIFIED)
    asked = changing.ask_to_withdraw(commitment=commitment, reason="Done by the other one.", actor=officer)

    changing.answer_change(change=asked, is_agreed=True, words="", actor=secretary)

    commitment.recommendation.refresh_from_db()
    assert commitment.recommendation.status == Status.IMPLEMENTED


@pytest.mark.parametrize("status", [NAMED, DONE, VERIFIED, WITHDRAWN])
def test_only_what_is_being_carried_out_needs_agreement(commitment, officer, status):
    moved(commitment, status)

    with pytest.raises(NotAllowed):
        more_time(commitment, officer)


# --- The verdict and its reply


@pytest.fixture
def inadequate(commitment, officer, rapporteur):
    committing.report_done(commitment=commitment, text="Done.", evidence_words="Order 5", actor=officer)
    committing.verify(commitment=commitment, is_adequate=False, words="Two ports are missing.", actor=rapporteur)
    return commitment.done_reports.get().verification


def test_the_agency_replies_once_and_both_stay_side_by_side(commitment, inadequate, officer, head, rapporteur):
    delivering.reply_to_verdict(verification=inadequate, words="They were closed.", actor=officer)

    with pytest.raises(NotAllowed, match="already"):
        delivering.reply_to_verdict(verification=inadequate, words="Indeed.", actor=head)
    inadequate.refresh_from_db()
    assert inadequate.words == "Two ports are missing."
    verdict = timeline_of(commitment)[-1]
    assert (verdict.words, verdict.replies[0][1]) == ("Two ports are missing.", "They were closed.")
    assert Notice.objects.filter(kind="recommendations.verdict_replied", recipient=rapporteur.user_id).exists()


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_reply_says_something(inadequate, officer, words):
    with pytest.raises(RuleBroken, match="Write your reply"):
        delivering.reply_to_verdict(verification=inadequate, words=words, actor=officer)

    assert not VerdictReply.objects.exists()


def test_an_adequate_verdict_wants_no_reply(commitment, officer, rapporteur):
    committing.report_done(commitment=commitment, text="Done.", evidence_words="Order 5", actor=officer)
    committing.verify(commitment=commitment, is_adequate=True, words="Seen.", actor=rapporteur)

    with pytest.raises(RuleBroken):
        delivering.reply_to_verdict(
            verification=commitment.done_reports.get().verification, words="Thanks.", actor=officer
        )


def test_nobody_replies_for_another_agency(inadequate, rapporteur, secretary):
    for actor in (rapporteur, secretary, somebody(Role.FOCAL_POINT)):
        with pytest.raises(NotAllowed):
            delivering.reply_to_verdict(verification=inadequate, words="Words.", actor=actor)


def test_who_drafted_it_is_told_how_it_goes(commitment, officer, secretary):
    drafter = somebody(Role.SECRETARIAT)
    Part.objects.create(recommendation=commitment.recommendation, user_id=drafter.user_id, hand=Hand.DRAFTER)

    delivering.report_progress(commitment=commitment, text="Two ports.", actor=officer)
    changing.answer_change(change=more_time(commitment, officer), is_agreed=True, words="", actor=secretary)

    told = Notice.objects.filter(recipient=drafter.user_id).values_list("kind", flat=True)
    assert {"recommendations.progress", "recommendations.change_answered"} <= set(told)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days late"), (-1, "1 day late"), (0, "due today"), (1, "1 day left"), (30, "30 days left")],
)
def test_days_are_said_in_words(days, words):
    assert days_in_words(days) == words


# --- At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_the_same_moment_one_stands(inadequate, officer, head):
    results = together(
        *(
            lambda actor=actor: delivering.reply_to_verdict(verification=inadequate, words="Words.", actor=actor)
            for actor in (officer, head)
        )
    )

    assert results == ["NotAllowed", "done"]
    assert VerdictReply.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_to_one_request_one_stands(commitment, officer, secretary):
    asked = more_time(commitment, officer)
    other = somebody(Role.SECRETARIAT)

    results = together(
        *(
            lambda is_agreed=is_agreed, actor=actor: changing.answer_change(
                change=ChangeRequest.objects.get(), is_agreed=is_agreed, words="Words.", actor=actor
            )
            for is_agreed, actor in ((True, secretary), (False, other))
        )
    )

    asked.refresh_from_db()
    assert results == ["NotAllowed", "done"]
    assert (Commitment.objects.get().due_on == LATER) is (asked.status == ChangeStatus.AGREED)


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_the_same_moment_one_stands(commitment, officer, head):
    results = together(
        lambda: more_time(Commitment.objects.get(), officer),
        lambda: changing.ask_to_withdraw(commitment=Commitment.objects.get(), reason="No money.", actor=head),
    )

    assert results == ["RuleBroken", "done"]
    assert ChangeRequest.objects.count() == 1
