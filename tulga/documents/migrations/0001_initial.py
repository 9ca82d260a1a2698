import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tulga.documents.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_name",
                    models.CharField(
                        default=tulga.documents.models.random_name,
                        editable=False,
                        max_length=32,
                        unique=True,
                        verbose_name="public name",
                    ),
                ),
                ("original_name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "a PDF document"),
                            ("png", "a PNG picture"),
                            ("jpeg", "a JPEG picture"),
                            ("docx", "a Word document (.docx)"),
                            ("xlsx", "an Excel workbook (.xlsx)"),
                            ("csv", "a CSV table"),
                            ("xls", "an old Excel workbook (.xls)"),
                            ("ods", "an OpenDocument spreadsheet (.ods)"),
                            ("txt", "a plain text"),
                            ("html", "a web page"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("byte_size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("is_sanitised", models.BooleanField(verbose_name="stripped of hidden data")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploaded_documents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-uploaded_at", "-pk"],
                "indexes": [models.Index(fields=["uploaded_by", "uploaded_at"], name="document_by_person_and_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["pdf", "png", "jpeg", "docx", "xlsx", "csv", "xls", "ods", "txt", "html"])
                        ),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("byte_size__gt", 0)), name="document_not_empty"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind of letter")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("put_in_use_at", models.DateTimeField(auto_now_add=True, verbose_name="in use since")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_templates",
                        to="documents.document",
                    ),
                ),
                (
                    "put_in_use_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_templates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "letter template",
                "verbose_name_plural": "letter templates",
                "ordering": ["kind", "language", "-put_in_use_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("kind", "language"),
                        name="letter_template_one_in_use",
                    )
                ],
            },
        ),
    ]
