"""Which acts change the codebook, and how does it come in and go out as a file?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.model.codebook import Code, CodeDraft
from annotator.operations import code_merging
from annotator.operations import codebook as codebook_acts
from annotator.operations.codebook import CodebookImport
from annotator.project.acting import Acting


class CodebookActs(Acting):
    """Codes and groups."""

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

    def give_keys(self) -> int:
        """Give every code without a key one; in large codebooks two strokes, by group."""
        self._must_be_whole()
        return codebook_acts.give_keys(self._history, self.coder)

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
