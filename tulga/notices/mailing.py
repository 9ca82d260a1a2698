"""One e-mail per notice. It says that something waits, never what: e-mail is read on the way and by others.

Handing over is begun once. Whoever wins the claim sends; a failure the mail server states gives the claim back and is
tried again later; a failure that leaves open whether it arrived keeps the claim, so that nothing is ever sent twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tulga.notices.models import Notice
from tulga.notices.querysets import MOST_FAILURES

logger = logging.getLogger(__name__)

FIRST_PAUSE = dt.timedelta(minutes=5)
LONGEST_PAUSE = dt.timedelta(hours=12)
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPResponseException)


def message_for(notice: Notice) -> EmailMessage:
    """The same sentence for everybody, in the recipient's language. ValueError for an address that is none."""
    recipient = notice.recipient
    if len(recipient.email.split()) != 1:
        raise ValueError("an address holds a space or a line break")
    with translation.override(recipient.language):
        url = f"{settings.BASE_URL}{reverse(settings.LOGIN_REDIRECT_URL)}"
        subject = _("Something waits for you in Tulga")
        body = _(
            "Something waits for you in Tulga. Sign in to see it:\n\n%(url)s\n\n"
            "This message says nothing more on purpose. You need not answer it."
        ) % {"url": url}
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    number = salted_hmac("tulga.notices.mailing", str(notice.pk)).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{number}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": recipient.language,
    }
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [recipient.email], headers=headers)


def send_mail_of(notice_id: int) -> bool:
    """Send the notice's e-mail unless somebody has begun to. Says whether it was sent."""
    now = timezone.now()
    unsent = Notice.objects.mail_unsent().filter(pk=notice_id, mail_failures__lt=MOST_FAILURES)
    if not unsent.update(mail_started_at=now):
        return False
    notice = Notice.objects.select_related("recipient").get(pk=notice_id)
    connection = get_connection()
    try:
        message = message_for(notice)
        connection.open()
    except (ValueError, OSError, SMTPException) as failure:
        _try_later(notice, failure)
        return False
    try:
        connection.send_messages([message])
    except (ValueError, *REFUSALS) as failure:
        _try_later(notice, failure)
        return False
    except (OSError, SMTPException) as failure:
        _leave_open(notice, failure)
        return False
    Notice.objects.filter(pk=notice.pk).update(mail_sent_at=timezone.now(), mail_problem="")
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("The mail server did not take leave properly.")
    return True


def _try_later(notice: Notice, failure: Exception) -> None:
    """Nothing was sent: give the claim back, with twice the pause of the time before."""
    pause = min(FIRST_PAUSE * 2**notice.mail_failures, LONGEST_PAUSE)
    Notice.objects.filter(pk=notice.pk).update(
        mail_started_at=None,
        mail_failures=F("mail_failures") + 1,
        mail_next_at=timezone.now() + pause,
        mail_problem=type(failure).__name__,
    )
    logger.warning("The e-mail of notice %s was not sent: %s.", notice.pk, type(failure).__name__)


def _leave_open(notice: Notice, failure: Exception) -> None:
    """It may have arrived. Keep the claim: twice is worse than late, for the notice waits in Tulga anyway."""
    Notice.objects.filter(pk=notice.pk).update(
        mail_failures=F("mail_failures") + 1, mail_problem=f"unknown: {type(failure).__name__}"
    )
    logger.error("Whether the e-mail of notice %s was sent is unknown: %s.", notice.pk, type(failure).__name__)
