"""Who are the people that speak in the transcripts, and what is known of them?"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import NotFound
from annotator.model.code_ids import key_of
from annotator.operations import persons as person_acts
from annotator.project.acting import Acting
from annotator.store import read_persons

if TYPE_CHECKING:
    from annotator.exchange.persons_tables import PersonsImported
    from annotator.model.persons import Person, PersonDraft, Unplaced

Speaker = tuple[str, str]
"""The name and the role that turns have."""


class PersonActs(Acting):
    """The register of persons. Each act is one step that undo takes back."""

    def persons(self) -> tuple[Person, ...]:
        """Everybody in the register, in order of the alphabet."""
        return self._ask(read_persons.persons)

    def person(self, name: str) -> Person:
        """The person of this name or label, without regard to case; `NotFound` where none is."""
        wanted, everybody = key_of(name), self.persons()
        found = [one for one in everybody if key_of(one.name) == wanted] or [
            one for one in everybody if wanted in {key_of(label.label) for label in one.labels}
        ]
        if len(found) != 1:
            what = "more than one person" if found else "no person"
            raise NotFound(f"There is {what} called “{name}” in this project.", "")
        return found[0]

    def unplaced_speakers(self) -> tuple[Unplaced, ...]:
        """The speakers who are nobody of the register yet, those who say most first."""
        return self._ask(read_persons.unplaced)

    def add_person(self, draft: PersonDraft, speakers: Sequence[Speaker] = ()) -> Person:
        """A new person; the turns of `speakers`, by name and role, are theirs."""
        self._must_have("transcripts")
        return person_acts.add_person(self._history, self.coder, draft, speakers)

    def make_persons(self, speakers: Sequence[Speaker]) -> list[Person]:
        """Make a person of each of these speakers, as one act."""
        self._must_have("transcripts")
        return person_acts.add_persons(self._history, self.coder, speakers)

    def change_person(self, person_id: int, draft: PersonDraft) -> Person:
        """Let a person be as the draft says; their turns bear the new name."""
        self._must_have("transcripts")
        return person_acts.change_person(self._history, self.coder, person_id, draft)

    def remove_person(self, person_id: int) -> None:
        """Take a person out of the register; their turns keep the name and are nobody's."""
        self._must_have("transcripts")
        person_acts.remove_person(self._history, self.coder, person_id)

    def join_persons(self, into: int, others: Collection[int]) -> Person:
        """Several persons are one: turns, labels and attributes go over to `into`."""
        self._must_have("transcripts")
        return person_acts.join_persons(self._history, self.coder, into, others)

    def place_speakers(self, speakers: Sequence[Speaker], person_id: int | None) -> int:
        """Say that the turns of these speakers are a person's, or nobody's; how many turns."""
        self._must_have("transcripts")
        return person_acts.place_speakers(self._history, self.coder, speakers, person_id)

    def import_persons(self, path: str | os.PathLike[str]) -> PersonsImported:
        """Take in persons from a table, as one act; what is known already is added to."""
        from annotator.exchange.persons_tables import PersonsImported, read_persons_table

        self._must_have("transcripts")
        source = Path(path)
        table = read_persons_table(source)
        added, changed = person_acts.take_in_persons(
            self._history, self.coder, table.persons, source.name
        )
        return PersonsImported(added, changed, len(table.persons) - added - changed, table.notes)

    def export_persons(self, path: str | os.PathLike[str]) -> Path:
        """Write the register as .xlsx or .csv, in the form in which it can come in again."""
        from annotator.exchange.persons_tables import write_persons_table

        return write_persons_table(self.persons(), Path(path))
