from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tulga.accounts.choices import Role
from tulga.accounts.one_time_links import full_link
from tulga.accounts.services import invite
from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken


class Command(BaseCommand):
    help = "Invite one address to one role at one agency. The link is printed alone; it opens once, within 72 hours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--agency", required=True, metavar="CODE")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--alternate", action="store_true", help="An alternate focal point.")
        parser.add_argument("--dry-run", action="store_true", help="Find the agency; invite nobody.")

    def handle(
        self, *args: Any, email: str, agency: str, role: str, alternate: bool, dry_run: bool, **options: Any
    ) -> None:
        found = Agency.objects.filter(code=agency).first()
        if found is None:
            raise CommandError(f"There is no agency with the code {agency}.")
        if dry_run:
            self.stdout.write(f"Would invite {email} as {role} at {found.code}.")
            return
        actor = Actor.system("invite")
        try:
            invitation = invite(email=email, agency=found, role=role, is_alternate=alternate, actor=actor)
        except RuleBroken as broken:
            raise CommandError(str(broken.message)) from None
        self.stdout.write(full_link("invitation_accept", invitation.nonce, invitation.language))
