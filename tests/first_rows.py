"""What migrations begin an installation with, for a database whose every table was emptied."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

FIRST_ROWS = {
    "desk.StepTime": "tulga.desk.migrations.0001_initial.begin",
    "dissemination.ReminderDays": "tulga.dissemination.migrations.0001_initial.set_the_first_days",
    "recommendations.LadderStep": "tulga.recommendations.migrations.0001_initial.begin",
}


def write_first_rows() -> None:
    for model, write in FIRST_ROWS.items():
        if not apps.get_model(model)._default_manager.exists():
            module, _dot, function = write.rpartition(".")
            getattr(import_module(module), function)(apps, None)
