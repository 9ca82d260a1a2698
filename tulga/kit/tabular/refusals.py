"""The sentence for each reason a file is not read, and for each remark about one that was."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from tulga.kit.tabular.refused import Reason

SENTENCES: dict[Reason, str] = {
    Reason.EMPTY: _("This file is empty. Check that it was saved, and choose it again."),
    Reason.NOTHING_INSIDE: _("Nothing is written in this file. Check that it is the right one."),
    Reason.UNKNOWN: _(
        "What kind of file this is was not recognised. Send a table as .xlsx, .xls, .ods or .csv, or a text as .docx, "
        ".pdf or .txt."
    ),
    Reason.PROGRAM: _("This file is a program, whatever its name says. Choose the document itself."),
    Reason.PICTURE: _("This is a picture, so its words cannot be read. Send the document it was taken from."),
    Reason.SCAN: _(
        "The pages of this PDF are pictures, so their words cannot be read. Send the document they were taken from, "
        "or type the text out."
    ),
    Reason.ARCHIVE: _("This is an archive. Take the document out of it and send that."),
    Reason.OLD_WORD: _("This is an old Word document (.doc). Save it as .docx and send that."),
    Reason.BINARY_WORKBOOK: _("This is a binary Excel workbook (.xlsb). Save it as .xlsx and send that."),
    Reason.OTHER_OFFICE: _(
        "This document is neither a Word document (.docx) nor a spreadsheet (.xlsx, .xls, .ods). "
        "Save it as one of these and send that."
    ),
    Reason.WEB_PAGE: _(
        "This is a web page under another name, as some systems export it. Open it in a spreadsheet program, "
        "save it as .xlsx and send that."
    ),
    Reason.MARKUP: _(
        "This is an XML file. Open it in the program it belongs to, save it as .xlsx or .docx and send that."
    ),
    Reason.NOT_TEXT: _("This file ends like a text, but its content is none. Check that it is the right one."),
    Reason.PASSWORD: _("This file is protected by a password. Save a copy without a password and send that."),
    Reason.MACROS: _("This file contains macros. Save it as .xlsx or .docx without macros and send that."),
    Reason.ENTITIES: _(
        "This file asks for other files to be put into it, which no office program writes. Open it, save it again "
        "and send that; if it was sent to you, ask its sender."
    ),
    Reason.DAMAGED: _("This file is damaged or incomplete. Open it on your computer, save it again and send that."),
    Reason.BOMB: _(
        "This file unpacks to far more than its size suggests. Copy its content into a new file, save it and send that."
    ),
    Reason.TOO_DEMANDING: _(
        "Reading this file takes too much time or memory. Copy the part that is needed into a new file and send that."
    ),
    Reason.TOO_MANY_ROWS: _("This sheet has more than 15,000 rows. Split it into smaller files."),
    Reason.TOO_WIDE: _("This row has more than 1,000 columns. Copy the part that is needed into a new file."),
    Reason.FAR_CELL: _(
        "Something is written far away from the rest, so the sheet counts as larger than can be read. "
        "Delete that cell, or copy the part that is needed into a new file."
    ),
    Reason.TOO_MUCH: _("More is written in this file than can be read at once. Split it into smaller files."),
    Reason.LONG_CELL: _("This cell holds more than 100,000 characters. If a quotation mark is not closed, close it."),
    Reason.LONG_PARAGRAPH: _(
        "This paragraph holds more than 100,000 characters. Part the text by blank lines, or copy the part that is "
        "needed into a new file."
    ),
    Reason.OPEN_QUOTATION: _(
        "A quotation mark in this row is not closed, so the rows below it count as one of its cells. Close it or take "
        "it out."
    ),
}

BUSY = _("Many files are being read just now. Wait a minute and send this one again.")

REMARKS: dict[str, str] = {
    "encoding": _("The file does not say in which encoding it is; read as %(encoding)s."),
    "macintosh_line_ends": _("Lines end as on old Macintosh computers."),
    "separator_semicolon": _("The cells are parted by semicolons."),
    "separator_tabulator": _("The cells are parted by tabulators."),
    "separator_bar": _("The cells are parted by upright bars."),
    "quoted_rows": _(
        "The lines of this cell look like rows, but stand between quotation marks and were read as one text. If they "
        "are rows, take these out: %(place)s."
    ),
    "old_workbook": _(
        "How an old Excel workbook (.xls) shows its numbers is not read: per cents come as decimals, and <5 may come "
        "as 5. Where that matters, save the file as .xlsx and send that."
    ),
    "hidden_sheet": _("The sheet %(name)s is hidden in the file."),
    "former_passages": _("Words of the running text that are struck out or deleted were left out."),
    "hidden_words": _("Words that are hidden in the document were left out."),
    "uncomputed": _(
        "A formula has no value, because the file was never opened in a spreadsheet program after it was made; "
        "the cell counts as empty: %(place)s."
    ),
    "error": _("An error stands in this cell, %(words)s; the cell counts as empty: %(place)s."),
    "unclear_format": _(
        "The format of this number shows something else than its digits; it was read as %(words)s: %(place)s."
    ),
    "not_shown": _(
        "The number %(words)s is in this cell, but its format hides it; the cell counts as empty: %(place)s."
    ),
    "further_cells": _("Further cells of the sheet %(name)s are so (%(count)s)."),
    "hidden_rows": _("Rows of the sheet %(name)s are hidden in the file (%(count)s). They were read like the others."),
    "hidden_columns": _(
        "Columns of the sheet %(name)s are hidden in the file (%(count)s). They were read like the others."
    ),
}
