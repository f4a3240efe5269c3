"""Acts on persons: add, describe, join and remove them; say whose the turns of a speaker are.

A turn of a person bears the person's name, so that everything that goes by speakers goes by
persons; its label stays as it stands in the text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from annotator.errors import NotFound, Refused
from annotator.model.code_ids import key_of
from annotator.model.names import name_problem
from annotator.model.persons import Person, PersonDraft, PersonLabel
from annotator.store import read_codings, read_persons
from annotator.store.schema import (
    coding_field,
    person,
    person_attribute,
    person_label,
    text_version,
    turn,
)

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder
    from annotator.store.read_persons import SpeakerTurn

Speaker = tuple[str, str]
"""The name and the role that turns have."""


def add_person(
    history: History, coder: Coder, draft: PersonDraft, speakers: Sequence[Speaker] = ()
) -> Person:
    """A new person; the turns of `speakers` are theirs."""
    draft = _cleaned(draft)
    with history.act(coder.id, f"{draft.name} added to the persons") as act:
        person_id = _insert(act, draft)
        _place(act, person_id, draft.name, speakers)
        return _standing(act, person_id)


def add_persons(history: History, coder: Coder, speakers: Sequence[Speaker]) -> list[Person]:
    """Make a person of everybody in a list of speakers, one for each name, as one act."""
    by_name: dict[str, list[Speaker]] = {}
    for name, role in speakers:
        by_name.setdefault(key_of(name), []).append((name, role))
    words = "One person" if len(by_name) == 1 else f"{len(by_name)} persons"
    with history.act(coder.id, f"{words} made of speakers") as act:
        standing = read_persons.ids_by_name(act.connection)
        ids = []
        for key, group in by_name.items():
            name = group[0][0]
            if key not in standing:
                roles = {role for _, role in group if role}
                role = roles.pop() if len(roles) == 1 else ""
                standing[key] = _insert(act, _cleaned(PersonDraft(name, role)))
            ids.append(standing[key])
            _place(act, standing[key], _name_of(act, standing[key]), group)
        found = {one.id: one for one in read_persons.persons(act.connection)}
    return [found[person_id] for person_id in ids]


def change_person(history: History, coder: Coder, person_id: int, draft: PersonDraft) -> Person:
    """Let a person be as the draft says; their turns bear the new name."""
    draft = _cleaned(draft)
    with history.act(coder.id, f"{draft.name} described anew") as act:
        _describe(act, person_id, draft)
        return _standing(act, person_id)


def remove_person(history: History, coder: Coder, person_id: int) -> None:
    """Take a person out of the register; the turns keep the name, and are nobody's again."""
    with history.act(coder.id, "") as act:
        act.label = f"{_name_of(act, person_id)} taken out of the persons"
        turns = read_persons.turns_of(act.connection, [person_id])
        act.change_many(turn, [one.id for one in turns], person_id=None)
        _remove(act, person_id)


def join_persons(history: History, coder: Coder, into: int, others: Collection[int]) -> Person:
    """Several are one: their labels, attributes and turns become those of `into`."""
    going = [each for each in dict.fromkeys(others) if each != into]
    with history.act(coder.id, "") as act:
        act.label = f"Persons joined to {_name_of(act, into)}"
        kept = _standing(act, into)
        draft = kept.draft
        for other in (_standing(act, each) for each in going):
            draft = _both(draft, other.draft)
            _follow_in_fields(act, other, kept)
        turns = read_persons.turns_of(act.connection, going)
        _give(act, turns, into, kept.name)
        for each in going:
            _remove(act, each, merged_into=into)
        _describe(act, into, draft)
        return _standing(act, into)


def place_speakers(
    history: History, coder: Coder, speakers: Sequence[Speaker], person_id: int | None
) -> int:
    """Say that the turns of these speakers are a person's, or (None) nobody's; how many."""
    who = speakers[0][0] if len(speakers) == 1 else f"{len(speakers)} speakers"
    with history.act(coder.id, f"{who}: nobody of the persons") as act:
        if person_id is None:
            turns = [one for each in speakers for one in _turns(act, each)]
            return act.change_many(turn, [one.id for one in turns], person_id=None)
        name = _name_of(act, person_id)
        act.label = f"{who}: {name}"
        return _place(act, person_id, name, speakers)


def take_in_persons(
    history: History, coder: Coder, drafts: Sequence[PersonDraft], what: str
) -> tuple[int, int]:
    """Persons from a table, by name: how many were added, and how many known ones changed.

    What the table says is added to what is known; nothing is taken away by it.
    """
    with history.act(coder.id, f"Persons from {what}") as act:
        standing = {key_of(one.name): one for one in read_persons.persons(act.connection)}
        added = changed = 0
        for draft in map(_cleaned, drafts):
            known = standing.get(key_of(draft.name))
            if known is None:
                added += 1
                person_id = _insert(act, draft)
                _place(act, person_id, draft.name, [(draft.name, None)])
            elif (both := _both(known.draft, draft)) != known.draft:
                changed += 1
                _describe(act, known.id, both)
    return added, changed


# inside an act


def _insert(act: Act, draft: PersonDraft) -> int:
    _must_be_free(act, draft.name, own_id=None)
    person_id = act.insert(person, name=draft.name, role=draft.role, note=draft.note)
    _write_parts(act, person_id, draft)
    return person_id


def _describe(act: Act, person_id: int, draft: PersonDraft) -> None:
    before = _name_of(act, person_id)
    if key_of(before) != key_of(draft.name):
        _must_be_free(act, draft.name, own_id=person_id)
    act.change(person, person_id, name=draft.name, role=draft.role, note=draft.note)
    _write_parts(act, person_id, draft)
    if before != draft.name:
        _give(act, read_persons.turns_of(act.connection, [person_id]), person_id, draft.name)


def _write_parts(act: Act, person_id: int, draft: PersonDraft) -> None:
    """Labels and attributes as the draft has them; rows that say the same stay."""
    for table, wanted in ((person_label, draft.labels), (person_attribute, draft.attributes)):
        missing = {tuple(asdict(one).values()): asdict(one) for one in wanted}
        for row_id, row in read_persons.rows_of(act.connection, table, person_id).items():
            key = next((key for key, one in missing.items() if _says(row, one)), None)
            if key is None:
                act.remove(table, row_id)
            else:
                del missing[key]
        act.insert_many(table, [one | {"person_id": person_id} for one in missing.values()])


def _says(row: object, values: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _place(act: Act, person_id: int, name: str, speakers: Sequence[tuple[str, str | None]]) -> int:
    turns = [one for each in speakers for one in _turns(act, each)]
    return _give(act, turns, person_id, name)


def _turns(act: Act, speaker: tuple[str, str | None]) -> list[SpeakerTurn]:
    return read_persons.turns_of_speaker(act.connection, *speaker)


def _give(act: Act, turns: Sequence[SpeakerTurn], person_id: int, name: str) -> int:
    """Turns become a person's and bear their name; the lists of speakers follow."""
    changed = act.change_many(turn, [one.id for one in turns], person_id=person_id, speaker=name)
    if changed:
        follow_speakers(act, sorted({one.text_version_id for one in turns}))
    return changed


def follow_speakers(act: Act, version_ids: Sequence[int]) -> None:
    """The lists of speakers that stand with the texts say what the turns say."""
    for version, pairs in read_persons.speakers_in(act.connection, version_ids).items():
        act.change(text_version, version, speakers=pairs)


def _follow_in_fields(act: Act, gone: Person, stays: Person) -> None:
    """What was said of passages about one of them is said of the one who stays."""
    said = read_codings.said_of_person(act.connection, gone.uuid.hex)
    act.change_many(coding_field, said, value=stays.uuid.hex)


def _remove(act: Act, person_id: int, *, merged_into: int | None = None) -> None:
    for table in (person_label, person_attribute):
        act.remove_many(table, list(read_persons.rows_of(act.connection, table, person_id)))
    target = None if merged_into is None else act.row(person, merged_into)["uuid"]
    act.remove(person, person_id, merged_into=target)


def _both(one: PersonDraft, other: PersonDraft) -> PersonDraft:
    """What is known of two who are one; the first has the word where they differ."""
    called = (*one.labels, *other.labels)
    if key_of(other.name) != key_of(one.name):
        called = (*called, PersonLabel(other.name))
    notes = dict.fromkeys(note for note in (one.note, other.note) if note)
    return replace(
        one,
        role=one.role or other.role,
        note="\n".join(notes),
        labels=tuple(dict.fromkeys(called)),
        attributes=tuple(dict.fromkeys((*one.attributes, *other.attributes))),
    )


def _cleaned(draft: PersonDraft) -> PersonDraft:
    """The draft without empty parts and spaces at ends; `Refused` where it cannot be one."""
    name = " ".join(draft.name.split())
    if not name:
        raise Refused("A person needs a name.", "For instance Jens Stoltenberg.")
    if problem := name_problem(name):
        raise Refused(problem, "For instance Jens Stoltenberg.")
    labels = [PersonLabel(one.label.strip(), one.source.strip()) for one in draft.labels]
    attributes = [
        type(one)(*(value.strip() for value in asdict(one).values())) for one in draft.attributes
    ]
    for one in attributes:
        if one.since and one.until and one.until[: len(one.since)] < one.since[: len(one.until)]:
            raise Refused(
                f"{one.kind} {one.value} of {name} ends before it begins.",
                f"It is said to hold from {one.since} to {one.until}.",
            )
    return PersonDraft(
        name,
        draft.role.strip(),
        draft.note.strip(),
        tuple(dict.fromkeys(one for one in labels if one.label)),
        tuple(dict.fromkeys(one for one in attributes if one.kind and one.value)),
    )


def _must_be_free(act: Act, name: str, *, own_id: int | None) -> None:
    other = read_persons.ids_by_name(act.connection).get(key_of(name))
    if other is not None and other != own_id:
        raise Refused(
            f"There is a person called {name} already.",
            "Join the two, or add what tells them apart, such as George Bush (senior).",
        )


def _standing(act: Act, person_id: int) -> Person:
    found = next((one for one in read_persons.persons(act.connection) if one.id == person_id), None)
    if found is None:
        raise NotFound("This person is no longer in the register.", "They may have been removed.")
    return found


def _name_of(act: Act, person_id: int) -> str:
    row = act.row(person, person_id)
    if row["removed"]:
        raise NotFound("This person is no longer in the register.", "They may have been removed.")
    return str(row["name"])
