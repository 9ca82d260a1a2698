import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tulga.kit.audience
import tulga.kit.i18n

# To begin with: the secretariat changes them on a page. Days after the deadline, before it where negative; an addressee
# has thirty days to answer.
STEPS = [
    *(("due", "officer", days) for days in (-30, -14, -7, -3, 0)),
    *(("due", *step) for step in (("alternate", 3), ("head", 7), ("proposers", 7), ("secretariat", 14), ("chair", 30))),
    *(("answer", "officer", days) for days in (14, 30)),
    *(("answer", *step) for step in (("alternate", 33), ("head", 37), ("secretariat", 44), ("chair", 60))),
]


def begin(apps, schema_editor):
    """The ladder as it stands to begin with."""
    step = apps.get_model("recommendations", "LadderStep")
    step.objects.bulk_create(step(about=about, who=who, days=days) for about, who, days in STEPS)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("agencies", "0001_initial"),
        ("documents", "0001_initial"),
        ("findings", "0001_initial"),
        ("places", "0001_initial"),
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DraftingCircle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                (
                    "round_code",
                    models.CharField(blank=True, db_index=True, default="", max_length=40, verbose_name="round"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open for writing"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("last_act", models.PositiveBigIntegerField(default=0, editable=False)),
                (
                    "joins",
                    models.ManyToManyField(
                        blank=True, editable=False, related_name="joined_by", to="recommendations.draftingcircle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "closed"])), name="circle_status_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CircleMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_scribe", models.BooleanField(default=False, verbose_name="writes for the session")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="recommendations.draftingcircle",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "valid_from"], name="recommendat_user_id_2f184b_idx")],
                "constraints": [models.UniqueConstraint(fields=("circle", "user"), name="circle_member_once")],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="challenge")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("told_on", models.DateField(verbose_name="told on")),
                ("position", models.PositiveIntegerField(default=0, editable=False)),
                ("last_act", models.PositiveBigIntegerField(default=0, editable=False)),
                (
                    "audiences",
                    tulga.kit.audience.AudienceSetField(blank=True, default=frozenset, verbose_name="shared with"),
                ),
                ("is_illustrative", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="plan.activity",
                        verbose_name="about which activity",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="agencies.agency",
                        verbose_name="whose challenge",
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(blank=True, related_name="+", to="places.place", verbose_name="where"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="recommendations.draftingcircle",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["circle", "last_act"], name="recommendat_circle__4f7acc_idx")],
            },
        ),
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("due", "the deadline of a commitment"),
                            ("answer", "the day since which an addressee owes an answer"),
                        ],
                        max_length=12,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("officer", "Focal point"),
                            ("alternate", "Alternate of the focal point"),
                            ("head", "Head of the agency"),
                            ("proposers", "Whoever proposed the recommendation"),
                            ("secretariat", "Secretariat"),
                            ("chair", "Chair: the red list"),
                        ],
                        max_length=12,
                        verbose_name="who is told",
                    ),
                ),
                (
                    "days",
                    models.SmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(-365),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-about", "days", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["due", "answer"])), name="ladder_about_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("who__in", ["officer", "alternate", "head", "proposers", "secretariat", "chair"])
                        ),
                        name="ladder_who_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__range", (-365, 365))), name="ladder_within_a_year"
                    ),
                    models.UniqueConstraint(fields=("about", "who", "days"), name="ladder_step_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("printed", "Printed, waits for signature and number"), ("registered", "In force")],
                        default="printed",
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=40, verbose_name="number of the order")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="date of the order")),
                (
                    "signatory_title",
                    tulga.kit.i18n.I18nTextField(
                        default=tulga.kit.i18n.I18nText, verbose_name="office of the signatory"
                    ),
                ),
                (
                    "is_acting",
                    models.BooleanField(default=False, verbose_name="signed by somebody acting for the office"),
                ),
                ("code", models.CharField(editable=False, max_length=16, null=True, verbose_name="verification code")),
                ("code_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("printed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("registered_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "printed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["printed", "registered"])), name="order_status_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number", "dated_on"),
                        name="order_number_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, verbose_name="number of the order")),
                ("dated_on", models.DateField(verbose_name="date of the order")),
                (
                    "signatory_title",
                    tulga.kit.i18n.I18nTextField(
                        default=tulga.kit.i18n.I18nText, verbose_name="office of the signatory"
                    ),
                ),
                ("is_acting", models.BooleanField(verbose_name="signed by somebody acting for the office")),
                ("reason", models.TextField(verbose_name="why it was corrected")),
                ("corrected_at", models.DateTimeField(auto_now_add=True)),
                (
                    "corrected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="recommendations.order",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
            ],
            options={
                "ordering": ["-corrected_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(editable=False, max_length=20, null=True, unique=True, verbose_name="number"),
                ),
                ("working_title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("adopted", "Adopted by its session"),
                            ("consolidated", "Consolidated"),
                            ("merged", "Merged into another"),
                            ("submitted", "Before the ministry"),
                            ("endorsed", "Endorsed"),
                            ("endorsed_with_changes", "Endorsed with changes"),
                            ("deferred", "Deferred"),
                            ("declined", "Declined"),
                            ("implemented", "Implemented"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=24,
                        verbose_name="status",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("high", "High"), ("normal", "Normal")],
                        default="normal",
                        max_length=10,
                        verbose_name="priority",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="proposed deadline")),
                ("in_force_on", models.DateField(editable=False, null=True)),
                (
                    "audiences",
                    tulga.kit.audience.AudienceSetField(
                        blank=True, db_index=True, default=frozenset, verbose_name="shared with"
                    ),
                ),
                ("is_illustrative", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("position", models.PositiveIntegerField(default=0, editable=False)),
                ("last_act", models.PositiveBigIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "activities",
                    models.ManyToManyField(
                        blank=True, related_name="recommendations", to="plan.activity", verbose_name="in the plan"
                    ),
                ),
                (
                    "addressees",
                    models.ManyToManyField(
                        related_name="addressed_recommendations", to="agencies.agency", verbose_name="addressed to"
                    ),
                ),
                (
                    "challenges",
                    models.ManyToManyField(
                        blank=True,
                        related_name="recommendations",
                        to="recommendations.challenge",
                        verbose_name="answers these challenges",
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="recommendations.draftingcircle",
                    ),
                ),
                (
                    "findings",
                    models.ManyToManyField(
                        blank=True,
                        related_name="recommendations",
                        to="findings.finding",
                        verbose_name="answers these findings",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(blank=True, related_name="+", to="places.place", verbose_name="places"),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="split_off",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="recommendations.recommendation",
                        verbose_name="takes the place of",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "-id"], name="recommendat_status_fb4b7e_idx"),
                    models.Index(fields=["circle", "last_act"], name="recommendat_circle__b61ba5_idx"),
                    models.Index(
                        condition=models.Q(("audiences__meets", 16)),
                        fields=["-id"],
                        name="recommendation_of_the_public",
                    ),
                    models.Index(
                        condition=models.Q(("in_force_on__isnull", False)),
                        fields=["in_force_on"],
                        name="recommendation_in_force",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="recommendation_merged",
                    ),
                    models.Index(
                        condition=models.Q(("split_from__isnull", False)),
                        fields=["split_from"],
                        name="recommendation_split",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "adopted",
                                    "consolidated",
                                    "merged",
                                    "submitted",
                                    "endorsed",
                                    "endorsed_with_changes",
                                    "deferred",
                                    "declined",
                                    "implemented",
                                    "superseded",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="recommendation_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", None), ("merged_into__gt", models.F("id")), _connector="OR"),
                        name="merged_into_a_newer_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "merged"), _negated=True),
                            ("merged_into__isnull", False),
                            _connector="OR",
                        ),
                        name="merged_says_into_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", None), ("supersedes__lt", models.F("id")), _connector="OR"),
                        name="supersedes_an_older",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("split_from", None), ("split_from__lt", models.F("id")), _connector="OR"),
                        name="split_from_older",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
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
                (
                    "text",
                    tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="what will be done"),
                ),
                ("owner", models.CharField(max_length=200, verbose_name="office in charge")),
                ("due_on", models.DateField(verbose_name="by when")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("named", "Waits for the head's signature"),
                            ("signed", "Being carried out"),
                            ("done", "Reported done"),
                            ("verified", "Verified"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="named",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_illustrative", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="plan.activity",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="agencies.agency"
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
                    "named_by",
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
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="recommendations.commitment",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["status", "due_on"], name="recommendat_status_beb4e3_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["named", "signed", "done", "verified", "withdrawn"])),
                        name="commitment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by__in", ["here", "letter", "telephone"])),
                        name="commitment_came_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "letter"), _negated=True),
                            models.Q(models.Q(("paper_number", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="commitment_letter_has_number_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "telephone"), _negated=True),
                            models.Q(models.Q(("paper_caller", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="commitment_call_has_caller_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by", "here"), ("entered_by__isnull", False), _connector="OR"),
                        name="commitment_paper_was_entered_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoneReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence_link",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="address of the evidence"),
                ),
                ("text", models.TextField(verbose_name="what was done")),
                (
                    "evidence_words",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="what the evidence is"),
                ),
                ("reported_at", models.DateTimeField(auto_now_add=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="done_reports",
                        to="recommendations.commitment",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgressLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence_link",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="address of the evidence"),
                ),
                ("dated_on", models.DateField(verbose_name="on which day")),
                ("text", models.TextField(verbose_name="how far it is")),
                ("percent", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="per cent")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_lines",
                        to="recommendations.commitment",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["dated_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent", None), ("percent__lte", 100), _connector="OR"),
                        name="progress_within_a_hundred",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hand",
                    models.CharField(
                        choices=[("drafter", "Drafter"), ("decider", "Decider"), ("verifier", "Verifier")],
                        max_length=10,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "user"), name="one_hand_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(("hand__in", ["drafter", "decider", "verifier"])), name="hand_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
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
                ("reasons", models.TextField(verbose_name="reasons")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("raised", "Waits for the head's signature"),
                            ("signed", "Before the secretariat"),
                            ("passed", "Before the chair"),
                            ("upheld", "Upheld: the agency owes nothing here"),
                            ("refused", "Refused: the agency has to commit"),
                            ("withdrawn", "Withdrawn by the agency"),
                        ],
                        default="raised",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("passed_words", models.TextField(blank=True, default="", verbose_name="the secretariat's words")),
                ("decision_reasons", models.TextField(blank=True, default="", verbose_name="the chair's reasons")),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
                ("is_illustrative", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="agencies.agency"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "passed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["raised", "signed", "passed", "upheld", "refused", "withdrawn"])
                        ),
                        name="objection_status_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("raised", "signed", "passed", "upheld"))),
                        fields=("recommendation", "agency"),
                        name="one_standing_objection_per_addressee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["upheld", "refused"]), _negated=True),
                            models.Q(models.Q(("decision_reasons", ""), _negated=True), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_decision_gives_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by", models.F("raised_by")), _negated=True),
                            models.Q(("decided_by", models.F("signed_by")), _negated=True),
                            models.Q(("decided_by", models.F("entered_by")), _negated=True),
                            models.Q(("decided_by", models.F("passed_by")), _negated=True),
                            models.Q(("passed_by", models.F("raised_by")), _negated=True),
                            models.Q(("passed_by", models.F("signed_by")), _negated=True),
                        ),
                        name="objection_hands_differ",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by__in", ["here", "letter", "telephone"])),
                        name="objection_came_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "letter"), _negated=True),
                            models.Q(models.Q(("paper_number", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_letter_has_number_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "telephone"), _negated=True),
                            models.Q(models.Q(("paper_caller", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_call_has_caller_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by", "here"), ("entered_by__isnull", False), _connector="OR"),
                        name="objection_paper_was_entered_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("commitments", "Commitments"), ("objection", "Objection")], max_length=12
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="agencies.agency"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "agency"), name="one_answer_per_addressee"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["commitments", "objection"])), name="answer_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedWords",
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
                ("text", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="wording")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("length", models.PositiveIntegerField(editable=False)),
                ("hash", models.CharField(editable=False, max_length=64)),
                ("search_key", models.TextField(editable=False)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
                ("replaced_at", models.DateTimeField(editable=False, null=True)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_words",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "audience__in",
                                ["government", "law_enforcement", "civil_society", "international", "public"],
                            )
                        ),
                        name="shared_words_audience_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("length__gt", 0)), name="shared_words_are_some"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("recommendation", "audience"),
                        name="one_set_of_words_for_an_audience",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="title of the package"
                    ),
                ),
                (
                    "cover_text",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="cover text"
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-submitted_at", "-id"], name="submission_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="told_of_a_step_once")],
            },
        ),
        migrations.CreateModel(
            name="ToldApart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="told_apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="told_apart_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_adequate", models.BooleanField(verbose_name="adequate")),
                ("words", models.TextField(verbose_name="verdict in words")),
                ("verified_at", models.DateTimeField(auto_now_add=True)),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verification",
                        to="recommendations.donereport",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VerdictReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(verbose_name="reply")),
                ("replied_at", models.DateTimeField(auto_now_add=True)),
                (
                    "replied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="recommendations.verification",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("text", models.TextField(verbose_name="wording")),
                ("hash", models.CharField(editable=False, max_length=64)),
                ("is_of_the_decision", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "number"), name="wording_numbered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place in the package")),
                (
                    "proposal",
                    models.CharField(
                        choices=[
                            ("endorsed", "Endorse as submitted"),
                            ("endorsed_with_changes", "Endorse with a changed wording"),
                            ("deferred", "Defer"),
                            ("declined", "Decline"),
                        ],
                        default="endorsed",
                        max_length=24,
                        verbose_name="adviser's proposal",
                    ),
                ),
                ("advice", models.CharField(blank=True, default="", max_length=500, verbose_name="adviser's advice")),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Open"),
                            ("decided", "Decided"),
                            ("returned", "Returned for redrafting"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission_items",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="recommendations.submission",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recommendations.wording"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "recommendation"), name="submitted_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_as", "")),
                        fields=("recommendation",),
                        name="before_the_ministry_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_as__in", ["", "decided", "returned", "withdrawn"])),
                        name="item_end_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("entered", "Waits for a second person"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Not confirmed"),
                        ],
                        default="entered",
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("endorsed", "Endorse as submitted"),
                            ("endorsed_with_changes", "Endorse with a changed wording"),
                            ("deferred", "Defer"),
                            ("declined", "Decline"),
                        ],
                        max_length=24,
                        verbose_name="decision",
                    ),
                ),
                ("reasons", models.TextField(blank=True, default="", verbose_name="reasons")),
                (
                    "changed_text",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="changed wording"
                    ),
                ),
                (
                    "office",
                    tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="office of who decided"),
                ),
                ("number", models.CharField(max_length=40, verbose_name="number of the paper")),
                ("dated_on", models.DateField(verbose_name="date of the paper")),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_decisions",
                        to="recommendations.submissionitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["entered", "confirmed", "refused"])),
                        name="paper_decision_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["endorsed", "endorsed_with_changes", "deferred", "declined"])
                        ),
                        name="paper_decision_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by", None),
                            models.Q(("settled_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_decision_seen_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "entered")), fields=("item",), name="one_paper_decision_waits"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("translated_at", models.DateTimeField(auto_now_add=True)),
                (
                    "translated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="recommendations.wording",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("wording", "language", "number"), name="translation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("endorsed", "Endorse as submitted"),
                            ("endorsed_with_changes", "Endorse with a changed wording"),
                            ("deferred", "Defer"),
                            ("declined", "Decline"),
                        ],
                        max_length=24,
                    ),
                ),
                ("wording_hash", models.CharField(max_length=64)),
                ("reasons", models.TextField(blank=True, default="", verbose_name="reasons")),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="recommendations.order",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="recommendations.paperdecision",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="recommendations.submissionitem",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="recommendations.wording",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["endorsed", "endorsed_with_changes", "deferred", "declined"])
                        ),
                        name="outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "endorsed"), models.Q(("reasons", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_gives_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paper", None), ("decided_by", None), _connector="OR"),
                        name="decision_is_taken_here_or_on_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("postpone", "More time"), ("withdraw", "To withdraw the commitment")], max_length=12
                    ),
                ),
                ("due_before", models.DateField()),
                ("new_due_on", models.DateField(null=True, verbose_name="new deadline")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for the secretariat"),
                            ("agreed", "Agreed"),
                            ("refused", "Not agreed"),
                            ("taken_back", "Taken back"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("answer_words", models.TextField(blank=True, default="", verbose_name="the secretariat's answer")),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="recommendations.commitment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "agreed", "refused", "taken_back"])),
                        name="change_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["postpone", "withdraw"])), name="change_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "postpone"), ("new_due_on__gt", models.F("due_before"))),
                            models.Q(("kind", "withdraw"), ("new_due_on", None)),
                            _connector="OR",
                        ),
                        name="more_time_is_a_later_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "asked")),
                        fields=("commitment",),
                        name="one_change_asked_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("asked_by")), _negated=True),
                        name="change_answered_by_another",
                    ),
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
