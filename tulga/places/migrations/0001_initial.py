import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="The p-code of an area, or the short name of a port.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9-]+$", "Use Latin letters, digits and hyphens only."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("country", "Country"),
                            ("capital", "Capital city"),
                            ("aimag", "Aimag"),
                            ("soum", "Soum"),
                            ("district", "District of the capital"),
                            ("port", "Border port"),
                        ],
                        db_index=True,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "nso_code",
                    models.CharField(blank=True, max_length=8, verbose_name="code of the National Statistics Office"),
                ),
                ("iso_code", models.CharField(blank=True, max_length=8, verbose_name="ISO 3166 code")),
                ("name", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="name")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="other spellings")),
                ("neighbour", models.CharField(blank=True, max_length=2, verbose_name="neighbouring country")),
                ("counterpart", models.CharField(blank=True, max_length=120, verbose_name="port on the other side")),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("road", "Road"), ("rail", "Railway"), ("air", "Air")],
                        max_length=4,
                        verbose_name="kind of traffic",
                    ),
                ),
                ("regime", models.CharField(blank=True, max_length=200, verbose_name="regime")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude, approximate")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude, approximate")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "checked",
                    models.CharField(
                        blank=True, help_text="Blank: checked by nobody.", max_length=300, verbose_name="checked by"
                    ),
                ),
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
                        related_name="parts",
                        to="places.place",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["country", "capital", "aimag", "soum", "district", "port"])),
                        name="place_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "port"), ("mode__in", ["road", "rail", "air"])),
                            models.Q(models.Q(("kind", "port"), _negated=True), ("mode", "")),
                            _connector="OR",
                        ),
                        name="place_only_ports_have_a_mode",
                    ),
                ],
            },
        ),
    ]
