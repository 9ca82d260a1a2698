from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from config.deployment import write_deployment
from config.processes import run_together, start
from tulga.evidence.tasks import QUEUE

if TYPE_CHECKING:
    from argparse import ArgumentParser

HOST = "127.0.0.1"
LOCAL = "http://localhost"
# More threads than twice the processors and one only wait for each other, and the server says so at each start.
THREADS = str(min(8, 2 * (os.cpu_count() or 1) + 1))
QUIET = ("--no-ws", "--log-level", "warning", "--blocking-threads", THREADS, "--backpressure", "64")

COMPILE = "import os; os.nice(19); from tulga.evidence.working import get_ready; get_ready()"


class Command(BaseCommand):
    help = "Make everything ready and run the server, the workers and the clock until stopped. Safe to repeat."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demonstration", action="store_true", help="With the invented country's records.")

    def handle(self, *args: Any, port: int, demonstration: bool, **options: Any) -> None:
        self._require_free(port)
        if demonstration and not settings.DEMONSTRATION:
            self._require_no_real_people()
        self._settle(port, demonstration)

        self._say("Making ready …")
        python = sys.executable
        # Beside it, and behind it where processors are few: the machine code that the worker's first start would make.
        start([python, "-c", COMPILE], cwd=settings.BASE_DIR)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMONSTRATION:  # first: it begins years ago, and the audit trail never goes back in time
            call_command("load_demonstration", stdout=open(os.devnull, "w"))  # noqa: SIM115 - as long as the process
        call_command("load_reference", stdout=open(os.devnull, "w"))  # noqa: SIM115
        connection.close()

        manage = [python, str(settings.BASE_DIR / "manage.py")]
        server = [python, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--host", HOST, "--port", str(port)]
        status = run_together(
            {
                "The server": [*server, *QUIET, "config.wsgi:application"],
                "The worker": [*manage, "worker"],
                "The worker for mathematics": [*manage, "worker", "--queue-name", QUEUE],
                "The clock": [*manage, "tick"],
            },
            cwd=settings.BASE_DIR,
            when_started=lambda: self._greet(port),
            say=self._say,
        )
        sys.exit(status)

    def _require_free(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError):
                raise CommandError(
                    f"Port {port} cannot be used: another program holds it. Choose another: make run PORT=8001"
                ) from None

    def _require_no_real_people(self) -> None:
        """Invented records never come among real ones."""
        try:
            is_real = get_user_model().objects.filter(is_illustrative=False).exists()
        except DatabaseError:  # no tables yet
            is_real = False
        if is_real:
            raise CommandError(
                f"{settings.DATA_DIR} holds a real installation; the demonstration does not go there. "
                "Give it a folder of its own: make run DATA_DIR=/path/to/another"
            )

    def _settle(self, port: int, demonstration: bool) -> None:
        """Write down what this run decides, and start anew where that changes the settings already read."""
        choices: dict[str, object] = {}
        if demonstration:
            choices["demonstration"] = True
        if settings.BASE_URL.startswith(LOCAL):  # else the installation stands behind its own name
            choices["base_url"] = f"{LOCAL}:{port}"
        stated = {name: getattr(settings.DEPLOYMENT, name) for name in choices}
        if stated == choices:
            return
        path = settings.DATA_DIR / "deployment.toml"
        before = path.read_bytes() if path.exists() else b""
        write_deployment(settings.DATA_DIR, **choices)
        if path.read_bytes() != before:  # else the environment says otherwise, and it is heard first
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - this same command

    def _greet(self, port: int) -> None:
        """Name the address once it answers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not _answers(port):
            time.sleep(0.2)
        self._say(f"\nTulga is at {LOCAL}:{port}\n")
        if settings.DEMONSTRATION:
            call_command("demo_people", stdout=self.stdout)
            connection.close()
        self._say("Ctrl-C ends it.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
