"""What does a key or a click do to the passage under the cursor?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model.code_fields import strokes
from annotator.model.code_keys import key_words
from annotator.model.coding import Coding, CodingColumns, DecisionColumns, Finished
from annotator.model.spans import Span, SpanRow
from annotator_ui.code_place.keyboard import KeyPress, KeyTable, Waiting
from annotator_ui.code_place.nothing_units import NothingUnits, passage_of
from annotator_ui.code_place.second_strokes import InsteadWait, SecondStrokes, ValueWait
from annotator_ui.code_place.shown_codings import (
    DecidedUnits,
    Difference,
    ShownCoding,
    ShownCodings,
)

if TYPE_CHECKING:
    from annotator.changes import Changes
    from annotator.model.codebook import Code, Codebook
    from annotator.model.transcript import Level, OpenTranscript
    from annotator.project import Project
    from annotator_ui.code_place.cursor import Cursor
    from annotator_ui.session import Session

_MOST_RECENT = 6
# More changes than this are cheaper to show all at once.
_MOST_SINGLE_STEPS = 500


class CodingLoop(QObject):
    """Every act of the coding loop, and what the screen must change after it.

    The loop keeps the current coder's codings of the open transcript in memory, so that an act
    costs its own transaction and nothing that grows with the transcript.
    """

    added = Signal(object)
    removed = Signal(object)
    updated = Signal(object)
    """A `ShownCoding` each."""
    replaced = Signal(object)
    """`CodingColumns`: everything has to be shown anew."""
    decided = Signal()
    """Other units than before are decided."""
    focus_moved = Signal()
    """Another coding, passage or code is the one that keys and cards speak about."""
    state_changed = Signal()
    """Another transcript is open, or it was finished or reopened: see `finished`."""

    def __init__(self, session: Session, cursor: Cursor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._cursor = cursor
        self._codes: dict[int, Code] = {}
        self._keys = KeyTable()
        self._book: Codebook | None = None
        self.strokes = SecondStrokes(self)
        self._acting = False
        self.transcript: OpenTranscript | None = None
        self.codings = ShownCodings()
        self.units: DecidedUnits | None = None
        self.decisions = NothingUnits()
        """Where nothing applies."""
        self.finished: Finished | None = None
        """Since when the open transcript is done, where it is."""
        self.level: Level = "sentence"
        """What is decided one by one in the round at work."""
        self.last_code: int | None = None
        """The code Space repeats."""
        self.recent: tuple[int, ...] = ()
        """The codes used last, the latest first."""
        self.focused_coding: int | None = None
        self.focused_code: int | None = None
        self._just_made: int | None = None
        self._clicked: int | None = None

    # what is open

    def open(self, transcript: OpenTranscript | None) -> None:
        """Read everything of the current coder about this transcript, once."""
        self.transcript = transcript
        self.focused_coding = self._just_made = self._clicked = None
        self.units = None if transcript is None else DecidedUnits(self._units_of(transcript))
        columns = self._read_codings()
        self.codings = ShownCodings(columns)
        if self.units is not None:
            self.units.set_codings(columns)
        self.replaced.emit(columns)
        self.read_state()
        self.cursor_moved()

    def forget_habits(self) -> None:
        """What was used last is another coder's: theirs is not to be seen or repeated."""
        self.last_code = self.focused_code = None
        self.recent = ()

    def read_state(self) -> None:
        """Whether the open transcript is finished; what finishing decided is decided."""
        self.finished = None
        if self.transcript is not None:
            version = self.transcript.info.text_version_id
            self.finished = self._session.attempt(lambda: self._project.own_mark(version))
        self._read_decisions()
        self.state_changed.emit()

    def set_book(self, book: Codebook | None) -> None:
        """After a change of the codebook; what a code was repeated or focused may be gone."""
        self._book = book
        codes = () if book is None else book.codes
        self._codes = {code.id: code for code in codes}
        self._keys = KeyTable(codes)
        self.end_wait()
        if self.last_code not in self._codes:
            self.last_code = None
        self.recent = tuple(each for each in self.recent if each in self._codes)
        if self.focused_code not in self._codes:
            self.focused_code = None
        self.focus_moved.emit()

    def code(self, code_id: int | None) -> Code | None:
        return None if code_id is None else self._codes.get(code_id)

    @property
    def nothing(self) -> tuple[Span, ...]:
        """Where it was decided that nothing applies."""
        return self.decisions.spans()

    @property
    def is_acting(self) -> bool:
        """While true, what changed is known already and need not be read."""
        return self._acting

    def catch_up(self, changes: Changes) -> None:
        """Show what an act from elsewhere did: undo, redo, merge, import, another place."""
        if self.transcript is None or self.transcript.info.id not in changes.codings_in:
            return
        within = passage_of(changes, self.open_id)
        if len(changes.codings) <= _MOST_SINGLE_STEPS:
            told = self.codings.difference(changes.codings, self._read_some(changes.codings))
            within = told.around(within)
            self._follow(told)
        else:
            columns = self._read_codings()
            self.codings = ShownCodings(columns)
            if self.units is not None:
                self.units.set_codings(columns)
            self.replaced.emit(columns)
        if within is None and not changes.codings:
            self.read_state()  # perhaps it was finished or reopened
        else:
            self._read_decisions(within)
        self.cursor_moved()

    def did(self, act: Callable[[], object]) -> bool:
        """Do an act; False where it was refused and the refusal is shown."""
        with self._act():
            return self._session.attempt(lambda: (act(), True)[1]) is True

    # keys

    def press(self, press: KeyPress) -> None:
        """A character the view has no use for: a code's key, or one of the loop's own."""
        waited = self.strokes.take()
        if isinstance(waited, ValueWait):
            value = waited.value_of(press)
            if value is not None:
                self._give_value(waited, value)
                return
        begun = waited if isinstance(waited, Waiting) else None
        found = self._keys.press(press, begun)
        if isinstance(waited, InsteadWait) and found == waited.code:
            self._put_instead(waited)
        elif isinstance(found, Waiting):
            self.strokes.begin(found)
        elif found is not None:
            self.toggle(found)
        elif press.text == "0":
            self.decide_nothing()
        elif press.text == "?":
            self.toggle_unsure()
        elif press.text.strip():
            keys = key_words((begun.begun if begun else "") + press.text)
            what = "keys" if begun else "key"
            self._say(f"No code has the {what} {keys}. Press / to find a code by name.")

    def end_wait(self) -> bool:
        """Whether a second stroke was waited for; it is not any more."""
        return self.strokes.take() is not None

    def take_instead(self) -> bool:
        """Enter: put a code in the place of the one that keeps it out, where that was offered."""
        waited = self.strokes.wait
        if not isinstance(waited, InsteadWait):
            return False
        self.strokes.take()
        self._put_instead(waited)
        return True

    def give_value(self, coding_id: int, field_id: int, said: str) -> bool:
        """Say something in a field of a coding; empty takes it back. False where refused."""
        self.end_wait()
        done = self.did(lambda: self._project.set_fields(coding_id, {field_id: said}))
        self.focus_moved.emit()
        return done

    def toggle(self, code: Code) -> None:
        """Apply the code; where it stands on exactly this passage already, remove it."""
        there = self._standing(code)
        if there and None not in there:
            self._remove_all([coding for coding in there if coding is not None])
        else:
            self.apply(code)

    def apply(self, code: Code) -> ShownCoding | None:
        """Apply the code to the passage under the cursor; never removes."""
        if self._selection() is None:
            self._say("Nothing was coded: choose a sentence or a passage first.")
            return None
        there = self._standing(code)
        if there and there[0] is not None and None not in there:
            self._focus(coding_id=there[0].id, code_id=code.id)
            self._cannot(f"{code.name} stands on this passage already.")
            return there[0]
        return self._apply(code)

    def apply_by_click(self, code: Code) -> None:
        """Like `apply`, remembered for as long as a second click may follow."""
        before = len(self.codings)
        made = self.apply(code)
        self._clicked = made.id if made is not None and len(self.codings) > before else None

    def take_back_click(self) -> None:
        """A double click opens a code: what its first click coded was not meant."""
        clicked, self._clicked = self._clicked, None
        if clicked is not None and clicked == self._just_made and self.codings.get(clicked):
            self._session.undo()

    def repeat(self) -> None:
        self.end_wait()
        code = self.code(self.last_code)
        if code is None:
            self._cannot("No code to repeat yet.")
        else:
            self.apply(code)

    def toggle_unsure(self, coding_id: int | None = None) -> None:
        """Doubt on a coding, or not: the given one, else the one the keys speak about."""
        coding = self.codings.get(coding_id or self.focused_coding)
        if coding is None:
            self._cannot("No coding here to be unsure about.")
            return
        unsure = not coding.unsure
        if self.did(lambda: self._project.set_unsure(coding.id, unsure=unsure)):
            self.updated.emit(self.codings.set_unsure(coding.id, unsure=unsure))
        self.focus_moved.emit()  # where it was refused, the button pressed shows what is true

    def remove(self, coding_id: int | None = None) -> None:
        """Remove a coding: the given one, else the one the keys speak about."""
        coding = self.codings.get(coding_id or self.focused_coding)
        if coding is None:
            self._cannot("No coding here to remove.")
            return
        if self.did(lambda: self._project.remove_coding(coding.id)):
            self._forget(coding)
            self.cursor_moved()

    def change_passage(self, coding_id: int, span: Span) -> None:
        """Let a coding begin and end elsewhere; it stays the one the keys speak about."""
        coding = self.codings.get(coding_id)
        if coding is None or span == coding.span:
            return
        with self._act():
            changed = self._session.attempt(
                lambda: self._project.change_passage(coding_id, span.start, span.end)
            )
        if changed is not None:
            self._replace(coding, _shown(changed))

    def change_code(self, coding_id: int, code: Code) -> None:
        """Give a coding another code."""
        coding = self.codings.get(coding_id)
        if coding is None:
            return
        with self._act():
            changed = self._session.attempt(
                lambda: self._project.change_code_of(coding_id, code.id)
            )
        if changed is not None:
            self._used(code.id)
            self._replace(coding, _shown(changed))

    def decide_nothing(self) -> None:
        """Record that somebody looked and nothing applies; where that stands, take it back."""
        span = self._selection()
        if self.units is None or span is None:
            self._cannot("Nothing was decided: choose a sentence first.")
        elif self.units.coded(span):
            self._cannot("There is a coding here: a coded sentence is decided already.")
        else:
            is_open = bool(self.units.open_units(span))
            act = self._project.withdraw_decision
            if is_open:
                act = partial(self._project.decide_nothing, level=self.level)
            if self.did(partial(act, self.open_id, span.start, span.end)):
                self._read_decisions(span)

    def next_open(self, by: int) -> Span | None:
        """The next unit with neither coding nor decision (-1: the one before, 0: the first)."""
        if self.units is None:
            return None
        span = self._cursor.selection()
        here = -1 if span is None or by == 0 else span.start
        return self.units.next_open(here) if by >= 0 else self.units.previous_open(here)

    def decision_on(self, span: Span) -> str:
        """What was decided where there is no coding, in words; nothing where nothing was."""
        if self.units is None or not self.units.touches_nothing(span):
            return ""
        if self.decisions.by_finishing(span):
            return "Nothing applies, by finishing."
        return "Decided: nothing applies."

    def go_to(self, span: Span) -> None:
        self._cursor.go_to(span)

    def go_to_coding(self, coding_id: int) -> None:
        """Go to a coding, which keys and cards speak about then."""
        coding = self.codings.get(coding_id)
        if coding is not None:
            self._cursor.go_to(coding.span)
            self.focus_coding(coding_id)

    def selection(self) -> Span | None:
        """The passage under the cursor."""
        return self._cursor.selection()

    # what the keys speak about

    def cursor_moved(self) -> None:
        """Choose the coding under the cursor that keys and cards speak about."""
        self.end_wait()
        here = self._cursor.codings_at_cursor()
        if self.focused_coding not in here:
            self.focused_coding = self._nearest(here)
        coding = self.codings.get(self.focused_coding)
        if coding is not None:
            self.focused_code = coding.code_id
        self.focus_moved.emit()

    def focus_coding(self, coding_id: int) -> None:
        coding = self.codings.get(coding_id)
        if coding is not None:
            self._focus(coding_id=coding.id, code_id=coding.code_id)

    def focus_code(self, code_id: int) -> None:
        """A code chosen in the tree: its card is shown, nothing is coded."""
        self.focused_code = code_id
        self.focus_moved.emit()

    # inside

    @property
    def _project(self) -> Project:
        return self._session.project

    def _apply(self, code: Code) -> ShownCoding | None:
        """One coding, or one for each part where a speaker label stands in the midst."""
        span = self._cursor.selection()
        if span is None:
            return None
        told = self._rules_say(code, span)
        if isinstance(told, InsteadWait):
            self.strokes.begin(told)
            return None
        here = self.open_id  # where it is tried again, too
        with self._act():
            made = self._session.attempt(
                lambda: self._project.apply_to_passage(here, span.start, span.end, code.id)
            )
        if not made:
            return None
        shown = [_shown(each) for each in made]
        for each in shown:
            if self.codings.get(each.id) is None:
                self._take_in(each)
        self._used(code.id)
        self._just_made = shown[0].id
        self._focus(coding_id=shown[0].id, code_id=code.id)
        self._ask_values(code, made)
        if told:
            self._say(told)
        return shown[0]

    def _rules_say(self, code: Code, span: Span) -> InsteadWait | str:
        """What the rules say beforehand: a code that could go, or a warning that is told after."""
        if self._book is None or self.transcript is None or not self._book.rules_about(code):
            return ""
        words = ""
        for part in self.transcript.codable(span):
            found = self._session.attempt(
                lambda part=part: self._project.rule_answers(  # type: ignore[misc]
                    self.open_id, part.start, part.end, code.id
                )
            )
            for answer in found or ():
                there = self.codings.get(answer.codings[0]) if len(answer.codings) == 1 else None
                if answer.refused and there is not None and there.span == part:
                    return InsteadWait(code, there.id, answer.words)
                if answer.says != "may" and not answer.refused:
                    words = answer.words
        return words

    def _put_instead(self, waited: InsteadWait) -> None:
        self.change_code(waited.coding_id, waited.code)
        coding = self.codings.get(waited.coding_id)
        if coding is not None and coding.code_id == waited.code.id:
            made = self._session.attempt(lambda: self._project.coding(coding.id))
            self._ask_values(waited.code, (made,) if made else ())

    def _ask_values(self, code: Code, made: Sequence[Coding]) -> None:
        """Wait for the strokes of the fields that are not filled in yet."""
        if self._book is None or not made:
            return
        filled = {name for name, _ in made[0].fields}
        fields = tuple(
            field
            for field in self._book.fields_of(code)
            if field.name not in filled and strokes(field)
        )
        if fields:
            self.strokes.begin(ValueWait(tuple(each.id for each in made), fields))

    def _give_value(self, waited: ValueWait, value: str) -> None:
        field_id = waited.field.id
        done = all(
            self.did(lambda each=each: self._project.set_fields(each, {field_id: value}))  # type: ignore[misc]
            for each in waited.coding_ids
        )
        self.focus_moved.emit()
        if done:
            self.strokes.begin(waited.rest())

    def _standing(self, code: Code) -> list[ShownCoding | None]:
        """For each part of the selection the coding that says so already."""
        span = self._cursor.selection()
        if self.transcript is None or span is None:
            return []
        return [self.codings.at(part, code.id) for part in self.transcript.codable(span)]

    def _remove_all(self, codings: list[ShownCoding]) -> None:
        if len(codings) == 1:
            self.remove(codings[0].id)
        elif self.did(lambda: self._project.remove_codings([each.id for each in codings])):
            for coding in codings:
                self._forget(coding)
            self.cursor_moved()

    def _used(self, code_id: int) -> None:
        self.last_code = code_id
        rest = [each for each in self.recent if each != code_id]
        self.recent = (code_id, *rest[: _MOST_RECENT - 1])

    def _selection(self) -> Span | None:
        """The passage under the cursor without white space at its ends, as the project takes it."""
        span = self._cursor.selection()
        if self.transcript is None or span is None:
            return None
        quote = self.transcript.quote(span)
        start = span.start + len(quote) - len(quote.lstrip())
        end = start + len(quote.strip())
        return Span(start, end) if start < end else None

    @property
    def open_id(self) -> int:
        """The transcript that is open, -1 for none."""
        return -1 if self.transcript is None else self.transcript.info.id

    def _units_of(self, transcript: OpenTranscript) -> SpanRow:
        """What the round decides one by one; sentences where the text is not cut that way."""
        in_round = self._session.attempt(self._project.current_round)
        self.level = "sentence" if in_round is None else in_round.plan.unit
        units = transcript.spans(self.level)
        if not len(units):
            self.level = "sentence"
            units = transcript.spans("sentence")
        return units

    def _take_in(self, coding: ShownCoding) -> None:
        self.codings.add(coding)
        self.added.emit(coding)
        if self.units is not None:
            undone = self.units.touches_nothing(coding.span)
            self.units.count(coding.span, 1)
            if undone:  # the project took the decision back in the same step
                self._read_decisions(coding.span)
                return
        self.decided.emit()

    def _forget(self, coding: ShownCoding) -> None:
        self.codings.remove(coding.id)
        self.removed.emit(coding)
        if self.units is not None:
            self.units.count(coding.span, -1)
        self.decided.emit()

    def _replace(self, old: ShownCoding, new: ShownCoding) -> None:
        if old != new:
            self._forget(old)
            self._take_in(new)
        self._focus(coding_id=new.id, code_id=new.code_id)

    def _follow(self, difference: Difference) -> None:
        for coding in difference.removed:
            self._forget(coding)
        for coding in difference.added:
            self._take_in(coding)
        for coding in difference.updated:
            self.codings.set_unsure(coding.id, unsure=coding.unsure)
            self.updated.emit(coding)

    def _nearest(self, here: tuple[int, ...]) -> int | None:
        """The coding of exactly the selection, the last made first; else the shortest."""
        codings = [coding for id_ in here if (coding := self.codings.get(id_)) is not None]
        span = self._cursor.selection()
        exact = [coding.id for coding in codings if coding.span == span]
        if exact:
            return self._just_made if self._just_made in exact else exact[-1]
        return min(codings, key=lambda c: len(c.span)).id if codings else None

    def _focus(self, *, coding_id: int, code_id: int) -> None:
        self.focused_coding, self.focused_code = coding_id, code_id
        self.focus_moved.emit()

    def _read_some(self, coding_ids: Collection[int]) -> list[ShownCoding]:
        """Those of these codings that the current coder still has in this transcript and round."""
        if self.transcript is None:
            return []
        here = self.transcript.info.text_version_id
        coder, at_work = self._project.coder.id, self._project.current_round().id
        found = self._session.attempt(lambda: self._project.some_codings(coding_ids)) or ()
        return [
            _shown(each)
            for each in found
            if each.coder_id == coder and each.round_id == at_work
            if each.text_version_id == here
        ]

    def _read_codings(self) -> CodingColumns:
        if self.transcript is None:
            return CodingColumns()
        coder = self._project.coder.id
        columns = self._session.attempt(lambda: self._project.codings(self.open_id, coder_id=coder))
        return columns or CodingColumns()

    def _read_decisions(self, within: Span | None = None) -> None:
        """Those that touch a passage, where no others can have changed; else all of them."""
        if self.transcript is None or self.units is None:
            self.decisions = NothingUnits()
        else:
            here = self.open_id
            found = self._session.attempt(lambda: self._project.decided(here, within=within))
            self.decisions = self.decisions.renewed(within, found or DecisionColumns())
            self.units.set_nothing(self.decisions.starts, self.decisions.ends)
        self.decided.emit()

    @contextmanager
    def _act(self) -> Iterator[None]:
        self._acting = True
        try:
            yield
        finally:
            self._acting = False

    def _cannot(self, sentence: str) -> None:
        """Why an act has nothing to do here; where nothing can be changed, that goes first."""
        if self.finished is not None and not self.finished.sealed_at:
            sentence = "This transcript is finished. Ctrl+End reopens it."
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._session.said.emit(sentence)


def _shown(coding: Coding) -> ShownCoding:
    return ShownCoding(coding.id, coding.start, coding.end, coding.code_id, coding.unsure)
