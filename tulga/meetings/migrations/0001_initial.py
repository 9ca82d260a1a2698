import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tulga.kit.i18n
import tulga.meetings.models.meeting


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("agencies", "0001_initial"),
        ("documents", "0001_initial"),
        ("places", "0001_initial"),
        ("recommendations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("begins_at", models.TimeField(blank=True, null=True, verbose_name="begins at")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "venue",
                    tulga.kit.i18n.I18nTextField(blank=True, default=tulga.kit.i18n.I18nText, verbose_name="venue"),
                ),
                (
                    "purpose",
                    tulga.kit.i18n.I18nTextField(blank=True, default=tulga.kit.i18n.I18nText, verbose_name="purpose"),
                ),
                (
                    "project",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="project and funders"
                    ),
                ),
                (
                    "languages",
                    models.JSONField(
                        blank=True, default=tulga.meetings.models.meeting.no_languages, verbose_name="languages"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparation", "In preparation"),
                            ("invited", "Invitations sent"),
                            ("held", "Held"),
                            ("closed", "Closed"),
                        ],
                        default="preparation",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "seats_total",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats in the room"),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="bodies needed for a quorum"),
                ),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="answer by")),
                (
                    "answers_close_on",
                    models.DateField(blank=True, null=True, verbose_name="answers can be changed until"),
                ),
                (
                    "reminder_days",
                    models.JSONField(
                        blank=True,
                        default=tulga.meetings.models.meeting.first_reminders,
                        verbose_name="days of reminding",
                    ),
                ),
                (
                    "signatory",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="who signs the letters"
                    ),
                ),
                (
                    "contact",
                    tulga.kit.i18n.I18nTextField(
                        blank=True, default=tulga.kit.i18n.I18nText, verbose_name="whom to ask"
                    ),
                ),
                ("source", models.TextField(blank=True, default="", verbose_name="source")),
                ("is_public", models.BooleanField(default=False, verbose_name="open to the public")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                ("search_key", models.TextField(default="", editable=False)),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="places.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="meetings.meeting",
                        verbose_name="the meeting before",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-held_on", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("held_on")), _connector="OR"
                        ),
                        name="meeting_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["preparation", "invited", "held", "closed"])),
                        name="meeting_status_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("seats_total__gte", 1)), name="meeting_has_seats"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                ("answer_by", models.DateField(verbose_name="answer by")),
                ("language", models.CharField(max_length=8, verbose_name="language of the letter")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prepared", "Not sent yet"),
                            ("sent", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="prepared",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_invitations",
                        to="agencies.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a meeting",
                "verbose_name_plural": "invitations to a meeting",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "agency"), name="agency_invited_once"),
                    models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="invitation_has_a_seat"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["prepared", "sent", "accepted", "declined", "withdrawn"])),
                        name="invitation_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("is_acceptance", models.BooleanField(verbose_name="the agency comes")),
                ("seats_taken", models.PositiveSmallIntegerField(default=0, verbose_name="seats taken")),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="answered at")),
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
                        verbose_name="answered by",
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
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="meetings.invitation"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an invitation",
                "verbose_name_plural": "answers to invitations",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("invitation", "number"), name="answer_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_acceptance", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="refusal_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_acceptance", True), ("seats_taken__gte", 1)),
                            models.Q(("is_acceptance", False), ("seats_taken", 0)),
                            _connector="OR",
                        ),
                        name="answer_takes_seats_only_when_coming",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by__in", ["here", "letter", "telephone"])),
                        name="meeting_answer_came_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "letter"), _negated=True),
                            models.Q(models.Q(("paper_number", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_answer_letter_has_number_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "telephone"), _negated=True),
                            models.Q(models.Q(("paper_caller", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_answer_call_has_caller_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by", "here"), ("entered_by__isnull", False), _connector="OR"),
                        name="meeting_answer_paper_was_entered_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("head", "Head of the delegation"),
                            ("member", "Member"),
                            ("substitute", "Substitute"),
                        ],
                        max_length=10,
                        verbose_name="part",
                    ),
                ),
                ("full_name", models.CharField(max_length=200, verbose_name="full name")),
                ("office", models.CharField(max_length=200, verbose_name="office")),
                (
                    "contact",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="telephone or e-mail"),
                ),
                ("name_key", models.CharField(editable=False, max_length=400)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="delegates", to="meetings.answer"
                    ),
                ),
            ],
            options={
                "verbose_name": "delegate",
                "verbose_name_plural": "delegates",
                "ordering": ["answer", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "name_key"), name="delegate_named_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("part", "head")), fields=("answer",), name="delegation_has_one_head"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["head", "member", "substitute"])), name="delegate_part_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carried_on", models.DateField(verbose_name="on the agenda since")),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="recommendations.commitment",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="carried", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("commitment__isnull", True), ("recommendation__isnull", False)),
                            models.Q(("commitment__isnull", False), ("recommendation__isnull", True)),
                            _connector="OR",
                        ),
                        name="carried_item_is_one_thing",
                    ),
                    models.UniqueConstraint(fields=("meeting", "recommendation"), name="recommendation_carried_once"),
                    models.UniqueConstraint(fields=("meeting", "commitment"), name="commitment_carried_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("full_name", models.CharField(max_length=200, verbose_name="full name")),
                ("office", models.CharField(blank=True, default="", max_length=200, verbose_name="office")),
                ("name_key", models.CharField(editable=False, max_length=400)),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
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
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="meetings.delegate",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["agency", "pk"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "agency", "name_key"), name="attends_once")],
            },
        ),
        migrations.CreateModel(
            name="ActionPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="what is to be done"),
                ),
                ("responsible", models.CharField(max_length=200, verbose_name="who")),
                ("due_on", models.DateField(verbose_name="by when")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("words", models.TextField(blank=True, default="", verbose_name="what was done")),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "done", "dropped"])),
                        name="action_point_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("circulated", "With the delegations"),
                            ("closed", "Confirmed and closed"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("confirm_by", models.DateField(blank=True, null=True, verbose_name="answer by")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "minutes",
                "verbose_name_plural": "minutes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "circulated", "closed"])),
                        name="minutes_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), ("confirm_by__isnull", False), _connector="OR"),
                        name="minutes_out_have_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="minutes")),
                ("what_changed", models.CharField(blank=True, default="", max_length=300, verbose_name="what changed")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="meetings.minutes"
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
                    models.UniqueConstraint(fields=("minutes", "number"), name="minutes_revision_numbered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
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
                ("reservation", models.TextField(blank=True, default="", verbose_name="reservation")),
                ("given_at", models.DateTimeField(auto_now_add=True)),
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
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="meetings.minutesrevision",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "agency"), name="revision_answered_once"),
                    models.CheckConstraint(
                        condition=models.Q(("came_by__in", ["here", "letter", "telephone"])),
                        name="minutes_answer_came_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "letter"), _negated=True),
                            models.Q(models.Q(("paper_number", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="minutes_answer_letter_has_number_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_by", "telephone"), _negated=True),
                            models.Q(models.Q(("paper_caller", ""), _negated=True), ("paper_dated_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="minutes_answer_call_has_caller_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_by", "here"), ("entered_by__isnull", False), _connector="OR"),
                        name="minutes_answer_paper_was_entered_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "capacity",
                    models.CharField(
                        choices=[("host", "Host"), ("donor", "Donor"), ("participant", "Participant")],
                        default="participant",
                        max_length=12,
                        verbose_name="capacity",
                    ),
                ),
                (
                    "named_as",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="as the source names it"),
                ),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="agencies.agency",
                        verbose_name="who took part",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "agency"), name="participation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__in", ["host", "donor", "participant"])),
                        name="participation_capacity_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats wanted in all")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for the secretariat"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "granted",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats granted in all"),
                ),
                ("words", models.TextField(blank=True, default="", verbose_name="the secretariat's words")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
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
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_requests",
                        to="meetings.invitation",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for seats",
                "verbose_name_plural": "requests for seats",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "asked")),
                        fields=("invitation",),
                        name="seats_asked_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "granted", "refused"])),
                        name="seat_request_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="title")),
                ("language", models.CharField(max_length=8, verbose_name="working language")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "circle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session",
                        to="recommendations.draftingcircle",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "verbose_name": "working session",
                "verbose_name_plural": "working sessions",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="session_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="session_number_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("begins_at", models.TimeField(blank=True, null=True, verbose_name="begins at")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "title",
                    tulga.kit.i18n.I18nTextField(default=tulga.kit.i18n.I18nText, verbose_name="what it is about"),
                ),
                ("speaker", models.CharField(blank=True, default="", max_length=200, verbose_name="who speaks")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="meetings.meeting"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="meetings.workingsession",
                        verbose_name="working session",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of the agenda",
                "verbose_name_plural": "agenda",
                "ordering": ["day", models.OrderBy(models.F("begins_at"), nulls_last=True), "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("begins_at__isnull", True),
                            ("ends_at__gt", models.F("begins_at")),
                            _connector="OR",
                        ),
                        name="agenda_item_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
