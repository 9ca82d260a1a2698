from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

import tulga.kit.i18n


class Migration(migrations.Migration):
    """Why a table could not be worked out: words of one language before, a sentence for every language now."""

    dependencies: ClassVar = [("evidence", "0001_initial")]

    operations: ClassVar = [
        operation
        for model in ("estimate", "protectedcounts")
        for operation in (
            migrations.RemoveField(model_name=model, name="failure"),
            migrations.AddField(
                model_name=model,
                name="failure",
                field=models.JSONField(default=dict, editable=False, encoder=tulga.kit.i18n.UnescapedJSON),
            ),
        )
    ]
