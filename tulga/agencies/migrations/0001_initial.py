import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import tulga.kit.audience
import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="Short and lasting, such as NPA. It is part of the page's address.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z][A-Z0-9-]*$", "Use capital Latin letters, digits and hyphens only."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="name")),
                (
                    "abbreviation",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="abbreviation"
                    ),
                ),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="other names")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Ministry"),
                            ("council", "Council"),
                            ("task_force", "Task force"),
                            ("agency", "Government agency"),
                            ("judicial", "Court or prosecution body"),
                            ("training", "Training institution"),
                            ("independent", "Independent body"),
                            ("local", "Local office"),
                            ("ngo", "Civil society organisation"),
                            ("intergovernmental", "Intergovernmental organisation"),
                            ("donor", "Donor"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "audiences",
                    tulga.kit.audience.AudienceSetField(
                        blank=True, default=frozenset, verbose_name="audiences it belongs to"
                    ),
                ),
                (
                    "mandate",
                    tulga.kit.i18n.I18nTextField(blank=True, default=tulga.kit.i18n.I18nText, verbose_name="mandate"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "valid_note",
                    models.CharField(blank=True, max_length=200, verbose_name="what is known about its dates"),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                (
                    "checked",
                    models.CharField(
                        blank=True, help_text="Blank: checked by nobody.", max_length=300, verbose_name="checked by"
                    ),
                ),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                ("sort_key_mn", models.CharField(db_index=True, default="", editable=False, max_length=250)),
                ("sort_key_en", models.CharField(db_index=True, default="", editable=False, max_length=250)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices",
                        to="agencies.agency",
                        verbose_name="belongs to",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies",
                        to="places.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="agencies.agency",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "ministry",
                                    "council",
                                    "task_force",
                                    "agency",
                                    "judicial",
                                    "training",
                                    "independent",
                                    "local",
                                    "ngo",
                                    "intergovernmental",
                                    "donor",
                                ],
                            )
                        ),
                        name="agency_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="agency_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("successor", models.F("id")), _negated=True),
                        name="agency_is_not_its_own_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="agency_is_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hotline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("name", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="name")),
                (
                    "operator",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="who answers"
                    ),
                ),
                (
                    "audience",
                    tulga.kit.i18n.I18nTextField(blank=True, default=tulga.kit.i18n.I18nText, verbose_name="for whom"),
                ),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="last called on")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "checked",
                    models.CharField(
                        blank=True, help_text="Blank: checked by nobody.", max_length=300, verbose_name="checked by"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hotlines",
                        to="agencies.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "hotline",
                "verbose_name_plural": "hotlines",
            },
        ),
    ]
