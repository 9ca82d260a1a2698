"""One file that holds an installation, and an installation made from that file.

The copy of the audit trail's head is taken before the database, so that it is never newer than the trail it vouches
for. Documents are taken after it: a document's file is written before its row and stays, so every row has its file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from config.deployment import FILE_NAME, SECRET_FILE_NAME, write_deployment

FORMAT = 1
FIRST = ("audit_head", SECRET_FILE_NAME, FILE_NAME, "keys", "words")
LAST = ("documents",)
MAY_STAND = {SECRET_FILE_NAME, FILE_NAME, "static", "outbox", "documents", "words"}


def write_backup(path: Path) -> int:
    """Write the installation into a new file that its owner alone may read. Its size in bytes."""
    if path.exists():
        raise CommandError(f"{path} is already there. A backup never replaces a file.")
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            tempfile.TemporaryDirectory(dir=path.parent) as scratch,
            os.fdopen(descriptor, "wb") as file,
            tarfile.open(fileobj=file, mode="w") as tar,
        ):
            sums = dict(_add(tar, FIRST))
            database = _dump(Path(scratch))
            tar.add(database, database.name)
            sums[database.name] = _sum(database)
            sums.update(_add(tar, LAST))
            manifest = Path(scratch) / "manifest.json"
            stated = {
                "format": FORMAT,
                "made_at": timezone.now().isoformat(),
                "engine": connection.vendor,
                "sums": sums,
            }
            manifest.write_text(json.dumps(stated, indent=1, sort_keys=True), encoding="utf-8")
            tar.add(manifest, manifest.name)
            tar.close()
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise CommandError(f"{path} could not be written: {error}. Nothing of it was left behind.") from None
    finally:
        new.unlink(missing_ok=True)
    return path.stat().st_size


def restore_backup(path: Path) -> int:
    """Make the installation anew in an empty DATA_DIR and an empty database. The number of files put back."""
    _require_empty()
    data_dir = Path(settings.DATA_DIR)
    data_dir.mkdir(parents=True, exist_ok=True)
    has_own_deployment = (data_dir / FILE_NAME).exists()
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="restore-") as scratch:
        unpacked = Path(scratch)
        manifest = _unpack(path, unpacked)
        if manifest["engine"] != connection.vendor:
            raise CommandError(
                f"The backup is of {manifest['engine']}, and this installation's database is {connection.vendor}."
            )
        for name in (*FIRST, *LAST):
            source, target = unpacked / "data" / name, data_dir / name
            if not source.exists() or (name == FILE_NAME and has_own_deployment):
                continue
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                shutil.copy2(source, target)
        _load(unpacked)
    _name_this_database(data_dir)
    return len(manifest["sums"])


def _require_empty() -> None:
    data_dir = Path(settings.DATA_DIR)
    database = Path(str(connection.settings_dict["NAME"])).name if connection.vendor == "sqlite" else ""
    standing = {each.name for each in data_dir.iterdir()} if data_dir.exists() else set()
    strange = sorted(standing - MAY_STAND - {database, f"{database}-wal", f"{database}-shm"})
    has_documents = any(each.is_file() for each in (data_dir / "documents").rglob("*"))
    if strange or has_documents:
        found = ", ".join(strange) or "documents"
        raise CommandError(f"{data_dir} is not empty ({found}). Restore into a folder without an installation.")
    if connection.introspection.table_names():
        raise CommandError("The database already has tables. Restore into an empty one.")
    connection.close()


def _add(tar: tarfile.TarFile, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    data_dir = Path(settings.DATA_DIR)
    for name in names:
        top = data_dir / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                member = f"data/{path.relative_to(data_dir)}"
                tar.add(path, member)
                yield member, _sum(path)


def _unpack(path: Path, into: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path) as tar:
            for member in tar:
                _take_out(tar, member, into)
        manifest: dict[str, Any] = json.loads((into / "manifest.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, tarfile.TarError, ValueError):
        raise CommandError(f"{path} is not a backup of Tulga, or it is cut short.") from None
    except OSError as error:  # of the disk, not of the backup
        raise CommandError(f"{path} could not be unpacked into {into.parent}: {error.strerror}.") from None
    if manifest.get("format") != FORMAT:
        raise CommandError(f"{path} was written by another version of Tulga.")
    for member, stated in manifest["sums"].items():
        if not (into / member).is_file() or _sum(into / member) != stated:
            raise CommandError(f"{path} is damaged: {member} is not what was backed up.")
    return manifest


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    """A file, inside the folder, its owner's only. Python's own filter came with 3.11.4, and Debian 12 has 3.11.2."""
    target = (into / member.name).resolve()
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or not target.is_relative_to(into.resolve()):
        raise tarfile.TarError(member.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)


def _dump(scratch: Path) -> Path:
    if connection.vendor == "sqlite":
        path = scratch / "database.sqlite3"
        source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, timeout=60)
        target = sqlite3.connect(path)
        try:
            source.backup(target)
            if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CommandError("The copy of the database is damaged.")
        finally:
            source.close()
            target.close()
        return path
    path = scratch / "database.pgdump"
    _postgres("pg_dump", "--format=custom", f"--file={path}")
    return path


def _load(unpacked: Path) -> None:
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copyfile(unpacked / "database.sqlite3", target)
        return
    _postgres(
        *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"),
        f"--dbname={connection.settings_dict['NAME']}",
        str(unpacked / "database.pgdump"),
    )


def _postgres(program: str, *arguments: str) -> None:
    """Run PostgreSQL's own program against our database; the password goes through the environment, not the command."""
    found = shutil.which(program)
    if found is None:
        raise CommandError(f"{program} is missing. Install PostgreSQL's client programs (Debian: postgresql-client).")
    stated = connection.settings_dict
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(stated[key]) for name, key in places.items() if stated.get(key)}
    options = {"host": "PGHOST", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "service": "PGSERVICE"}
    environment |= {options[name]: str(value) for name, value in stated.get("OPTIONS", {}).items() if name in options}
    done = subprocess.run(  # noqa: S603 - a fixed program
        [found, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _name_this_database(data_dir: Path) -> None:
    """A drill must never reach for the database that the backup came from."""
    path = data_dir / FILE_NAME
    stated = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if stated.get("database_url", settings.DATABASE_URL) != settings.DATABASE_URL:
        write_deployment(data_dir, database_url=settings.DATABASE_URL)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
