from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from typing import Any

import pytest
from PIL import Image

from tulga.documents import inspection, refusals
from tulga.documents.checking import _read_answer, check_upload
from tulga.documents.choices import KEPT, Kind
from tulga.documents.inspection import Reason
from tulga.documents.tests import samples
from tulga.documents.tests.factories import sent
from tulga.kit import confined
from tulga.kit.confined import DISK_FULL
from tulga.kit.errors import RuleBroken

EVERY_KIND = KEPT


def first(table: list[tuple[Any, ...]]) -> list[str]:
    """The file names, as names of the tests: a content may be large."""
    return [row[0] for row in table]


def words(reason: Reason) -> str:
    """The sentence up to its first variable."""
    return str(refusals.SENTENCES[reason]).partition("%(")[0]


GOOD = [
    ("Тайлан 2018.pdf", samples.pdf(), Kind.PDF, "Тайлан 2018.pdf"),
    ("SCAN.PDF", b"\n" + samples.pdf(), Kind.PDF, "SCAN.pdf"),
    ("зураг.png", samples.picture("PNG"), Kind.PNG, "зураг.png"),
    ("grey.png", samples.picture("PNG", mode="LA"), Kind.PNG, "grey.png"),
    ("colours.png", samples.picture("PNG", mode="P", transparency=0), Kind.PNG, "colours.png"),
    ("гэрэл зураг.jpg", samples.picture("JPEG"), Kind.JPEG, "гэрэл зураг.jpg"),
    ("print.jpeg", samples.picture("JPEG", mode="CMYK"), Kind.JPEG, "print.jpeg"),
    ("two.jpg", samples.picture("MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))]), "jpeg", "two.jpg"),
    ("really jpeg.png", samples.picture("JPEG"), Kind.JPEG, "really jpeg.jpg"),
    ("Тушаал №5.docx", samples.office(), Kind.DOCX, "Тушаал №5.docx"),
    ("links.docx", samples.office(more=samples.link("hyperlink", "https://x.org")), Kind.DOCX, "links.docx"),
    (
        "template.docx",
        samples.office(more=samples.link("attachedTemplate", "file:///C:\\Normal.dotm")),
        Kind.DOCX,
        "template.docx",
    ),
    ("chart.docx", samples.office(more={"word/embeddings/x.xlsx": samples.workbook()}), Kind.DOCX, "chart.docx"),
    ("Төлөвлөгөө.xlsx", samples.workbook(), Kind.XLSX, "Төлөвлөгөө.xlsx"),
    ("large.xlsx", samples.workbook(rows=20_000), Kind.XLSX, "large.xlsx"),
    ("жагсаалт.csv", samples.CSV, Kind.CSV, "жагсаалт.csv"),
    ("excel.csv", b"\xef\xbb\xbf" + samples.CSV.replace(b",", b";"), Kind.CSV, "excel.csv"),
    ("no ending", samples.pdf(), Kind.PDF, "no ending.pdf"),
]


@pytest.mark.parametrize(("name", "content", "kind", "kept_name"), GOOD, ids=first(GOOD))
def test_good_files_pass(name, content, kind, kept_name):
    checked = check_upload(sent(name, content), kinds=EVERY_KIND)

    assert (checked.kind, checked.name) == (kind, kept_name)
    if not checked.is_sanitised:
        checked.file.seek(0)
        assert checked.file.read() == content


# fmt: off
BAD = [
        ("order.pdf", samples.PROGRAM, Reason.PROGRAM),
        ("order.csv", b"\x7fELF" + bytes(90), Reason.PROGRAM),
        ("order.csv", b"#!/bin/sh\n", Reason.PROGRAM),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Reason.MARKUP),
        ("logo.png", b"\n <svg xmlns='http://www.w3.org/2000/svg'/>", Reason.MARKUP),
        ("page.html", b"\xef\xbb\xbf<!DOCTYPE html>", Reason.MARKUP),
        ("page.csv", "<html>".encode("utf-16"), Reason.MARKUP),
        ("data.xml", b"<?xml version='1.0'?><a/>", Reason.MARKUP),
        ("files.zip", samples.office(), Reason.ARCHIVE),
        ("files.docx", samples.office().replace(b"[Content_Types].xml", b"[Content-Types].xml"), Reason.ARCHIVE),
        ("files.rar", b"Rar!\x1a\x07\x00", Reason.ARCHIVE),
        ("files.tar", b"x" * 257 + b"ustar" + bytes(250), Reason.ARCHIVE),
        ("old.doc", samples.OLD_WORD, Reason.OLD_OFFICE),
        ("locked.xlsx", samples.OLD_WORD, Reason.OLD_OFFICE),
        ("moving.gif", samples.picture("GIF"), Reason.OTHER_PICTURE),
        ("phone.heic", b"\0\0\0\x18ftypheic" + bytes(90), Reason.OTHER_PICTURE),
        ("slides.pptx", samples.office("presentation"), Reason.ARCHIVE),
        ("note.txt", b"Hello", Reason.UNKNOWN),
        ("noise.pdf", bytes(range(1, 200)), Reason.UNKNOWN),

        ("claims.png", samples.boastful_png(), Reason.TOO_MANY_PIXELS),
        ("long.png", samples.boastful_png(20_001), Reason.TOO_MANY_PIXELS),
        ("half.jpg", samples.picture("JPEG", size=(900, 900))[:-5000], Reason.DAMAGED),
        ("half.png", samples.boastful_png(3_000), Reason.DAMAGED),

        ("half.pdf", samples.pdf()[:200], Reason.DAMAGED),
        ("only-head.pdf", b"%PDF-1.7\n", Reason.DAMAGED),
        ("no-page.pdf", samples.pdf(pages=0), Reason.DAMAGED),
        ("locked.pdf", samples.pdf(password="x"), Reason.ENCRYPTED),
        ("script.pdf", samples.pdf(script="app.alert(1)"), Reason.PDF_SCRIPT),
        ("deep-script.pdf", samples.pdf_with_scripted_page(), Reason.PDF_SCRIPT),
        ("hidden-script.pdf", samples.pdf_with_unlisted_script(), Reason.PDF_SCRIPT),
        ("launch.pdf", samples.pdf_action("/Launch"), Reason.PDF_ACTION),
        ("remote.pdf", samples.pdf_action("/GoToR"), Reason.PDF_ACTION),
        ("send.pdf", samples.pdf_action("/SubmitForm"), Reason.PDF_ACTION),
        ("inside.pdf", samples.pdf(attachment=samples.PROGRAM), Reason.PDF_ATTACHMENT),
        ("form.pdf", samples.pdf_with_form(), Reason.PDF_FORM),

        ("macro.docx", samples.office(more={"word/vbaProject.bin": b"x"}), Reason.MACROS),
        ("macro.docx", samples.office(samples.WORD_WITH_MACROS), Reason.MACROS),
        ("macro.docm", samples.office(samples.WORD_WITH_MACROS), Reason.MACROS),
        ("sheet.xlsx", samples.office(samples.EXCEL, more={"xl/macrosheets/sheet1.xml": b"<a/>"}), Reason.MACROS),
        ("word.xlsx", samples.office(), Reason.OTHER_OFFICE),
        ("bomb.docx", samples.office_bomb(), Reason.BOMB),
        ("many.docx", samples.office(more={f"word/{n}.xml": b"<a/>" for n in range(2_000)}), Reason.BOMB),
        ("overlap.docx", samples.overlapping_office(), Reason.BOMB),
        ("dolls.docx", samples.office(more={"a.docx": samples.office(more={"a.docx": samples.office(
            more={"a.docx": samples.office()})})}), Reason.BOMB),
        ("inner.docx", samples.office(more={"a.xlsx": samples.office(
            samples.EXCEL, more={"xl/vbaProject.bin": b"x"})}), Reason.MACROS),
        ("entity.docx", samples.office(more={"word/a.xml": samples.ENTITY}), Reason.DAMAGED),
        ("object.docx", samples.office(more={"word/embeddings/oleObject1.bin": b"x"}), Reason.OFFICE_OBJECT),
        ("program.docx", samples.office(more={"word/run.exe": samples.PROGRAM}), Reason.OFFICE_OBJECT),
        ("command.docx", samples.office(more=samples.field_code("DDE", "AUTO x")), Reason.OFFICE_OBJECT),
        ("command.docx", samples.office(more={name: part.decode().encode("utf-16") for name, part in
            samples.field_code("DDE", "AUTO x").items()}), Reason.OFFICE_OBJECT),
        ("template.docx", samples.office(more=samples.link("template", "https://x.org/a")), Reason.OFFICE_REMOTE),
        ("tracker.docx", samples.office(more=samples.link("image", "\\\\server\\share\\a.png")), Reason.OFFICE_REMOTE),
        ("tracker.docx", samples.office(more=samples.link("image", "file://server/a.png")), Reason.OFFICE_REMOTE),
        ("path.docx", samples.office(more={"../../a.xml": b"<a/>"}), Reason.DAMAGED),
        ("twice.docx", samples.office(more={"WORD/document.xml": b"<a/>"}), Reason.DAMAGED),
        ("cut.docx", samples.office()[:-30], Reason.DAMAGED),
        ("bad-sum.docx", samples.office(stored=True).replace(b"<p>", b"<q>"), Reason.DAMAGED),

        ("nul.csv", b"a,b\n\0,c\n", Reason.CSV_NUL),
        ("excel.csv", "а,б\n".encode("utf-16"), Reason.CSV_NOT_UTF8),
        ("windows.csv", "нэр,код\n".encode("cp1251"), Reason.CSV_NOT_UTF8),
        ("bell.csv", b"a,\x07\n", Reason.DAMAGED),
        ("blank.csv", b" \n\n", Reason.DAMAGED),
        ("wide.csv", b"," * 1_001, Reason.CSV_TOO_LARGE),
        ("long.csv", b"a\n" * 200_001, Reason.CSV_TOO_LARGE),
        ("cell.csv", b"a" * 40_000, Reason.CSV_TOO_LARGE),
        ("formula.csv", b"a,b\n1,=HYPERLINK(1)\n", Reason.CSV_FORMULA),
        ("command.csv", b"a,b\n1,-2+3+cmd|' /C calc'!A0\n", Reason.CSV_FORMULA),
]
# fmt: on


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=first(BAD))
def test_bad_files_are_refused_with_the_fitting_sentence(name, content, reason):
    with pytest.raises(RuleBroken) as refused:
        check_upload(sent(name, content), kinds=EVERY_KIND)

    assert str(refused.value.message).startswith(words(Reason(reason)))


UNFIT = [
    ("empty.pdf", b"", EVERY_KIND, "This file is empty."),
    ("scan.png", samples.picture("PNG"), {Kind.PDF}, "This is a PNG picture. Send one of these instead: a PDF"),
    ("scan.exe", samples.pdf(), EVERY_KIND, "ends in .exe, but it is a PDF document"),
    ("scan\u202efdp.exe", samples.pdf(), EVERY_KIND, "ends in .exe, but it is a PDF document"),
    ("scan.docx", samples.pdf(), EVERY_KIND, "change the ending to .pdf"),
    ("scan.pdf", samples.picture("JPEG"), EVERY_KIND, "change the ending to .jpg"),
    ("big.csv", b"a,b\n" * 3_000_000, EVERY_KIND, "are allowed here"),
    ("big.pdf", samples.pdf() + bytes(20 * 1024 * 1024), EVERY_KIND, "20.0\xa0MB are allowed here"),
]


@pytest.mark.parametrize(("name", "content", "kinds", "said"), UNFIT, ids=first(UNFIT))
def test_files_that_do_not_fit_here_are_refused(name, content, kinds, said):
    with pytest.raises(RuleBroken) as refused:
        check_upload(sent(name, content), kinds=kinds)

    assert said in str(refused.value.message)


def test_limit_of_a_field_counts():
    with pytest.raises(RuleBroken, match=r"1.0\s?KB are allowed here"):
        check_upload(sent("a.csv", b"a,b\n" * 300), kinds={Kind.CSV}, max_bytes=1024)


def test_refusal_points_at_the_cell():
    with pytest.raises(RuleBroken, match="Cell AB2 "):
        check_upload(sent("a.csv", b"a\n" + b"," * 27 + b"=1\n"), kinds={Kind.CSV})


@pytest.mark.parametrize("make", [samples.telling_jpeg, samples.telling_png])
def test_pictures_lose_what_they_tell_beside_their_pixels(make):
    name = "a.jpg" if make is samples.telling_jpeg else "a.png"
    assert samples.SECRET.encode() in make()

    checked = check_upload(sent(name, make()), kinds=EVERY_KIND)

    checked.file.seek(0)
    content = checked.file.read()
    assert checked.is_sanitised
    assert samples.SECRET.encode() not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_picture_is_turned_upright_before_its_orientation_is_lost():
    checked = check_upload(sent("a.jpg", samples.telling_jpeg()), kinds=EVERY_KIND)

    checked.file.seek(0)
    assert Image.open(checked.file).size == (30, 40)


def test_nothing_remains_of_a_refused_file(documents_dir):
    with pytest.raises(RuleBroken):
        check_upload(sent("locked.pdf", samples.pdf(password="x")), kinds=EVERY_KIND)

    assert [path for path in documents_dir.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("deep.pdf", samples.pdf_with_deep_nesting),
        ("bomb.pdf", samples.pdf_bomb),
    ],
)
def test_inspection_of_a_hostile_file_ends_soon(name, make):
    content = make()
    began = time.monotonic()

    with pytest.raises(RuleBroken):
        check_upload(sent(name, content), kinds=EVERY_KIND)

    assert time.monotonic() - began < 30


def test_inspection_is_killed_when_its_time_is_over(settings):
    settings.DOCUMENTS_INSPECTION_SECONDS = 0.7
    work, before, began = sent("work.docx", samples.huge_office()), _processes(), time.monotonic()

    with pytest.raises(RuleBroken, match="too much time or memory"):
        check_upload(work, kinds=EVERY_KIND)

    assert time.monotonic() - began < 5
    assert _processes() <= before


def test_inspection_is_stopped_when_its_memory_is_used_up(settings):
    settings.DOCUMENTS_INSPECTION_MEMORY = 150 * 1024 * 1024
    picture = sent("big.png", samples.picture("PNG", size=(6_000, 6_000)))

    with pytest.raises(RuleBroken, match="too much time or memory"):
        check_upload(picture, kinds=EVERY_KIND)


def test_processor_time_is_limited_too(tmp_path):
    path = tmp_path / "work.docx"
    path.write_bytes(samples.huge_office())

    ended = _inspect_alone(path, "docx", TULGA_WALLS_SECONDS="1")

    assert ended.returncode < 0


@pytest.mark.parametrize(
    "tried",
    [
        "socket.create_connection(at)",
        "os.getuid() or os.setuid(65534); os.fork()",
        "open('x', 'wb').write(bytes(7 * 10**7))",
    ],
)
def test_walls_stand(tried, tmp_path):
    script = (
        "import os, socket\n"
        "from tulga.kit.confined import Limits, build_walls\n"
        "server = socket.create_server(('127.0.0.1', 0)); at = server.getsockname()\n"
        "build_walls(Limits(processor_seconds=5, memory=10**9))\n"
        f"os.chdir({str(tmp_path)!r})\n"
        f"try:\n  {tried}\n"
        "except OSError: print('stopped')\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603

    if "connect" in tried and not _network_can_be_left():
        pytest.skip("this machine gives nobody a network of their own")
    assert ended.stdout == "stopped\n"


def test_inspection_starts_without_django():
    script = "import sys, tulga.documents.inspect_file; print(any(name.startswith('django') for name in sys.modules))"

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603

    assert ended.stdout == "False\n"


@pytest.mark.parametrize(
    ("ended", "answer"),
    [
        (0, b""),
        (0, b"[]"),
        (0, b'{"refused": "invented", "place": ""}'),
        (0, b'{"is_saniti'),
        (1, b'{"is_sanitised": false}'),
        (-11, b'{"is_sanitised": false}'),
    ],
)
def test_only_an_expected_answer_is_believed(ended, answer):
    with pytest.raises(RuleBroken):
        _read_answer(ended, answer)


def test_disk_that_fills_during_an_inspection_is_told():
    with pytest.raises(RuleBroken, match="The server's disk is full"):
        _read_answer(DISK_FULL, b"")


def test_who_waits_too_long_for_a_turn_is_told(settings):
    settings.DOCUMENTS_INSPECTION_SECONDS = 0.1

    with confined.turns, confined.turns, pytest.raises(RuleBroken, match="Many files are being checked"):
        check_upload(sent("a.csv", samples.CSV), kinds=EVERY_KIND)


def test_every_reason_has_a_sentence():
    assert set(refusals.SENTENCES) == set(inspection.Reason)


def _inspect_alone(path, kind, **environment) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tulga.documents.inspect_file", str(path), kind]
    return subprocess.run(  # noqa: S603
        command, env={**os.environ, **environment}, capture_output=True, check=False
    )


def _processes() -> set[str]:
    mine = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[1] == str(os.getpid()):
                    mine.add(pid)
        except OSError:
            continue
    return mine


def _network_can_be_left() -> bool:
    script = "from tulga.kit.confined import leave_network; print(leave_network())"
    return b"True" in subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).stdout  # noqa: S603
