from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from tests.shared_data import SHARED, needs_shared_data
from tulga.findings.models import Assessment, Finding
from tulga.imports.models import ImportedRow

pytestmark = [pytest.mark.django_db, needs_shared_data]
FINDINGS = SHARED / "data/real/findings"
MATRIX = FINDINGS / "upr-slovenia-cycle3-thematic-list.docx"


def told(capsys, file, code, *options):
    call_command("import_findings", str(file), "--assessment", code, "--json", *options)
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_tells_everything_and_writes_nothing(capsys):
    answer = told(capsys, MATRIX, "UPR-2019-SVN", "--dry-run")

    assert set(answer) == {
        *("file", "layout", "rows", "created", "changed", "unchanged", "doubtful", "problems", "summary"),
    }
    assert (answer["rows"], answer["created"], answer["doubtful"], answer["problems"]) == (215, 215, 0, [])
    assert answer["summary"]["by_position"] == {"none": 0, "supported": 182, "noted": 33}
    assert len(answer["summary"]["numbers"]) == len(set(answer["summary"]["numbers"])) == 215
    assert not Assessment.objects.exists()


def test_each_finding_knows_its_file_and_its_row_and_a_second_time_changes_nothing(capsys):
    first, second = (told(capsys, MATRIX, "UPR-2019-SVN") for _each in range(2))

    assert (first["created"], second["created"], second["unchanged"]) == (215, 0, 215)
    finding = Finding.objects.select_related("imported_row__batch").get(number="121.1")
    assert (str(finding.imported_row.where), finding.imported_row.batch.file_name) == ("table 1, row 3", MATRIX.name)
    assert Assessment.objects.get().source == MATRIX.name
    assert ImportedRow.objects.filter(batch=finding.imported_row.batch).count() == 215


@pytest.mark.parametrize(("state", "count"), [("Afghanistan", 224), ("Kazakhstan", 198)])
@pytest.mark.parametrize("kind", ["csv", "xls"])
def test_the_export_of_many_states_gives_the_one_that_is_wanted(capsys, kind, state, count):
    answer = told(capsys, FINDINGS / f"uprinfo-sessions-17-20.{kind}", "UPR-2014-AFG", "--state", state, "--dry-run")

    assert (answer["layout"], answer["rows"], answer["created"]) == ("upr-info", count, count)
    assert answer["summary"]["by_position"]["none"] == 0


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (FINDINGS / "uprinfo-sessions-17-20.csv", "This file holds 42 States"),
        (FINDINGS / "no-such-file.csv", "No such file"),
        (SHARED / "data/SOURCES.md", ""),
        (SHARED / "data/made/mongolia-plan-sample.xlsx", "Send it under “Plan”"),
    ],
)
def test_what_cannot_be_read_ends_with_two_and_a_sentence(file, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("import_findings", str(file), "--assessment", "UPR-2014-AFG", "--json")

    assert refused.value.returncode == 2
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("name", "count", "tier"),
    [
        ("one-paragraph-semicolons", 5, "2"),
        ("bullets-in-one-paragraph", 5, None),
        ("lost-bullets-glued", 5, None),
        ("stars-no-heading", 4, None),
        ("tuvshin-mn", 3, None),
    ],
)
def test_a_narrative_in_a_file_gives_its_items(capsys, name, count, tier):
    answer = told(capsys, SHARED / f"data/made/narratives/{name}.txt", "TIP-2024-MNG", "--dry-run")

    assert (answer["layout"], answer["rows"], answer["summary"]["tier"]) == ("narrative", count, tier)
    assert answer["summary"]["numbers"] == [str(number) for number in range(1, count + 1)]
