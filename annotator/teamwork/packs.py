"""What does a coder get, and what do they give back? One file each, with nothing of others."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from msgspec import Struct, field

from annotator.errors import FileProblem, Refused
from annotator.operations.sending import record_receipt
from annotator.store import about, read_assignments, read_codebook, read_people, read_transcripts
from annotator.store.connection import Store, discard
from annotator.store.copying import copy_file
from annotator.store.explaining import explained
from annotator.store.folders import leftovers
from annotator.store.locked_files import lock
from annotator.store.naming import keep_names
from annotator.store.packing import PackContent, fill_pack
from annotator.store.work_digest import VERSION, counts_of_work, digest_of_work

if TYPE_CHECKING:
    from annotator.history import History
    from annotator.model.people import Coder, Round
    from annotator.model.work import HandedBack
    from annotator.store.disguising import Disguised

PACK = ".annotator-pack"
RETURN = ".annotator-return"


class PackWish(Struct, frozen=True):
    """What one pack is to hold, and how it travels."""

    coder: Coder
    round: Round
    transcript_ids: Collection[int]
    own_codings: bool
    passphrase: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """What stands for names in it; empty: they stay."""


class Written(Struct, frozen=True):
    """A pack on disk: its file, its uuid and what the project keeps of it."""

    path: Path
    uuid: UUID
    columns: dict[str, Any]
    disguised: tuple[Disguised, ...] = ()


class Receipt(Struct, frozen=True):
    """What a return file holds, for the coder to keep and the principal investigator to compare."""

    path: Path
    coder: str
    round: str
    handed: HandedBack
    sha256: str
    """Of the file's bytes."""

    @property
    def codings(self) -> int:
        return self.handed.codings

    @property
    def finished(self) -> int:
        """Transcripts that were marked finished."""
        return self.handed.finished

    def save(self, path: Path) -> Path:
        """Write the receipt as a text file."""
        try:
            path.write_text("\n".join(self.lines()) + "\n", encoding="utf-8")
        except OSError as error:
            raise FileProblem(
                f"{path.name} cannot be written.", "The return itself is written.", str(error)
            ) from error
        return path

    def lines(self) -> tuple[str, ...]:
        """The receipt in words, to be kept or printed."""
        handed = self.handed
        told = [
            f"Receipt of {self.path.name}",
            f"Coder: {self.coder}",
            f"Round: {self.round}",
            f"Codebook: {handed.codebook}",
            f"Return number: {handed.number}",
            f"Written: {handed.created_at}",
            f"Transcripts finished: {handed.finished} of {handed.transcripts}",
            f"Codings: {handed.codings}",
            f"Decisions that nothing applies: {handed.decisions}",
            f"Memos: {handed.memos}",
            f"Questions: {handed.questions}",
        ]
        if handed.minutes:
            told.append(f"Work: {handed.units} units in {handed.minutes} minutes")
        told += [
            f"SHA-256 of the file: {self.sha256}",
            f"SHA-256 of what was decided: {handed.digest}",
        ]
        return tuple(told)


def write_pack(store: Store, target: Path, wish: PackWish) -> Written:
    """Write one coder's pack for one round. Raises `UserError`.

    A pack of that name is replaced where it is as it went out; one that was opened since may hold
    work, and stays beside it under another name.
    """
    if not wish.transcript_ids:
        raise Refused(
            f"There is nothing to code for {wish.coder.coder_id}.", "Choose transcripts first."
        )
    target = _ending(target, PACK)
    part, locked = _part(target), _part(target)
    pack_uuid = uuid.uuid4()
    content = PackContent(
        wish.coder.id,
        wish.round.id,
        frozenset(wish.transcript_ids),
        wish.own_codings,
        pack_uuid,
        wish.names,
    )
    pack = Store.create(part)
    try:
        with store.reading() as project, pack.writing() as connection:
            disguised = fill_pack(project, connection, content)
            columns = _columns(connection, wish) | {"name": target.name}
        pack.close()
        if wish.passphrase:
            lock(part, locked, wish.passphrase)
            discard(part)
            part = locked
        sha256 = _sha256(part)
        with store.reading() as project:
            out = {each.sha256 for each in read_assignments.packs(project, wish.round.id)}
        _keep_worked(target, out)
        _put(part, target)
    except BaseException:
        pack.close()
        discard(part)
        discard(locked)
        raise
    return Written(target, pack_uuid, columns | {"sha256": sha256}, disguised)


def hand_back(
    pack: Store,
    history: History,
    target: Path,
    *,
    coder: Coder,
    passphrase: str = "",
    pace: tuple[int, int] = (0, 0),
) -> Receipt:
    """Write what a coder did in their pack as the file to send back, and say what it holds.

    `pace` are minutes of work and units decided in them, zeros where the coder keeps that to
    themselves.
    """
    target = _ending(target, RETURN)
    part, locked = _part(target), _part(target)
    handed, round_ = _record(pack, history, coder, pace)
    copy_file(pack, part)
    try:
        returned = Store.open(part)
        try:
            with returned.writing() as connection:
                about.set_kind(connection, "return")
        finally:
            returned.close()
        if passphrase:
            lock(part, locked, passphrase)
            discard(part)
            part = locked
        sha256 = _sha256(part)
        _put(part, target)
    except BaseException:
        discard(part)
        discard(locked)
        raise
    return Receipt(target, coder.coder_id, round_.name, handed, sha256)


def _record(
    pack: Store, history: History, coder: Coder, pace: tuple[int, int]
) -> tuple[HandedBack, Round]:
    with pack.reading() as connection:
        round_ = read_people.current_round(connection)
        came_out_of = about.pack_uuid(connection) or uuid.UUID(int=0)
        given = read_assignments.assignments(connection, round_.id)
        there = {each.transcript_id for each in given} or {
            info.id for info in read_transcripts.transcript_infos(connection)
        }
        content: dict[str, Any] = counts_of_work(connection) | {
            "transcripts": len(there),
            "digest": digest_of_work(connection),
            "digest_version": VERSION,
            "codebook": read_codebook.version(connection).name,
            "minutes": pace[0],
            "units": pace[1],
        }
    return record_receipt(history, coder, round_, came_out_of, content), round_


def _columns(pack: Any, wish: PackWish) -> dict[str, Any]:
    infos = read_transcripts.transcript_infos(pack)
    return {
        "coder_id": wish.coder.id,
        "transcripts": len(infos),
        "sentences": sum(info.n_sentences for info in infos),
        "codebook": read_codebook.version(pack).name,
        "locked": bool(wish.passphrase),
        "disguised": bool(wish.names),
    }


def _part(target: Path) -> Path:
    return target.with_name(f".{uuid.uuid4().hex[:12]}.part")


def _ending(target: Path, ending: str) -> Path:
    return target if target.suffix == ending else target.with_name(f"{target.name}{ending}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_worked(target: Path, out: Collection[str]) -> None:
    """Put a file of this name aside unless it is, to the byte, one of those that went `out`."""
    if not target.is_file():
        return
    if leftovers(target):
        raise FileProblem(
            f"{target.name} is open, or was not closed properly.",
            "Close it first, or choose another folder.",
        )
    if _sha256(target) in out:
        return
    number, aside = 1, target.with_name(f"{target.stem} earlier{target.suffix}")
    while aside.exists():
        number += 1
        aside = target.with_name(f"{target.stem} earlier {number}{target.suffix}")
    try:
        target.rename(aside)
    except OSError as error:
        raise explained(error, target) or error from error


def _put(part: Path, target: Path) -> None:
    """Give a finished file its name; an earlier one of that name is replaced in one step."""
    if target.is_dir():
        raise FileProblem(f"{target.name} is a folder.", "Choose another name.")
    try:
        part.replace(target)
        keep_names(target.parent)
    except OSError as error:
        raise explained(error, target) or error from error
