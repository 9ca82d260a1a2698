from __future__ import annotations

from tulga.imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Import a plan from a spreadsheet, CSV or Word tables. Importing twice changes nothing."
    target_name = "plan"
    into_option = "--plan"
