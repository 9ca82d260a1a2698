"""Any plan in tables: one sheet or many, or the tables of a text document under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from tulga.kit.i18n import side_by_side
from tulga.kit.imports.layouts import Choice, Layout, Question, Understanding
from tulga.kit.imports.records import Problem, Reading, Record, Severity, Where
from tulga.kit.sentences import Sentence, quoted, say
from tulga.kit.tabular.content import Content, Grid, Passage
from tulga.plan.importers import headings
from tulga.plan.importers.abbreviations import write_out_sources
from tulga.plan.importers.activities import Activities, languages_of
from tulga.plan.importers.drafts import Draft, group_record
from tulga.plan.importers.headers import Column, Header, any_header, corrected, find_header
from tulga.plan.importers.numbers import CURRENCIES, currency_of
from tulga.plan.importers.rows import Rows
from tulga.plan.importers.texts import in_languages
from tulga.plan.importers.trees import Group, Tree

SAMPLES, LONGEST_SAMPLE = 3, 80
MOST_NAMED = 5  # activities without a number, each with its place
LEAST = 0.05  # how sure one is of any table at all
READ_AS_PLAN, ABBREVIATIONS, NOT_READ = "plan", "abbreviations", "nothing"
_USES = {
    READ_AS_PLAN: _("activities of the plan"),
    ABBREVIATIONS: _("abbreviations and what they stand for"),
    NOT_READ: _("nothing that is read"),
}
_SHORT = re.compile(r"товч|abbrev|acronym|short", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?(?!\d)")
_FIELD_CHOICES = tuple(Choice(name, say(label)) for name, label in headings.FIELDS.items())
_CURRENCY_CHOICES = tuple(Choice(code, quoted(code)) for code in CURRENCIES)
_PILLARS = {
    "prevention": (_("Prevention"), r"урьдчилан сэргийл|prevent"),
    "protection": (_("Protection"), r"хамгаал|protect"),
    "prosecution": (_("Prosecution"), r"мөрдөн|яллах|шүүн таслах|prosecut"),
    "partnership": (_("Partnership"), r"хамтын ажиллагаа|түншлэл|partnership|cooperation"),
    "enabling": (_("Enabling framework"), r"эрх зүйн орчин|чадавх|enabling|legal framework"),
}


@dataclass(frozen=True)
class Section:
    """A table with what it is read as, and the headings it stands under."""

    grid: Grid
    use: str
    header: Header | None
    headings: tuple[Passage, ...] = ()

    @property
    def question(self) -> str:
        return f"sheet:{self.grid.number}"


class PlanTables(Layout):
    """A header found by its words; below it levels, activities, further indicators and remarks."""

    name = "plan-tables"
    title = gettext_lazy("Plan in tables")

    def understand(self, content: Content, given: Mapping[str, str]) -> Understanding | None:
        sections = _sections(content, given)
        read = [section for section in sections if section.use == READ_AS_PLAN and section.header]
        if not read:
            return self._ask_for_activities(sections, given)
        fields = set().union(*(section.header.fields for section in read if section.header))
        questions = [
            *_questions_of_sheets(sections),
            *_questions_of_columns(read),
            *_questions_of_file(content, read, given),
        ]
        return Understanding(
            layout=self.name,
            confidence=min(0.95, 0.3 + 0.09 * len(fields)),
            reasons=tuple(_reasons(read)),
            questions=tuple(questions),
            shape=_shape(read),
        )

    def _ask_for_activities(self, sections: list[Section], given: Mapping[str, str]) -> Understanding | None:
        """No heading says where activities stand: the largest table is shown, for a person to say it."""
        largest = max(sections, key=lambda section: len(section.grid.rows), default=None)
        header = (largest.header or any_header(largest.grid)) if largest else None
        if largest is None or header is None or len(largest.grid.rows) < 2:
            return None
        section = Section(largest.grid, READ_AS_PLAN, header)
        question = Question(
            name="activities",
            label=say(_("No heading says which column holds the activities. Choose the column, or another file.")),
            choices=tuple(Choice(column.key, quoted(column.heading)) for column in header.columns),
            is_required=True,
        )
        asked = [question, *_questions_of_sheets([section]), *_questions_of_columns([section])]
        return Understanding(self.name, LEAST, (say(_("This is a table.")),), tuple(asked), _shape([section]))

    def read(self, content: Content, understanding: Understanding) -> Reading:
        answers = understanding.answers
        sections = _sections(content, answers)
        read = [section for section in sections if section.use == READ_AS_PLAN and section.header]
        activities = Activities(Tree(), answers.get("currency", ""))
        names = _names_of_sheets(read)
        for section in read:
            _enter_headings(activities.tree, section, names)
            if section.header:
                activities.read(Rows(section.grid, section.header))
        return _reading(content, sections, activities, answers)


# --- What is understood --------------------------------------------------------------------------------------------


def _sections(content: Content, answers: Mapping[str, str]) -> list[Section]:
    path: list[Passage] = []
    found = []
    for block in content.blocks:
        if isinstance(block, Grid):
            header = find_header(block, answers.get(f"header:{block.number}", ""))
            if answers.get("activities"):
                header = header or any_header(block)
            if header:
                header = corrected(header, answers)
            use = answers.get(f"sheet:{block.number}") or _use(block, header)
            found.append(Section(block, use, header, tuple(path)))
        elif block.level:
            path = [each for each in path if each.level < block.level] + [block]
    return _without_the_title(found)


def _use(grid: Grid, header: Header | None) -> str:
    if grid.is_hidden:
        return NOT_READ
    if header and header.fields & {headings.TITLE}:
        return READ_AS_PLAN
    first = next((row for row in grid.rows if any(row)), ())
    is_list = (grid.width == 2 and any(_SHORT.search(cell.text) for cell in first)) or _SHORT.search(grid.name)
    return ABBREVIATIONS if is_list else NOT_READ


def _without_the_title(sections: list[Section]) -> list[Section]:
    """One heading above all others is the document's title, and no group."""
    paths = [section.headings for section in sections if section.use == READ_AS_PLAN]
    if paths and all(len(path) > 1 and path[0] == paths[0][0] for path in paths):
        return [Section(each.grid, each.use, each.header, each.headings[1:]) for each in sections]
    return sections


def _shape(read: list[Section]) -> str:
    return " | ".join(dict.fromkeys(column.key for section in read for column in _columns(section)))


def _columns(section: Section) -> tuple[Column, ...]:
    return section.header.columns if section.header else ()


def _reasons(read: list[Section]) -> Iterator[Sentence]:
    first = read[0]
    assert first.header is not None
    known = [column.heading for column in first.header.columns if column.field not in ("", headings.NOT_READ)]
    yield say(
        _("Headings of a plan stand in %(place)s: %(headings)s."),
        place=Where.in_grid(first.grid, first.header.last).sentence,
        headings=", ".join(known),
    )
    if len(read) > 1:
        yield say(_("%(count)s tables have such headings."), count=len(read))


def _questions_of_sheets(sections: list[Section]) -> Iterator[Question]:
    sheets = [section for section in sections if section.grid.form == "sheet"]
    for section in sheets:
        if len(sheets) > 1:
            yield Question(
                name=section.question,
                label=say(_("What the sheet %(name)s holds"), name=section.grid.name),
                answer=section.use,
                choices=tuple(Choice(use, say(label)) for use, label in _USES.items()),
            )
        if section.use == READ_AS_PLAN and section.header:
            first, last = section.header.first + 1, section.header.last + 1
            yield Question(
                name=f"header:{section.grid.number}",
                label=say(_("The row of the headings in %(place)s"), place=Where.in_grid(section.grid).sentence)
                if section.grid.name
                else say(_("The row of the headings")),
                answer=f"{first}-{last}" if last > first else str(first),
                help=say(_("One row, or two such as 4-5.")),
            )


def _questions_of_columns(read: list[Section]) -> Iterator[Question]:
    asked: set[str] = set()
    for section in read:
        for column in _columns(section):
            if column.key in asked:
                continue
            asked.add(column.key)
            yield Question(
                name=f"column:{column.key}",
                label=say(_("What the column “%(heading)s” holds"), heading=column.heading),
                answer=column.field or headings.NOTES,
                choices=_FIELD_CHOICES,
                sample=_sample(section, column),
            )


def _sample(section: Section, column: Column) -> tuple[str, ...]:
    start = section.header.last + 1 if section.header else 0
    cells = (section.grid.cell(row, column.index) for row in range(start, len(section.grid.rows)))
    texts = (cell.text for cell in cells if cell.columns == 1)
    found: list[str] = []
    for text in texts:
        if text and text not in found:
            found.append(text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…")
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _questions_of_file(content: Content, read: list[Section], answers: Mapping[str, str]) -> Iterator[Question]:
    yield Question(
        name="years",
        label=say(_("The years of the plan")),
        answer=answers.get("years", _years(content, read)),
        help=say(_("Such as 2017-2021. Used for a plan that is new; one that exists keeps its own.")),
        is_remembered=False,
    )
    budget = [column for section in read for column in _columns(section) if column.field == headings.BUDGET]
    if budget and not all(currency_of(column.heading) for column in budget):
        yield Question(
            name="currency",
            label=say(_("The currency of amounts that name none")),
            answer=answers.get("currency", ""),
            choices=_CURRENCY_CHOICES,
        )


# --- What surrounds the tables -------------------------------------------------------------------------------------


def _title_lines(content: Content, read: list[Section]) -> Iterator[str]:
    """The words before the first table's header, those of headings first."""
    first = read[0]
    above = [block for block in content.blocks[: content.blocks.index(first.grid)] if isinstance(block, Passage)]
    yield from (each.text for each in above if each.level == 1)
    yield from (each.text for each in above if each.level == 0)
    for row in first.grid.rows[: first.header.first if first.header else 0]:
        yield from (cell.text for cell in row if cell.text)


def _plan_title(content: Content, read: list[Section]) -> dict[str, str]:
    title: dict[str, str] = {}
    for line in list(_title_lines(content, read))[:4]:
        if len(line) <= 300:
            title = {**in_languages(line), **title}
    return title


def _years(content: Content, read: list[Section]) -> str:
    """From the title; else from the years across columns."""
    for line in list(_title_lines(content, read))[:6]:
        if found := _YEARS.search(line):
            return f"{found[1]}-{found[2]}" if found[2] else found[1]
    years = sorted(
        column.meaning.year
        for section in read
        for column in _columns(section)
        if column.meaning.year and column.field != headings.BASELINE
    )
    return f"{years[0]}-{years[-1]}" if years else ""


def _names_of_sheets(read: list[Section]) -> bool:
    """Whether sheets stand for groups: several of one plan, in which no row across says where activities belong."""
    sheets = [section for section in read if section.grid.form == "sheet" and section.header]
    if len(sheets) < 2:
        return False
    return not any(row.kind == "level" for each in sheets if each.header for row in Rows(each.grid, each.header))


def _enter_headings(tree: Tree, section: Section, sheets_are_groups: bool) -> None:
    if sheets_are_groups and section.grid.form == "sheet":
        tree.enter_heading(0, section.grid.name, Where.in_grid(section.grid))
    for depth, heading in enumerate(section.headings):
        tree.enter_heading(depth, heading.text, Where.in_passage(heading))


def _abbreviations(sections: list[Section]) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in sections:
        if section.use == ABBREVIATIONS:
            for cells in section.grid.rows:
                words = [cell.text for cell in cells if cell.text]
                if len(words) >= 2 and not _SHORT.search(words[0]):
                    short, long = words[-2:]
                    found[short.strip(" .:-")] = long
    return found


# --- What is read --------------------------------------------------------------------------------------------------


def _reading(content: Content, sections: list[Section], activities: Activities, answers: Mapping[str, str]) -> Reading:
    activities.find_misplaced()
    numbered = activities.give_numbers()
    fields = _fields(sections)
    _give_pillars(activities)
    _tell_of_lost_levels(activities)
    abbreviations = {**activities.explained, **_abbreviations(sections)}
    problems = [
        *_tell_what_is_left_out(sections),
        *activities.problems,
        *_tell_of_numbers_given(numbered),
        *_write_out_sources(activities.drafts, abbreviations),
    ]
    if activities.is_currency_missing:
        message = _("Amounts stand here without a currency. They are kept as words until somebody says which it is.")
        problems.append(Problem(Where(), say(message)))
    read = [section for section in sections if section.use == READ_AS_PLAN and section.header]
    years = answers.get("years", "") or _years_of(activities)
    if not years:
        message = _("The file does not say for which years the plan is. One that is new is entered for this year.")
        problems.append(Problem(Where(), say(message)))
    facts = {
        "title": _plan_title(content, read),
        "years": years,
        "languages": languages_of(activities.drafts),
        "level_names": activities.tree.level_names,
        "abbreviations": abbreviations,
        "resolved": activities.resolved,
    }
    return Reading(tuple(_in_document_order(activities.drafts, fields)), tuple(problems), facts)


def _write_out_sources(drafts: Iterable[Draft], explained: Mapping[str, str]) -> Iterator[Problem]:
    met = write_out_sources((line for draft in drafts for line in draft.budget), explained)
    for short in sorted(met):
        message = _("The source of money “%(short)s” was written out as “%(long)s”, as the file explains it.")
        yield Problem(Where(), say(message, short=short, long=explained[short]), Severity.NOTE)


def _in_document_order(drafts: Iterable[Draft], fields: set[str]) -> Iterator[Record]:
    """Each group before the first activity in it. A group without any is no record."""
    told: set[str] = set()
    for draft in drafts:
        for group in reversed(list(_path(draft.group))):
            if group.key not in told:
                told.add(group.key)
                yield group_record(group)
        yield draft.as_record(f"activity:{draft.number}", fields)


def _years_of(activities: Activities) -> str:
    """From the first day of any activity to the last."""
    periods = [draft.period for draft in activities.drafts if draft.period]
    days = [day for period in periods for day in (period.starts_on, period.ends_on) if day]
    return f"{min(days).year}-{max(days).year}" if days else ""


def _path(group: Group | None) -> Iterator[Group]:
    while group is not None:
        yield group
        group = group.parent


def _fields(sections: list[Section]) -> set[str]:
    """What the file has columns for: only that is compared with what exists."""
    fields = set().union(*(each.header.fields for each in sections if each.use == READ_AS_PLAN and each.header))
    has_notes = any(not column.field for section in sections for column in _columns(section))
    return (
        {each for each in fields if each in ("lead", "together", "funders", "places")}
        | ({"notes"} if has_notes or headings.NOTES in fields else set())
        | ({"milestones"} if headings.MILESTONE in fields else set())
        | ({"budget"} if fields & {headings.BUDGET, headings.MONEY_FROM} else set())
        | ({"indicators"} if fields & {headings.INDICATOR, headings.BASELINE, headings.TARGET} else set())
    )


def _give_pillars(activities: Activities) -> None:
    """By the words of an activity's groups, where they name one pillar each, and together more than one."""
    named = {pillar for group in activities.tree.groups if (pillar := _pillar_of(group))}
    if len(named) < 2:
        return
    told: set[int] = set()
    for draft in activities.drafts:
        for group in _path(draft.group):
            if pillar := _pillar_of(group):
                draft.pillar = pillar
                if id(group) not in told:
                    told.add(id(group))
                    words = side_by_side(group.title)
                    message = _("By the words “%(words)s” the activities below belong to the pillar: %(pillar)s.")
                    told_pillar = say(_PILLARS[draft.pillar][0])
                    group.remarks.append(
                        Problem(group.where, say(message, words=words, pillar=told_pillar), Severity.NOTE)
                    )
                break


def _pillar_of(group: Group) -> str:
    words = " ".join(group.title.values())
    found = [pillar for pillar, (_label, pattern) in _PILLARS.items() if re.search(pattern, words, re.IGNORECASE)]
    return found[0] if len(found) == 1 else ""


def _tell_of_lost_levels(activities: Activities) -> None:
    """An activity above the first level, where all others stand under one."""
    if activities.tree.groups:
        for draft in activities.drafts:
            if draft.group is None:
                draft.remark(draft.where, say(_("This activity stands under no objective, unlike the others.")))


def _tell_what_is_left_out(sections: list[Section]) -> Iterator[Problem]:
    for section in sections:
        if section.use == NOT_READ and any(map(any, section.grid.rows)):
            message = _("This table has no headings of a plan and was left out.")
            yield Problem(Where.in_grid(section.grid), say(message), Severity.NOTE)


def _tell_of_numbers_given(numbered: list[Draft]) -> Iterator[Problem]:
    for draft in numbered[:MOST_NAMED]:
        message = _("This activity has no number in the file; below its group it was numbered %(number)s.")
        yield Problem(draft.where, say(message, number=draft.number), Severity.NOTE)
    if (more := len(numbered) - MOST_NAMED) > 0:
        message = _("Further activities without a number in the file were numbered likewise (%(count)s).")
        yield Problem(Where(), say(message, count=more), Severity.NOTE)
