"""What was decided about the files that are about to come in, and what is still asked?

Holds the import plan and hands every decision to it. A plan is a value, so the last decisions can
be taken back one by one, and leaving the sheet leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.model.counts import counted
from annotator.transcripts.choices import ANSWERS, Choice
from annotator_ui.import_review.describing import line_of, refusal_of, shown_file
from annotator_ui.import_review.in_words import DATES
from annotator_ui.item_models.written_dates import date_from

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.exchange.import_plan import Entry, ImportPlan, Twins
    from annotator.model.transcript import Transcript
    from annotator.project import Project
    from annotator.transcripts.dates import DateQuestion
    from annotator.transcripts.decisions import Decisions
    from annotator.transcripts.name_patterns import NameFields
    from annotator_ui.import_review.shown_file import ShownFile
    from annotator_ui.item_models.arriving_files import FileLine, Group


class Review(QObject):
    """A plan under decision. `key` is the id of an entry of the plan."""

    changed = Signal()
    refused = Signal(object)
    """The `UserError` of a decision that could not be taken; nothing changed then."""
    field_refused = Signal(str, str)
    """A field of the metadata that cannot take what was written, and why."""
    said = Signal(str)
    """One sentence about what the last decision did."""

    def __init__(self, project: Project, plan: ImportPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._plan = plan
        self._past: list[tuple[ImportPlan, dict[int, Group]]] = []
        self._same = True
        self._texts: dict[int, Transcript] = {}
        self._groups: dict[int, Group] = {one.id: _group(one) for one in plan.entries}
        paths = {one.path for one in plan.entries}
        self._n_paths = len(paths)
        self._folders = {path.parent for path in paths}

    # what is asked

    @property
    def plan(self) -> ImportPlan:
        return self._plan

    @property
    def name(self) -> str:
        """The folder that the files lie in, or how many folders they lie in."""
        folders = self._folders
        return next(iter(folders)).name if len(folders) == 1 else f"{len(folders):,} folders"

    @property
    def n_files(self) -> int:
        return len(self._plan)

    @property
    def says_files(self) -> bool:
        """Whether every entry is a file of its own, so that they can be called so."""
        return self._n_paths == len(self._plan)

    @property
    def how_many(self) -> str:
        """How many there are, in words: 51 files, or 60 texts in 51 files."""
        files = counted(self._n_paths, "file")
        return files if self.says_files else f"{counted(len(self._plan), 'text')} in {files}"

    @property
    def n_coming(self) -> int:
        return len(self._plan.coming)

    @property
    def n_to_look_at(self) -> int:
        return self._plan.counts["to look at"]

    @property
    def same(self) -> bool:
        """Whether a decision on a label counts for all files that have it."""
        return self._same

    def lines(self) -> list[FileLine]:
        return [line_of(one, self._groups[one.id]) for one in self._plan.entries]

    def refusals(self) -> list[str]:
        return [refusal_of(one) for one in self._plan.in_state("refused")]

    def number(self, key: int) -> int:
        """Which file it is in the order of the list, counted from 1."""
        order = [one.id for group in ("look", "refused", "ready") for one in self._of(group)]
        return order.index(key) + 1

    def first(self) -> int:
        """The file that is shown first: the first of the list."""
        order = ("look", "ready", "refused")
        return next(one.id for group in order for one in self._of(group))

    def next_to_look_at(self, after: int) -> int | None:
        """The next file with a question, from the top again behind the last; None without one."""
        waiting = [one.id for one in self._of("look") if one.state == "to look at"]
        behind = [key for key in waiting if key > after]
        return next(iter((*behind, *waiting)), None)

    def shown(self, key: int) -> ShownFile:
        return shown_file(self._plan.entry(key))

    def same_words(self, key: int, label: str) -> str:
        """What the box under the table says: how many other files a decision counts for.

        Those in which this label stands, or those whose text is there already.
        """
        question = self._plan.entry(key).question if key >= 0 else None
        if question is not None and question.about == "date":
            told = [one for one in self._plan.entry(key).open_dates if one.words == question.key]
            return _for_dates(len(self._other_dates(key, told[0]))) if told else ""
        if question is not None and question.about == "twin":
            return _for_twins(len(self._other_twins(key)))
        others = sum(one.id != key for one in self._plan.with_label(label))
        if not others or not label:
            return ""
        files = (
            "the other file that has" if others == 1 else f"the {others:,} other files that have"
        )
        return f"Decide “{label}” the same way in {files} it"

    def preview(self, key: int) -> Transcript | None:
        """The text as it will stand; read from its file where it is not at hand."""
        entry = self._plan.entry(key)
        if entry.survey is None:
            return None
        if key not in self._texts:
            self._read(key)
        return self._texts.get(key)

    # decisions

    def decide(self, key: int, label: str, decision: str) -> None:
        """A label is a speaker's, or is not."""
        now = self._plan.entry(key).survey
        found = now.label(label) if now is not None else None
        choice = Choice(speaker=False)
        if decision == "speaker":
            keeps = found is not None and found.decision == "speaker"
            choice = found.choice if found is not None and keeps else Choice()
        self._choose(key, label, choice)

    def join(self, key: int, label: str, other: str) -> None:
        self._choose(key, label, Choice(join=other))

    def rename(self, key: int, label: str, name: str, role: str) -> None:
        self._choose(key, label, Choice(name=name, role=role))

    def give(self, key: int, what: str, *, told: bool, name: str, role: str) -> None:
        """Whose the words without a label are."""
        self._choose(key, what, Choice(speaker=told, name=name, role=role), here=True)

    def answer(self, key: int, asked: str, answer: str) -> None:
        """The answer to a banner; `asked` is what is asked, with its key behind a colon."""
        about, _, words = asked.partition(":")
        entry = self._plan.entry(key)
        if about == "twin":
            keys = [key, *(self._other_twins(key) if self._same else ())]
            self._take(lambda plan: plan.decide_twin(keys, _TWINS[answer]), *keys)
            if len(keys) > 1:
                self.said.emit(f"Decided for {len(keys):,} files whose text is there already.")
        elif about == "date":
            self._answer_date(entry, words, answer)
        elif about == "encoding" and entry.survey is not None:
            self._decide(entry, replace(entry.decisions, encoding=entry.survey.encoding))
        elif about == "answers" and entry.survey is not None and entry.survey.answers:
            self._choose(key, ANSWERS, entry.survey.answers.choice, here=True)
        else:
            self._take(lambda plan: plan.accept([key]), key)

    def read_as(self, key: int, codec: str) -> None:
        """Read the file with another encoding; where it is not written in it, nothing changes."""
        entry = self._plan.entry(key)
        self._decide(entry, replace(entry.decisions, encoding=codec))

    def take_pages(self, key: int, what: str, *, taken: bool) -> None:
        """A proposal about the pages of a PDF is taken, or the pages stay as they are."""
        entry = self._plan.entry(key)
        if what == "hyphens":
            self._decide(entry, replace(entry.decisions, keep_hyphens=not taken))
        else:
            self._decide(entry, replace(entry.decisions, keep_page_edges=not taken))

    def describe(self, key: int, field: str, text: str) -> None:
        """Metadata by hand."""
        value = date_from(text) if field in DATES else text
        if value is None:
            why = "Write it as 2023-11-28, or the month as a word."
            self.field_refused.emit(field, why)
            return
        entry = self._plan.entry(key)
        fields = {**entry.decisions.fields, field: value}
        self._decide(entry, replace(entry.decisions, fields=fields))

    def names(self) -> list[str]:
        """The names of the files that can be read."""
        return [one.name for one in self._plan.entries if one.survey is not None]

    def read_names(self, pattern: str, most: int) -> tuple[list[tuple[str, str]], int, int]:
        """What names say by a pattern, those first that fit it, how many do, and of how many.

        Raises `UserError` for a pattern that cannot be one.
        """
        from annotator.transcripts.name_patterns import fields_in_name

        told = [(name, fields_in_name(pattern, name)) for name in self.names()]
        told.sort(key=lambda one: one[1] is None)
        read = [(name, _told_words(found)) for name, found in told[:most]]
        return read, sum(found is not None for _, found in told), len(told)

    def fill_from_names(self, pattern: str) -> tuple[int, int]:
        """Metadata by the names of the files; how many were filled, of how many."""
        from annotator.exchange.metadata_tables import filled_from_names

        return self._fill(*filled_from_names(self._plan, pattern))

    def fill_from_table(self, path: Path) -> tuple[int, int]:
        """Metadata by a table; how many were filled, of how many. Raises `UserError`."""
        from annotator.exchange.metadata_tables import filled_from_table, read_metadata_table

        table = read_metadata_table(path, self._plan)
        return self._fill(*filled_from_table(self._plan, table))

    def take_table(self, plan: ImportPlan, read: Entry) -> None:
        """Go on with a plan in which the table of an entry was read again, as one decision."""
        before = self._plan
        stood = {_place(one): self._groups[one.id] for one in before.entries}
        self._past.append((before, self._groups))
        self._plan = replace(plan, remember=before.remember)
        self._groups = {
            one.id: _group(one) if one.path == read.path else stood.get(_place(one), _group(one))
            for one in plan.entries
        }
        self._texts.clear()
        self.changed.emit()

    def key_of(self, entry: Entry) -> int:
        """The key of an entry of an earlier plan: a table that is read again has other keys.

        Where it is no more, that of the first in its file.
        """
        known = {_place(one): one.id for one in self._plan.entries}
        same_file = (one.id for one in self._plan.entries if one.path == entry.path)
        return known.get(_place(entry), next(same_file, 0))

    def set_same(self, *, same: bool) -> None:
        self._same = same

    def set_remember(self, *, remember: bool) -> None:
        self._plan = replace(self._plan, remember=remember)

    def undo(self) -> bool:
        """Take the last decision back; whether there was one."""
        if not self._past:
            return False
        self._plan, self._groups = self._past.pop()
        self._texts.clear()
        self.changed.emit()
        return True

    # inside

    def _fill(self, filled: ImportPlan, left: list[Entry]) -> tuple[int, int]:
        """Take a plan with filled metadata as one decision."""
        number = len(self.names())
        keys = [one.id for one in filled.entries if one.survey is not None]
        if keys:
            self._take(lambda _: filled, keys[0], *keys[1:])
            asked = {one.id: _group(one) for one in self._plan.entries if one.open_dates}
            self._groups = {**self._groups, **asked}
            self.changed.emit()
        return number - len(left), number

    def _answer_date(self, entry: Entry, words: str, answer: str) -> None:
        """Decide a date; other dates of the same table are read in the same order where wanted."""
        told = next((one for one in entry.told if one.words == words), None)
        others: list[tuple[int, str, str]] = []
        if told is not None and self._same:
            at = told.readings.index(answer)
            others = [
                (key, one.words, one.readings[at]) for key, one in self._other_dates(entry.id, told)
            ]

        def answered(plan: ImportPlan) -> ImportPlan:
            plan = plan.answer_date(entry.id, words, answer)
            for key, other, iso in others:
                plan = plan.answer_date(key, other, iso)
            return plan

        self._take(answered, entry.id, *(key for key, *_ in others))

    def _other_dates(self, key: int, like: DateQuestion) -> list[tuple[int, DateQuestion]]:
        """Dates of other files from the same place that wait to be read one way or the other."""
        return [
            (one.id, date)
            for one in self._plan.entries
            if one.id != key
            for date in one.open_dates
            if date.where == like.where and len(date.readings) == len(like.readings)
        ]

    def _other_twins(self, key: int) -> list[int]:
        """The other files whose text is there already and about which nobody has decided."""
        asked = [one for one in self._plan.entries if one.twin is not None and not one.looked]
        return [one.id for one in asked if one.id != key]

    def _of(self, group: str) -> Iterable[Entry]:
        return (one for one in self._plan.entries if self._groups[one.id] == group)

    def _choose(self, key: int, label: str, choice: Choice, *, here: bool = False) -> None:
        keys = [key]
        if self._same and not here:
            keys += [one.id for one in self._plan.with_label(label) if one.id != key]
        self._take(lambda plan: plan.decide_label(keys, label, choice), *keys)
        if len(keys) > 1:
            others = "1 other file" if len(keys) == 2 else f"{len(keys) - 1:,} other files"
            self.said.emit(f"“{label}” is decided here and in {others}.")

    def _decide(self, entry: Entry, decisions: Decisions) -> None:
        self._take(lambda plan: plan.decide(entry.id, decisions), entry.id)

    def _take(self, change: Callable[[ImportPlan], ImportPlan], key: int, *others: int) -> None:
        """Change the plan and read the file at hand anew; a refusal leaves all as it was."""
        before, texts = self._plan, dict(self._texts)
        self._plan = change(before)
        for each in (key, *others):
            self._texts.pop(each, None)
        if not self._read(key):
            self._plan, self._texts = before, texts
            return
        self._past.append((before, self._groups))
        self.changed.emit()

    def _read(self, key: int) -> bool:
        """Read a file under its decisions; whether that went well."""
        entry = self._plan.entry(key)
        if entry.survey is None:
            return True
        try:
            survey, transcript = self._project.preview(entry)
        except UserError as error:
            self.refused.emit(error)
            return False
        self._plan = self._plan.surveyed(key, survey)
        self._texts = {key: transcript}  # one text at a time: memory does not grow with the files
        return True


def _for_dates(others: int) -> str:
    if not others:
        return ""
    dates = "the other date" if others == 1 else f"the {others:,} other dates"
    return f"Read {dates} that can be read two ways in the same order"


def _for_twins(others: int) -> str:
    if not others:
        return ""
    files = "the other file" if others == 1 else f"the {others:,} other files"
    return f"Decide the same way for {files} whose text is there already"


def _told_words(found: NameFields | None) -> str:
    if found is None:
        return "not built like this"
    said = [*found.fields.items(), *found.extra.items()]
    said += [(one.field, f"{one.words}, which reads two ways") for one in found.questions]
    return " · ".join(f"{name.replace('_', ' ')}: {value}" for name, value in said)


def _place(entry: Entry) -> tuple[Path, int]:
    return entry.path, entry.number


def _group(entry: Entry) -> Group:
    groups: dict[str, Group] = {"to look at": "look", "refused": "refused"}
    return groups.get(entry.state, "ready")


_TWINS: dict[str, Twins] = {"skip": "skip", "replace": "replace", "keep both": "keep both"}
