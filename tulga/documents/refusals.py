"""The sentence for each reason a file is refused: what is wrong, and what to do next."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tulga.documents.choices import Kind
from tulga.documents.inspection import Reason
from tulga.kit.errors import RuleBroken

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[Reason, _StrPromise] = {
    Reason.UNKNOWN: _("The content of this file was not recognised. Send one of these instead: %(kinds)s."),
    Reason.PROGRAM: _(
        "This file is a program, whatever its name says. Choose the document itself; "
        "if you thought this was it, have your computer checked for viruses."
    ),
    Reason.MARKUP: _("Web pages, SVG drawings and XML files are not accepted. Save it as a PDF and send that."),
    Reason.ARCHIVE: _("Archives such as ZIP are not accepted. Take the documents out and send them one by one."),
    Reason.OLD_OFFICE: _(
        "This is an older Office file (.doc, .xls) or one with a password. "
        "Save it as .docx or .xlsx without a password, or as a PDF, and send that."
    ),
    Reason.OTHER_PICTURE: _("This kind of picture is not accepted. Save it as JPEG or PNG and send that."),
    Reason.OTHER_OFFICE: _(
        "The content of this file is not what the ending of its name says. "
        "Open it, save it as .docx, .xlsx or PDF, and send that."
    ),
    Reason.DAMAGED: _("This file is damaged or incomplete. Open it on your computer, save it again and send that."),
    Reason.TOO_DEMANDING: _(
        "Checking this file takes too much time or memory. "
        "Split it into smaller files, or print it to a new PDF, and send that."
    ),
    Reason.TOO_MANY_PIXELS: _(
        "This picture claims to be %(place)s pixels large; 40 million pixels are the limit. "
        "Make it smaller and send it again."
    ),
    Reason.ENCRYPTED: _("This file is protected by a password. Save a copy without a password and send that."),
    Reason.PDF_SCRIPT: _("This PDF contains a script. Print it to a new PDF and send that."),
    Reason.PDF_ACTION: _(
        "This PDF starts something or opens other files when it is read. Print it to a new PDF and send that."
    ),
    Reason.PDF_ATTACHMENT: _(
        "This PDF carries other files inside it. Send those one by one, and print the PDF itself to a new one."
    ),
    Reason.PDF_FORM: _("This PDF is a fill-in form with a program inside. Print it to a new PDF and send that."),
    Reason.BOMB: _(
        "This file unpacks to far more than its size suggests. "
        "Copy its content into a new document, save it and send that."
    ),
    Reason.MACROS: _("This file contains macros. Save it as .docx or .xlsx without macros and send that."),
    Reason.OFFICE_OBJECT: _(
        "This file carries an embedded object or a command (%(place)s). Remove it, or save the file as a PDF."
    ),
    Reason.OFFICE_REMOTE: _(
        "This file fetches something from another computer when it is opened. "
        "Break the links to pictures and templates, or save it as a PDF."
    ),
    Reason.CSV_NUL: _(
        "This table contains characters that no text has. Open it in a spreadsheet, "
        'save it as "CSV UTF-8" and send that.'
    ),
    Reason.CSV_NOT_UTF8: _(
        'This table is not saved as UTF-8, so letters such as Ө and Ү would be lost. Save it as "CSV UTF-8" '
        "and send that."
    ),
    Reason.CSV_TOO_LARGE: _(
        "This table has more than 200,000 rows, more than 1,000 columns or a very long cell. "
        "Split it into smaller tables."
    ),
    Reason.CSV_FORMULA: _(
        "Cell %(place)s begins like a formula, which a spreadsheet would run. "
        "Save the table with values instead of formulas."
    ),
    Reason.LETTER_COMPUTES: _(
        "This template asks for more than a blank (%(place)s). Blanks, repeating a list and leaving out are allowed; "
        "nothing may be computed. Take it out and send the template again."
    ),
    Reason.LETTER_BROKEN: _(
        "The blanks of this template cannot be filled (%(place)s). Look for braces that are not closed and "
        "for “for” and “if” without their end, and send it again."
    ),
}

EMPTY = _("This file is empty. Check that it was saved, and choose it again.")
BUSY = _("Many files are being checked just now. Wait a minute and send this one again.")


def sentence(reason: Reason, place: str = "", kinds: Collection[Kind] = ()) -> RuleBroken:
    text = str(SENTENCES[reason]) % {"place": place or "…", "kinds": listed(kinds)}
    return RuleBroken(text)


def listed(kinds: Collection[Kind]) -> str:
    """The kinds in the reader's language, always in the same order."""
    return ", ".join(str(kind.label) for kind in Kind if kind in kinds)


def quota_used_up(count: int) -> str:
    return ngettext(
        "You have sent %(count)s file today, as much as one person may. Send the rest tomorrow, "
        "or ask the secretariat to raise the limit.",
        "You have sent %(count)s files today, as much as one person may. Send the rest tomorrow, "
        "or ask the secretariat to raise the limit.",
        count,
    ) % {"count": count}
