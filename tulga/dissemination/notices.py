"""Who is told of what, in words. When it is time is the business of the workflow and of the services."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tulga.accounts.choices import Role
from tulga.accounts.recipients import alternates_of, contacts_of, focal_points_of, heads_of, holders_of
from tulga.agencies.models import Agency
from tulga.dissemination.choices import Action, Reminded
from tulga.dissemination.models import Delivery, Release
from tulga.dissemination.policies import policy
from tulga.kit.actor import Actor
from tulga.kit.workflow import tells
from tulga.notices.services import tell
from tulga.recommendations.models import Recommendation
from tulga.recommendations.notices.deciding import PROPOSERS, tell_proposers

in_the_readers_way = lazy(date_format, str)


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


@tells(_("focal points and heads of the addressees"), _("contacts of every agency of its audiences"), PROPOSERS)
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
    for each in released.order_by("pk"):
        words = _("“%(title)s” was released: %(number)s")
        tell_proposers(each, actor, "released", words, number=release.number, turn=release.pk)


@tells(_("contacts of the office it was passed on to"))
def of_the_passing_on(delivery: Delivery, actor: Actor) -> None:
    """An office gives the release to an office of its own, or to the successor of one that is no more."""
    tell(
        about=delivery,
        people=contacts_of([delivery.agency_id]),
        kind="dissemination.passed_on",
        words=_("Release %(number)s was passed on to your office: read and acknowledge it"),
        number=delivery.release.number,
        actor=actor,
    )


@tells(_("focal point and alternates of the office"), _("its head"), _("the office above it"), _("secretariat"))
def of_the_missing_acknowledgement(delivery: Delivery, reminded: Reminded, day: int) -> int:
    """A day of reminders is reached and the office has not acknowledged. Says how many were told now."""
    words = {
        Reminded.OFFICE: _("Release %(number)s waits for your office's acknowledgement, due on %(day)s"),
        Reminded.HEAD: _("Release %(number)s waits for your office's acknowledgement, due on %(day)s"),
        Reminded.ABOVE: _("%(office)s has not acknowledged release %(number)s, due on %(day)s"),
        Reminded.SECRETARIAT: _("Offices have not acknowledged release %(number)s"),
    }
    gathers = reminded == Reminded.SECRETARIAT
    return tell(
        about=delivery.release if gathers else delivery,
        people=_whom(delivery, reminded),
        kind=f"dissemination.reminded_{reminded.value}",
        words=words[reminded],
        number=delivery.release.number,
        office=delivery.agency.name,
        day=in_the_readers_way(delivery.due_on, "DATE_FORMAT"),
        turn=f"{delivery.due_on:%Y%m%d} {day}",
        leads_to=reverse("release_deliveries", args=[delivery.release_id]) if gathers else "",
        actor=Actor.system("remind_of_acknowledgements"),
    )


def _whom(delivery: Delivery, reminded: Reminded) -> list[int]:
    office = [delivery.agency_id]
    if reminded == Reminded.OFFICE:
        return [*focal_points_of(office), *alternates_of(office)] or contacts_of(office)
    if reminded == Reminded.HEAD:
        return heads_of(office)
    if reminded == Reminded.ABOVE:
        return focal_points_of([delivery.parent.agency_id]) if delivery.parent else []
    return holders_of(Role.SECRETARIAT)
