"""What does a coder get, and what do they give back? One file each, with nothing of others."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import FileProblem, Refused
from annotator.model.people import Coder, Round
from annotator.store import about, read_codings, read_decisions
from annotator.store.connection import Store, discard
from annotator.store.copying import copy_file
from annotator.store.explaining import explained
from annotator.store.naming import keep_names
from annotator.store.packing import PackContent, fill_pack

PACK = ".annotator-pack"
RETURN = ".annotator-return"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a return file holds, for the coder to keep and the principal investigator to compare."""

    path: Path
    coder: str
    round: str
    codings: int
    finished: int
    """Transcripts that were marked finished."""
    sha256: str
    """Of the file's bytes."""


def write_pack(
    store: Store,
    target: Path,
    *,
    coder: Coder,
    round_: Round,
    transcript_ids: Collection[int],
    own_codings: bool,
) -> Path:
    """Write one coder's pack for one round; a pack of that name is replaced. Raises `UserError`."""
    if not transcript_ids:
        raise Refused(
            f"There is nothing to code for {coder.coder_id}.", "Choose transcripts first."
        )
    target = _ending(target, PACK)
    part = target.with_name(f".{uuid.uuid4().hex[:12]}.part")
    content = PackContent(coder.id, round_.id, frozenset(transcript_ids), own_codings)
    pack = Store.create(part)
    try:
        with store.reading() as project, pack.writing() as connection:
            fill_pack(project, connection, content)
        pack.close()
        _put(part, target)
    except BaseException:
        pack.close()
        discard(part)
        raise
    return target


def hand_back(pack: Store, target: Path, *, coder: Coder, round_: Round) -> Receipt:
    """Write what a coder did in their pack as the file to send back, and say what it holds."""
    target = _ending(target, RETURN)
    part = target.with_name(f".{uuid.uuid4().hex[:12]}.part")
    copy_file(pack, part)
    try:
        handed = Store.open(part)
        try:
            with handed.writing() as connection:
                about.set_kind(connection, "return")
                codings = read_codings.count(connection)
                finished = read_decisions.count_finished(connection)
        finally:
            handed.close()
        _put(part, target)
    except BaseException:
        discard(part)
        raise
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Receipt(target, coder.coder_id, round_.name, codings, finished, sha256)


def _ending(target: Path, ending: str) -> Path:
    return target if target.suffix == ending else target.with_name(f"{target.name}{ending}")


def _put(part: Path, target: Path) -> None:
    """Give a finished file its name; an earlier one of that name is replaced in one step."""
    if target.is_dir():
        raise FileProblem(f"{target.name} is a folder.", "Choose another name.")
    try:
        part.replace(target)
        keep_names(target.parent)
    except OSError as error:
        raise explained(error, target) or error from error
