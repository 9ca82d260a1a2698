"""What one installation decides for itself: `DATA_DIR/deployment.toml`, with the environment before it.

So `manage.py` with the same DATA_DIR needs no other variable, whoever calls it.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

FILE_NAME = "deployment.toml"
SECRET_FILE_NAME = "secret_key"  # noqa: S105 - the name of a file, not a secret


@dataclass(frozen=True)
class Deployment:
    """The choices of one installation. Every field may be set in the file or as TULGA_<NAME>."""

    data_dir: Path
    database_url: str = ""
    demonstration: bool = False
    debug: bool = False
    base_url: str = "http://localhost:8000"
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    country: str = "mn"
    state: str = "MNG"  # the same in the three letters by which outside bodies name it
    deciding_language: str = "mn"
    time_zone: str = "Asia/Ulaanbaatar"
    second_factor: bool | None = None
    smtp_url: str = ""
    mail_from: str = "tulga@localhost"
    secure_cookies: bool | None = None
    secret_key: str = field(default="", repr=False)

    @property
    def demands_second_factor(self) -> bool:
        """On unless somebody decided otherwise or the demonstration is running."""
        return not self.demonstration if self.second_factor is None else self.second_factor

    @property
    def is_served_over_tls(self) -> bool:
        return self.base_url.startswith("https://") if self.secure_cookies is None else self.secure_cookies


def read_deployment(environ: os._Environ[str] | dict[str, str] | None = None) -> Deployment:
    environ = os.environ if environ is None else environ
    data_dir = Path(environ.get("DATA_DIR") or Path.cwd() / "data").resolve()
    stated: dict[str, object] = {}
    path = data_dir / FILE_NAME
    if path.exists():
        stated = tomllib.loads(path.read_text(encoding="utf-8"))

    values: dict[str, object] = {}
    for each in fields(Deployment):
        if each.name == "data_dir":
            continue
        raw = environ.get("DATABASE_URL" if each.name == "database_url" else f"TULGA_{each.name.upper()}")
        if raw is not None:
            values[each.name] = _read_value(each.name, raw)
        elif each.name in stated:
            value = stated[each.name]
            values[each.name] = tuple(value) if isinstance(value, list) else value
    return Deployment(data_dir=data_dir, **values)  # type: ignore[arg-type]  # checked by name above


def write_deployment(data_dir: Path, **choices: object) -> Path:
    """Add choices to the installation's file, keeping what it already says."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE_NAME
    stated: dict[str, object] = {}
    if path.exists():
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    stated.update(choices)
    path.write_text("".join(f"{name} = {_write_value(value)}\n" for name, value in stated.items()), encoding="utf-8")
    return path


def secret_key(data_dir: Path) -> str:
    """The installation's key, made on first use and readable by its owner only."""
    path = data_dir / SECRET_FILE_NAME
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


_FLAGS = {"demonstration", "debug", "second_factor", "secure_cookies"}


def _read_value(name: str, raw: str) -> object:
    if name in _FLAGS:
        return raw.strip().lower() in {"1", "true", "yes", "on"}
    if name == "hosts":
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    return raw


def _write_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_write_value(part) for part in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
