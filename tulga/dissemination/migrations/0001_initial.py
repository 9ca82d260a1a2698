import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tulga.kit.audience
import tulga.kit.i18n

FIRST_DAYS = {"office": [-3, 0, 3, 7, 14, 30], "head": [7, 30], "above": [3, 14], "secretariat": [14, 30]}


def set_the_first_days(apps, schema_editor):
    for reminded, days in FIRST_DAYS.items():
        apps.get_model("dissemination", "ReminderDays").objects.create(reminded=reminded, days=days)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("agencies", "0001_initial"),
        ("documents", "0001_initial"),
        ("recommendations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseSeries",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ReminderDays",
            fields=[
                (
                    "reminded",
                    models.CharField(
                        choices=[
                            ("office", "the office's focal point and alternates"),
                            ("head", "the head of the office"),
                            ("above", "the focal point of the office above it"),
                            ("secretariat", "the secretariat"),
                        ],
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                        verbose_name="who is reminded",
                    ),
                ),
                ("days", models.JSONField(blank=True, default=list, verbose_name="days")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reminded__in", ["office", "head", "above", "secretariat"])),
                        name="reminded_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="number")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                (
                    "audiences",
                    tulga.kit.audience.AudienceSetField(blank=True, default=frozenset, verbose_name="shared with"),
                ),
                (
                    "note",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="note to the readers"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prepared", "Waits for approval"),
                            ("released", "Released"),
                            ("superseded", "Replaced by a newer one"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="prepared",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("prepared_at", models.DateTimeField(auto_now_add=True, verbose_name="prepared at")),
                ("released_on", models.DateField(editable=False, null=True, verbose_name="released on")),
                (
                    "days_to_acknowledge",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="After that, offices that have not acknowledged are late.",
                        verbose_name="days to acknowledge",
                    ),
                ),
                (
                    "is_material",
                    models.BooleanField(
                        default=True,
                        help_text="Every office is asked to acknowledge again.",
                        verbose_name="a material change",
                    ),
                ),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="prepared by",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="dissemination.release",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "indexes": [models.Index(fields=["status", "-id"], name="release_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["prepared", "released", "superseded", "withdrawn"])),
                        name="release_status_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("audiences__gt", 0)), name="release_has_an_audience"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="release_approved_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "released"), _negated=True),
                            models.Q(("approved_by__isnull", False), ("released_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="released_means_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", models.F("id")), _negated=True),
                        name="release_does_not_replace_itself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "withdrawn"), _negated=True),
                        fields=("supersedes",),
                        name="one_revision_of_a_release_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("government", "Government departments"),
                            ("law_enforcement", "Law enforcement"),
                            ("civil_society", "Civil society"),
                            ("international", "International partners"),
                            ("public", "General public"),
                        ],
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                ("hash", models.CharField(editable=False, max_length=64)),
                ("frozen_at", models.DateTimeField(auto_now_add=True)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="dissemination.release"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("release", "audience"), name="one_edition_for_an_audience"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                ["government", "law_enforcement", "civil_society", "international", "public"],
                            )
                        ),
                        name="edition_audience_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audiences",
                    tulga.kit.audience.AudienceSetField(blank=True, default=frozenset, verbose_name="reads as"),
                ),
                ("trail", models.CharField(editable=False, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits to be passed on"),
                            ("delivered", "Delivered, not opened"),
                            ("opened", "Opened, not acknowledged"),
                            ("acknowledged", "Acknowledged"),
                            ("closed", "Closed"),
                        ],
                        default="delivered",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="to be acknowledged by")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="delivered at")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened at")),
                ("late_reason", models.TextField(blank=True, default="", verbose_name="why it takes longer")),
                ("closed_reason", models.TextField(blank=True, default="", verbose_name="why it was closed")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="agencies.agency"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="dissemination.delivery",
                        verbose_name="passed on by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="dissemination.release",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "indexes": [models.Index(fields=["status", "due_on"], name="delivery_by_status_and_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "delivered", "opened", "acknowledged", "closed"])
                        ),
                        name="delivery_status_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("audiences__gt", 0)), name="delivery_has_an_audience"),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="delivery_is_not_its_own_parent",
                    ),
                    models.UniqueConstraint(fields=("release", "agency"), name="delivered_to_an_office_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("language", models.CharField(default="", editable=False, max_length=8, verbose_name="language")),
                (
                    "left_out",
                    tulga.kit.audience.AudienceSetField(blank=True, default=frozenset, verbose_name="left out for"),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_items",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="dissemination.release"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "recommendation"), name="released_in_one_release_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "audiences",
                    tulga.kit.audience.AudienceSetField(blank=True, default=frozenset, verbose_name="may be read by"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="dissemination.releaseitem",
                    ),
                ),
            ],
            options={
                "ordering": ["language", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "language", "number"), name="passage_numbered_once"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="passage_has_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemTitle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("government", "Government departments"),
                            ("law_enforcement", "Law enforcement"),
                            ("civil_society", "Civil society"),
                            ("international", "International partners"),
                            ("public", "General public"),
                        ],
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="titles",
                        to="dissemination.releaseitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "audience"), name="one_title_for_an_audience"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                ["government", "law_enforcement", "civil_society", "international", "public"],
                            )
                        ),
                        name="item_title_audience_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "came_by",
                    models.CharField(
                        choices=[
                            ("here", "Entered here by the office itself"),
                            ("letter", "By letter"),
                            ("telephone", "By telephone"),
                        ],
                        default="here",
                        max_length=10,
                        verbose_name="came",
                    ),
                ),
                (
                    "paper_number",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="number of the letter"),
                ),
                ("paper_dated_on", models.DateField(blank=True, null=True, verbose_name="date of the letter or call")),
                ("paper_caller", models.CharField(blank=True, default="", max_length=200, verbose_name="who called")),
                ("words", models.TextField(blank=True, default="", verbose_name="what the office adds")),
                ("late_reason", models.TextField(blank=True, default="", verbose_name="why it is late")),
                ("was_late", models.BooleanField(default=False)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dissemination.acknowledgement",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper_scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="scan of the letter",
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgement",
                        to="dissemination.delivery",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("came_by__in", ["here", "letter", "telephone"])),
                        name="acknowledgement_came_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "letter"), _negated=True),
                            models.Q(models.Q(("paper_number", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="acknowledgement_letter_has_number_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "telephone"), _negated=True),
                            models.Q(models.Q(("paper_caller", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="acknowledgement_call_has_caller_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by", "here"), ("entered_by__isnull", False), _connector="OR"),
                        name="acknowledgement_paper_was_entered_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("was_late", False), models.Q(("late_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="late_acknowledgement_gives_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="dissemination.edition"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition_items",
                        to="recommendations.sharedwords",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("edition", "words"), name="words_once_in_an_edition")],
            },
        ),
        migrations.AddField(
            model_name="Release",
            name="recommendations",
            field=models.ManyToManyField(
                related_name="releases",
                through="dissemination.ReleaseItem",
                to="recommendations.recommendation",
                verbose_name="recommendations",
            ),
        ),
        migrations.RunPython(set_the_first_days, migrations.RunPython.noop),
    ]
