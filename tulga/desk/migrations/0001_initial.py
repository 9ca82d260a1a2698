import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# To begin with: the secretariat changes them on a page.
DAYS = {
    "consolidate": 10,
    "submit": 10,
    "decide": 14,
    "print_order": 10,
    "register_order": 10,
    "prepare_release": 10,
    "approve_release": 5,
    "name_commitment": 30,
    "sign_commitment": 10,
    "settle_objection": 14,
    "decide_objection": 14,
    "verify": 14,
    "report_activity": 90,
}


def begin(apps, schema_editor):
    """Every step with the days it has to begin with."""
    step_time = apps.get_model("desk", "StepTime")
    step_time.objects.bulk_create(
        step_time(step=step, position=position, days=days) for position, (step, days) in enumerate(DAYS.items(), 1)
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("nonce", models.CharField(editable=False, max_length=32)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("before_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StepTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("consolidate", "Consolidate what a session adopted"),
                            ("submit", "Submit what was consolidated"),
                            ("decide", "Decide on what was submitted"),
                            ("print_order", "Print the order for what was endorsed"),
                            ("register_order", "Register the order that was printed"),
                            ("prepare_release", "Release what is in force"),
                            ("approve_release", "Approve a release"),
                            ("name_commitment", "Name a commitment for what was released"),
                            ("sign_commitment", "Sign a commitment or an objection"),
                            ("settle_objection", "Settle an objection, or pass it to the chair"),
                            ("decide_objection", "Decide on an objection"),
                            ("verify", "Verify what was reported done"),
                            ("report_activity", "Say again how an activity of the plan stands"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="step",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(editable=False)),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "consolidate",
                                    "submit",
                                    "decide",
                                    "print_order",
                                    "register_order",
                                    "prepare_release",
                                    "approve_release",
                                    "name_commitment",
                                    "sign_commitment",
                                    "settle_objection",
                                    "decide_objection",
                                    "verify",
                                    "report_activity",
                                ],
                            )
                        ),
                        name="step_time_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__range", (1, 365))), name="step_time_within_a_year"
                    ),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
