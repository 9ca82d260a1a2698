"""Pages that show the plan: at a glance, as a tree, an activity, what one agency carries, two editions compared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tulga.agencies.models import Agency
from tulga.audit.summaries import history_of
from tulga.imports.summaries import origin_of
from tulga.kit import charts
from tulga.kit.choosing import ChoicesPage
from tulga.kit.views import PAGE_SIZE, DetailPage, ListPage, page_number
from tulga.plan.choices import Action, EditionStatus
from tulga.plan.filters import EntryFilters, PlanFilters
from tulga.plan.models import Activity, BudgetLine, Entry, Plan, PlanEdition, PlanItem, StatusLine
from tulga.plan.policies import policy, still_written
from tulga.plan.sheets import with_parts
from tulga.plan.summaries.activity import (
    CameFrom,
    facts_of,
    indicator_table,
    milestone_lines,
    money_lines,
    spoken_lines,
    struck_out,
)
from tulga.plan.summaries.comparison import compare_editions
from tulga.plan.summaries.glance import (
    Budget,
    Calendar,
    Glance,
    activity_line,
    agencies_of,
    budgets_of,
    calendar_of,
    plan_at_a_glance,
)
from tulga.plan.summaries.tree import Tree, plan_tree
from tulga.plan.tables import PlanTable
from tulga.plan.workflow import life

# Activities that a page of the tree shows at once; more are reached through the groups, or by narrowing.
MOST_SHOWN = 150


class PlanList(ListPage):
    title = gettext_lazy("Plans")
    queryset = Plan.objects.for_listing()
    table_class = PlanTable
    filterset_class = PlanFilters
    create_url_name = "plan_create"
    create_label = gettext_lazy("Enter a plan")
    create_action = Action.EDIT
    export_name = "plans"


class EditionPage(DetailPage):
    """An edition at a glance."""

    template_name = "plan/plan_detail.html"

    @property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.object)

    def context(self) -> dict[str, Any]:
        edition, today = self.edition, timezone.localdate()
        items = list(edition.items.visible_to(self.actor))
        entries = list(edition.entries.visible_to(self.actor).for_glance())
        lines = BudgetLine.objects.visible_to(self.actor).filter(entry__edition=edition).prefetch_related("funder")
        glance, calendar = plan_at_a_glance(entries, today), calendar_of(items, entries, today)
        budgets, in_words = budgets_of(lines.only("year", "source", "funder", "amount", "currency"))
        moves = life.open_to(edition, self.actor)
        drafts = edition.plan.editions.visible_to(self.actor).filter(status=EditionStatus.DRAFT)
        draft = drafts.exclude(pk=edition.pk).first()
        return {
            **about(edition),
            "legal_basis": edition.legal_basis.shown(),
            "glance": glance,
            "pillars_chart": pillars_chart(glance),
            "budgets": [(budget, budget_chart(budget)) for budget in budgets],
            "budget_in_words": in_words,
            "calendar": calendar,
            "calendar_chart": calendar_chart(edition, calendar),
            "nodes": Tree(edition, items, [entry.item_id for entry in entries]).nodes(),
            "agencies": agencies_of(entries, today),
            "may_write": bool(still_written(edition)) and bool(policy.ask(self.actor, Action.EDIT, edition.plan)),
            "draft": draft,
            "may_amend": draft is None
            and edition.status == EditionStatus.IN_FORCE
            and bool(policy.ask(self.actor, Action.AMEND, edition.plan)),
            "moves": [(move, f"edition_{move.name}") for move in moves if move.name != "replace"],
            "history": history_of(edition.plan, edition),
        }


class PlanDetail(EditionPage):
    """A plan as it stands: its edition in force, or the last there was."""

    queryset = Plan.objects.select_related("current")
    slug_field = "code"

    @property
    def edition(self) -> PlanEdition:
        self.object.edition.plan = self.object
        return cast("PlanEdition", self.object.edition)


class EditionDetail(EditionPage):
    queryset = PlanEdition.objects.select_related("plan__current")


class TreePage(DetailPage):
    """The tree, opened at the top or at one of its groups; searched and narrowed."""

    template_name = "plan/plan_tree.html"

    @property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.object)

    @property
    def under(self) -> PlanItem | None:
        return None

    def context(self) -> dict[str, Any]:
        edition, under, today = self.edition, self.under, timezone.localdate()
        entries = edition.entries.visible_to(self.actor)
        items = edition.items.visible_to(self.actor)
        tree = Tree(edition, items, entries.order_by().values_list("item_id", flat=True))
        filterset = EntryFilters(
            self.request.GET or None, queryset=entries.for_listing(), edition=edition, actor=self.actor
        )
        is_filtered = any(filterset.data.values())
        groups = tree.below(under)
        found = filterset.qs if under is None else filterset.qs.filter(item__in=groups)
        count = tree.count(groups) if under else tree.total
        if not is_filtered and count > MOST_SHOWN:
            found = found.filter(item=under)
        shown = list(found[: MOST_SHOWN + 1])
        whole = plan_tree(edition, tree.items, shown[:MOST_SHOWN], today)
        return {
            **about(edition),
            "under": under,
            "under_words": under.title.shown() if under else None,
            "under_level": tree.level_name(under) if under else "",
            "path": [(item, item.title.shown()) for item in tree.path_to(under)[:-1]],
            "nodes": tree.nodes(under),
            "filterset": filterset,
            "is_filtered": is_filtered,
            "groups": [group for group in whole if group.activities],
            "has_more": len(shown) > MOST_SHOWN,
            "most": MOST_SHOWN,
            "may_write": bool(still_written(edition)) and bool(policy.ask(self.actor, Action.EDIT, edition.plan)),
            "origin": origin_of(under.imported_row_id, self.actor) if under else None,
            "history": history_of(under) if under else [],
        }


class PlanTree(TreePage):
    queryset = PlanEdition.objects.select_related("plan__current")

    def get_title(self) -> str:
        return _("The whole plan")


class ItemDetail(TreePage):
    queryset = PlanItem.objects.select_related("edition__plan__current")

    @property
    def edition(self) -> PlanEdition:
        return cast("PlanEdition", self.object.edition)

    @property
    def under(self) -> PlanItem:
        return cast("PlanItem", self.object)


class ActivityChoices(ChoicesPage):
    queryset = Activity.objects.published().in_their_plans().select_related("current", "plan").sorted()

    def label(self, row: Activity) -> str:
        return row.named_in_plan


def _named(edition: PlanEdition) -> str:
    return _("edition %(number)s") % {"number": edition.number}


class EntryPage(DetailPage):
    """An activity as one edition has it."""

    template_name = "plan/activity_detail.html"

    @property
    def entry(self) -> Entry:
        return cast("Entry", self.object)

    def context(self) -> dict[str, Any]:
        entry, activity = self.entry, self.entry.activity
        lines = StatusLine.objects.visible_to(self.actor).filter(activity=activity).select_related("agency")
        visible = Entry.objects.visible_to(self.actor).filter(activity=activity).exclude(pk=entry.pk)
        others = list(visible.select_related("edition", "activity").order_by("-edition__number"))
        edits = bool(policy.ask(self.actor, Action.EDIT, entry))
        came_from = CameFrom(entry, self.actor)
        return {
            **about(entry.edition),
            "activity": activity,
            "entry": entry,
            "words": entry.title.shown(),
            "notes": entry.notes.shown(),
            "line": activity_line(entry, timezone.localdate()),
            "facts": facts_of(entry),
            "origin": came_from.origin,
            "milestones": milestone_lines(entry.milestones.all(), came_from.in_words),
            "money": money_lines(entry.budget_lines.all(), came_from.in_words),
            "indicators": indicator_table(entry.indicators.all(), came_from.in_words),
            "former": struck_out(entry.former_values.all()),
            "others": others,
            "continues": self._continued(activity),
            "status_lines": spoken_lines(lines),
            "may_write": edits and bool(still_written(entry.edition)),
            "may_remove": edits and entry.edition.status == EditionStatus.DRAFT,
            "may_report": entry.pk == activity.current_id
            and entry.edition.status != EditionStatus.DRAFT
            and bool(policy.ask(self.actor, Action.REPORT_STATUS, activity)),
            "history": history_of(
                activity, entry, *others, names={each: _named(each.edition) for each in (entry, *others) if others}
            ),
        }

    def _continued(self, activity: Activity) -> Activity | None:
        if activity.continues_id is None:
            return None
        earlier = Activity.objects.visible_to(self.actor).filter(pk=activity.continues_id)
        return earlier.select_related("plan", "current").first()


class EntryDetail(EntryPage):
    queryset = with_parts(Entry.objects.for_listing())


class ActivityDetail(EntryPage):
    """An activity as its plan has it today."""

    queryset = Activity.objects.select_related("current")

    @cached_property
    def entry(self) -> Entry:
        entry = EntryDetail.queryset.get(pk=self.object.current_id)
        self.object.current = entry
        entry.activity = self.object
        return entry


class PlanOfAgency(DetailPage):
    """What one agency leads, takes part in and pays for, in every plan as it stands today."""

    queryset = Agency.objects.all()
    slug_field = "code"
    template_name = "plan/plan_of_agency.html"

    def context(self) -> dict[str, Any]:
        agency, today = self.object, timezone.localdate()
        entries = list(
            Entry.objects.visible_to(self.actor)
            .published()
            .current()
            .carried_by(agency)
            .for_listing()
            .order_by("-edition__valid_from", "edition", "position")
        )
        led = [entry for entry in entries if entry.lead_agency_id == agency.pk]
        others = [entry for entry in entries if entry.lead_agency_id != agency.pk]
        names_plan = len({entry.edition.plan_id for entry in entries}) > 1
        lines = sorted(
            (activity_line(entry, today, names_plan=names_plan) for entry in led), key=lambda line: not line.is_late
        )
        lines += [activity_line(entry, today, names_plan=names_plan) for entry in others]
        number = page_number(self.request.GET.get("page", ""))
        start, end = (number - 1) * PAGE_SIZE, number * PAGE_SIZE
        return {
            "words": agency.name.shown(),
            "glance": plan_at_a_glance(led, today),
            "led": lines[: len(led)][start:end],
            "shared": lines[max(start, len(led)) : end],
            "leads_none": not led,
            "pages": {"number": number, "previous": number > 1, "next": len(lines) > end},
            "may_report": self.actor.may(Action.REPORT_STATUS, at=agency.pk),
        }


class EditionList(DetailPage):
    """All editions of a plan, the latest first, and what can be begun from them."""

    queryset = Plan.objects.select_related("current")
    slug_field = "code"
    template_name = "plan/edition_list.html"

    def context(self) -> dict[str, Any]:
        plan = self.object
        editions = list(plan.editions.visible_to(self.actor).order_by("-number"))
        for each in editions:
            each.plan = plan
        readable = {each.pk: each for each in editions}
        return {
            "plan": plan,
            "words": plan.title.shown(),
            "editions": [
                (each, EditionStatus(each.status), each.legal_basis.shown(), readable.get(each.begun_from_id))
                for each in editions
            ],
            "may_amend": bool(policy.ask(self.actor, Action.AMEND, plan)),
            "has_draft": any(each.status == EditionStatus.DRAFT for each in editions),
        }


class EditionComparison(DetailPage):
    """What an edition changes against the one it began from, or against any other that the address names."""

    queryset = PlanEdition.objects.select_related("plan__current", "begun_from__plan")
    template_name = "plan/edition_comparison.html"

    def get_title(self) -> str:
        return _("What changed")

    def context(self) -> dict[str, Any]:
        new = self.object
        old = self._other(new)
        return {**about(new), "old": old, "comparison": compare_editions(old, new) if old else None}

    def _other(self, new: PlanEdition) -> PlanEdition | None:
        number = self.request.GET.get("with", "")
        visible = PlanEdition.objects.visible_to(self.actor).select_related("plan__current")
        if not number:
            return visible.filter(pk=new.begun_from_id).first()
        if not number.isdecimal() or len(number) > 6:
            raise Http404
        found = visible.filter(plan=new.plan_id, number=number).first()
        if found is None:
            raise Http404
        return found


def about(edition: PlanEdition) -> dict[str, Any]:
    """What every page within a plan says on top: which plan, which edition, whether it is the one that counts."""
    return {
        "plan": edition.plan,
        "edition": edition,
        "plan_words": edition.plan.title.shown(),
        "edition_status": EditionStatus(edition.status),
        "is_current": edition.plan.current_id == edition.pk,
    }


def pillars_chart(glance: Glance) -> str:
    """Pillars by status as bars; the page has the same numbers in a table beside them."""
    series = [charts.Series(standing.colour, standing.label) for standing in glance.standings]
    rows = [(row.pillar, dict(zip((part.key for part in series), row.counts, strict=True))) for row in glance.pillars]
    return charts.stacked_bars(rows, series, title=_("Activities by pillar and status"))


def budget_chart(budget: Budget) -> str:
    rows: Sequence[charts.Bar] = [charts.Bar(each.source, _whole(each.total)) for each in budget.sources]
    return charts.bars(rows, title=_("Budget by source, %(currency)s") % {"currency": budget.currency})


def _whole(amount: Decimal) -> Decimal | int:
    """Without cents where there are none."""
    return amount if amount % 1 else int(amount)


def calendar_chart(edition: PlanEdition, calendar: Calendar) -> str:
    days = [day for each in calendar.periods for day in (each.first, each.last) if day]
    return charts.spans(
        [charts.Span(f"{each.number} {each.title}", each.first, each.last) for each in calendar.periods],
        first=min([edition.valid_from, *days]),
        last=max([edition.valid_to, *days]),
        today=timezone.localdate(),
        title=_("When the activities of each group go on"),
    )
