"""Which acts change the codebook, and how does it come in and go out as a file?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotator.errors import Progress, Refused, no_progress
from annotator.model.code_fields import CodeField, FieldDraft, field_problems
from annotator.model.spans import Span
from annotator.operations import code_fields as field_acts
from annotator.operations import code_merging, code_order
from annotator.operations import code_rules as rule_acts
from annotator.operations import codebook as codebook_acts
from annotator.operations import codebook_arriving as arriving_acts
from annotator.project.acting import Acting
from annotator.store import read_codings, read_comments, read_rechecks
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.changes import Place
    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator.model.code_rules import CodeRule, RuleDraft
    from annotator.model.codebook import Code, CodebookImport, CodeDraft, Quoted, SortBy
    from annotator.model.codebook_hints import Hint
    from annotator.model.coding import Coding
    from annotator.model.comments import Comment
    from annotator.model.merge_preview import MergePreview


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

    def set_codes(
        self, pairs: Sequence[tuple[int | None, CodeDraft]], *, label: str
    ) -> CodebookImport:
        """Let codes (by local id; None for a new one) be as their drafts say, as one act."""
        self._must_have("codebook")
        return codebook_acts.set_codes(self._history, self.coder, pairs, label)

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

    def sort_codes(self, parent_id: int | None, order: SortBy) -> None:
        """Put the codes of a group in order: by name, code_id, number or uses."""
        self._must_have("codebook")
        uses = self.code_counts(round_id=None) if order == "uses" else {}
        code_order.sort_codes(self._history, self.coder, parent_id, order, uses=uses)

    def split_code(self, code_id: int, draft: CodeDraft, coding_ids: Sequence[int]) -> Code:
        """Make a new code beside another one and give it these codings of it, as one act.

        A backup is made before.
        """
        self._must_have("codebook")
        if coding_ids:
            self.backup()
        return code_order.split_code(self._history, self.coder, code_id, draft, coding_ids)

    def quote_example(
        self, code_id: int, transcript: int | str, start: int, end: int, *, counter: bool = False
    ) -> Code:
        """Make a passage the example of a code (or its counter-example), linked to its place."""
        self._must_have("codebook")
        opened = self.transcript(transcript)
        return code_order.quote_example(
            self._history, self.coder, code_id, opened, Span(start, end), counter=counter
        )

    def link_examples(self, *, progress: Progress = no_progress) -> int:
        """Link every example that stands word for word in a transcript to its place; how many."""
        self._must_have("codebook")
        watched = Throttled(progress)
        return code_order.link_examples(self._history, self.coder, progress=watched)

    def codebook_hints(self) -> tuple[Hint, ...]:
        """Gaps, doubles and slips in the codebook, and codes without use that may be told."""
        from annotator.model.codebook_hints import hints

        unanswered = [
            each.code_id for each in self._ask(read_rechecks.redefinitions) if not each.meaning
        ]
        uses = self.code_counts(round_id=None)
        return hints(self.codebook(), uses=uses, unanswered=unanswered)

    def comments_on(self, code_id: int) -> tuple[Comment, ...]:
        """What coders wrote about a code: on the code itself, then on their codings with it."""
        return self._ask(read_comments.comments, self.code(code_id))

    def place_of_quote(self, quoted: Quoted) -> Place | None:
        """Where a quoted example stands now; None where its transcript or its words are gone."""
        return self._ask(read_comments.place_of, quoted)

    def hidden_examples(self, code: Code) -> frozenset[str]:
        """Which of "example" and "counter_example" a coder must not see in the round at work.

        Those that are quoted from a transcript of a blind round.
        """
        in_round = self.current_round()
        if not in_round.blind:
            return frozenset()
        served = self._ask(read_comments.transcripts_of_round, in_round.id)
        return frozenset(
            name
            for name in ("example", "counter_example")
            if (link := getattr(code, f"{name}_at")) is not None and link.transcript in served
        )

    @property
    def may_change_codebook(self) -> bool:
        """Whether the coder at work may change the codebook here; else they may comment on it."""
        return self.kind == "project" and not self.read_only and self._may("codebook")

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
        """Add, change and move codes as a file says, as one act after a backup.

        The file is a table (.xlsx, .ods, .csv) or a REFI-QDA .qdc. What it does not have stays;
        `plan_codebook` shows all of that before, and lets it be changed.
        """
        return self.apply_codebook_plan(self.plan_codebook(path))

    def plan_codebook(self, path: str | os.PathLike[str], *, sheet: str = "") -> CodebookPlan:
        """Read the codebook in a file and say what it would do; nothing is changed.

        Of a workbook `sheet` is read, else the one that looks like a codebook. Raises `UserError`
        for a file that cannot be read; where only its columns are not understood the plan has a
        `problem`, and can be given other columns.
        """
        from annotator.exchange.codebooks.plans import plan_of

        counts = self.code_counts(round_id=None)
        return plan_of(Path(path), self.codebook(), counts, sheet=sheet)

    def plan_anew(self, plan: CodebookPlan) -> CodebookPlan:
        """The same plan against the codebook as it is now; decisions are kept."""
        return plan.against(self.codebook(), self.code_counts(round_id=None))

    def apply_codebook_plan(
        self, plan: CodebookPlan, *, progress: Progress = no_progress
    ) -> CodebookImport:
        """Carry out what is accepted in a plan, as one act after a backup.

        `progress` may raise `Cancelled`; then the codebook is as it was. Raises `Refused` where the
        codebook has changed since the plan was made.
        """
        self._must_have("codebook")
        if plan.problem is not None:
            raise plan.problem
        if self.codebook().codes != plan.book.codes:
            raise Refused(
                "The codebook has changed since this file was compared with it.",
                "Look at the file again.",
            )
        if plan.accepted:
            self._backup_before_bulk()
        done = arriving_acts.take_in(
            self._history,
            self.coder,
            plan.pairs(),
            orders=plan.orders(),
            removed=plan.removed(),
            label=f"Codebook {plan.path.name} imported",
            progress=progress,
        )
        changed = [each for each in plan.accepted if each.kind in {"changed", "moved"}]
        same = plan.n_codes - done.added - len(changed)
        notes = (*map(str, plan.notes), *plan.kept_keys(), *done.notes)
        return replace(done, changed=len(changed), same=same, notes=notes)

    def add_template(self, name: str) -> CodebookImport:
        """Add the codes of a scheme that is ready: statements, positions or sample."""
        self._must_have("codebook")
        from annotator.exchange.templates import TEMPLATES, drafts_of, fitting

        title = next((each.title for each in TEMPLATES if each.name == name), name)
        drafts = fitting(drafts_of(name), self.codebook())
        return self.add_codes(drafts, label=f"“{title}” added")

    def uses_of(self, code_id: int, *, limit: int | None = None) -> tuple[Coding, ...]:
        """The codings with a code that the coder at work may see, in all rounds, latest first."""
        return self._ask(read_codings.of_code, code_id, coder_id=None, round_id=None, limit=limit)

    def export_codebook(self, path: str | os.PathLike[str], *, blank: bool = False) -> Path:
        """Write the codebook in the format that the ending names.

        A .xlsx, .csv or .qdc (REFI-QDA) imports again as it is; .docx and .md are for readers. A
        `blank` form (.xlsx) is for training.
        """
        from annotator.exchange.refi_codebook import write_qdc
        from annotator.reports.codebook_file import write_codebook
        from annotator.reports.replacing import replacing

        target = Path(path)
        if target.suffix.casefold() != ".qdc":
            return write_codebook(target, self.codebook(), blank=blank)
        with replacing(target) as temporary:
            write_qdc(temporary, self.codebook())
        return target
