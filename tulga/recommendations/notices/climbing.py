"""What the clock tells people: deadlines that come near and those that have passed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tulga.kit.i18n import in_every_language
from tulga.notices.services import notify
from tulga.recommendations.choices import Action
from tulga.recommendations.notices.deciding import in_the_readers_way
from tulga.recommendations.policies import policy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tulga.kit.actor import Actor
    from tulga.kit.i18n import I18nText
    from tulga.recommendations.owing import Owing


def of_deadlines(person: Actor, owings: Sequence[Owing], today: dt.date, actor: Actor) -> int:
    """One sentence for one thing that has reached the person by the clock, a number for several."""
    own = person.agencies_where(Action.COMMIT)
    is_own = all(each.agency.pk in own for each in owings)
    subject = _of_one(owings[0], is_own=is_own) if len(owings) == 1 else _of_several(len(owings), is_own=is_own)
    pages = "duty_list" if is_own else "red_list" if policy.ask(person, Action.READ_RED_LIST) else "commitment_list"
    leads_to = reverse(pages)
    if len(owings) == 1 and owings[0].commitment:
        leads_to = owings[0].commitment.get_absolute_url()
    keys = " ".join(sorted(f"{each.key} {','.join(str(step.pk) for step in each.steps)}" for each in owings))
    return notify(
        recipients=[person.user_id] if person.user_id else [],
        kind="recommendations.deadlines",
        subject=subject,
        url_path=leads_to,
        once_key=f"recommendations.deadlines {today} {hashlib.sha256(keys.encode()).hexdigest()[:32]}",
        actor=actor,
    )


def _of_one(owing: Owing, *, is_own: bool) -> I18nText:
    day = in_the_readers_way(owing.counted_from, "DATE_FORMAT")
    if owing.commitment is None:
        words = _("%(number)s has waited for your agency's answer since %(day)s")
        if not is_own:
            words = _("%(agency)s has not answered %(number)s since %(day)s")
        number = owing.recommendation.reference
        return in_every_language(words, agency=owing.agency.name, number=number, day=day)
    if owing.elapsed <= 0:
        words = _("Due on %(day)s: “%(text)s”")
    else:
        words = _("Late since %(day)s: “%(text)s”") if is_own else _("%(agency)s, late since %(day)s: “%(text)s”")
    return in_every_language(words, agency=owing.agency.name, day=day, text=owing.commitment.text)


def _of_several(count: int, *, is_own: bool) -> I18nText:
    if is_own:
        return in_every_language(_("%(count)s deadlines of your agency need you"), count=count)
    return in_every_language(_("%(count)s promises or answers of agencies are late"), count=count)
