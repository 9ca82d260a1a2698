"""Imports from the command line: processor seconds and memory of the whole command, its parser among it.

A plan of ten thousand rows in the layout that Mongolian plans have, and an export of eight thousand recommendations to
one State. Both are made up here, row by row different; each is looked at, applied, and applied once more.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

ACTIVITIES, IN_AN_OBJECTIVE, RECOMMENDATIONS = 9_900, 99, 8_000
TIMES = 3
GOAL = {"seconds": 10, "megabytes": 300}
YEARS = range(2017, 2022)
LEADS = ["ХЗДХЯ", "ЦЕГ", "ХНХЯ", "ГХЯ", "УЕПГ", "ХХЕГ", "БСШУСЯ", "Prosecutor's office of nowhere"]
TOGETHER = ["МГЭТ; ЦЕГ", "ХХЕГ, Өмнөговь аймаг", "ЦЕГ\nГИХГ", "", "ГХЯ, ХЭҮК, ТББ-ууд"]
PERIODS = ["жил бүр", "2017-2021", "2017 оны IV улирал", "2019 оны II хагас", "хэрэгцээ гарсан тухай бүр", "2018 он"]
BASELINES = [4, 0, "<10", "75%", "үгүй", "320,5"]
MONEY = ["45.5", "1 200,5", "30", "-", "", "150"]
THEMES = ["Trafficking", "Rights of the Child", "Women's rights", "Migrants", "Detention conditions"]


def plan(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Төлөвлөгөө")
    width = 10 + len(YEARS)
    sheet.merge_range(0, 0, 0, width - 1, "ҮНДЭСНИЙ ХӨТӨЛБӨР 2017-2021 / NATIONAL PROGRAMME 2017-2021")
    top = ["№", "Арга хэмжээ / Activity", "", "Хугацаа / Period", "Шалгуур үзүүлэлт / Indicator"]
    top += [
        "Хэмжих нэгж / Unit",
        "Суурь түвшин (2016) / Baseline",
        "Зорилтот түвшин / Target",
        *[""] * (len(YEARS) - 1),
    ]
    top += ["Хариуцах байгууллага / Responsible", "Хамтран хэрэгжүүлэх / Co-implementers"]
    top += ["Төсөв, сая төгрөг / Budget, MNT million"]
    sheet.write_row(2, 0, top)
    sheet.write_row(3, 0, ["", "Монгол", "English", "", "", "", "", *YEARS])
    sheet.merge_range(2, 1, 2, 2, top[1])
    sheet.merge_range(2, 7, 2, 6 + len(YEARS), top[7])
    for column in {*range(width)} - {1, 2, *range(7, 7 + len(YEARS))}:
        sheet.merge_range(2, column, 3, column, top[column])
    for row, cells in enumerate(plan_rows(), start=4):
        if len(cells) == 1:
            sheet.merge_range(row, 0, row, width - 1, cells[0])
        else:
            sheet.write_row(row, 0, cells)
    book.close()


def plan_rows() -> Iterator[list[Any]]:
    for number in range(ACTIVITIES):
        objective, place = divmod(number, IN_AN_OBJECTIVE)
        if place == 0:
            yield [
                f"Зорилт {objective + 1}. Урьдчилан сэргийлэх {objective + 1} / Objective {objective + 1}. Prevention"
            ]
        yield [
            f"{objective + 1}.{place + 1}",
            f"Хилийн боомт, уурхайн бүсэд {number} дэх мэдээллийн өдөрлөг зохион байгуулах",
            f"Hold the information day {number} at border ports and in mining areas",
            PERIODS[number % len(PERIODS)],
            f"Өдөрлөгийн тоо {number} / Information days {number}",
            "удаа / times",
            BASELINES[number % len(BASELINES)],
            *(number % 7 + year - 2016 for year in YEARS),
            LEADS[number % len(LEADS)],
            TOGETHER[number % len(TOGETHER)],
            MONEY[number % len(MONEY)],
        ]


def findings(path: Path) -> None:
    with path.open("w", encoding="mac-roman", newline="") as file:
        writer = csv.writer(file, lineterminator="\r")
        writer.writerow(
            [
                "To",
                "To-Rgrp",
                "To-Org",
                "Text",
                "From",
                "From-Rgrp",
                "From-Org",
                "Response",
                "Action",
                "Issue",
                "Session",
            ]
        )
        for number in range(RECOMMENDATIONS):
            text = f"Strengthen measure {number} against trafficking, “in law and in practice”, and report on it"
            answer = "Noted" if number % 6 == 0 else "Accepted"
            writer.writerow(
                ["Kazakhstan", "Asia", "OIC, CIS", text, "Norway", "WEOG", "", answer, "4", THEMES[number % 5], "20"]
            )


def measured(*command: str, environment: dict[str, str]) -> dict[str, Any]:
    """What the command says it did, and what it and the parser that it starts took."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command, "--json"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.read())
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    counted = {name: told[name] for name in ("rows", "created", "changed", "unchanged")}
    return {
        **counted,
        "seconds": round(used.ru_utime + used.ru_stime, 2),
        "megabytes": round(used.ru_maxrss / 1024),  # of the larger of the two processes
        "goal": GOAL,
    }


def yardstick(path: Path) -> float:
    """Processor seconds of the least that can be done with the file, on this machine just now."""
    done = subprocess.run([sys.executable, "-m", "bench.yardstick", str(path)], check=True, capture_output=True)
    return float(done.stdout)


@contextmanager
def installation() -> Iterator[dict[str, str]]:
    """The environment of a fresh one on SQLite, with the agencies of the reference data."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": ""}
        for command in (["migrate", "--verbosity=0"], ["load_reference", "--country=mn"]):
            made = [sys.executable, "manage.py", *command]
            subprocess.run(made, check=True, stdout=subprocess.DEVNULL, env=environment)
        yield environment


def by_the_worker(*arguments: str) -> dict[str, Any]:
    """What the person waits, and what memory is held, where the file is sent on the pages."""
    with installation() as environment:
        command = [sys.executable, "-m", "bench.by_the_worker", *arguments]
        done = subprocess.run(command, check=True, capture_output=True, env=environment)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def once(plan_file: Path, findings_file: Path) -> dict[str, dict[str, Any]]:
    """Every import into a fresh database, with the yardstick of its file just before."""
    found: dict[str, dict[str, Any]] = {}
    with installation() as environment:
        of_plan = ("import_plan", str(plan_file), "--plan", "bench")
        of_findings = ("import_findings", str(findings_file), "--assessment", "UPR-BENCH", "--state", "Kazakhstan")
        for what, path, command in (
            ("10,000 plan rows", plan_file, of_plan),
            ("8,000 recommendations", findings_file, of_findings),
        ):
            for way, more in (("looked at", ["--dry-run"]), ("applied", []), ("applied again", [])):
                least = yardstick(path)
                found[f"{what}, {way}"] = {**measured(*command, *more, environment=environment), "yardstick": least}
    return found


def best(several: list[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The least of each figure: whatever else a machine does, it makes nothing quicker."""
    found = {}
    for name, first in several[0].items():
        least = {what: min(each[name][what] for each in several) for what in ("seconds", "megabytes", "yardstick")}
        found[name] = {**first, **least, "times the yardstick": round(least["seconds"] / least["yardstick"], 1)}
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan_file, findings_file = Path(folder, "plan.xlsx"), Path(folder, "export.csv")
        plan(plan_file)
        findings(findings_file)
        found = best([once(plan_file, findings_file) for _each in range(TIMES)])
        found |= {
            "10,000 plan rows, by the worker": by_the_worker("plan", "bench", str(plan_file)),
            "8,000 recommendations, by the worker": by_the_worker(
                "findings", "UPR-BENCH", str(findings_file), "state=Kazakhstan"
            ),
        }
        print(json.dumps(found))


if __name__ == "__main__":
    main()
