"""Which acts correct how a transcript is divided: whose a turn is, where turns and units begin?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import Refused
from annotator.model.code_ids import key_of
from annotator.model.shape import Shape, shape_of
from annotator.operations import dividing
from annotator.project.persons import PersonActs
from annotator.store import read_division

if TYPE_CHECKING:
    from annotator.model.transcript import Level
    from annotator.transcripts.names import Person as Named
    from annotator.transcripts.reshaping import Beginning

_SHOWN = 40


class DividingActs(PersonActs):
    """Turns and units by hand. No word and no coding moves; each act is one step of undo."""

    def why_units_are_set(self, transcript: int | str) -> str:
        """Why the units of a transcript cannot be changed any more; "" while they can."""
        return self._ask(read_division.why_frozen, self._transcript_id(transcript))

    def turn_beginning(self, transcript: int | str, at: int) -> Beginning:
        """Where a turn could begin at `at`, and who would speak by the label that stands there."""
        from annotator.transcripts.reshaping import beginning_at

        return beginning_at(shape_of(self.whole_transcript(transcript)), at)

    def split_turn(
        self, transcript: int | str, at: int, *, speaker: str = "", role: str = ""
    ) -> None:
        """The sentence at `at`, and what follows it in its turn, becomes a turn of its own.

        Without a speaker it is the one whom a label there names, else nobody.
        """
        from annotator.transcripts.names import Person as Named
        from annotator.transcripts.reshaping import beginning_at, split_turn

        def shaped(shape: Shape, *, frozen: bool) -> Shape:
            named = beginning_at(shape, at).speaker
            who = Named(speaker, role) if speaker else named
            return split_turn(shape, at, self._as_registered(who), frozen=frozen)

        self._divide(transcript, shaped, "A turn begins", at)

    def join_turn(
        self, transcript: int | str, number: int, *, label_is_speech: bool = False
    ) -> None:
        """The turn of this number, from 0, goes on with the one before it."""
        from annotator.transcripts.reshaping import join_turn

        def shaped(shape: Shape, *, frozen: bool) -> Shape:
            return join_turn(shape, number, label_is_speech=label_is_speech, frozen=frozen)

        self._divide(transcript, shaped, "Two turns joined", self._start_of(transcript, number))

    def give_turns(
        self, transcript: int | str, numbers: Collection[int], speaker: str, role: str = ""
    ) -> None:
        """These turns, by number from 0, are somebody else's; "" for nobody's."""
        from annotator.transcripts.names import Person as Named
        from annotator.transcripts.reshaping import give_turns

        who = self._as_registered(Named(" ".join(speaker.split()), role.strip()))

        def shaped(shape: Shape, *, frozen: bool) -> Shape:  # noqa: ARG001 - units do not matter
            return give_turns(shape, numbers, who)

        many = "A turn is" if len(numbers) == 1 else f"{len(numbers)} turns are"
        name = _short(who.name) or "nobody"
        first = self._start_of(transcript, min(numbers, default=0))
        self._divide(transcript, shaped, f"{many} {name}'s", first)

    def split_unit(self, transcript: int | str, level: Level, at: int) -> None:
        """A sentence or paragraph becomes two, the second of which begins at `at`."""
        from annotator.transcripts.reshaping import split_unit

        self._divide_units(transcript, lambda shape: split_unit(shape, level, at), level, at)

    def join_unit(self, transcript: int | str, level: Level, number: int) -> None:
        """The sentence or paragraph of this number, from 0, goes on with the one before it."""
        from annotator.transcripts.reshaping import join_unit

        spans = self.whole_transcript(transcript).spans(level)
        at = spans[number].start if number < len(spans) else 0
        self._divide_units(transcript, lambda shape: join_unit(shape, level, number), level, at)

    # inside

    def _divide_units(
        self, transcript: int | str, change: Callable[[Shape], Shape], level: Level, at: int
    ) -> None:
        def shaped(shape: Shape, *, frozen: bool) -> Shape:
            if frozen:
                why = self.why_units_are_set(transcript)
                raise Refused(
                    f"The units of this transcript are set: {why}.",
                    "Coders are compared by these units, so they stay as they are.",
                )
            return change(shape)

        self._divide(transcript, shaped, f"A {level} cut or joined by hand", at)

    def _divide(
        self, transcript: int | str, shaped: Callable[..., Shape], label: str, at: int
    ) -> None:
        self._must_have("transcripts")
        whole = self.whole_transcript(transcript)
        frozen = bool(self.why_units_are_set(whole.info.id))
        shape = shaped(shape_of(whole), frozen=frozen)
        title = _short(whole.info.metadata.title or whole.info.doc_id)
        words = f"{label} in “{title}”"
        dividing.divide(self._history, self.coder, whole, shape, label=words, at=at)

    def _as_registered(self, who: Named) -> Named:
        """Somebody as the register has them, where it knows the name or the label."""
        key = key_of(who.name)
        for one in self.persons():
            labels = {key_of(each.label) for each in one.labels if not each.source}
            if key == key_of(one.name) or key in labels:
                return replace(who, name=one.name, role=who.role or one.role)
        return who

    def _start_of(self, transcript: int | str, number: int) -> int:
        turns = self.whole_transcript(transcript).turns
        return turns[number].start if 0 <= number < len(turns) else 0


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
