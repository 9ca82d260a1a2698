from __future__ import annotations

from typing import Any

from django.db import migrations

from tulga.audit.triggers import protect


def put_up_triggers(apps: Any, schema_editor: Any) -> None:
    protect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(put_up_triggers, migrations.RunPython.noop)]
