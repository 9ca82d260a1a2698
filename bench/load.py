"""Sixteen connections at once against the server as `make run` starts it. The client shares its processors."""

from __future__ import annotations

import http.client
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from config.management.commands.run import QUIET

CONNECTIONS = 16
HOST = "127.0.0.1"


@contextmanager
def server() -> Iterator[int]:
    """Its port, once it answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--host", HOST]
    process = subprocess.Popen([*command, "--port", str(port), *QUIET, "bench.wsgi:application"])
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            ask(http.client.HTTPConnection(HOST, port, timeout=30), "/empty", {})
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def ask(connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> int:
    connection.request("GET", path, headers=dict(headers))
    response = connection.getresponse()
    response.read()
    return response.status


def loaded(port: int, path: str, headers: Mapping[str, str], seconds: float) -> dict[str, Any]:
    """Answers a second, and how long the slowest twentieth waited."""
    times: list[float] = []
    statuses: set[int] = set()
    begun = time.perf_counter()

    def keep_asking() -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=60)
        while time.perf_counter() < begun + seconds:
            asked = time.perf_counter()
            statuses.add(ask(connection, path, headers))
            times.append(time.perf_counter() - asked)
        connection.close()

    threads = [threading.Thread(target=keep_asking) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    return {
        "statuses": sorted(statuses),
        "per_second": round(len(times) / (time.perf_counter() - begun), 1),
        "p95_ms": round(p95, 1),
    }
