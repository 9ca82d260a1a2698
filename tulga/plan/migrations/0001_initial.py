import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agencies", "0001_initial"),
        ("documents", "0001_initial"),
        ("imports", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ["-current__valid_from", "code"],
            },
        ),
        migrations.CreateModel(
            name="PlanEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_force", "In force"),
                            ("amended", "Amended"),
                            ("expired", "Expired"),
                            ("set_aside", "Set aside"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "level_names",
                    models.JSONField(
                        blank=True,
                        default=list,
                        encoder=tulga.kit.i18n.UnescapedJSON,
                        verbose_name="names of the levels",
                    ),
                ),
                (
                    "legal_basis",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="legal basis"
                    ),
                ),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages it was adopted in")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(verbose_name="valid to")),
                ("source", models.CharField(blank=True, default="", max_length=300, verbose_name="source")),
                ("in_force_on", models.DateField(editable=False, null=True, verbose_name="in force since")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "begun_from",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planedition",
                        verbose_name="begun from",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="its document",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="plan.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of the plan",
                "verbose_name_plural": "editions of the plan",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_edition_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")),
                        fields=("plan",),
                        name="one_edition_of_a_plan_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")), fields=("plan",), name="one_draft_of_a_plan_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "in_force", "amended", "expired", "set_aside"])),
                        name="plan_edition_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))), name="plan_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                ("position", models.CharField(editable=False, max_length=250)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.planitem",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="plan.planedition",
                        verbose_name="edition of the plan",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="plan.planitem",
                        verbose_name="part of",
                    ),
                ),
                (
                    "imported_place",
                    models.JSONField(blank=True, default=list, editable=False, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "imported_row",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importedrow",
                        verbose_name="row of the file that it came from",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of the plan",
                "verbose_name_plural": "groups of the plan",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "number"), name="plan_item_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="plan_item_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="plan.activity",
                        verbose_name="continues, from an earlier plan",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="plan.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["plan", "current__position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                (
                    "notes",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="what the plan says of it besides"
                    ),
                ),
                (
                    "pillar",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prevention", "Prevention"),
                            ("protection", "Protection"),
                            ("prosecution", "Prosecution"),
                            ("partnership", "Partnership"),
                            ("enabling", "Enabling framework"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="pillar",
                    ),
                ),
                (
                    "lead_words",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="lead, in the plan's words"),
                ),
                (
                    "co_implementers_words",
                    models.CharField(
                        blank=True, default="", max_length=600, verbose_name="co-implementers, in the plan's words"
                    ),
                ),
                (
                    "funders_words",
                    models.CharField(
                        blank=True, default="", max_length=600, verbose_name="funders, in the plan's words"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "recurrence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("monthly", "every month"),
                            ("quarterly", "every quarter"),
                            ("half_yearly", "every half-year"),
                            ("yearly", "every year"),
                            ("continuous", "all the time"),
                            ("as_needed", "whenever needed"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="comes back",
                    ),
                ),
                (
                    "period_words",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="period in the plan's words"),
                ),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("position", models.CharField(editable=False, max_length=250)),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="plan.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "co_implementers",
                    models.ManyToManyField(
                        blank=True, related_name="shared_entries", to="agencies.agency", verbose_name="co-implementers"
                    ),
                ),
                (
                    "funders",
                    models.ManyToManyField(
                        blank=True, related_name="funded_entries", to="agencies.agency", verbose_name="funders"
                    ),
                ),
                (
                    "lead_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_entries",
                        to="agencies.agency",
                        verbose_name="lead agency",
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(
                        blank=True, related_name="entries", to="places.place", verbose_name="places"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="plan.planedition",
                        verbose_name="edition of the plan",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="plan.planitem",
                        verbose_name="part of",
                    ),
                ),
                (
                    "imported_place",
                    models.JSONField(blank=True, default=list, editable=False, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "imported_row",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importedrow",
                        verbose_name="row of the file that it came from",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the plan",
                "verbose_name_plural": "entries of the plan",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "activity"), name="activity_once_in_an_edition"),
                    models.UniqueConstraint(fields=("edition", "number"), name="entry_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pillar__in", ["", "prevention", "protection", "prosecution", "partnership", "enabling"])
                        ),
                        name="entry_pillar_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "recurrence__in",
                                ["", "monthly", "quarterly", "half_yearly", "yearly", "continuous", "as_needed"],
                            )
                        ),
                        name="entry_recurrence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="entry_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="indicator")),
                (
                    "unit",
                    tulga.kit.i18n.I18nTextField(blank=True, default=tulga.kit.i18n.I18nText, verbose_name="unit"),
                ),
                ("baseline_on", models.DateField(blank=True, null=True, verbose_name="day of the baseline")),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the baseline"),
                ),
                ("disaggregation", models.JSONField(blank=True, default=list, verbose_name="parted by")),
                (
                    "disaggregation_words",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="parted by, in the plan's words"
                    ),
                ),
                (
                    "means_of_verification",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="means of verification"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.indicator",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="plan.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "imported_place",
                    models.JSONField(blank=True, default=list, editable=False, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "imported_row",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importedrow",
                        verbose_name="row of the file that it came from",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="milestone")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                (
                    "due_words",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="by when, in the plan's words"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.milestone",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="plan.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "imported_place",
                    models.JSONField(blank=True, default=list, editable=False, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "imported_row",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importedrow",
                        verbose_name="row of the file that it came from",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StatusLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("late", "Late"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "sentence",
                    tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="in one sentence"),
                ),
                ("dated_on", models.DateField(verbose_name="as of")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_lines",
                        to="plan.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "status line",
                "verbose_name_plural": "status lines",
                "ordering": ["-dated_on", "-pk"],
                "indexes": [models.Index(fields=["activity", "-dated_on", "-id"], name="status_line_latest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["not_started", "on_track", "late", "done", "dropped"])),
                        name="status_line_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                (
                    "source",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="source of the money"
                    ),
                ),
                ("given", models.CharField(max_length=100, verbose_name="amount as the plan gives it")),
                (
                    "amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=17, null=True, verbose_name="amount"),
                ),
                ("currency", models.CharField(blank=True, default="", max_length=3, verbose_name="currency")),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.budgetline",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="paid by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="plan.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "imported_place",
                    models.JSONField(blank=True, default=list, editable=False, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "imported_row",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="imports.importedrow",
                        verbose_name="row of the file that it came from",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget line",
                "verbose_name_plural": "budget lines",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), models.Q(("currency", ""), _negated=True), _connector="OR"
                        ),
                        name="budget_amount_has_a_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="budget_amount_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("title", "title"),
                            ("period", "period"),
                            ("agencies", "agencies"),
                            ("indicator", "indicator"),
                            ("target", "target"),
                            ("budget", "budget"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="of what",
                    ),
                ),
                ("given", models.CharField(max_length=600, verbose_name="struck out")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_values",
                        to="plan.entry",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "former value",
                "verbose_name_plural": "former values",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("field__in", ["title", "period", "agencies", "indicator", "target", "budget", "other"])
                        ),
                        name="former_value_field_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("baseline", "Baseline"), ("target", "Target")], max_length=8, verbose_name="of what"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("given", models.CharField(max_length=300, verbose_name="as the plan gives it")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "a number"),
                            ("percent", "per cent"),
                            ("below", "less than"),
                            ("at_most", "at most"),
                            ("above", "more than"),
                            ("at_least", "at least"),
                            ("yes", "yes"),
                            ("no", "no"),
                            ("words", "in words"),
                        ],
                        max_length=8,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "number",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="number"),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="plan.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of an indicator",
                "verbose_name_plural": "values of indicators",
                "ordering": ["role", "year", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "role", "year"), name="one_target_of_a_year"),
                    models.UniqueConstraint(
                        condition=models.Q(("year__isnull", True)),
                        fields=("indicator", "role"),
                        name="one_baseline_and_one_target_for_the_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["baseline", "target"])), name="indicator_value_role_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("number", "percent", "below", "at_most", "above", "at_least")),
                                ("number__isnull", False),
                            ),
                            models.Q(("kind__in", ["yes", "no", "words"]), ("number__isnull", True)),
                            _connector="OR",
                        ),
                        name="number_where_the_kind_is_numeric_only",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role", "target"), ("year__isnull", True), _connector="OR"),
                        name="year_is_of_a_target_only",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Plan",
            name="current",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="plan.planedition",
            ),
        ),
        migrations.AddField(
            model_name="Activity",
            name="current",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="plan.entry",
            ),
        ),
    ]
