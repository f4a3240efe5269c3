"""Acts on versions of the codebook: freeze one, call it otherwise, begin the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotator.errors import NotFound, Refused
from annotator.model.names import name_problem
from annotator.model.versions import frozen, next_name, packed
from annotator.store import read_codebook
from annotator.store.schema import codebook_version

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import CodebookVersion
    from annotator.model.people import Coder

LONGEST_NAME = 40


@contextmanager
def codebook_act(history: History, coder: Coder, label: str) -> Iterator[Act]:
    """An act that changes the codebook: the first one after a freeze begins the next version."""
    with history.act(coder.id, label) as act:
        yield act
        if act.images:
            open_version(act)


def open_version(act: Act) -> int:
    """The version that is worked on, begun where the last one is frozen; its id."""
    newest = read_codebook.version(act.connection)
    if not newest.frozen_at:
        return newest.id
    taken = {each.name.casefold() for each in read_codebook.versions(act.connection)}
    name = next_name(newest.name)
    while name.casefold() in taken:
        name = next_name(name)
    return act.insert(codebook_version, name=name)


def freeze(history: History, coder: Coder, name: str, note: str) -> CodebookVersion:
    """Keep what the codebook says now under a name; what is changed next is the next version."""
    with history.act(coder.id, f"Codebook {name.strip()} frozen") as act:
        book = read_codebook.codebook(act.connection)
        if not book.codes:
            raise Refused("The codebook has no codes yet.", "Add a code, then freeze a version.")
        if book.version.frozen_at:
            raise Refused(
                f"Nothing has changed since version {book.version.name} was frozen.",
                "The next change begins a new version by itself.",
            )
        _must_be_free(act, name, book.version)
        act.change(
            codebook_version,
            book.version.id,
            name=name.strip(),
            note=note.strip(),
            frozen_at=act.now,
            frozen=packed(frozen(book)),
        )
        return read_codebook.version(act.connection)


def describe(
    history: History, coder: Coder, version_id: int, *, name: str, note: str
) -> CodebookVersion:
    """Give a version another name and note; what it says stays as it is."""
    with history.act(coder.id, f"Codebook version now {name.strip()}") as act:
        standing = {each.id: each for each in read_codebook.versions(act.connection)}
        if version_id not in standing:
            raise NotFound("This version of the codebook is not there.", "")
        _must_be_free(act, name, standing[version_id])
        act.change(codebook_version, version_id, name=name.strip(), note=note.strip())
        found = read_codebook.versions(act.connection)
        return next(each for each in found if each.id == version_id)


def version_problem(name: str, others: Iterator[str]) -> str:
    """What stands against the name of a version, as a sentence; "" where nothing does."""
    wanted = name.strip()
    if not wanted:
        return "A version needs a name, such as 1.1."
    if len(wanted) > LONGEST_NAME:
        return f"The name of a version has at most {LONGEST_NAME} characters."
    if wanted.casefold() in {other.casefold() for other in others}:
        return f"There is a version {wanted} already."
    return name_problem(wanted)


def _must_be_free(act: Act, name: str, standing: CodebookVersion) -> None:
    versions = read_codebook.versions(act.connection)
    others = (each.name for each in versions if each.id != standing.id)
    problem = version_problem(name, others)
    if problem:
        raise Refused(problem, "Choose another name; nothing was changed.")
