"""One open project file: every act and every question goes through it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import UUID

from annotator.changes import Changes, Place
from annotator.errors import (
    FileProblem,
    Progress,
    ProjectProblem,
    Refused,
    no_progress,
)
from annotator.history import History
from annotator.model.codebook import Code, CodeDraft
from annotator.model.coding import Coding, MemoOn
from annotator.model.people import Coder, LabelChoice, Round
from annotator.model.spans import Span
from annotator.model.transcript import (
    Level,
    Metadata,
    OpenTranscript,
)
from annotator.operations import code_merging
from annotator.operations import codebook as codebook_acts
from annotator.operations import coding as coding_acts
from annotator.operations import memos as memo_acts
from annotator.operations import people as people_acts
from annotator.operations import transcripts as transcript_acts
from annotator.operations.arriving import Waiting
from annotator.operations.beginning import begin_project
from annotator.operations.codebook import CodebookImport
from annotator.operations.coding import Batch, NewCoding, Replaced
from annotator.operations.memos import MemoTarget
from annotator.sharing import Sharing
from annotator.store import (
    read_people,
    read_transcripts,
)
from annotator.store.connection import Store, discard
from annotator.store.copying import copy_file, part_of, put_in_place, undisturbed
from annotator.store.door import place_of, schema_number
from annotator.store.migrations import bring_up_to_date
from annotator.store.replicas import own_replica
from annotator.store.schema import SCHEMA
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.exchange.import_plan import Entry, ImportPlan
    from annotator.exchange.import_report import ImportReport
    from annotator.model.transcript import Transcript
    from annotator.reports.content import ExportReport
    from annotator.transcripts import Refusal
    from annotator.transcripts.surveys import Survey


class Project(Sharing):
    """An open project. Acts are single transactions and undo steps; they publish `Changes`.

    Every act raises `UserError` (then nothing has changed). Offsets are Unicode code points,
    0-based, end exclusive. Transcripts and codes are named by local id (int) or by their short
    label or name (str, without regard to case; ambiguous ones raise `NotFound`).
    """

    def __init__(self, store: Store, *, coder: str | None = None) -> None:
        super().__init__(store)
        self._history = History(store, self._notifier, own_replica(store))
        self.coder = self.coders()[0]
        if coder is not None:
            self.use_coder(coder)

    @classmethod
    def create(cls, path: str | os.PathLike[str], *, coder: str, name: str = "") -> Self:
        """Make a project file with one coder, the round "main" and an empty codebook 1.0."""
        target = place_of(path)  # through a link it is the same project
        if target.name.casefold() == ".annotator":
            raise FileProblem(
                f"{target.name} is the ending of a project file and no name.",
                "Put a name in front of it, such as study.annotator.",
            )
        if target.suffix.casefold() != ".annotator":
            raise FileProblem(
                f"A project file ends in .annotator, and {target.name} does not.",
                f"Call it {target.stem or 'study'}.annotator.",
            )
        # Made under another name: a project that is there is a whole one.
        part = part_of(target)
        if target.exists():
            raise FileProblem(
                f"There is already a file called {target.name} in this folder.",
                "Choose another name, or open that one.",
            )
        store = Store.create(part)
        try:
            begin_project(store, name=name or target.stem, coder=coder, home=target)
        except BaseException:
            store.close()
            discard(part)
            raise
        store.close()
        put_in_place(part, target)
        return cls.open(target, coder=coder)

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, coder: str | None = None, read_only: bool = False
    ) -> Self:
        """Open a project file, brought up to date where it is older (with a backup before)."""
        target = place_of(path)  # through a link it is the same project
        if schema_number(target, writing=not read_only) != SCHEMA and read_only:
            raise ProjectProblem(
                f"{target.name} is from an older version and must be brought up to date first.",
                "Open it once for writing.",
            )
        if not read_only:
            bring_up_to_date(target)
        store = Store.open(target, read_only=read_only)
        try:
            return cls(store, coder=coder)
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
        new = NewCoding(self.code(code), _span(start, end), unsure, memo)
        opened = self.transcript(transcript)
        return coding_acts.apply_coding(self._history, self.setting(), opened, new)

    def apply_to_passage(
        self, transcript: int | str, start: int, end: int, code: int | str
    ) -> tuple[Coding, ...]:
        """Give what is said between two places a code, as one act.

        Where speaker labels or stage directions stand between, each part becomes a coding.
        """
        opened, given = self.transcript(transcript), self.code(code)
        news = [NewCoding(given, part) for part in opened.codable(_span(start, end))]
        return coding_acts.apply_to_passages(self._history, self.setting(), opened, news)

    def apply_to_found(
        self, passages: Iterable[tuple[int, int, int]], code: int | str, *, words: str
    ) -> int:
        """Code passages that a search for `words` proposed, as one act; how many were new.

        A passage is (transcript id, start, end). Each coding says what found it.
        """
        given = self.code(code)
        spans: dict[int, list[Span]] = {}
        for transcript_id, start, end in passages:
            spans.setdefault(transcript_id, []).append(_span(start, end))
        batches = (
            Batch(opened, _proposed(given, opened, found, words.strip()))
            for opened, found in ((self.transcript(each), spans[each]) for each in spans)
        )
        label = f"{given.name} on what “{words.strip()}” found"
        return coding_acts.apply_codings(self._history, self.setting(), label, batches)

    def change_passage(self, coding_id: int, start: int, end: int) -> Coding:
        """Let a coding begin and end elsewhere; `Refused` where an equal one stands there."""
        done, code, opened = self._own_coding(coding_id)
        return coding_acts.change_passage(
            self._history, self.setting(), opened, code, done, span=_span(start, end)
        )

    def change_code_of(self, coding_id: int, code: int | str) -> Coding:
        """Give a coding another code; `Refused` where an equal one stands there."""
        done, old, opened = self._own_coding(coding_id)
        codes = Replaced(old, self.code(code))
        return coding_acts.change_code_of(self._history, self.setting(), opened, done, codes)

    def remove_coding(self, coding_id: int) -> None:
        """Take a code from a passage; memos on that coding go with it."""
        done, code, opened = self._own_coding(coding_id)
        coding_acts.remove_coding(self._history, self.coder, opened, code, done)

    def remove_codings(self, coding_ids: Sequence[int]) -> None:
        """Take one code from several passages of one transcript, as one act."""
        owned = sorted(
            (self._own_coding(each) for each in coding_ids), key=lambda found: found[0].start
        )
        if not owned:
            return
        _, code, opened = owned[0]
        if any(each[1] != code or each[2] != opened for each in owned):
            raise Refused("These codings are not of one code in one transcript.", "")
        done = [each[0] for each in owned]
        coding_acts.remove_codings(self._history, self.coder, opened, code, done)

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
        span = None if start is None or end is None else _span(start, end)
        target = MemoTarget(on, on_uuid, span)
        place = self._place_of(target) if body.strip() else None
        memo_acts.write_memo(self._history, self.coder, target, body, place=place)

    def decide_nothing(
        self, transcript: int | str, start: int, end: int, *, level: Level = "sentence"
    ) -> None:
        """Record that the current coder looked at these units and no code applies."""
        opened, span = self.transcript(transcript), _span(start, end)
        coding_acts.decide_nothing(self._history, self.setting(), opened, span, level)

    def withdraw_decision(self, transcript: int | str, start: int, end: int) -> None:
        """Take back the current coder's decisions that touch a passage."""
        opened = self.transcript(transcript)
        coding_acts.withdraw_decision(self._history, self.setting(), opened, _span(start, end))

    def add_code(self, draft: CodeDraft) -> Code:
        self._must_be_whole()
        return codebook_acts.add_code(self._history, self.coder, draft)

    def add_codes(
        self, drafts: Sequence[CodeDraft], *, label: str = "Codebook imported"
    ) -> CodebookImport:
        """Add or change many codes as one act, matched by `code_id` without regard to case."""
        self._must_be_whole()
        return codebook_acts.add_codes(self._history, self.coder, drafts, label)

    def change_code(self, code_id: int, draft: CodeDraft) -> Code:
        self._must_be_whole()
        return codebook_acts.change_code(self._history, self.coder, code_id, draft)

    def move_code(self, code_id: int, *, parent_id: int | None, position: int) -> None:
        self._must_be_whole()
        codebook_acts.move_code(
            self._history, self.coder, code_id, parent_id=parent_id, position=position
        )

    def delete_code(self, code_id: int) -> int:
        """Remove a code (or group) with its codings; returns how many codings went.

        Where there are codings, after a backup.
        """
        self._must_be_whole()
        doomed = codebook_acts.branch(self.codebook(), self.code(code_id))
        counts = self.code_counts()
        if any(counts.get(code.id) for code in doomed):
            self.backup()
        return codebook_acts.delete_code(self._history, self.coder, code_id)

    def merge_codes(self, source_id: int, target_id: int) -> int:
        """Move all codings of one code to another and remove it; how many codings it had.

        Equal codings become one, memos are joined; one act, which undo takes back.
        """
        self._backup_before_bulk()
        return code_merging.merge_codes(self._history, self.coder, source_id, target_id)

    def import_transcripts(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        progress: Progress = no_progress,
    ) -> ImportReport:
        """Read files and add what they hold, as one act; files that cannot be read are listed.

        A text that is in the project already is refused. Cancelling leaves nothing behind.
        """
        from annotator.exchange import carrying_out

        self._must_be_whole()

        files = [Path(path) for path in paths]
        standing = self._ask(read_transcripts.text_hashes)
        with Waiting() as waiting:
            refused = carrying_out.put_down(files, waiting, standing=standing, progress=progress)
            ids = self._add_waiting(waiting, (), progress)
        return self._report(ids, refused)

    def plan_import(
        self, paths: Iterable[str | os.PathLike[str]], *, progress: Progress = no_progress
    ) -> ImportPlan:
        """Say what files, folders and archives would become; nothing is written.

        A file that cannot be read is an entry of the plan with its reason, and stops no other.
        """
        from annotator.exchange.carrying_out import choices_of
        from annotator.exchange.import_plan import Standing, plan_of

        exact, folded = self._ask(read_transcripts.standing_texts)
        return plan_of(
            [Path(path) for path in paths],
            standing=Standing(exact, folded),
            remembered=choices_of(self._ask(read_people.label_choices)),
            progress=progress,
        )

    def preview(self, entry: Entry) -> tuple[Survey, Transcript]:
        """One transcript of a plan read again under its present decisions, text included."""
        from annotator.exchange.import_plan import read_entry

        return read_entry(entry)

    def carry_out(self, plan: ImportPlan, *, progress: Progress = no_progress) -> ImportReport:
        """Add what a plan decided, as one act; cancelling leaves nothing behind.

        The files are read again one by one before anything is written, so that others can write
        meanwhile. What is refused by the plan, or by now, is in the report.
        """
        from annotator.exchange import carrying_out

        self._must_be_whole()

        with Waiting() as waiting:
            came, gone = carrying_out.put_down_plan(plan, waiting, progress)
            ids = self._add_waiting(waiting, carrying_out.kept_choices(plan), progress)
        odd = tuple(
            (transcript_id, entry.survey.flags)
            for transcript_id, entry in zip(ids, came, strict=True)
            if entry.survey is not None and entry.survey.flags
        )
        report = self._report(ids, [*carrying_out.refused_in(plan), *gone])
        return replace(report, odd=odd, skipped=carrying_out.skipped_in(plan))

    def _add_waiting(
        self, waiting: Waiting, choices: Sequence[LabelChoice], progress: Progress
    ) -> list[int]:
        if not len(waiting):
            return []
        return transcript_acts.add_transcripts(
            self._history, self.coder, waiting, choices=choices, progress=progress
        )

    def _report(self, ids: Sequence[int], refused: Sequence[Refusal]) -> ImportReport:
        from annotator.exchange.import_report import ImportReport

        wanted = frozenset(ids)
        infos = tuple(info for info in self.transcripts() if info.id in wanted) if ids else ()
        return ImportReport(infos, tuple(refused))

    def change_transcript(
        self, transcript_id: int, metadata: Metadata, *, doc_id: str | None = None
    ) -> None:
        self._must_be_whole()
        info = self.info(transcript_id)
        wanted = info.doc_id if doc_id is None else doc_id
        transcript_acts.change_transcript(self._history, self.coder, info, metadata, wanted)

    def remove_transcript(self, transcript_id: int) -> int:
        """Remove a transcript with its codings; returns how many codings went.

        Where there are codings, after a backup.
        """
        self._must_be_whole()
        info = self.info(transcript_id)
        if info.n_codings:
            self.backup()
        return transcript_acts.remove_transcript(self._history, self.coder, info)

    def undo(self) -> Changes:
        """Take back the current coder's last act; `Refused` says why where it cannot be."""
        return self._history.undo(self.coder.id)

    def pass_over_undo(self) -> str:
        """Let the current coder's last act stand, where undo cannot take it back; its label.

        Undo goes on with the act before it.
        """
        return self._history.pass_over(self.coder.id)

    def redo(self) -> Changes:
        return self._history.redo(self.coder.id)

    def use_coder(self, name: str) -> Coder:
        """Go on as this coder, added where the project does not know the name yet."""
        self.coder = self.find_coder(name) if self.read_only else self._join(name)
        return self.coder

    def leave(self, coder: Coder) -> bool:
        """Take out a coder who has done nothing yet; False where they have, or are at work."""
        return coder.id != self.coder.id and people_acts.leave(
            self._history, coder, acting=self.coder
        )

    def begin_round(self, name: str) -> Round:
        """The round called `name`, added where there is none; the one at work stays at work."""
        return people_acts.begin_round(self._history, self.coder, name)

    def use_round(self, name: str) -> Round:
        """Go on in the round called `name`: what is coded and shown from now on is in it."""
        return people_acts.use_round(self._history, self.coder, name)

    # files

    def import_codebook(self, path: str | os.PathLike[str]) -> CodebookImport:
        """Add or change codes from a .xlsx, .csv or REFI-QDA .qdc, as one act after a backup."""
        self._must_be_whole()
        from annotator.exchange.codebook_files import read_codebook

        arriving = read_codebook(Path(path))
        self._backup_before_bulk()
        done = self.add_codes(arriving.drafts, label=f"Codebook {Path(path).name} imported")
        return replace(done, notes=arriving.notes)

    def export_codebook(self, path: str | os.PathLike[str]) -> Path:
        """Write the codebook in the format that the ending names.

        A .xlsx, .csv or .qdc (REFI-QDA) imports again as it is; .docx and .md are for readers.
        """
        from annotator.exchange.refi_codebook import write_qdc
        from annotator.reports.codebook_file import write_codebook
        from annotator.reports.replacing import replacing

        target = Path(path)
        if target.suffix.casefold() != ".qdc":
            return write_codebook(target, self.codebook())
        with replacing(target) as temporary:
            write_qdc(temporary, self.codebook())
        return target

    def import_codings(
        self, path: str | os.PathLike[str], *, progress: Progress = no_progress
    ) -> int:
        """Apply a table of codings as one act after a backup; returns how many were new.

        Coders and rounds the table names come in with the same act; the round at work stays
        what it is. Every row must name a transcript and a code
        of this project, and quote the words that stand at its offsets; else nothing is applied.
        """
        self._must_be_whole()
        from annotator.exchange.codings_table import read_codings as read_table
        from annotator.exchange.table_of_codings import sorted_out

        table = Path(path)
        watched = Throttled(progress)
        found = sorted_out(
            read_table(table),
            table.name,
            transcript=self.transcript,
            code=self.code,
            progress=watched,
        )
        self._backup_before_bulk()
        batches = [
            Batch(self.transcript(transcript_id), news, coder, in_round)
            for (transcript_id, coder, in_round), news in found.items()
        ]
        label = f"Codings from {table.name} applied"
        return coding_acts.apply_codings(
            self._history, self.setting(), label, batches, progress=watched
        )

    def export_workbook(
        self, path: str | os.PathLike[str], *, progress: Progress = no_progress
    ) -> ExportReport:
        """Write the Excel workbook: one state of the project, whatever is coded meanwhile."""
        from annotator.reports.gathering import gather_checked
        from annotator.reports.workbook import write_workbook

        with undisturbed(self._store) as apart, apart.reading() as connection:
            content = gather_checked(connection)
            if len(content.coders) > 1 and content.n_segments:  # NumPy comes with it
                from annotator.reports.agreement_sheets import with_agreement

                content = with_agreement(connection, content, self._kept_for_comparing())
            return write_workbook(Path(path), content, progress=progress)

    def save_copy(self, path: str | os.PathLike[str]) -> Path:
        """Write a consistent copy of the project, also while it is being worked on."""
        target = place_of(path)
        if target == self.path or _is_the_same(target, self.path):
            raise FileProblem("A copy needs another name.", "Choose another name or folder.")
        copy_file(self._store, target)
        return target

    # inside

    def _own_coding(self, coding_id: int) -> tuple[Coding, Code, OpenTranscript]:
        done = self.coding(coding_id)
        if done.coder_id != self.coder.id:
            raise Refused("This coding belongs to another coder.", "Only they can change it.")
        return done, self.code(done.code_id), self.transcript(done.transcript_id)

    def _place_of(self, target: MemoTarget) -> Place | None:
        """Where a passage stands, checked against its text."""
        if target.on != "passage" or target.span is None:
            return None
        info = next((each for each in self.transcripts() if each.uuid == target.uuid), None)
        if info is None:
            return None  # the act says so
        if target.span.end > info.length or not target.span:
            raise Refused(
                f"There is no passage from {target.span.start} to {target.span.end} in "
                f"“{info.metadata.title or info.doc_id}”.",
                f"It has {info.length} characters, counted from 0.",
            )
        return Place(info.id, target.span.start, target.span.end)

    def _backup_before_bulk(self) -> None:
        """A backup before acts that touch much, where there is something to lose."""
        if self.n_codings():
            self.backup()

    def _join(self, name: str) -> Coder:
        return people_acts.join(self._history, name, acting=self.coder)


def _is_the_same(one: Path, other: Path) -> bool:
    """Whether two names mean one file, as on drives that do not tell cases apart."""
    return one.exists() and other.exists() and one.samefile(other)


def _span(start: int, end: int) -> Span:
    if not 0 <= start <= end:
        raise Refused(f"{start} to {end} is not a passage.", "A passage starts before it ends.")
    return Span(start, end)


def _proposed(
    code: Code, opened: OpenTranscript, spans: Sequence[Span], words: str
) -> list[NewCoding]:
    parts = (part for span in spans for part in opened.codable(span))
    return [NewCoding(code, part, found_by=words) for part in parts]
