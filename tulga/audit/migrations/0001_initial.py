from django.db import migrations, models

from tulga.audit.triggers import protect


def put_up_triggers(apps, schema_editor):
    protect(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_user_id", models.BigIntegerField(null=True)),
                ("actor_label", models.TextField(blank=True)),
                ("roles", models.TextField(blank=True)),
                ("agency_id", models.BigIntegerField(null=True)),
                ("verb", models.CharField(max_length=100)),
                ("target_type", models.CharField(max_length=100)),
                ("target_id", models.CharField(max_length=100)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("public", "C0"),
                            ("agency", "C1"),
                            ("law_enforcement", "C2"),
                            ("concern", "C3"),
                            ("referral", "C4"),
                        ],
                        max_length=20,
                    ),
                ),
                ("request_number", models.CharField(blank=True, max_length=40)),
                ("previous_hash", models.CharField(max_length=64, unique=True)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "db_table": "audit_event",
                "ordering": ["sequence"],
                "indexes": [
                    models.Index(fields=["target_type", "target_id", "sequence"], name="audit_event_target"),
                    models.Index(fields=["actor_user_id", "at"], name="audit_event_actor"),
                ],
            },
        ),
        migrations.RunPython(put_up_triggers, migrations.RunPython.noop),
    ]
