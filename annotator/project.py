"""One open project file: every act and every question goes through it."""

from __future__ import annotations

import hashlib
import os
import uuid as uuids
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

import sqlalchemy as sa

from annotator.changes import Changes, Notifier
from annotator.errors import (
    FileProblem,
    NotFound,
    Progress,
    ProjectProblem,
    Refused,
    UserError,
    no_progress,
)
from annotator.history import History, Step
from annotator.model.codebook import Code, Codebook, CodeDraft
from annotator.model.coding import Coding, CodingColumns, Decision, Memo, MemoOn
from annotator.model.people import Coder, Round
from annotator.model.spans import Span
from annotator.model.transcript import (
    Level,
    Metadata,
    OpenTranscript,
    Transcript,
    TranscriptInfo,
)
from annotator.operations import codebook as codebook_acts
from annotator.operations import coding as coding_acts
from annotator.operations import people as people_acts
from annotator.operations import transcripts as transcript_acts
from annotator.operations.codebook import CodebookImport
from annotator.operations.coding import MemoTarget, NewCoding, Setting
from annotator.store import (
    backups,
    integrity,
    read_codebook,
    read_codings,
    read_people,
    read_transcripts,
)
from annotator.store.connection import Store, copy_file, schema_number
from annotator.store.integrity import Finding
from annotator.store.migrations import bring_up_to_date
from annotator.store.schema import SCHEMA, codebook_version, project, replica, round_
from annotator.store.writer import now
from annotator.transcripts import Refusal, read_all

if TYPE_CHECKING:
    from annotator.exchange.codings_table import CodingDraft
    from annotator.reports.content import ExportReport
    from annotator.reports.project_frames import ProjectFrames

Answer = TypeVar("Answer")

Batch = tuple[Setting, OpenTranscript, Sequence[NewCoding]]

_KEPT_TEXTS = 4
"""How many transcripts stay in memory with their text; texts never change, so none gets stale."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came in and what did not."""

    imported: tuple[TranscriptInfo, ...]
    refused: tuple[Refusal, ...]


class Project:
    """An open project. Acts are single transactions and undo steps; they publish `Changes`.

    Every act raises `UserError` (then nothing has changed). Offsets are Unicode code points,
    0-based, end exclusive. Transcripts and codes are named by local id (int) or by their short
    label or name (str, without regard to case; ambiguous ones raise `NotFound`).
    """

    def __init__(self, store: Store, *, coder: str | None, read_only: bool) -> None:
        self._store = store
        self._notifier = Notifier()
        self.read_only = read_only
        self.path = store.path
        self._texts: OrderedDict[int, OpenTranscript] = OrderedDict()
        about = self._ask(read_people.about)
        self.name: str = about.name
        self.uuid: UUID = about.uuid
        self._history = History(store, self._notifier, self._own_replica(about))
        self.coder = self._first_coder() if coder is None or read_only else self._join(coder)
        if coder is not None and read_only:
            self.coder = self.find_coder(coder)
        self._codebook: Codebook | None = None
        self._round: Round | None = None
        self.subscribe(self._forget)

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, coder: str, name: str = "") -> Self:
        """Make a project file with one coder, the round "main" and an empty codebook 1.0."""
        target = Path(path)
        if target.suffix.casefold() != ".annotator":
            raise FileProblem(
                f"A project file ends in .annotator, and {target.name} does not.",
                f"Call it {target.stem or 'study'}.annotator.",
            )
        store = Store.create(target)
        try:
            _begin(store, name or target.stem, coder)
            return cls(store, coder=coder, read_only=False)
        except BaseException:
            store.close()
            target.unlink(missing_ok=True)
            raise

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, coder: str | None = None, read_only: bool = False
    ) -> Self:
        """Open a project file, brought up to date where it is older (with a backup before)."""
        target = Path(path)
        if schema_number(target) != SCHEMA and read_only:
            raise ProjectProblem(
                f"{target.name} is from an older version and must be brought up to date first.",
                "Open it once for writing.",
            )
        if not read_only:
            bring_up_to_date(target)
        store = Store.open(target, read_only=read_only)
        try:
            return cls(store, coder=coder, read_only=read_only)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Leave one file behind, and no lock."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know about where this project lies."""
        return tuple(self._store.warnings)

    @property
    def unclean(self) -> bool:
        """Whether the program was not closed properly the last time; `check` is due then."""
        return self._store.unclean

    @property
    def frames(self) -> ProjectFrames:
        """The project's data as pandas frames: segments, units, documents, codebook, memos."""
        from annotator.reports.project_frames import ProjectFrames

        return ProjectFrames(self._store)

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Be told of every change, on the thread that made it; call the result to stop."""
        return self._notifier.subscribe(listener)

    # questions

    def transcripts(self, *, coder_id: int | None = None) -> tuple[TranscriptInfo, ...]:
        """All transcripts in list order, with the codings of one coder (None: of all) counted."""
        return self._ask(read_transcripts.transcript_infos, coder_id=coder_id)

    def transcript(self, transcript: int | str) -> OpenTranscript:
        """One transcript with its text; the text is checked against its hash when it is read."""
        transcript_id = self._transcript_id(transcript)
        known = self._texts.get(transcript_id)
        if known is None:
            known = self._ask(self._read_transcript, transcript_id)
            self._texts[transcript_id] = known
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.popitem(last=False)
        self._texts.move_to_end(transcript_id)
        return known

    def codebook(self) -> Codebook:
        """All codes in tree order, with the version that codings are made under now."""
        if self._codebook is None or self.read_only:  # another window may be writing
            self._codebook = self._ask(read_codebook.codebook)
        return self._codebook

    def coders(self) -> tuple[Coder, ...]:
        return self._ask(read_people.coders)

    def rounds(self) -> tuple[Round, ...]:
        return self._ask(read_people.rounds)

    def current_round(self) -> Round:
        """The round that codings are made in now: the newest."""
        if self._round is None:
            self._round = self.rounds()[-1]
        return self._round

    def codings(self, transcript_id: int, *, coder_id: int | None = None) -> CodingColumns:
        """The codings of one transcript as columns, of one coder or (None) of all."""
        return self._ask(read_codings.columns, transcript_id, coder_id=coder_id)

    def codings_in(self, transcript_id: int) -> tuple[Coding, ...]:
        """Every coding of one transcript, of all coders, whole."""
        return self._ask(lambda c: tuple(read_codings.in_transcript(c, transcript_id)))

    def coding(self, coding_id: int) -> Coding:
        found = self._ask(read_codings.one, coding_id)
        if found is None:
            raise NotFound("This coding is no longer there.", "It may have been removed.")
        return found

    def code_counts(
        self, *, coder_id: int | None = None, transcript_id: int | None = None
    ) -> dict[int, int]:
        """How many codings each code has; codes without any are absent."""
        return self._ask(read_codebook.code_counts, coder_id=coder_id, transcript_id=transcript_id)

    def n_codings(self) -> int:
        return self._ask(read_codings.count)

    def memos(self, on: MemoOn | None = None, on_uuid: UUID | None = None) -> tuple[Memo, ...]:
        """Memos on one thing, or all of them."""
        return self._ask(read_codings.memos, on, on_uuid)

    def last_uses(self, code_id: int, *, limit: int = 3) -> tuple[Coding, ...]:
        """The current coder's latest codings with a code."""
        return self._ask(read_codings.of_code, code_id, coder_id=self.coder.id, limit=limit)

    def decisions(self, transcript_id: int) -> tuple[Decision, ...]:
        """Where the current coder decided that nothing applies."""
        return self._ask(read_codings.decisions, transcript_id, coder_id=self.coder.id)

    def next_undo(self) -> str:
        """The label of the act that undo takes back, "" where there is none."""
        return self._history.next_undo(self.coder.id)

    def next_redo(self) -> str:
        return self._history.next_redo(self.coder.id)

    def steps(self) -> list[Step]:
        """The audit trail: every act, undo and redo, oldest first."""
        return self._history.steps()

    # acts

    def apply_coding(
        self,
        transcript: int | str,
        start: int,
        end: int,
        code: int | str,
        *,
        unsure: bool = False,
        memo: str = "",
    ) -> Coding:
        """Give a passage a code, as the current coder in the current round."""
        if not 0 <= start <= end:
            raise Refused(f"{start} to {end} is not a passage.", "A passage starts before it ends.")
        new = NewCoding(self.code(code), Span(start, end), unsure, memo)
        opened = self.transcript(transcript)
        return coding_acts.apply_coding(self._history, self._setting(), opened, new)

    def remove_coding(self, coding_id: int) -> None:
        """Take a code from a passage; memos on that coding go with it."""
        done, code, opened = self._own_coding(coding_id)
        coding_acts.remove_coding(self._history, self.coder, opened, code, done)

    def set_unsure(self, coding_id: int, *, unsure: bool) -> None:
        done, code, opened = self._own_coding(coding_id)
        coding_acts.set_unsure(self._history, self.coder, opened, code, done, unsure=unsure)

    def write_memo(
        self,
        on: MemoOn,
        on_uuid: UUID,
        body: str,
        *,
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        """Write the current coder's memo on a thing; an empty body removes it.

        For a passage `on_uuid` is the transcript's and `start` and `end` are given.
        """
        span = None if start is None or end is None else Span(start, end)
        target = MemoTarget(on, on_uuid, span)
        coding_acts.write_memo(self._history, self.coder, target, body)

    def decide_nothing(
        self, transcript: int | str, start: int, end: int, *, level: Level = "sentence"
    ) -> None:
        """Record that the current coder looked at these units and no code applies."""
        opened, span = self.transcript(transcript), Span(start, end)
        coding_acts.decide_nothing(self._history, self._setting(), opened, span, level)

    def withdraw_decision(self, transcript: int | str, start: int, end: int) -> None:
        """Take back the current coder's decisions that touch a passage."""
        opened = self.transcript(transcript)
        coding_acts.withdraw_decision(self._history, self._setting(), opened, Span(start, end))

    def add_code(self, draft: CodeDraft) -> Code:
        return codebook_acts.add_code(self._history, self.coder, draft)

    def add_codes(
        self, drafts: Sequence[CodeDraft], *, label: str = "Codebook imported"
    ) -> CodebookImport:
        """Add or change many codes as one act, matched by `code_id` without regard to case."""
        return codebook_acts.add_codes(self._history, self.coder, drafts, label)

    def change_code(self, code_id: int, draft: CodeDraft) -> Code:
        return codebook_acts.change_code(self._history, self.coder, code_id, draft)

    def move_code(self, code_id: int, *, parent_id: int | None, position: int) -> None:
        codebook_acts.move_code(
            self._history, self.coder, code_id, parent_id=parent_id, position=position
        )

    def delete_code(self, code_id: int) -> int:
        """Remove a code (or group) with its codings; returns how many codings went."""
        return codebook_acts.delete_code(self._history, self.coder, code_id)

    def code_problems(self, draft: CodeDraft, *, own_id: int | None = None) -> dict[str, str]:
        """What stands against a draft, by field; for telling at typing time."""
        return codebook_acts.problems(self.codebook(), draft, own_id=own_id)

    def import_transcripts(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        progress: Progress = no_progress,
    ) -> ImportReport:
        """Read files and add what they hold, as one act; files that cannot be read are listed.

        A text that is in the project already is refused. Cancelling leaves nothing behind.
        """
        refused: list[Refusal] = []
        arriving = self._arriving([Path(path) for path in paths], refused, progress)
        ids = set(transcript_acts.add_transcripts(self._history, self.coder, arriving))
        infos = tuple(info for info in self.transcripts() if info.id in ids) if ids else ()
        return ImportReport(infos, tuple(refused))

    def change_transcript(
        self, transcript_id: int, metadata: Metadata, *, doc_id: str | None = None
    ) -> None:
        info = self.info(transcript_id)
        wanted = info.doc_id if doc_id is None else doc_id
        transcript_acts.change_transcript(self._history, self.coder, info, metadata, wanted)

    def remove_transcript(self, transcript_id: int) -> int:
        """Remove a transcript with its codings; returns how many codings went."""
        info = self.info(transcript_id)
        return transcript_acts.remove_transcript(self._history, self.coder, info)

    def undo(self) -> Changes:
        """Take back the current coder's last act; `Refused` says why where it cannot be."""
        return self._history.undo(self.coder.id)

    def redo(self) -> Changes:
        return self._history.redo(self.coder.id)

    def use_coder(self, name: str) -> Coder:
        """Go on as this coder, added where the project does not know the name yet."""
        self.coder = self.find_coder(name) if self.read_only else self._join(name)
        return self.coder

    # files

    def import_codebook(self, path: str | os.PathLike[str]) -> CodebookImport:
        """Add or change codes from a .xlsx or .csv table, as one act after a backup."""
        from annotator.exchange.codebook_tables import read_codebook as read_table

        drafts = read_table(Path(path))
        self._backup_before_bulk()
        return self.add_codes(drafts, label=f"Codebook {Path(path).name} imported")

    def export_codebook(self, path: str | os.PathLike[str]) -> Path:
        """Write the codebook as a .xlsx or .csv table that imports again as it is."""
        from annotator.reports.codebook_file import write_codebook

        return write_codebook(Path(path), self.codebook())

    def import_codings(self, path: str | os.PathLike[str]) -> int:
        """Apply a table of codings as one act after a backup; returns how many were new.

        Coders and rounds the table names are added. Every row must name a transcript and a code
        of this project, and quote the words that stand at its offsets; else nothing is applied.
        """
        from annotator.exchange.codings_table import read_codings as read_table

        drafts = read_table(Path(path))
        batches = self._batches(drafts, Path(path).name)
        self._backup_before_bulk()
        label = f"Codings from {Path(path).name} applied"
        return coding_acts.apply_codings(self._history, label, batches, acting=self.coder)

    def export_workbook(
        self, path: str | os.PathLike[str], *, progress: Progress = no_progress
    ) -> ExportReport:
        """Write the Excel workbook: one state of the project, whatever is coded meanwhile."""
        from annotator.reports.gathering import gather
        from annotator.reports.workbook import write_workbook

        with self._store.reading() as connection:
            return write_workbook(Path(path), gather(connection), progress=progress)

    def save_copy(self, path: str | os.PathLike[str]) -> Path:
        """Write a consistent copy of the project, also while it is being worked on."""
        target = Path(path)
        if target.resolve() == self.path.resolve():
            raise FileProblem("A copy needs another name.", "Choose another name or folder.")
        copy_file(self._store, target)
        return target

    def backup(self) -> Path:
        """Make a backup beside the project unless the newest one is as new; returns its path."""
        steps = self._ask(lambda c: c.execute(_LAST_STEP).scalar_one())
        return backups.make(self._store, int(steps))

    def check(self, *, progress: Progress = no_progress) -> tuple[Finding, ...]:
        """Everything that is not as it must be: file, references, texts, passages."""
        return integrity.findings(self._store, progress=progress)

    def check_transcript(self, transcript_id: int) -> tuple[Finding, ...]:
        """Whether every passage of one transcript stands on the words it was made on."""
        return self._ask(lambda c: tuple(integrity.transcript_findings(c, transcript_id)))

    # naming things

    def code(self, code: int | str) -> Code:
        """The code with this local id, short label or name; `NotFound` where none or several."""
        book = self.codebook()
        if isinstance(code, int):
            found = book.by_id(code)
            if found is None:
                raise NotFound("This code is no longer in the codebook.", "")
            return found
        wanted = code.casefold()
        by_label = [item for item in book.codes if item.code_id.casefold() == wanted]
        return _the_one(
            by_label or [item for item in book.codes if item.name.casefold() == wanted],
            f"code called “{code}”",
        )

    def info(self, transcript: int | str) -> TranscriptInfo:
        """The list entry of one transcript."""
        if isinstance(transcript, int):
            found = self._ask(read_transcripts.transcript_infos, transcript_id=transcript)
            if not found:
                raise NotFound("This transcript is no longer in the project.", "")
            return found[0]
        wanted = transcript.casefold()
        infos = self.transcripts()
        by_label = [info for info in infos if info.doc_id.casefold() == wanted]
        by_title = [
            info
            for info in infos
            if wanted in {info.metadata.title.casefold(), info.source_name.casefold()}
        ]
        return _the_one(by_label or by_title, f"transcript called “{transcript}”")

    def find_coder(self, name: str) -> Coder:
        """The coder with this short label or name; `NotFound` where there is none."""
        wanted = name.casefold()
        for coder in self.coders():
            if wanted in {coder.coder_id.casefold(), coder.name.casefold()}:
                return coder
        raise NotFound(
            f"There is no coder called “{name}” in this project.",
            "Look at the list with `annotator info`.",
        )

    # inside

    def _ask(self, question: Callable[..., Answer], *args: Any, **keywords: Any) -> Answer:
        with self._store.reading() as connection:
            return question(connection, *args, **keywords)

    def _read_transcript(self, connection: sa.Connection, transcript_id: int) -> OpenTranscript:
        infos = read_transcripts.transcript_infos(connection, transcript_id=transcript_id)
        if not infos:
            raise NotFound("This transcript is no longer in the project.", "")
        return read_transcripts.open_transcript(connection, infos[0])

    def _forget(self, changes: Changes) -> None:
        for transcript_id in changes.transcripts:
            self._texts.pop(transcript_id, None)
        if changes.codes:
            self._codebook = None

    def _transcript_id(self, transcript: int | str) -> int:
        return transcript if isinstance(transcript, int) else self.info(transcript).id

    def _own_coding(self, coding_id: int) -> tuple[Coding, Code, OpenTranscript]:
        done = self.coding(coding_id)
        if done.coder_id != self.coder.id:
            raise Refused("This coding belongs to another coder.", "Only they can change it.")
        return done, self.code(done.code_id), self.transcript(done.transcript_id)

    def _setting(self) -> Setting:
        """Under what circumstances the current coder works now."""
        return Setting(
            coder=self.coder,
            round_id=self.current_round().id,
            codebook_version_id=self.codebook().version.id,
        )

    def _arriving(
        self, paths: Sequence[Path], refused: list[Refusal], progress: Progress
    ) -> Iterator[Transcript]:
        """Read the files one after the other; what cannot come in goes to `refused`."""
        standing = self._ask(read_transcripts.text_hashes)
        for number, path in enumerate(paths):
            progress(number, len(paths), path.name)
            for item in read_all(path):
                if isinstance(item, Refusal):
                    refused.append(item)
                    continue
                sha256 = hashlib.sha256(item.text.encode("utf-8")).hexdigest()
                if sha256 in standing:
                    refused.append(Refusal(path.name, _twice(path)))
                    continue
                standing[sha256] = 0
                yield item
        progress(len(paths), len(paths), "")

    def _batches(self, drafts: Sequence[CodingDraft], table: str) -> list[Batch]:
        """The codings of a table by transcript, coder and round; refused as a whole by row."""
        sorted_out: dict[tuple[int, str, str], list[NewCoding]] = {}
        for draft in drafts:
            try:
                opened, code = self.transcript(draft.doc_id), self.code(draft.code_id)
            except NotFound as error:
                raise NotFound(f"{table}, row {draft.row}: {error.message}", error.hint) from error
            span = Span(draft.start, draft.end)
            if draft.quote and opened.quote(span) != draft.quote:
                raise Refused(
                    f"{table}, row {draft.row}: the passage does not stand at these offsets.",
                    "Offsets count Unicode characters of the transcript from 0. "
                    "Nothing was applied.",
                )
            key = (opened.info.id, draft.coder_id, draft.round)
            new = NewCoding(code, span, draft.unsure, draft.memo, draft.created_at)
            sorted_out.setdefault(key, []).append(new)
        return [
            (self._setting_of(coder, in_round), self.transcript(transcript_id), news)
            for (transcript_id, coder, in_round), news in sorted_out.items()
        ]

    def _setting_of(self, coder: str, in_round: str) -> Setting:
        setting = self._setting()
        if coder:
            setting = replace(setting, coder=self._join(coder))
        if in_round:
            begun = people_acts.begin_round(self._history, self.coder, in_round)
            self._round = None
            setting = replace(setting, round_id=begun.id)
        return setting

    def _backup_before_bulk(self) -> None:
        """A backup before acts that touch much, where there is something to lose."""
        if self.n_codings():
            self.backup()

    def _join(self, name: str) -> Coder:
        acting = getattr(self, "coder", None)
        return people_acts.join(self._history, name, acting=acting)

    def _first_coder(self) -> Coder:
        return self.coders()[0]

    def _own_replica(self, about: sa.Row[Any]) -> int:
        """The replica of this file; a copied or moved file draws a new one when it may write."""
        home = _home(self.path)
        if about.home == home or self.read_only:
            return int(about.replica_id)
        with self._store.writing() as connection:
            return _draw_replica(connection, home)


_LAST_STEP = sa.text("SELECT coalesce(max(id), 0) FROM step")


def _twice(path: Path) -> UserError:
    return Refused(
        f"The text of {path.name} is in the project already.",
        "Remove the other one first if this one shall replace it.",
    )


Named = TypeVar("Named", Code, TranscriptInfo)


def _the_one(found: Sequence[Named], what: str) -> Named:
    if not found:
        raise NotFound(f"There is no {what}.", "Look at the list with `annotator info`.")
    if len(found) > 1:
        raise NotFound(f"There is more than one {what}.", "Use its short id.")
    return found[0]


def _begin(store: Store, name: str, coder: str) -> None:
    """What every new project holds: itself, its first coder, a round, a codebook version."""
    with store.writing() as connection:
        connection.execute(
            sa.insert(replica),
            {"id": 1, "uuid": uuids.uuid4(), "drawn_at": now(), "home": _home(store.path)},
        )
        connection.execute(
            sa.insert(project),
            {
                "uuid": uuids.uuid4(),
                "name": name,
                "created_at": now(),
                "kind": "project",
                "replica_id": 1,
            },
        )
    history = History(store, Notifier(), 1)
    first = people_acts.join(history, coder, acting=None, role="pi")
    with history.act(first.id, "Project begun", kind="set-up") as act:
        act.insert(round_, name="main", purpose="main")
        act.insert(codebook_version, name="1.0")


def _home(path: Path) -> str:
    """A digest of this machine and path, so that a copied file knows it is a copy."""
    where = f"{uuids.getnode():x} {path.resolve()}"
    return hashlib.blake2b(where.encode("utf-8"), digest_size=16).hexdigest()


def _draw_replica(connection: sa.Connection, home: str) -> int:
    result = connection.execute(
        sa.insert(replica), {"uuid": uuids.uuid4(), "drawn_at": now(), "home": home}
    )
    key = result.inserted_primary_key
    if key is None:
        raise RuntimeError("no key came back for a replica")
    connection.execute(sa.update(project).values(replica_id=key[0]))
    return int(key[0])
