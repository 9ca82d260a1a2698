import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("documents", "0001_initial"),
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                (
                    "body_name",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="name of the body"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Use the State's three letters of ISO 3166, such as MNG."
                            )
                        ],
                        verbose_name="State",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="year"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("1", "Tier 1"), ("2", "Tier 2"), ("2WL", "Tier 2 Watch List"), ("3", "Tier 3")],
                        default="",
                        max_length=3,
                        verbose_name="tier",
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                (
                    "language",
                    models.CharField(blank=True, default="", max_length=8, verbose_name="language of the document"),
                ),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="remark")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="agencies.agency",
                        verbose_name="body, where it is in the register",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["-year", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tier__in", ["", "1", "2", "2WL", "3"])), name="assessment_tier_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("body__isnull", False), models.Q(("body_name", {}), _negated=True), _connector="OR"
                        ),
                        name="assessment_has_a_body",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Z][0-9A-Za-z.()\\-]{0,19}$",
                                "Begin the number with a digit or a capital letter, without blanks.",
                            )
                        ],
                        verbose_name="number",
                    ),
                ),
                ("order_key", models.CharField(default="", editable=False, max_length=250)),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="revision")),
                (
                    "kind",
                    models.CharField(
                        choices=[("recommendation", "Recommendation"), ("observation", "Observation")],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "theme",
                    tulga.kit.i18n.I18nTextField(blank=True, default=tulga.kit.i18n.I18nText, verbose_name="theme"),
                ),
                ("text", models.TextField(verbose_name="exact text")),
                ("language", models.CharField(max_length=8, verbose_name="language of the text")),
                (
                    "translations",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="unofficial translations"
                    ),
                ),
                ("is_paraphrase", models.BooleanField(default=False, verbose_name="paraphrase")),
                ("note", models.CharField(blank=True, default="", max_length=5000, verbose_name="remark")),
                ("recommended_by", models.TextField(blank=True, default="", verbose_name="recommended by")),
                (
                    "position",
                    models.CharField(
                        choices=[("none", "No position asked for"), ("supported", "Supported"), ("noted", "Noted")],
                        default="none",
                        max_length=10,
                        verbose_name="the State's position",
                    ),
                ),
                (
                    "position_words",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="in the State's words"
                    ),
                ),
                (
                    "position_source",
                    models.CharField(
                        blank=True, default="", max_length=5000, verbose_name="where the position is stated"
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=500, verbose_name="source")),
                ("search_key", models.TextField(default="", editable=False)),
                ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="findings.assessment",
                        verbose_name="assessment",
                    ),
                ),
                (
                    "imported_row",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importedrow",
                        verbose_name="row of the file that it came from",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="findings.finding",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["assessment", "order_key", "-revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "number", "revision"), name="finding_revision_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["recommendation", "observation"])), name="finding_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__in", ["none", "supported", "noted"])),
                        name="finding_position_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revision", 1), ("supersedes", None)),
                            models.Q(("revision__gt", 1), ("supersedes__isnull", False)),
                            _connector="OR",
                        ),
                        name="finding_later_revision_supersedes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", models.F("id")), _negated=True),
                        name="finding_supersedes_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("theme", "Theme"),
                            ("goal", "Sustainable Development Goal"),
                            ("group", "Affected persons"),
                            ("state", "Recommending State"),
                        ],
                        max_length=10,
                        verbose_name="what it says",
                    ),
                ),
                ("code", models.SlugField(max_length=80, verbose_name="code")),
                ("words", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="words")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="labels",
                        to="findings.finding",
                        verbose_name="finding",
                    ),
                ),
            ],
            options={
                "verbose_name": "label",
                "verbose_name_plural": "labels",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["about", "code"], name="label_by_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "about", "code"), name="label_once"),
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["theme", "goal", "group", "state"])), name="label_about_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="year"
                    ),
                ),
                (
                    "degree",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No progress"),
                            ("some", "Some progress"),
                            ("much", "Much progress"),
                            ("complete", "Complete"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="progress",
                    ),
                ),
                (
                    "words",
                    models.CharField(blank=True, default="", max_length=5000, verbose_name="in the source's words"),
                ),
                ("is_asked", models.BooleanField(default=False, verbose_name="asked for again in that year's report")),
                ("source", models.CharField(blank=True, default="", max_length=500, verbose_name="source")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="findings.finding",
                        verbose_name="finding",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "ordering": ["year"],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "year"), name="outcome_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("degree__in", ["", "none", "some", "much", "complete"])),
                        name="outcome_degree_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Repetition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tied_at", models.DateTimeField(auto_now_add=True, verbose_name="tied at")),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_in",
                        to="findings.finding",
                        verbose_name="earlier",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeats",
                        to="findings.finding",
                        verbose_name="later",
                    ),
                ),
            ],
            options={
                "verbose_name": "repetition",
                "verbose_name_plural": "repetitions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("earlier", "later"), name="repetition_once"),
                    models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True), name="repetition_of_another"
                    ),
                ],
            },
        ),
    ]
