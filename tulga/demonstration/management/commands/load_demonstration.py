from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tulga.accounts.models import User
from tulga.audit.models import AuditEvent
from tulga.demonstration.clock import moment, told_at
from tulga.demonstration.services import FIRST_DAY, is_loaded, load_demonstration


class Command(BaseCommand):
    help = "Load the Mongolian demonstration. Safe to run twice; refuses where real people work."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demonstration is loaded already.")
            return
        if not settings.DEMONSTRATION or User.objects.exists():
            raise CommandError("This is a real installation: the demonstration is loaded only into an empty one.")
        if AuditEvent.objects.exists():
            raise CommandError(
                "Something was done here already, and the demonstration begins years ago: the audit trail never goes "
                "back in time. Load it into an empty installation, such as: make run DATA_DIR=/path/to/another"
            )
        with told_at(moment(FIRST_DAY, 9)):
            call_command("load_reference", stdout=self.stdout)
        load_demonstration()
        self.stdout.write("The demonstration is loaded.")
