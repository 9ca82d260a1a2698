from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tulga.notices.models import Notice


class Command(BaseCommand):
    help = "List the e-mails that nobody will try again, by the number of their notice and of its recipient."

    def handle(self, *args: Any, **options: Any) -> None:
        undelivered = Notice.objects.undelivered(timezone.now()).order_by("pk")
        for pk, recipient_id, problem in undelivered.values_list("pk", "recipient_id", "mail_problem"):
            self.stdout.write(f"notice {pk}, person {recipient_id}: {problem or 'begun and never finished'}")
