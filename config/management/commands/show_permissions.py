from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.reference_pages import matrix, policy_of
from tulga.kit.access import access_of, url_patterns


class Command(BaseCommand):
    help = "Every address with its policy and what each role is expected to get there, own and other agency's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        expected: dict[str, list[dict[str, str]]] = {}
        for row in matrix():
            expected.setdefault(row["name"], []).append(row)
        pages = [
            {
                "path": f"/{path}",
                "name": pattern.name or "",
                "access": access_of(pattern.callback, pattern.name or ""),
                "policy": policy_of(pattern.callback),
                "expected": expected.get(pattern.name or "", []),
            }
            for path, pattern in url_patterns()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(pages, ensure_ascii=False, indent=1))
            return
        for page in pages:
            self.stdout.write(f"{page['path']:<70} {page['access']:<10} {page['policy']}")
