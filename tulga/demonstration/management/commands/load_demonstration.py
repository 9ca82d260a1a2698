from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tulga.accounts.models import User
from tulga.demonstration.services import is_loaded, load_demonstration


class Command(BaseCommand):
    help = "Load the Mongolian demonstration. Safe to run twice; refuses where real people work."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demonstration is loaded already.")
            return
        if not settings.DEMONSTRATION or User.objects.exists():
            raise CommandError("This is a real installation: the demonstration is loaded only into an empty one.")
        call_command("load_reference", stdout=self.stdout)
        load_demonstration()
        self.stdout.write("The demonstration is loaded.")
