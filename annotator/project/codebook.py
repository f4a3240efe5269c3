"""Which acts change the codebook, and how does it come in and go out as a file?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.errors import Progress, no_progress
from annotator.model.code_fields import CodeField, FieldDraft, field_problems
from annotator.model.code_rules import CodeRule, RuleDraft
from annotator.model.codebook import Code, CodeDraft
from annotator.operations import code_fields as field_acts
from annotator.operations import code_merging
from annotator.operations import code_rules as rule_acts
from annotator.operations import codebook as codebook_acts
from annotator.operations.code_merging import MergePreview
from annotator.operations.codebook import CodebookImport
from annotator.project.acting import Acting


class CodebookActs(Acting):
    """Codes and groups."""

    def add_code(self, draft: CodeDraft) -> Code:
        self._must_have("codebook")
        return codebook_acts.add_code(self._history, self.coder, draft)

    def add_codes(
        self, drafts: Sequence[CodeDraft], *, label: str = "Codebook imported"
    ) -> CodebookImport:
        """Add or change many codes as one act, matched by `code_id` without regard to case."""
        self._must_have("codebook")
        return codebook_acts.add_codes(self._history, self.coder, drafts, label)

    def change_code(self, code_id: int, draft: CodeDraft) -> Code:
        self._must_have("codebook")
        return codebook_acts.change_code(self._history, self.coder, code_id, draft)

    def move_code(self, code_id: int, *, parent_id: int | None, position: int) -> None:
        self._must_have("codebook")
        codebook_acts.move_code(
            self._history, self.coder, code_id, parent_id=parent_id, position=position
        )

    def give_keys(self) -> int:
        """Give every code without a key one; in large codebooks two strokes, by group."""
        self._must_have("codebook")
        return codebook_acts.give_keys(self._history, self.coder)

    def delete_code(self, code_id: int) -> int:
        """Remove a code (or group) with its codings; returns how many codings went.

        Where there are codings, after a backup.
        """
        self._must_have("codebook")
        doomed = codebook_acts.branch(self.codebook(), self.code(code_id))
        counts = self.code_counts()
        if any(counts.get(code.id) for code in doomed):
            self.backup()
        return codebook_acts.delete_code(self._history, self.coder, code_id)

    def add_field(self, code_id: int, draft: FieldDraft) -> CodeField:
        """Give a code or group one more field; codes below a group have it too."""
        self._must_have("codebook")
        return field_acts.add_field(self._history, self.coder, code_id, draft)

    def change_field(self, field_id: int, draft: FieldDraft) -> CodeField:
        """Set everything a draft says; `Refused` where values given would mean nothing any more."""
        self._must_have("codebook")
        return field_acts.change_field(self._history, self.coder, field_id, draft)

    def move_field(self, field_id: int, position: int) -> None:
        self._must_have("codebook")
        field_acts.move_field(self._history, self.coder, field_id, position)

    def remove_field(self, field_id: int) -> int:
        """Take a field away with every value given in it, after a backup; how many values."""
        self._must_have("codebook")
        if self._ask(field_acts.values_given, field_id):
            self.backup()
        return field_acts.remove_field(self._history, self.coder, field_id)

    def add_rule(self, code_id: int, draft: RuleDraft) -> CodeRule:
        """Give a code or group one more rule; on a group it means every code below."""
        self._must_have("codebook")
        return rule_acts.add_rule(self._history, self.coder, code_id, draft)

    def change_rule(self, rule_id: int, draft: RuleDraft) -> CodeRule:
        self._must_have("codebook")
        return rule_acts.change_rule(self._history, self.coder, rule_id, draft)

    def remove_rule(self, rule_id: int) -> None:
        self._must_have("codebook")
        rule_acts.remove_rule(self._history, self.coder, rule_id)

    def field_problems(
        self, code_id: int, draft: FieldDraft, *, own_id: int | None = None
    ) -> dict[str, str]:
        """What stands against a field, by part of it; for telling at typing time."""
        book = self.codebook()
        others = field_acts.names_beside(book, self.code(code_id), but=own_id)
        return field_problems(draft, others)

    def rule_problem(self, code_id: int, draft: RuleDraft) -> str:
        """What stands against a rule, as a sentence; "" where nothing does."""
        return rule_acts.rule_problem(self.codebook(), self.code(code_id), draft)

    def merge_preview(self, source_id: int, target_id: int) -> MergePreview:
        """What merging one code into another would touch; nothing is changed."""
        return self._ask(code_merging.preview, source_id, target_id)

    def merge_codes(
        self, source_id: int, target_id: int, *, progress: Progress = no_progress
    ) -> int:
        """Move all codings of one code to another and remove it; how many codings it had.

        Equal codings become one, memos, fields and rules are joined; one act, which undo takes
        back.
        """
        self._must_have("codebook")
        self._backup_before_bulk()
        return code_merging.merge_codes(
            self._history, self.coder, source_id, target_id, progress=progress
        )

    def import_codebook(self, path: str | os.PathLike[str]) -> CodebookImport:
        """Add or change codes from a .xlsx, .csv or REFI-QDA .qdc, as one act after a backup."""
        self._must_have("codebook")
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
