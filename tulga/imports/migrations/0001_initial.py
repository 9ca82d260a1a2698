import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tulga.imports.models
import tulga.kit.i18n


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=40, verbose_name="imported into")),
                ("into", models.CharField(max_length=40, verbose_name="code")),
                ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "Received"),
                            ("understood", "Understood"),
                            ("previewed", "Previewed"),
                            ("applied", "Applied"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Could not be read"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="sent at")),
                ("layout", models.CharField(blank=True, default="", max_length=60)),
                (
                    "given",
                    tulga.imports.models.JSONField(blank=True, default=dict, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "understandings",
                    tulga.imports.models.JSONField(blank=True, default=list, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "answers",
                    tulga.imports.models.JSONField(blank=True, default=dict, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "facts",
                    tulga.imports.models.JSONField(blank=True, default=dict, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "problems",
                    tulga.imports.models.JSONField(blank=True, default=list, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "counts",
                    tulga.imports.models.JSONField(blank=True, default=dict, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "summary",
                    tulga.imports.models.JSONField(blank=True, default=dict, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "failure",
                    tulga.imports.models.JSONField(blank=True, default=dict, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("understand", "Reading the file"),
                            ("preview", "Comparing it with what is there"),
                            ("apply", "Applying it"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("has_begun", models.BooleanField(default=False)),
                ("work_done", models.PositiveIntegerField(default=0)),
                ("work_total", models.PositiveIntegerField(default=0)),
                ("work_seen_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="file",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["uploaded", "understood", "previewed", "applied", "cancelled", "failed"])
                        ),
                        name="import_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("work__in", ["", "understand", "preview", "apply"])),
                        name="import_work_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportDoubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("name", models.TextField()),
                ("question", tulga.imports.models.JSONField(blank=True, encoder=tulga.kit.i18n.UnescapedJSON)),
                ("where", tulga.imports.models.JSONField(blank=True, encoder=tulga.kit.i18n.UnescapedJSON)),
                (
                    "choices",
                    tulga.imports.models.JSONField(blank=True, default=list, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                ("default", models.TextField(blank=True, default="")),
                ("is_remembered", models.BooleanField(default=True)),
                ("rows_count", models.PositiveIntegerField(default=1)),
                ("answer", models.TextField(blank=True, default="", verbose_name="answer")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doubts",
                        to="imports.import",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "doubt",
                "verbose_name_plural": "doubts",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="import_doubt_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("created", "New"),
                            ("changed", "Changed"),
                            ("unchanged", "Unchanged"),
                            ("doubtful", "Doubtful"),
                            ("left_out", "Left out"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("title", models.TextField(blank=True, default="", verbose_name="record")),
                (
                    "record",
                    tulga.imports.models.JSONField(
                        blank=True,
                        decoder=tulga.imports.models.SharedJSON,
                        encoder=tulga.kit.i18n.UnescapedJSON,
                    ),
                ),
                ("act", models.CharField(max_length=10)),
                (
                    "differences",
                    tulga.imports.models.JSONField(blank=True, default=list, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "doubts",
                    tulga.imports.models.JSONField(blank=True, default=list, encoder=tulga.kit.i18n.UnescapedJSON),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="imports.import",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported row",
                "verbose_name_plural": "imported rows",
                "ordering": ["position"],
                "indexes": [models.Index(fields=["batch", "state", "position"], name="imported_row_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="imported_row_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["created", "changed", "unchanged", "doubtful", "left_out"])),
                        name="imported_row_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=40)),
                ("layout", models.CharField(blank=True, default="", max_length=60)),
                ("shape", models.CharField(blank=True, default="", max_length=64)),
                ("name", models.TextField()),
                ("answer", models.TextField()),
                ("remembered_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "remembered answer",
                "verbose_name_plural": "remembered answers",
                "constraints": [
                    models.UniqueConstraint(fields=("target", "layout", "shape", "name"), name="remembered_answer_once")
                ],
            },
        ),
    ]
