"""What would come in if these files were imported now, and what was decided about it?

A plan is read once from the files and changed by decisions; nothing is written. It is a value:
every decision gives a new plan. It holds no texts, so it stays small whatever is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from annotator.errors import FileProblem, UserError
from annotator.transcripts.decisions import Decisions
from annotator.transcripts.readers.table_columns import ColumnFound, NoTextColumn
from annotator.transcripts.surveys import LabelFound, Question, Survey, date_asked

if TYPE_CHECKING:
    from annotator.transcripts.choices import Choice
    from annotator.transcripts.dates import DateQuestion

State = Literal["ready", "to look at", "refused"]
Twins = Literal["skip", "replace", "keep both"]


class Twin(Struct, frozen=True):
    """A transcript with the same text, in the project or earlier in the plan."""

    name: str
    exact: bool
    """False where white space, quotation marks or case differ."""
    transcript_id: int | None = None
    entry_id: int | None = None

    def __str__(self) -> str:
        same = "The same text as" if self.exact else "The same but for spaces, quotes and case as"
        where = "in the project" if self.transcript_id is not None else "among these files"
        return f"{same} “{self.name}”, which is {where}."


class Entry(Struct, frozen=True, dict=True):
    """One transcript of one file, or a file that cannot be read, with what was decided about it."""

    id: int
    path: Path
    """The file that was chosen, or that stands in the folder that was."""
    number: int
    """How many transcripts (and refusals) stand before it in its file."""
    name: str
    survey: Survey | None = None
    """As it was when it was read last; None where it is refused."""
    error: UserError | None = None
    decisions: Decisions = Decisions()
    twin: Twin | None = None
    twin_choice: Twins = "skip"
    looked: bool = False
    """A person accepted what is proposed: nothing is asked any more."""
    source: str = ""
    """Where it comes from, for the labels that are remembered: a site or a folder."""
    told: tuple[DateQuestion, ...] = ()
    """Dates that its name, or a table about it, gives and that can be read two ways."""

    @property
    def state(self) -> State:
        if self.survey is None:
            return "refused"
        return "to look at" if self.question is not None else "ready"

    @property
    def question(self) -> Question | None:
        """The one question to be asked first; None where nothing is open."""
        return next(iter(self.questions), None)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is open; thought about once, for every list asks for it."""
        if self.survey is None or self.looked:
            return ()
        found = self.survey.questions(self.decisions)
        found += tuple(date_asked(one) for one in self.open_dates)
        if self.twin is None:
            return found
        twin = Question(
            "twin", "", f"Same text as “{self.twin.name}”", f"{self.twin} Proposed: skip it."
        )
        return (twin, *found)

    @property
    def columns(self) -> tuple[ColumnFound, ...]:
        """Of the table that it stands in, or that was refused because it shows no text."""
        if self.survey is not None:
            return self.survey.columns
        if isinstance(self.error, NoTextColumn) and self.name == self.path.name:
            return self.error.columns
        return ()

    @property
    def member(self) -> str:
        """The path inside an archive; empty for the file itself."""
        return "" if self.survey is None else self.survey.member

    @property
    def open_dates(self) -> tuple[DateQuestion, ...]:
        """Those of the told dates about which nobody has decided."""
        return tuple(one for one in self.told if one.words not in self.decisions.dates)

    @property
    def labels(self) -> tuple[LabelFound, ...]:
        """The labels with the present decisions, also where the file was not read again since."""
        if self.survey is None:
            return ()
        choices = self.decisions.choices
        return tuple(
            replace(one, choice=choices[one.label]) if one.label in choices else one
            for one in self.survey.labels
        )

    @property
    def comes_in(self) -> bool:
        """Whether carrying out the plan would add it."""
        return self.survey is not None and (self.twin is None or self.twin_choice != "skip")


class ImportPlan(Struct, frozen=True, dict=True):
    """Everything that was found, in the order of the files."""

    entries: tuple[Entry, ...] = ()
    remember: bool = True
    """Whether the decisions on labels are kept for the next files of the same source."""

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, entry_id: int) -> Entry:
        """The entry with this id; ids are positions and stay."""
        return self.entries[entry_id]

    @cached_property
    def counts(self) -> Mapping[State, int]:
        """How many entries there are in each state; counted once, for every line asks for it."""
        return Counter(entry.state for entry in self.entries)

    def in_state(self, state: State) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.state == state)

    @property
    def coming(self) -> tuple[Entry, ...]:
        """What would be added."""
        return tuple(entry for entry in self.entries if entry.comes_in)

    def with_label(self, label: str) -> tuple[Entry, ...]:
        """Every entry in which this label stands."""
        return tuple(one for one in self.entries if one.survey and label in one.survey.proposed)

    def decide(self, entry_id: int, decisions: Decisions) -> ImportPlan:
        """The plan with these decisions in the place of an entry's own."""
        return self._with(replace(self.entries[entry_id], decisions=decisions))

    def decide_label(self, entry_ids: Iterable[int], label: str, choice: Choice) -> ImportPlan:
        """The plan with one choice on a label in all of these entries that have it."""
        return self._each(entry_ids, lambda one: _with_choice(one, label, choice))

    def decide_twin(self, entry_ids: Iterable[int], choice: Twins) -> ImportPlan:
        """What becomes of texts that are there already; settles the question."""
        return self._each(entry_ids, lambda one: replace(one, twin_choice=choice, looked=True))

    def accept(self, entry_ids: Iterable[int]) -> ImportPlan:
        """The plan with everything that is proposed for these entries accepted."""
        return self._each(entry_ids, lambda one: replace(one, looked=True))

    def fill(self, fields: Mapping[int, Mapping[str, str]]) -> ImportPlan:
        """The plan with metadata by hand, by entry id and name of the field."""

        def filled(one: Entry) -> Entry:
            values = {**one.decisions.fields, **fields[one.id]}
            return replace(one, decisions=replace(one.decisions, fields=values))

        return self._each(fields, filled)

    def told_dates(self, dates: Mapping[int, Sequence[DateQuestion]]) -> ImportPlan:
        """The plan with dates that must be asked, by entry id."""

        def asked(one: Entry) -> Entry:
            told = tuple(dict.fromkeys((*one.told, *dates[one.id])))
            return replace(one, told=told, looked=False)

        return self._each(dates, asked)

    def answer_date(self, entry_id: int, words: str, iso: str) -> ImportPlan:
        """The plan with one date decided; `words` are those of the question."""
        entry = self.entries[entry_id]
        decisions = replace(entry.decisions, dates={**entry.decisions.dates, words: iso})
        for one in entry.told:
            if one.words == words:
                fields = {**decisions.fields, one.field: iso}
                decisions = replace(decisions, fields=fields)
        return self._with(replace(entry, decisions=decisions))

    def name_source(self, entry_ids: Iterable[int], source: str) -> ImportPlan:
        """The plan with another name for where these entries come from."""
        return self._each(entry_ids, lambda one: replace(one, source=source.strip()))

    def surveyed(self, entry_id: int, found: Survey) -> ImportPlan:
        """The plan with a fresh survey of one entry."""
        return self._with(replace(self.entries[entry_id], survey=found))

    def choices_by_source(self) -> dict[str, dict[str, Choice]]:
        """The decisions of persons on labels, by source; a later entry overrules an earlier."""
        found: dict[str, dict[str, Choice]] = {}
        for one in self.coming:
            found.setdefault(one.source, {}).update(one.decisions.choices)
        return {source: choices for source, choices in found.items() if choices}

    def _with(self, entry: Entry) -> ImportPlan:
        at = entry.id
        return replace(self, entries=(*self.entries[:at], entry, *self.entries[at + 1 :]))

    def _each(self, entry_ids: Iterable[int], change: Callable[[Entry], Entry]) -> ImportPlan:
        wanted = frozenset(entry_ids)
        entries = tuple(change(one) if one.id in wanted else one for one in self.entries)
        return replace(self, entries=entries)


def changed(entry: Entry) -> FileProblem:
    """To raise where a file no longer holds what the plan found in it."""
    return FileProblem(f"“{entry.name}” has changed since it was looked at.", "Choose it again.")


def _with_choice(entry: Entry, label: str, choice: Choice) -> Entry:
    if entry.survey is None or label not in entry.survey.proposed:
        return entry
    choices = {**entry.decisions.choices, label: choice}
    return replace(entry, decisions=replace(entry.decisions, choices=choices))
