from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.deployment import write_deployment
from tulga.accounts.choices import Role
from tulga.accounts.models import Invitation, User
from tulga.accounts.one_time_links import full_link
from tulga.accounts.services import invite, renew_invitation
from tulga.agencies.models import Agency
from tulga.kit.actor import Actor
from tulga.kit.errors import RuleBroken

SECRETARIATS = {"mn": "SC"}  # the body of each country whose office runs the cycle


class Command(BaseCommand):
    help = (
        "Start a real, empty installation: its tables, the country's places and agencies, and the link with which "
        "the first secretariat officer joins. Until then it can be run again, for a new link; afterwards it refuses."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", default="mn", choices=list(SECRETARIATS), help="ISO 3166 code.")
        parser.add_argument("--secretariat", required=True, metavar="EMAIL", help="Who is invited first.")
        parser.add_argument("--base-url", default="", help="The address under which people will open it.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done; store nothing.")

    def handle(self, *args: Any, country: str, secretariat: str, base_url: str, dry_run: bool, **options: Any) -> None:
        base_url = (base_url or settings.BASE_URL).rstrip("/")
        if dry_run:
            self.stdout.write(f"Would begin in {settings.DATA_DIR} at {base_url} and invite {secretariat}.")
            return
        chosen: dict[str, object] = {"country": country, "base_url": base_url, "demonstration": False}
        host = urlsplit(base_url).hostname or ""
        if host not in settings.ALLOWED_HOSTS:
            chosen["hosts"] = [host, *settings.ALLOWED_HOSTS]
        settings.BASE_URL = base_url  # the link below is of the address just chosen
        call_command("migrate", verbosity=0, interactive=False)
        if User.objects.exists():
            raise CommandError("This installation has people already. Invite from its pages, or with `invite`.")
        call_command("load_reference", country=country, stdout=self.stdout)
        try:
            invitation = self._invitation(secretariat, Agency.objects.get(code=SECRETARIATS[country]))
        except RuleBroken as broken:
            raise CommandError(str(broken.message)) from None
        write_deployment(settings.DATA_DIR, **chosen)
        link = full_link("invitation_accept", invitation.nonce, invitation.language)
        self.stdout.write(f"The first secretariat officer joins here, once, within 72 hours:\n{link}")

    @transaction.atomic
    def _invitation(self, email: str, agency: Agency) -> Invitation:
        actor = Actor.system("begin")
        address = email.strip().lower()
        waiting = Invitation.objects.open().filter(email=address, agency=agency, role=Role.SECRETARIAT)
        known = waiting.filter(expires_at__gt=timezone.now()).first()
        if known is not None:
            return renew_invitation(invitation=known, actor=actor)
        return invite(email=address, agency=agency, role=Role.SECRETARIAT, actor=actor)
