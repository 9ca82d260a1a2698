"""Who is told of what, in words. When it is time is the business of the workflow and of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import contacts_of, focal_points_of, heads_of, holders_of
from tulga.agencies.models import Agency
from tulga.dissemination.choices import Action
from tulga.dissemination.models import Release
from tulga.dissemination.policies import policy
from tulga.kit.workflow import tells
from tulga.notices.services import tell
from tulga.recommendations.models import Recommendation

if TYPE_CHECKING:
    from tulga.kit.actor import Actor


@tells(_("those who may approve it"))
def of_the_release_prepared(release: Release, actor: Actor) -> None:
    """A release is prepared, or changed by somebody else than before."""
    tell(
        about=release,
        people=holders_of(Role.SECRETARIAT, Role.CHAIR),
        kind="dissemination.prepared",
        words=_("Release %(number)s waits for your approval: “%(title)s”"),
        number=release.number,
        title=release.title,
        turn=release.prepared_by_id,
        permits=lambda person: person.user_id != release.prepared_by_id and policy.ask(person, Action.APPROVE, release),
        actor=actor,
    )


@tells(_("focal points and heads of the addressees"), _("contacts of every agency of its audiences"))
def of_the_release(release: Release, actor: Actor) -> None:
    """A second person releases it."""
    released = Recommendation.objects.filter(releases=release)
    addressees = Agency.objects.filter(addressed_recommendations__in=released).values_list("pk", flat=True).distinct()
    addressed = {*focal_points_of(addressees), *heads_of(addressees)}
    tell(
        about=release,
        people=addressed,
        kind="dissemination.released_to_addressees",
        words=_("Release %(number)s has recommendations to your agency: say what you will do"),
        number=release.number,
        actor=actor,
    )
    readers = Agency.objects.of_audience(*release.audiences).values_list("pk", flat=True)
    tell(
        about=release,
        people=set(contacts_of(readers)) - addressed,
        kind="dissemination.released",
        words=_("Release %(number)s is shared with you: “%(title)s”"),
        number=release.number,
        title=release.title,
        actor=actor,
    )
