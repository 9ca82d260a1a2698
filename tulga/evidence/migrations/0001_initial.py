import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tulga.evidence.models
import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Estimate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=tulga.evidence.models.new_public_id, editable=False, max_length=32, unique=True
                    ),
                ),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                ("source", models.CharField(max_length=500, verbose_name="where the counts are from")),
                ("table", models.TextField(verbose_name="table")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("working", "Being worked out"),
                            ("ready", "Worked out"),
                            ("failed", "Could not be worked out"),
                            ("published", "Public"),
                        ],
                        default="working",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("result", models.JSONField(default=dict, editable=False, encoder=tulga.kit.i18n.UnescapedJSON)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("stepwise", "Stepwise: pairs of lists are added while the data ask for them"),
                            ("bic", "The best of all pairwise models by BIC"),
                        ],
                        default="stepwise",
                        max_length=8,
                        verbose_name="how the model is chosen",
                    ),
                ),
                (
                    "resamples",
                    models.PositiveIntegerField(
                        choices=[
                            (200, "Quick: 200 resamples, to look around"),
                            (1000, "Full: 1,000 resamples, to quote"),
                        ],
                        default=200,
                        verbose_name="resamples",
                    ),
                ),
                ("drawings", models.JSONField(default=dict, editable=False, encoder=tulga.kit.i18n.UnescapedJSON)),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="published at")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                ("failure", models.JSONField(default=dict, editable=False, encoder=tulga.kit.i18n.UnescapedJSON)),
            ],
            options={
                "verbose_name": "estimate",
                "verbose_name_plural": "estimates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["working", "ready", "failed", "published"])),
                        name="estimate_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by", None),
                            models.Q(("published_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="estimate_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtectedCounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=tulga.evidence.models.new_public_id, editable=False, max_length=32, unique=True
                    ),
                ),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                ("source", models.CharField(max_length=500, verbose_name="where the counts are from")),
                ("table", models.TextField(verbose_name="table")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("working", "Being worked out"),
                            ("ready", "Worked out"),
                            ("failed", "Could not be worked out"),
                            ("published", "Public"),
                        ],
                        default="working",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("result", models.JSONField(default=dict, editable=False, encoder=tulga.kit.i18n.UnescapedJSON)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("search_key", models.TextField(default="", editable=False)),
                ("threshold", models.PositiveSmallIntegerField(default=10, verbose_name="threshold")),
                (
                    "protects_zero",
                    models.BooleanField(default=False, verbose_name="zeros and “all of them” are hidden too"),
                ),
                (
                    "told_before_title",
                    models.CharField(blank=True, max_length=200, verbose_name="what was told before"),
                ),
                ("told_before", models.TextField(blank=True, verbose_name="the table as it was told before")),
                (
                    "told_before_hides_zero",
                    models.BooleanField(default=False, verbose_name="zeros were hidden in it too"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                ("failure", models.JSONField(default=dict, editable=False, encoder=tulga.kit.i18n.UnescapedJSON)),
            ],
            options={
                "verbose_name": "protected table",
                "verbose_name_plural": "protected tables",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["working", "ready", "failed", "published"])),
                        name="protected_counts_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("threshold__gte", 5)), name="protected_counts_threshold_never_under_five"
                    ),
                ],
            },
        ),
    ]
