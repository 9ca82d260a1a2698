from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tulga.imports.choices import Status
from tulga.kit.imports.targets import TARGETS
from tulga.kit.tables import Cell, ComputedColumn, DateColumn, LinkColumn, Row, StatusColumn, Table, TextColumn


def into_cell(row: Row) -> Cell:
    return Cell(text=str(TARGETS[row["target"]].title), note=row["into"])


class ImportTable(Table):
    file_name = LinkColumn(_("File"), url_name="import_detail", url_value="pk")
    goes_into = ComputedColumn(_("Imported into"), "target", "into", make=into_cell)
    status = StatusColumn(_("Status"), states=Status)
    started_by__full_name = TextColumn(_("Sent by"))
    started_at = DateColumn(_("Sent on"))

    empty_text = _(
        "No file has been imported yet. Nothing of a file is written before somebody has seen row by row what would "
        "change."
    )
