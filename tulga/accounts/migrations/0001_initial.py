import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models


def create_table(apps, schema_editor):
    """The cache's table, so that an installation needs no step of its own for it."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("full_name", models.CharField(max_length=200, verbose_name="full name")),
                (
                    "form_of_address",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Full name only"),
                            ("ms", "Ms"),
                            ("mr", "Mr"),
                            ("dr", "Dr"),
                            ("professor", "Professor"),
                            ("excellency", "Your Excellency"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="form of address in letters",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("mn", "Mongolian"), ("en", "English")],
                        default="mn",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="illustrative")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("search_key", models.TextField(default="", editable=False)),
                ("sort_key_mn", models.CharField(db_index=True, default="", editable=False, max_length=250)),
                ("sort_key_en", models.CharField(db_index=True, default="", editable=False, max_length=250)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(blank=True, default="", max_length=100, verbose_name="label")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="last used on")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "access token",
                "verbose_name_plural": "access tokens",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretariat", "Secretariat officer"),
                            ("chair", "Chair"),
                            ("focal_point", "Focal point"),
                            ("agency_head", "Head of agency"),
                            ("national_rapporteur", "National rapporteur"),
                            ("case_officer", "Case officer"),
                            ("partner", "Partner organisation's officer"),
                            ("administrator", "System administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                ("valid_from", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("is_alternate", models.BooleanField(default=False, verbose_name="alternate")),
                ("is_acting", models.BooleanField(default=False, verbose_name="acting")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("end_reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="agencies.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "role held",
                "verbose_name_plural": "roles held",
                "indexes": [models.Index(fields=["user", "valid_from"], name="membership_by_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="membership_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "secretariat",
                                    "chair",
                                    "focal_point",
                                    "agency_head",
                                    "national_rapporteur",
                                    "case_officer",
                                    "partner",
                                    "administrator",
                                ],
                            )
                        ),
                        name="membership_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_acting", False), ("valid_to__isnull", False), _connector="OR"),
                        name="membership_acting_has_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_alternate", False), ("role", "focal_point"), _connector="OR"),
                        name="membership_alternate_is_focal_point",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("valid_to__isnull", True)),
                        fields=("user", "agency", "role"),
                        name="membership_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("full_name", models.CharField(blank=True, default="", max_length=200, verbose_name="full name")),
                (
                    "language",
                    models.CharField(
                        choices=[("mn", "Mongolian"), ("en", "English")],
                        default="mn",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("secretariat", "Secretariat officer"),
                            ("chair", "Chair"),
                            ("focal_point", "Focal point"),
                            ("agency_head", "Head of agency"),
                            ("national_rapporteur", "National rapporteur"),
                            ("case_officer", "Case officer"),
                            ("partner", "Partner organisation's officer"),
                            ("administrator", "System administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                ("is_alternate", models.BooleanField(default=False, verbose_name="alternate")),
                ("valid_from", models.DateField(default=django.utils.timezone.localdate, verbose_name="from")),
                ("nonce", models.CharField(editable=False, max_length=64)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited at")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                ("needs_confirmation", models.BooleanField(default=False, verbose_name="a second person must confirm")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="agencies.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "membership",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to="accounts.membership",
                        verbose_name="role held",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="accounts.membership",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="invitation_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "secretariat",
                                    "chair",
                                    "focal_point",
                                    "agency_head",
                                    "national_rapporteur",
                                    "case_officer",
                                    "partner",
                                    "administrator",
                                ],
                            )
                        ),
                        name="invitation_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("membership__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("membership__isnull", False),
                                ("revoked_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_accepted_makes_membership",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("invited_by")), _negated=True),
                        name="invitation_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_confirmation", False),
                            ("accepted_at", None),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="invitation_confirmed_before_use",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "removes_second_factor",
                    models.BooleanField(default=False, verbose_name="the second factor is lost too"),
                ),
                ("nonce", models.CharField(editable=False, max_length=64)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="issued at")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                ("needs_confirmation", models.BooleanField(default=False, verbose_name="a second person must confirm")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "link to sign in again",
                "verbose_name_plural": "links to sign in again",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("issued_by")), _negated=True),
                        name="access_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_confirmation", False),
                            ("used_at", None),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="access_confirmed_before_use",
                    ),
                ],
            },
        ),
        migrations.RunPython(create_table, migrations.RunPython.noop),
    ]
