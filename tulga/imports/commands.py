"""What the commands that import share: `import_findings`, `import_plan`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from tulga.imports.services.at_once import import_at_once
from tulga.imports.services.working import MEMORY
from tulga.kit.actor import Actor
from tulga.kit.bulk import collected_rarely
from tulga.kit.confined import hold_to
from tulga.kit.errors import RuleBroken
from tulga.kit.imports.engine import NotUnderstood
from tulga.kit.imports.targets import TARGETS
from tulga.kit.tabular.refusals import SENTENCES
from tulga.kit.tabular.refused import Reason

UNREADABLE = 2


class ImportCommand(BaseCommand):
    """Subclass it and name the target, the option that says into what, and options that answer a layout's question."""

    target_name: ClassVar[str]
    into_option: ClassVar[str]  # "--plan"
    requires_system_checks = ()  # they look at every page of the site, longer than at a small file
    answering: ClassVar[dict[str, str]] = {}  # option: what it is for; its name is the question's

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to import.")
        parser.add_argument(self.into_option, dest="into", required=True, help="Its code; made where it is new.")
        for option, purpose in self.answering.items():
            parser.add_argument(option, default="", help=purpose)
        parser.add_argument("--dry-run", action="store_true", help="Say what would change; write nothing.")
        parser.add_argument("--json", action="store_true", help="One object for programs.")

    def run_from_argv(self, argv: list[str]) -> None:
        hold_to(MEMORY)  # on the command line only: a program that calls this as one of its functions keeps its own
        super().run_from_argv(argv)

    @collected_rarely()
    def handle(self, *args: Any, file: Path, into: str, dry_run: bool, **options: Any) -> None:
        names = [option.removeprefix("--").replace("-", "_") for option in self.answering]
        given = {name: options[name] for name in names if options[name]}
        actor = Actor.system(f"import_{self.target_name}")
        with translation.override("en"):
            try:
                outcome = import_at_once(
                    target=TARGETS[self.target_name], into=into, path=file, given=given, actor=actor, is_dry=dry_run
                )
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}", returncode=UNREADABLE) from None
            except RuleBroken as refusal:
                raise CommandError(f"{file}: {refusal.message}", returncode=UNREADABLE) from None
            except MemoryError:
                raise CommandError(f"{file}: {_(SENTENCES[Reason.TOO_MUCH])}", returncode=UNREADABLE) from None
            except NotUnderstood as refusal:
                raise CommandError(f"{file}: {self._refused(refusal)}", returncode=UNREADABLE) from None
            told = outcome.as_json()
            self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else self._words(told, dry_run))

    def _refused(self, refusal: NotUnderstood) -> str:
        """With the options that answer what is asked."""
        options = [f"  {option}: {purpose}" for option, purpose in self.answering.items() if refusal.is_question]
        return "\n".join([str(refusal.sentence), *options])

    def _words(self, told: dict[str, Any], is_dry: bool) -> str:
        numbers = ", ".join(f"{told[name]} {name}" for name in ("created", "changed", "unchanged", "doubtful"))
        lines = [f"{told['file']} ({told['layout']}): {told['rows']} rows; {numbers}"]
        lines += [
            f"  {each['where']}: {each['message']}" if each["where"] else f"  {each['message']}"
            for each in told["problems"]
        ]
        return "\n".join([*lines, *(["Dry run: nothing was written."] if is_dry else [])])
