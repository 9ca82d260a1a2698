import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("findings", "0001_initial"),
        ("plan", "0001_initial"),
        ("recommendations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedAnswers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField(auto_now_add=True, verbose_name="published at")),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_answers",
                        to="findings.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "published answers",
                "verbose_name_plural": "published answers",
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "extent",
                    models.CharField(
                        choices=[("fully", "Fully"), ("partly", "Partly"), ("not", "Not at all")],
                        max_length=6,
                        verbose_name="how far it answers",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="in what it answers, or what is missing"
                    ),
                ),
                ("said_at", models.DateTimeField(auto_now=True, verbose_name="said at")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="plan.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="findings.finding",
                        verbose_name="finding",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="recommendations.recommendation",
                        verbose_name="recommendation",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity__isnull", False), ("recommendation", None)),
                            models.Q(("activity", None), ("recommendation__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_has_one_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extent__in", ["fully", "partly", "not"])), name="link_extent_known"
                    ),
                    models.UniqueConstraint(fields=("finding", "activity"), name="link_to_activity_once"),
                    models.UniqueConstraint(fields=("finding", "recommendation"), name="link_to_recommendation_once"),
                ],
            },
        ),
    ]
