from __future__ import annotations

import json
import weakref

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tulga.audit.models import AuditEvent
from tulga.documents.models import Document
from tulga.documents.tests.samples import picture
from tulga.imports.choices import Status
from tulga.imports.commands import ImportCommand
from tulga.imports.models import Import, ImportedRow, RememberedAnswer
from tulga.imports.tests.samples import HEADINGS, TWO

pytestmark = pytest.mark.django_db


class Command(ImportCommand):
    help = "Import wishes."
    target_name = "wishes"
    into_option = "--list"
    answering = {"--year": "Which year they are of."}


@pytest.fixture
def run(tmp_path, capsys):
    def run_command(*options, content=TWO, name="wishes.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command(Command(), str(path), "--list", "2018", *options)
        return capsys.readouterr().out

    return run_command


def test_a_file_is_applied_and_told_as_one_object(run, wishes):
    told = json.loads(run("--json"))

    counted = {name: told[name] for name in ("rows", "created", "changed", "unchanged", "doubtful")}
    assert counted == {"rows": 2, "created": 1, "changed": 0, "unchanged": 0, "doubtful": 1}
    assert (told["file"], told["layout"], told["summary"]) == ("wishes.csv", "wish-list", {"wishes": 2})
    assert told["problems"][-1]["message"] == "Who is XYZ?"
    assert "row 3" in told["problems"][-1]["where"]
    assert wishes.kept.keys() == {"1"}
    assert Import.objects.get().status == Status.APPLIED
    assert wishes.rows == [ImportedRow.objects.get(position=1).pk]


def test_a_dry_run_writes_nothing_at_all(run, wishes, documents_dir):
    told = json.loads(run("--json", "--dry-run"))

    assert told["created"] == 1
    assert wishes.kept == {}
    for model in (Import, ImportedRow, RememberedAnswer, Document, AuditEvent):
        assert not model.objects.exists()
    assert not [path for path in documents_dir.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "options", "told"),
    [
        (TWO, ["--list", "all"], "No new list can have this code."),
        (f"{HEADINGS}\n", [], "there is nothing to apply"),
        (TWO, ["--year", " "], "Year\n  --year: Which year they are of."),
    ],
)
@pytest.mark.parametrize("is_dry", [True, False])
def test_what_cannot_be_applied_ends_with_two_and_says_what_to_do(run, wishes, content, options, told, is_dry):
    with pytest.raises(CommandError) as refused:
        run(*options, *(["--dry-run"] if is_dry else []), content=content)

    assert refused.value.returncode == 2
    assert told in str(refused.value)
    assert wishes.kept == {}


def test_a_second_time_changes_nothing(run):
    run()

    told = json.loads(run("--json"))

    assert (told["created"], told["changed"], told["unchanged"]) == (0, 0, 1)


def test_an_option_answers_a_question_of_the_layout(run):
    run("--year", "2019")

    assert Import.objects.get().facts == {"year": 2019}


def test_people_read_what_happened_line_by_line(run):
    told = run("--dry-run")

    assert "wishes.csv (wish-list): 2 rows; 1 created, 0 changed, 0 unchanged, 1 doubtful" in told
    assert "row 3" in told
    assert "nothing was written" in told


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.xlsx", picture("PNG"), "Send one of these instead"),
        ("wishes.txt", "Good morning", "right file"),
        ("wishes.csv", b"\0\1\2\3", "content is none"),
        ("wishes.csv", f"{HEADINGS}\n1,Open a shelter,NPA\n2,Train drivers,NPA\n", "cannot be kept"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_cannot_be_imported_ends_with_two_and_a_sentence_and_leaves_nothing(
    run, wishes, name, content, sentence, options
):
    wishes.fails_at = "2"
    if options and "kept" in sentence:
        assert run(*options, name=name, content=content)
        return

    with pytest.raises(CommandError) as ended:
        run(*options, name=name, content=content)

    assert (ended.value.returncode, sentence in str(ended.value)) == (2, True)
    assert wishes.kept == {}
    assert not Document.objects.exists()
    assert not ImportedRow.objects.exists()


def test_what_does_not_fit_into_memory_ends_with_two_and_leaves_nothing(run, wishes):
    wishes.match = lambda *_, **__: bytearray(1 << 60)

    with pytest.raises(CommandError, match="Split it") as ended:
        run()

    assert ended.value.returncode == 2
    assert not Document.objects.exists()


def test_what_filled_the_memory_is_let_go_of_before_the_rest_is_cleared_away(run, wishes):
    class Filling:
        pass

    fillings, is_held = [], []

    def fill(*_: object, **__: object) -> None:
        filling = Filling()
        fillings.append(weakref.ref(filling))
        raise MemoryError

    def watch(execute, sql, params, many, context):
        if fillings and sql.startswith("DELETE"):
            is_held.append(fillings[0]() is not None)
        return execute(sql, params, many, context)

    wishes.match = fill
    with connection.execute_wrapper(watch), pytest.raises(CommandError, match="Split it"):
        run()

    assert is_held
    assert not any(is_held)


def test_a_file_that_is_not_there_ends_with_two(tmp_path):
    with pytest.raises(CommandError, match="No such file") as ended:
        call_command(Command(), str(tmp_path / "none.csv"), "--list", "2018")

    assert ended.value.returncode == 2
