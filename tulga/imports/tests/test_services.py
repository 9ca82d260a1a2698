from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import get_language, override

from tulga.audit.models import AuditEvent
from tulga.documents.models import Document
from tulga.imports.choices import Status
from tulga.imports.models import Import, ImportedRow, RememberedAnswer
from tulga.imports.services import starting, steering, working
from tulga.imports.services.working import do_work
from tulga.imports.tasks import work_on_import
from tulga.imports.tests.samples import HEADINGS, TWO, applied, previewed, started, understood, worked
from tulga.kit.errors import NotAllowed, RuleBroken
from tulga.kit.imports.changes import LEAVE_OUT
from tulga.kit.models import UsedToken

pytestmark = pytest.mark.django_db
ODD = "No,Хүсэлт,By\n1,Open a shelter,NPA\n"


def verbs():
    return list(AuditEvent.objects.filter(target_type="imports.import").values_list("verb", flat=True))


def test_a_file_is_kept_understood_previewed_and_applied(writer, wishes):
    batch = applied(writer, target=wishes)

    assert batch.status == Status.APPLIED
    assert wishes.kept == {"1": {"text": "Open a shelter", "agency": "NPA"}}
    assert wishes.rows == [ImportedRow.objects.get(position=1).pk]
    assert batch.document.original_name == "wishes.csv"
    assert verbs() == ["imports.start", "imports.understand", "imports.preview", "imports.apply"]


def test_what_waits_for_an_answer_is_not_applied_until_it_has_one(writer, wishes):
    batch = previewed(writer, target=wishes)
    assert batch.counts["doubtful"] == 1

    batch = worked(steering.answer_doubts(batch=batch, answers={"agency:XYZ": "MOJ"}, actor=writer), writer)
    assert (batch.counts["doubtful"], batch.counts["created"]) == (0, 2)
    batch = worked(steering.ask_apply(batch=batch, actor=writer), writer)

    assert wishes.kept["2"]["agency"] == "MOJ"


def test_the_same_file_again_changes_nothing_and_asks_nothing_again(writer, wishes):
    batch = previewed(writer, target=wishes)
    batch = worked(steering.answer_doubts(batch=batch, answers={"agency:XYZ": "MOJ"}, actor=writer), writer)
    worked(steering.ask_apply(batch=batch, actor=writer), writer)

    again = applied(writer, target=wishes)

    assert again.counts == {"created": 0, "changed": 0, "unchanged": 2, "doubtful": 0, "left_out": 0}
    assert wishes.rows == []


def test_rows_may_be_left_out(writer, wishes):
    batch = previewed(writer, target=wishes)

    batch = worked(steering.answer_doubts(batch=batch, answers={"agency:XYZ": LEAVE_OUT}, actor=writer), writer)

    assert batch.counts["left_out"] == 1
    assert batch.doubts.get().answer == LEAVE_OUT


def test_a_correction_stands_and_is_proposed_for_the_next_file_of_that_shape(writer, wishes):
    batch = understood(writer, ODD, target=wishes)
    assert batch.understanding.answers["column-1"] == ""

    given = {**batch.understanding.answers, "column-1": "text"}
    batch = steering.correct_import(batch=batch, layout="wish-list", given=given, actor=writer)
    batch = worked(batch, writer)
    assert batch.understanding.answers["column-1"] == "text"
    worked(
        steering.ask_apply(batch=worked(steering.ask_preview(batch=batch, actor=writer), writer), actor=writer), writer
    )

    assert understood(writer, ODD, target=wishes).understanding.answers["column-1"] == "text"
    assert understood(writer, TWO, target=wishes).understanding.answers["column-1"] == "text"


def test_an_answer_is_remembered_though_its_question_vanished_with_it_but_not_what_holds_for_one_file(writer, wishes):
    batch = understood(writer, target=wishes)
    given = {"asked-no-more": "yes", "file": "this one", "year": "2019"}
    batch = worked(
        steering.correct_import(batch=batch, layout="wish-list", given=given, actor=writer),
        writer,
    )

    worked(
        steering.ask_apply(batch=worked(steering.ask_preview(batch=batch, actor=writer), writer), actor=writer), writer
    )

    kept = RememberedAnswer.objects.values_list("name", "answer")
    assert set(kept) == {("asked-no-more", "yes"), ("year", "2019")}


def test_what_was_not_applied_is_not_remembered(writer, wishes):
    batch = understood(writer, ODD, target=wishes)
    batch = steering.correct_import(batch=batch, layout="wish-list", given={"column-1": "text"}, actor=writer)
    steering.cancel_import(batch=worked(batch, writer), actor=writer)

    assert not RememberedAnswer.objects.exists()


def test_cancelling_leaves_nothing_but_that_it_was(writer, wishes, documents_dir, django_capture_on_commit_callbacks):
    batch = previewed(writer, target=wishes)

    with django_capture_on_commit_callbacks(execute=True):
        batch = steering.cancel_import(batch=batch, actor=writer)

    assert (batch.status, batch.document, batch.given) == (Status.CANCELLED, None, {})
    assert not ImportedRow.objects.exists()
    assert not Document.objects.exists()
    assert [path for path in documents_dir.rglob("*") if path.is_file()] == []
    assert wishes.kept == {}


def test_a_job_of_a_cancelled_import_writes_nothing(writer, wishes):
    batch = steering.ask_preview(batch=understood(writer, target=wishes), actor=writer)
    attempt = batch.attempt
    steering.cancel_import(batch=batch, actor=writer)

    assert do_work(batch_id=batch.pk, attempt=attempt, actor=writer) is False
    assert not ImportedRow.objects.exists()


def test_a_job_that_reads_an_import_just_cancelled_finds_neither_file_nor_understanding(writer, wishes):
    batch = understood(writer, target=wishes)
    content = working.content_of(batch)
    batch = steering.cancel_import(batch=batch, actor=writer)

    with pytest.raises(working.Abandoned):
        working.content_of(batch)
    with pytest.raises(working.Abandoned):
        working.preview(batch, content, writer)


def test_an_import_cancelled_while_its_rows_are_written_keeps_none(writer, wishes):
    batch = steering.ask_preview(batch=understood(writer, target=wishes), actor=writer)

    def cancelled_meanwhile(record):
        steering.cancel_import(batch=Import.objects.get(pk=batch.pk), actor=writer)
        wishes.title_of = lambda record: record.key
        return record.key

    wishes.title_of = cancelled_meanwhile

    assert worked(batch, writer).status == Status.CANCELLED
    assert not ImportedRow.objects.exists()


def test_a_job_that_comes_twice_works_once(writer, wishes):
    batch = started(writer, target=wishes)

    assert do_work(batch_id=batch.pk, attempt=batch.attempt, actor=writer) is True
    assert do_work(batch_id=batch.pk, attempt=batch.attempt, actor=writer) is False


def test_an_import_that_fails_in_the_middle_applies_nothing(writer, wishes):
    wishes.known_agencies = {"NPA", "XYZ"}
    wishes.fails_at = "2"

    batch = applied(writer, target=wishes)

    assert batch.status == Status.PREVIEWED
    assert str(batch.failed_because) == "This wish cannot be kept."
    assert not UsedToken.objects.filter(digest__startswith="wish").exists()
    assert not RememberedAnswer.objects.exists()
    assert "imports.apply" not in verbs()


def test_what_somebody_changed_since_the_preview_is_shown_and_not_overwritten(writer, wishes):
    batch = previewed(writer, target=wishes)
    wishes.kept["1"] = {"text": "Open two shelters", "agency": "NPA"}

    batch = worked(steering.ask_apply(batch=batch, actor=writer), writer)

    assert batch.status == Status.PREVIEWED
    assert "look at it again" in str(batch.failed_because)
    assert batch.rows.get(position=1).differences == [["text", "Open two shelters", "Open a shelter"]]
    assert wishes.kept["1"]["text"] == "Open two shelters"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("wishes.txt", "Good morning", "right file"),
        ("wishes.csv", "\0\1\2\3\0", "content is none"),
        ("wishes.ods", "PK\3\4 and then nothing", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_ends_the_import_with_a_sentence(writer, wishes, name, content, sentence):
    batch = worked(started(writer, content, target=wishes, name=name), writer)

    assert batch.status == Status.FAILED
    assert sentence in str(batch.failed_because)
    with override("mn"):
        assert sentence not in str(batch.failed_because)


def test_a_question_that_must_be_answered_is_asked_before_the_preview(writer, wishes):
    batch = understood(writer, target=wishes)
    batch = steering.correct_import(batch=batch, layout="wish-list", given={"year": " "}, actor=writer)
    batch = worked(batch, writer)

    with pytest.raises(RuleBroken, match="Answer first"):
        steering.ask_preview(batch=batch, actor=writer)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda batch, actor: steering.ask_preview(batch=batch, actor=actor), "worked on"),
        (lambda batch, actor: steering.try_again(batch=batch, actor=actor), "worked on"),
        (lambda batch, actor: steering.correct_import(batch=batch, layout="", given={}, actor=actor), "worked on"),
    ],
)
def test_nobody_steers_an_import_that_is_being_worked_on(writer, wishes, act, refusal):
    batch = started(writer, target=wishes)

    with pytest.raises(RuleBroken, match=refusal):
        act(batch, writer)


@pytest.mark.parametrize(
    ("has_begun", "minutes", "is_stuck"), [(False, 1, False), (False, 3, True), (True, 3, False), (True, 11, True)]
)
def test_work_that_is_not_heard_of_any_more_can_be_begun_again(writer, wishes, has_begun, minutes, is_stuck):
    batch = started(writer, target=wishes)
    Import.objects.update(has_begun=has_begun)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
        assert steering.is_stuck(Import.objects.get()) is is_stuck
        if is_stuck:
            batch = steering.try_again(batch=batch, actor=writer)
            assert worked(batch, writer).status == Status.UNDERSTOOD


def test_an_import_asked_for_long_after_it_was_sent_is_not_stuck_at_once(writer, wishes):
    batch = understood(writer, target=wishes)

    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        assert not steering.is_stuck(steering.ask_preview(batch=batch, actor=writer))


def test_values_are_told_in_the_language_of_who_sent_the_file_whoever_works_on_it(writer, wishes):
    languages = []
    title_of = wishes.title_of
    wishes.title_of = lambda record: languages.append(get_language()) or title_of(record)
    with override("mn"):
        batch = understood(writer, target=wishes)

    batch = worked(steering.ask_preview(batch=batch, actor=writer), writer)

    assert set(languages) == {"mn"}


def test_a_fault_that_nobody_foresaw_is_told_and_writes_nothing(writer, wishes):
    batch = steering.ask_preview(batch=understood(writer, target=wishes), actor=writer)
    wishes.kept = None  # its next look at what is kept fails

    with pytest.raises(AttributeError):
        work_on_import.func(batch.pk, batch.attempt, writer.user_id)

    batch.refresh_from_db()
    assert (batch.work, batch.status) == ("", Status.UNDERSTOOD)
    assert "nobody foresaw" in str(batch.failed_because)


@pytest.mark.parametrize(
    ("before", "ask"), [(understood, steering.ask_preview), (previewed, steering.ask_apply)], ids=["preview", "apply"]
)
def test_what_does_not_fit_into_memory_is_told_and_writes_nothing(writer, wishes, before, ask):
    batch = ask(batch=before(writer, target=wishes), actor=writer)
    status, rows = batch.status, batch.rows.count()
    wishes.match = lambda *_, **__: bytearray(1 << 60)

    batch = worked(batch, writer)

    assert (batch.work, batch.status, batch.rows.count()) == ("", status, rows)
    assert "Split it" in str(batch.failed_because)
    assert wishes.kept == {}


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [({"agency:XYZ": "MFA"}, "offered"), ({"agency:unknown": "MOJ"}, "offered")],
)
def test_only_what_was_offered_is_an_answer(writer, wishes, answers, refusal):
    batch = previewed(writer, target=wishes)

    with pytest.raises(RuleBroken, match=refusal):
        steering.answer_doubts(batch=batch, answers=answers, actor=writer)


def test_an_unknown_layout_is_refused(writer, wishes):
    with pytest.raises(RuleBroken, match="layouts offered"):
        steering.correct_import(batch=understood(writer, target=wishes), layout="x", given={}, actor=writer)


def test_only_who_may_write_by_hand_imports(reader, writer, wishes):
    with pytest.raises(NotAllowed):
        started(reader, target=wishes)
    batch = previewed(writer, target=wishes)
    for act in (steering.ask_apply, steering.ask_preview, steering.cancel_import):
        with pytest.raises(NotAllowed):
            act(batch=batch, actor=reader)
    assert not starting.Import.objects.exclude(pk=batch.pk).exists()


def test_who_lost_the_right_meanwhile_does_not_apply(reader, writer, wishes):
    batch = steering.ask_apply(batch=previewed(writer, target=wishes), actor=writer)

    batch = worked(batch, reader)

    assert (batch.status, batch.work) == (Status.PREVIEWED, "")
    assert not UsedToken.objects.filter(digest__startswith="wish").exists()
    assert "by hand" in str(batch.failed_because)


def test_an_applied_import_stands(writer, wishes):
    batch = applied(writer, target=wishes)

    for act in (steering.ask_apply, steering.ask_preview, steering.cancel_import):
        with pytest.raises(NotAllowed):
            act(batch=batch, actor=writer)


def test_comparing_writes_rows_in_pieces_and_tells_how_far_it_is(writer, wishes, django_assert_max_num_queries):
    rows = "".join(f"{number},Wish {number},NPA\n" for number in range(1_201))
    batch = steering.ask_preview(batch=understood(writer, f"{HEADINGS}\n{rows}", target=wishes), actor=writer)

    with django_assert_max_num_queries(60):
        batch = worked(batch, writer)

    assert (batch.work_done, batch.work_total, batch.rows.count()) == (1_201, 1_201, 1_201)
    assert batch.work == ""
