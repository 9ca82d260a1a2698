"""A backup taken from a live installation becomes another one. PostgreSQL: its own programs do the same."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def manage(data_dir, *arguments):
    environment = {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": f"sqlite:///{data_dir}/tulga.sqlite3",
        "DJANGO_SETTINGS_MODULE": os.environ.get("TULGA_RUN_SETTINGS", "config.settings"),
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


STORE = """
from django.db import transaction
from tulga.audit.services import record
from tulga.kit.actor import Actor
from tulga.places.models import Place
place = Place.objects.create(code="XX1", kind="soum", name={"mn": "Өмнөговь"}, source="a test")
with transaction.atomic():
    record(actor=Actor.system("test"), verb="places.edit", target=place)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("installation")
    for arguments in (["migrate", "--verbosity", "0"], ["shell", "-c", STORE]):
        done = manage(data_dir, *arguments)
        assert done.returncode == 0, done.stderr
    document = data_dir / "documents" / "ab" / "cd" / "abcd"
    document.parent.mkdir(parents=True)
    document.write_bytes(b"%PDF a document")
    return data_dir


@pytest.fixture(scope="module")
def backup(installation):
    path = installation.parent / "backup.tar"
    path.unlink(missing_ok=True)
    done = manage(installation, "backup", str(path))
    assert done.returncode == 0, done.stderr
    yield path
    path.unlink()


def test_a_backup_becomes_the_same_installation_elsewhere(installation, backup, tmp_path):
    done = manage(tmp_path / "other", "restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert "1 events stand unbroken" in done.stdout
    for name in ("secret_key", "audit_head", "documents/ab/cd/abcd"):
        restored = tmp_path / "other" / name
        assert restored.read_bytes() == (installation / name).read_bytes()
        assert stat.S_IMODE(restored.stat().st_mode) & 0o077 == 0
    asked = manage(
        tmp_path / "other", "shell", "-c", "from tulga.places.models import Place; print(Place.objects.get())"
    )
    assert "Өмнөговь" in asked.stdout


def test_a_backup_is_its_owners_only_and_replaces_nothing(installation, backup):
    again = manage(installation, "backup", str(backup))

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert again.returncode == 1
    assert "already there" in again.stderr


def test_nothing_is_restored_over_an_installation(installation, backup):
    before = {path: path.read_bytes() for path in installation.rglob("*") if path.is_file()}

    done = manage(installation, "restore", str(backup))

    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert before.items() <= {path: path.read_bytes() for path in installation.rglob("*") if path.is_file()}.items()


def _cut(path, new):
    new.write_bytes(path.read_bytes()[:5000])


def _change(path, new):
    new.write_bytes(path.read_bytes().replace(b"%PDF a document", b"%PDF b document"))


def _lead_outside(path, new):
    with tarfile.open(new, "w") as tar:
        tar.add(path, "../../outside")


def _link_outside(path, new):
    with tarfile.open(new, "w") as tar:
        link = tarfile.TarInfo("data")
        link.type, link.linkname = tarfile.SYMTYPE, "../.."
        tar.addfile(link)
        tar.add(path, "data/outside")


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (_cut, "not a backup"),
        (_change, "damaged"),
        (_lead_outside, "not a backup"),
        (_link_outside, "not a backup"),
    ],
)
def test_a_harmed_backup_is_refused_before_anything_is_written(backup, tmp_path, harm, sentence):
    harmed = tmp_path / "harmed.tar"
    harm(backup, harmed)

    done = manage(tmp_path / "other", "restore", str(harmed))

    assert done.returncode == 1
    assert sentence in done.stderr
    assert not (tmp_path / "other" / "documents").exists()
    assert not (tmp_path / "outside").exists()


def test_a_drill_forgets_the_database_it_came_from(installation, backup, tmp_path):
    (installation / "deployment.toml").write_text('database_url = "postgres://planted/real"\ncountry = "mn"\n')
    try:
        path = tmp_path / "with.tar"
        # The environment stands before the file: this is the SQLite installation still.
        assert manage(installation, "backup", str(path)).returncode == 0
    finally:
        (installation / "deployment.toml").unlink()

    done = manage(tmp_path / "other", "restore", str(path))

    stated = (tmp_path / "other" / "deployment.toml").read_text()
    assert done.returncode == 0, done.stderr
    assert "planted" not in stated
    assert 'country = "mn"' in stated
