"""The findings that are here already: their place by number, and their themes and States as data."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from tulga.findings.labels import Labels, labels_for
from tulga.findings.numbers import order_key
from tulga.kit.search import search_key


def fill(apps: Any, schema_editor: Any) -> None:
    Finding, Label = apps.get_model("findings", "Finding"), apps.get_model("findings", "Label")
    for finding in Finding.objects.select_related("assessment").iterator(chunk_size=1000):
        finding.order_key = order_key(finding.number)
        finding.search_key = search_key(
            *(finding.assessment.code, finding.number, finding.theme, finding.text, finding.translations),
            finding.recommended_by,
        )
        finding.save(update_fields=["order_key", "search_key"])
        Label.objects.bulk_create(
            Label(finding=finding, about=about, code=code, words=words)
            for about, code, words in labels_for(finding, Labels())
        )


class Migration(migrations.Migration):
    dependencies = [("findings", "0002_importing_and_following")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
