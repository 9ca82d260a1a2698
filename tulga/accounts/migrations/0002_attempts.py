from __future__ import annotations

from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    """The cache's table, so that an installation needs no step of its own for it."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
