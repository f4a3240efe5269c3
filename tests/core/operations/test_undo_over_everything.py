"""Does undo take back exactly what was done, and redo do it again, whatever the order?"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

import annotator
from annotator.errors import UserError
from annotator.model.code_fields import CodeField, FieldDraft, Point
from annotator.model.code_rules import RULE_KINDS, RuleDraft, RuleKind
from annotator.model.codebook import Code, CodeDraft
from annotator.model.coding import Coding
from annotator.model.transcript import Metadata, TranscriptInfo
from annotator.operations.code_rules import words_of
from annotator.project import Project

TEXT = (
    "Anna Example: Good morning 😀. We support Ukraine. Costs are shared.\n\n"
    "Наша поддержка важна. שלום לכולם. 我们支持。\n\n"
    "Ben Other: Cafe\u0301s are open. Nothing else.\n\nAnna Example: Thanks.\n\nBen Other: Bye.\n"
)

State = dict[str, Any]


def state_of(project: Project) -> State:
    """Everything a person could see, without ids, revisions and times."""
    infos = project.transcripts()
    book = project.codebook()
    codes = {code.id: code for code in book.codes}
    return {
        "transcripts": [(info.doc_id, info.metadata) for info in infos],
        "codes": [_code(code, codes) for code in codes.values()],
        "fields": [(codes[field.code_id].code_id, field.draft) for field in book.fields],
        "rules": sorted(words_of(book, rule) for rule in book.rules),
        "codings": sorted(
            (*_where(info, item), codes[item.code_id].code_id, item.unsure, item.fields)
            for info in infos
            for item in project.codings_in(info.id)
        ),
        "memos": sorted((memo.on, str(memo.on_uuid), memo.body) for memo in project.memos()),
        "decisions": [
            (info.doc_id, decision.start, decision.end)
            for info in infos
            for decision in project.decisions(info.id)
        ],
    }


def _where(info: TranscriptInfo, item: Coding) -> tuple[str, int, int]:
    return info.doc_id, item.start, item.end


def _code(code: Code, codes: dict[int, Code]) -> tuple[object, ...]:
    parent = codes[code.parent_id].code_id if code.parent_id else ""
    return (code.code_id, code.name, parent, code.position, code.key, code.color, code.brief)


class EveryAct(RuleBasedStateMachine):
    """Acts, undo, redo and restarts at random; the states are kept beside the project."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "study.annotator"
        self.project = annotator.create(self.path, coder="coder_a")
        self.past: list[State] = []
        self.future: list[State] = []
        self.number = 0

    @initialize()
    def begin(self) -> None:
        source = self.folder / "talk.txt"
        source.write_text(TEXT, encoding="utf-8", newline="\n")
        self.past = [self.state()]
        self.act(lambda: self.project.import_transcripts([source]))
        self.act(lambda: self.project.add_code(CodeDraft("UKR", "Ukraine", key="u")))

    def state(self) -> State:
        return state_of(self.project)

    def act(self, doing: Any) -> None:
        """Do something; if it changed what can be seen it is one step, else it is none."""
        before = self.project.steps()[-1].id
        try:
            doing()
        except UserError:
            assert self.project.steps()[-1].id == before
            assert self.state() == self.past[-1]
            return
        if self.project.steps()[-1].id == before:
            assert self.state() == self.past[-1]
            return
        assert self.project.steps()[-1].id == before + 1
        self.past.append(self.state())
        self.future.clear()

    @rule(start=st.integers(0, len(TEXT)), length=st.integers(0, 40), data=st.data())
    def apply(self, start: int, length: int, data: st.DataObject) -> None:
        codes = self.project.codebook().codes
        if codes:
            code = data.draw(st.sampled_from(codes)).id
            self.act(lambda: self.project.apply_coding("D1", start, start + length, code))

    @rule(start=st.integers(0, len(TEXT)), length=st.integers(0, 90), data=st.data())
    def apply_over_turns(self, start: int, length: int, data: st.DataObject) -> None:
        codes = self.project.codebook().codes
        if codes:
            code = data.draw(st.sampled_from(codes)).id
            self.act(lambda: self.project.apply_to_passage("D1", start, start + length, code))

    @rule(start=st.integers(0, len(TEXT)), length=st.integers(0, 40), data=st.data())
    def change_passage(self, start: int, length: int, data: st.DataObject) -> None:
        chosen = self.a_coding(data)
        if chosen is not None:
            self.act(lambda: self.project.change_passage(chosen, start, start + length))

    @rule(data=st.data())
    def change_code_of(self, data: st.DataObject) -> None:
        chosen, code = self.a_coding(data), self.a_code(data)
        if chosen is not None and code is not None:
            self.act(lambda: self.project.change_code_of(chosen, code.id))

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        chosen = self.a_coding(data)
        if chosen is not None:
            self.act(lambda: self.project.remove_coding(chosen))

    @rule(data=st.data(), unsure=st.booleans())
    def doubt(self, data: st.DataObject, *, unsure: bool) -> None:
        chosen = self.a_coding(data)
        if chosen is not None:
            self.act(lambda: self.project.set_unsure(chosen, unsure=unsure))

    @rule(data=st.data(), body=st.sampled_from(["", "why?", "=1+1", "ещё 😀"]))
    def memo(self, data: st.DataObject, body: str) -> None:
        chosen = self.a_coding(data)
        if chosen is not None:
            uuid = self.project.coding(chosen).uuid
            self.act(lambda: self.project.write_memo("coding", uuid, body))

    @rule(start=st.integers(0, len(TEXT)), length=st.integers(1, 60))
    def nothing(self, start: int, length: int) -> None:
        self.act(lambda: self.project.decide_nothing("D1", start, start + length))

    @rule(start=st.integers(0, len(TEXT)), length=st.integers(1, 60))
    def withdraw(self, start: int, length: int) -> None:
        self.act(lambda: self.project.withdraw_decision("D1", start, start + length))

    @rule(group=st.booleans(), key=st.sampled_from(["", "u", "c", "0"]), data=st.data())
    def add_code(self, data: st.DataObject, key: str, *, group: bool) -> None:
        self.number += 1
        groups = [code.code_id for code in self.project.codebook().codes if code.is_group]
        parent = data.draw(st.sampled_from(["", *groups]))
        draft = CodeDraft(f"C{self.number}", "New", parent=parent, is_group=group, key=key)
        self.act(lambda: self.project.add_code(draft))

    @rule(data=st.data(), name=st.sampled_from(["", "Other", "Ünïted"]))
    def change_code(self, data: st.DataObject, name: str) -> None:
        code = self.a_code(data)
        if code is not None:
            draft = CodeDraft(code.code_id, name, is_group=code.is_group, brief="because")
            self.act(lambda: self.project.change_code(code.id, draft))

    @rule(data=st.data(), position=st.integers(-1, 5))
    def move_code(self, data: st.DataObject, position: int) -> None:
        code, parent = self.a_code(data), self.a_code(data)
        if code is not None:
            parent_id = parent.id if parent and parent.is_group else None
            self.act(
                lambda: self.project.move_code(code.id, parent_id=parent_id, position=position)
            )

    @rule(data=st.data(), name=st.sampled_from(["stance", "target"]), choice=st.booleans())
    def add_field(self, data: st.DataObject, name: str, *, choice: bool) -> None:
        code = self.a_code(data)
        if code is not None:
            points = (Point("US"), Point("EU"))
            draft = FieldDraft(name, "choice" if choice else "text", points=points)
            self.act(lambda: self.project.add_field(code.id, draft))

    @rule(data=st.data(), required=st.booleans())
    def change_field(self, data: st.DataObject, *, required: bool) -> None:
        field = self.a_field(data)
        if field is not None:
            draft = replace(field.draft, required=required, kind="text")
            self.act(lambda: self.project.change_field(field.id, draft))

    @rule(data=st.data())
    def remove_field(self, data: st.DataObject) -> None:
        field = self.a_field(data)
        if field is not None:
            self.act(lambda: self.project.remove_field(field.id))

    @rule(data=st.data(), said=st.sampled_from(["US", "EU", "somebody", ""]))
    def say(self, data: st.DataObject, said: str) -> None:
        chosen = self.a_coding(data)
        if chosen is not None:
            code = self.project.code(self.project.coding(chosen).code_id)
            values: dict[int | str, str] = {
                field.id: said for field in self.project.codebook().fields_of(code)
            }
            if values:
                self.act(lambda: self.project.set_fields(chosen, values))

    @rule(data=st.data(), kind=st.sampled_from(RULE_KINDS), strict=st.booleans())
    def add_rule(self, data: st.DataObject, kind: RuleKind, *, strict: bool) -> None:
        code, other = self.a_code(data), self.a_code(data)
        if code is not None and other is not None:
            draft = RuleDraft(kind, other.code_id, "sentence", strict)
            self.act(lambda: self.project.add_rule(code.id, draft))

    @rule(data=st.data())
    def remove_rule(self, data: st.DataObject) -> None:
        rules = self.project.codebook().rules
        if rules:
            chosen = data.draw(st.sampled_from(rules))
            self.act(lambda: self.project.remove_rule(chosen.id))

    @rule(data=st.data())
    def delete_code(self, data: st.DataObject) -> None:
        code = self.a_code(data)
        if code is not None:
            self.act(lambda: self.project.delete_code(code.id))

    @rule(data=st.data())
    def merge_codes(self, data: st.DataObject) -> None:
        source, target = self.a_code(data), self.a_code(data)
        if source is not None and target is not None:
            self.act(lambda: self.project.merge_codes(source.id, target.id))

    @rule(
        title=st.sampled_from(["", "Renamed", "Об этом"]), doc_id=st.sampled_from(["D1", "", "X"])
    )
    def describe(self, title: str, doc_id: str) -> None:
        for info in self.project.transcripts():
            self.act(
                lambda info=info: self.project.change_transcript(
                    info.id, Metadata(title=title), doc_id=doc_id
                )
            )

    @rule()
    def remove_transcript(self) -> None:
        for info in self.project.transcripts()[:1]:
            self.act(lambda info=info: self.project.remove_transcript(info.id))

    @precondition(lambda self: len(self.past) > 1)
    @rule()
    def undo(self) -> None:
        self.project.undo()
        self.future.append(self.past.pop())

    @precondition(lambda self: bool(self.future))
    @rule()
    def redo(self) -> None:
        self.project.redo()
        self.past.append(self.future.pop())

    @rule()
    def restart(self) -> None:
        self.project.close()
        assert list(self.folder.glob("study.annotator*")) == [self.path]
        self.project = annotator.open(self.path, coder="coder_a")

    @invariant()
    def is_as_remembered(self) -> None:
        if self.past:
            assert self.state() == self.past[-1]

    def teardown(self) -> None:
        for _ in range(len(self.past) - 1):
            self.project.undo()
        if self.past:
            assert self.state() == self.past[0]
        assert self.project.check() == ()
        self.project.close()
        shutil.rmtree(self.folder)

    def a_coding(self, data: st.DataObject) -> int | None:
        ids = [
            item.id
            for info in self.project.transcripts()
            for item in self.project.codings_in(info.id)
        ]
        return data.draw(st.sampled_from(ids)) if ids else None

    def a_field(self, data: st.DataObject) -> CodeField | None:
        fields = self.project.codebook().fields
        return data.draw(st.sampled_from(fields)) if fields else None

    def a_code(self, data: st.DataObject) -> Code | None:
        codes = self.project.codebook().codes
        return data.draw(st.sampled_from(codes)) if codes else None


TestEveryAct = EveryAct.TestCase
TestEveryAct.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
