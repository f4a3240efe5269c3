"""Acts of a coder on passages to look at again: keep, change, add, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.changes import Place
from annotator.errors import NotFound, Refused
from annotator.operations.coding import (
    NewCoding,
    Setting,
    exchange_code,
    give_code,
    unit_words,
)
from annotator.operations.field_values import remove_with_all
from annotator.store import (
    current_text,
    read_codebook,
    read_codings,
    read_people,
    read_rechecks,
)
from annotator.store.schema import finished, recheck

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.codebook import Code, Codebook
    from annotator.model.coding import Coding
    from annotator.model.people import Coder
    from annotator.model.rechecks import Choice, Recheck, Redefinition
    from annotator.model.transcript import OpenTranscript

_DONE = {"keep": "kept", "change": "changed", "add": "added to", "remove": "removed"}


def decide(
    history: History,
    coder: Coder,
    recheck_id: int,
    decision: Choice,
    transcript: OpenTranscript,
    *,
    given: Code | None = None,
) -> Recheck:
    """Decide on one passage; `given` is the code of change and add, if not the one in question.

    Work in progress is changed at once. A transcript that its coder has finished stays as it was:
    there the decision stands beside it, in a layer of its own.
    """
    with history.act(coder.id, "") as act:
        item = found_item(act.connection, recheck_id)
        book = read_codebook.codebook(act.connection)
        asked = _asked(act.connection, item)
        _must_be_allowed(act, coder, item)
        code = _code(book, item, asked, decision, given)
        about = book.by_id(asked.code_id)
        where = unit_words(transcript, item.span)
        act.label = f"{about.name if about else ''} looked at again on {where}: {decision}"
        act.place = Place(item.transcript_id, item.start, item.end)
        standing = None if item.coding_uuid is None else _coding(act, item)
        if item.decision:
            _must_be_as_it_was(act, item, standing)
        act.change(
            recheck,
            item.id,
            decision=decision,
            given_id=None if code is None else code.id,
            codebook_version_id=book.version.id,
            decided_at=act.now,
        )
        decided = found_item(act.connection, recheck_id)
        if not is_finished(act.connection, item):
            _carry_out(act, decided, transcript, standing=standing, code=code)
        return decided


def is_finished(connection: sa.Connection, item: Recheck) -> bool:
    """Whether the coder of a passage has finished its transcript: that work stays as it was."""
    query = sa.select(finished.c.id).where(
        finished.c.text_version_id == item.text_version_id,
        finished.c.round_id == item.round_id,
        finished.c.coder_id == item.coder_id,
        finished.c.removed.is_(sa.false()),
    )
    return connection.execute(query).first() is not None


def has_finished(
    connection: sa.Connection, transcript_id: int, round_id: int, coder_id: int
) -> bool:
    """Whether a coder has finished a transcript in a round, on the text as it is now."""
    query = sa.select(finished.c.id).where(
        finished.c.text_version_id == current_text.of_one(transcript_id),
        finished.c.round_id == round_id,
        finished.c.coder_id == coder_id,
        finished.c.removed.is_(sa.false()),
    )
    return connection.execute(query).first() is not None


def found_item(connection: sa.Connection, recheck_id: int) -> Recheck:
    """The passage with this id; `NotFound` where it is gone."""
    item = read_rechecks.one(connection, recheck_id)
    if item is None:
        raise NotFound("This passage is no longer to be looked at.", "The change may be undone.")
    return item


def _carry_out(
    act: Act,
    item: Recheck,
    transcript: OpenTranscript,
    *,
    standing: Coding | None,
    code: Code | None,
) -> None:
    coders = {each.id: each for each in read_people.coders(act.connection)}
    version = read_codebook.version(act.connection).id
    setting = Setting(coders[item.coder_id], item.round_id, version)
    if item.decision == "remove" and standing is not None:
        remove_with_all(act, [(standing.id, standing.uuid)])
    elif item.decision == "change" and standing is not None and code is not None:
        exchange_code(act, setting, standing, code)
    elif item.decision in {"add", "change"} and code is not None:
        give_code(act, setting, transcript, NewCoding(code, item.span))


def _asked(connection: sa.Connection, item: Recheck) -> Redefinition:
    for each in read_rechecks.redefinitions(connection):
        if each.id == item.redefinition_id:
            return each
    raise NotFound("The change that asked for this passage is gone.", "It may have been undone.")


def _must_be_allowed(act: Act, coder: Coder, item: Recheck) -> None:
    """Everybody decides on their own work; on a consensus, who may settle differences."""
    if item.coder_id == coder.id:
        return
    in_round = next(each for each in read_people.rounds(act.connection) if each.id == item.round_id)
    if in_round.purpose == "consensus" and coder.role in {"pi", "adjudicator"}:
        return
    raise Refused("This passage is in another coder’s queue.", "Only they decide on it.")


def _code(
    book: Codebook, item: Recheck, asked: Redefinition, decision: Choice, given: Code | None
) -> Code | None:
    """The code that a decision gives."""
    if decision in {"keep", "remove"}:
        if decision == "remove" and item.coding_uuid is None:
            raise Refused("There is no code on this passage to remove.", "Keep it as it is.")
        return None
    if given is None and item.why == "coded":
        raise Refused("Which code instead?", "Choose the code that the passage gets.")
    code = given if given is not None else book.by_id(asked.code_id)
    if code is None or code.is_group:
        raise Refused("A group is no code.", "Choose one of the codes in it.")
    return code


def _must_be_as_it_was(act: Act, item: Recheck, standing: Coding | None) -> None:
    """A decision that changed work in progress is taken back by undo, not by another one."""
    if is_finished(act.connection, item) or item.decision == "keep":
        return
    if standing is None or item.decision in {"add", "change"}:
        raise Refused(f"This passage was {_DONE[item.decision]} already.", "Undo takes that back.")


def _coding(act: Act, item: Recheck) -> Coding | None:
    return (
        None if item.coding_uuid is None else read_codings.of_uuid(act.connection, item.coding_uuid)
    )
