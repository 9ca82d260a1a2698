import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("subject", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="subject")),
                ("url_path", models.CharField(max_length=500, verbose_name="address")),
                ("once_key", models.CharField(editable=False, max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="told at")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                ("mail_queued_at", models.DateTimeField(blank=True, null=True, verbose_name="e-mail queued at")),
                ("mail_started_at", models.DateTimeField(blank=True, null=True, verbose_name="e-mail begun at")),
                ("mail_sent_at", models.DateTimeField(blank=True, null=True, verbose_name="e-mail sent at")),
                ("mail_next_at", models.DateTimeField(blank=True, null=True, verbose_name="e-mail tried next at")),
                ("mail_failures", models.PositiveSmallIntegerField(default=0, verbose_name="failures of the e-mail")),
                (
                    "mail_problem",
                    models.CharField(blank=True, default="", max_length=100, verbose_name="last failure of the e-mail"),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "indexes": [
                    models.Index(fields=["recipient", "-created_at"], name="notice_by_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["recipient"], name="notice_unread"
                    ),
                    models.Index(
                        condition=models.Q(("mail_sent_at__isnull", True)),
                        fields=["mail_next_at"],
                        name="notice_mail_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "once_key"), name="notice_once_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mail_sent_at__isnull", True), ("mail_started_at__isnull", False), _connector="OR"
                        ),
                        name="notice_sent_was_begun",
                    ),
                ],
            },
        ),
    ]
