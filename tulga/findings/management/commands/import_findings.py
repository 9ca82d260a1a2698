from __future__ import annotations

from typing import ClassVar

from tulga.imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Import the findings or tiers of a file into an assessment, as the pages do. Safe to repeat."
    target_name = "findings"
    into_option = "--assessment"
    answering: ClassVar = {
        "--state": "The State whose rows are wanted, where a file holds several.",
        "--tier-codes": "What codes in a column of tiers mean: 3=2WL,4=3.",
    }
