from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import resource
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from tulga.documents import storage
from tulga.documents.checking import CheckedUpload, check_upload
from tulga.documents.choices import Kind
from tulga.documents.models import Document
from tulga.documents.services import store_document, sweep_orphans
from tulga.documents.tests import samples
from tulga.documents.tests.factories import DocumentFactory, person, sent
from tulga.kit.actor import Actor
from tulga.kit.errors import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("import_plan")
WIDE_TABLE = (b"a" * 99 + b"\n") * 20_000


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def age(folder: Path) -> None:
    """Every file here lies longer than any upload takes."""
    yesterday = time.time() - 25 * 3600
    for path in files(folder):
        os.utime(path, (yesterday, yesterday))


def store(content: bytes = samples.CSV, *, name: str = "a.csv", actor: Actor = SYSTEM) -> Document:
    return store_document(upload=sent(name, content), kinds={Kind.CSV, Kind.PNG}, actor=actor)


def test_stored_file_is_whole_and_only_its_owner_reads_it():
    actor = person()

    document = store(name="Жагсаалт.csv", actor=actor)

    path = storage.path_of(document.public_name)
    assert path.read_bytes() == samples.CSV
    assert path.stat().st_mode & 0o777 == 0o600
    assert (document.original_name, document.kind) == ("Жагсаалт.csv", "csv")
    assert (document.byte_size, document.sha256) == (len(samples.CSV), hashlib.sha256(samples.CSV).hexdigest())
    assert (document.uploaded_by_id, document.is_sanitised) == (actor.user_id, False)


def test_path_says_nothing_about_the_file(documents_dir):
    document = store(name="Жагсаалт.csv")

    (path,) = files(documents_dir)
    name = document.public_name
    assert path.relative_to(documents_dir).parts == (name[:2], name[2:4], name)
    assert len(name) == 32


def test_sum_and_size_of_a_picture_are_those_of_the_cleaned_copy():
    document = store(samples.telling_png(), name="a.png")

    content = storage.path_of(document.public_name).read_bytes()
    assert document.is_sanitised
    assert (document.byte_size, document.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_checked_upload_of_a_form_is_not_checked_again_but_must_fit():
    checked = check_upload(sent("a.png", samples.picture("PNG")), kinds={Kind.PNG})

    assert store_document(upload=checked, kinds={Kind.PNG}, actor=SYSTEM).kind == "png"
    with pytest.raises(RuleBroken, match="This is a PNG picture"):
        store_document(upload=checked, kinds={Kind.PDF}, actor=SYSTEM)


def test_bad_file_is_refused_and_leaves_nothing(documents_dir):
    with pytest.raises(RuleBroken, match="This file is a program"):
        store(samples.PROGRAM)

    assert files(documents_dir) == []


def test_public_stores_nothing():
    with pytest.raises(NotAllowed):
        store(actor=Actor())


# --- Rolling back and sweeping


def test_file_goes_at_once_when_its_record_cannot_be_written(documents_dir):
    empty = CheckedUpload("a.csv", Kind.CSV, BytesIO(), byte_size=0, is_sanitised=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        store_document(upload=empty, kinds={Kind.CSV}, actor=SYSTEM)

    assert files(documents_dir) == []


def test_file_of_a_rolled_back_transaction_is_swept(documents_dir):
    kept = store()
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        store()
        raise ZeroDivisionError
    age(documents_dir)

    swept = sweep_orphans()

    assert len(swept.names) == 1
    assert files(documents_dir) == [storage.path_of(kept.public_name)]


def test_sweeping_leaves_what_a_running_transaction_may_still_need(documents_dir):
    stray = storage.path_of("f" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")

    assert sweep_orphans().names == ()

    age(documents_dir)
    assert sweep_orphans().names == (stray.name,)
    assert files(documents_dir) == []


def test_what_a_killed_upload_left_arriving_is_swept(documents_dir):
    (documents_dir / storage.INCOMING).mkdir(parents=True)
    (documents_dir / storage.INCOMING / "tmpabc").write_bytes(b"half")
    age(documents_dir)

    assert sweep_orphans().names == ("tmpabc",)


def test_sweeping_the_store_of_another_database_is_refused(documents_dir):
    documents_dir.mkdir()
    for number in range(30):
        (documents_dir / f"{number}").write_bytes(b"x")
    age(documents_dir)

    with pytest.raises(CommandError, match="right database"):
        call_command("sweep_documents")

    assert len(files(documents_dir)) == 30


def test_dry_run_lists_and_removes_nothing(documents_dir, capsys):
    documents_dir.mkdir()
    (documents_dir / "stray").write_bytes(b"12345")
    age(documents_dir)

    call_command("sweep_documents", "--dry-run")

    assert capsys.readouterr().out == "stray\n1 files, 5 bytes\n"
    assert len(files(documents_dir)) == 1


# --- The disk


@contextlib.contextmanager
def no_file_larger_than(size: int):
    """A real refusal of the kernel to write on, halfway through a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_write_that_fails_halfway_leaves_neither_file_nor_record(documents_dir):
    checked = check_upload(sent("a.csv", WIDE_TABLE), kinds={Kind.CSV})

    with no_file_larger_than(700_000), pytest.raises(RuleBroken, match="The server's disk is full"):
        store_document(upload=checked, kinds={Kind.CSV}, actor=SYSTEM)

    assert not Document.objects.exists()
    assert [path for path in files(documents_dir) if path != Path(checked.file.name)] == []


def test_disk_that_fills_while_the_upload_arrives_is_told(documents_dir):
    with no_file_larger_than(700_000), pytest.raises(RuleBroken, match="The server's disk is full"):
        store(WIDE_TABLE)

    assert files(documents_dir) == []


def test_full_device_is_told():
    with open("/dev/full", "wb", buffering=0) as device, pytest.raises(RuleBroken), storage.full_disk_told():
        storage.copy_durably(BytesIO(b"x"), device)


def test_other_faults_of_the_disk_are_not_dressed_up():
    with pytest.raises(IsADirectoryError), storage.full_disk_told():
        open("/", "wb")  # noqa: SIM115


@pytest.mark.parametrize(
    ("setting", "value"), [("DOCUMENTS_LEAST_FREE_BYTES", 1 << 60), ("DOCUMENTS_LEAST_FREE_SHARE", 1.0)]
)
def test_uploads_are_refused_before_the_disk_is_full(setting, value, settings, documents_dir):
    setattr(settings, setting, value)

    with pytest.raises(RuleBroken, match="The server's disk is full"):
        store()

    assert files(documents_dir) == []


# --- How much one person may send


def test_number_of_files_a_day_is_limited_for_each_person(settings):
    settings.DOCUMENTS_PER_PERSON_AND_DAY = 1
    actor, other = person(), person("dulam@example.org")
    store(actor=actor)

    with pytest.raises(RuleBroken, match="You have sent 1 file today"):
        store(actor=actor)

    assert store(actor=other)
    assert store(actor=SYSTEM)


def test_bytes_a_day_are_limited(settings):
    settings.DOCUMENT_BYTES_PER_PERSON_AND_DAY = 2 * len(samples.CSV) - 1
    actor = person()
    store(actor=actor)

    with pytest.raises(RuleBroken, match="With this file you would have sent more than"):
        store(actor=actor)


def test_yesterday_does_not_count(settings):
    settings.DOCUMENTS_PER_PERSON_AND_DAY = 1
    actor = person()
    old = DocumentFactory(uploaded_by_id=actor.user_id)
    Document.objects.filter(pk=old.pk).update(uploaded_at=old.uploaded_at - dt.timedelta(days=1))

    assert store(actor=actor)


@pytest.mark.django_db(transaction=True)
def test_parallel_uploads_do_not_pass_the_limit_together(settings):
    settings.DOCUMENTS_PER_PERSON_AND_DAY = 2
    actor, barrier, ends = person(), threading.Barrier(6), []
    uploads = [check_upload(sent("a.csv", samples.CSV), kinds={Kind.CSV}) for _thread in range(6)]

    def send(upload: CheckedUpload) -> None:
        barrier.wait()
        try:
            ends.append(store_document(upload=upload, kinds={Kind.CSV}, actor=actor))
        except RuleBroken as broken:
            ends.append(broken)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(end, Document) for end in ends) == 2
    assert Document.objects.count() == 2
