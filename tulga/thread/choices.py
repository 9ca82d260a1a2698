from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(enum.StrEnum):
    PRINT_DOSSIER = "thread.print_dossier"


VERB_SENTENCES: dict[str, str | _StrPromise] = {Action.PRINT_DOSSIER: _("took the dossier as a file")}
