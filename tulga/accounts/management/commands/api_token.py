from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tulga.accounts.models import User
from tulga.accounts.services import issue_api_token
from tulga.kit.actor import Actor


class Command(BaseCommand):
    help = "Make an access token with which a program acts as a person. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--label", default="", help="What it is for.")
        parser.add_argument("--dry-run", action="store_true", help="Find the person; make nothing.")

    def handle(self, *args: Any, email: str, label: str, dry_run: bool, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody has an open account with the address {email}.")
        if dry_run:
            self.stdout.write(f"Would make a token for {user.email}.")
            return
        _token, text = issue_api_token(user=user, label=label, actor=Actor.system("api_token"))
        self.stdout.write(text)
