"""Who speaks in the transcripts: a person, what they are called, and what held for them when?"""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

ATTRIBUTE_KINDS = ("office", "country", "party", "organisation")
"""What is mostly noted of a person; a team may have words of its own."""


class PersonLabel(Struct, frozen=True):
    """A label that this person has in transcripts; `source` is empty where it is theirs anywhere.

    "THE PRESIDENT" is one person's in the files of one source, and another's elsewhere.
    """

    label: str
    source: str = ""


class Attribute(Struct, frozen=True):
    """What held for a person from one day to another, as ISO dates, partial ones too.

    An empty `since` stands for always, an empty `until` for still.
    """

    kind: str
    value: str
    since: str = ""
    until: str = ""

    def holds_on(self, date: str) -> bool:
        """Whether it held on a day, perhaps a partial one; without a day only what held always."""
        return lies_between(date, self.since, self.until)


class PersonDraft(Struct, frozen=True):
    """What is known of a person."""

    name: str
    role: str = ""
    """An office in a few words where nothing more is known, such as Secretary General."""
    note: str = ""
    labels: tuple[PersonLabel, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class Person(Struct, frozen=True):
    """Somebody in the register of a project."""

    id: int
    uuid: UUID
    name: str
    role: str = ""
    note: str = ""
    labels: tuple[PersonLabel, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    n_turns: int = 0
    n_transcripts: int = 0

    @property
    def draft(self) -> PersonDraft:
        """The same as it would be described anew."""
        return PersonDraft(self.name, self.role, self.note, self.labels, self.attributes)

    def values_on(self, date: str) -> dict[str, str]:
        """What held on a day by kind; of two that held, the one that began later."""
        found: dict[str, Attribute] = {}
        for one in self.attributes:
            held = found.get(one.kind)
            if one.holds_on(date) and (held is None or held.since <= one.since):
                found[one.kind] = one
        return {kind: one.value for kind, one in found.items()}


class Unplaced(Struct, frozen=True):
    """A speaker in the transcripts who is no person of the register yet."""

    name: str
    role: str
    labels: tuple[str, ...]
    n_turns: int
    n_transcripts: int


def lies_between(date: str, since: str, until: str) -> bool:
    """Whether a day lies between two, all of them perhaps partial; both ends belong to it."""
    if not date:
        return not since and not until
    return date[: len(since)] >= since and (not until or date[: len(until)] <= until)
