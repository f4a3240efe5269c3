"""What does somebody do to a codebook all day, beyond adding codes? Acts at random."""

from __future__ import annotations

from msgspec.structs import replace

from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_rules import RULE_KINDS, SCOPES, RuleDraft
from annotator.model.codebook import CodeDraft
from annotator.model.rechecks import MEANINGS
from annotator.search import Query
from tests.harness.choosing import Choosing

_POINTS = (Point("0", "weak"), Point("1", "strong"))


class ActsOnCodebook(Choosing):
    """Fields, rules, order, splits, versions, and what a change means for what is coded."""

    # the tree

    def new_group(self) -> object:
        groups = [code.code_id for code in self.project.codebook().codes if code.is_group]
        parent = self.chance.choice(["", *groups])
        return self.project.add_code(CodeDraft(self.word(), "Group", parent=parent, is_group=True))

    def move_code(self) -> object:
        code, parent = self.any_code(), self.any_code()
        return self.project.move_code(
            code.id,
            parent_id=parent.id if parent.is_group else None,
            position=self.chance.randint(0, 4),
        )

    def sort_codes(self) -> object:
        parent = self.any_code()
        order = self.chance.choice(("name", "code_id", "number", "uses"))
        return self.project.sort_codes(parent.id if parent.is_group else None, order)  # type: ignore[arg-type]

    def give_keys(self) -> object:
        return self.project.give_keys()

    def split_code(self) -> object:
        coding = self.coding()
        alike = [
            each.id
            for each in self.project.codings_in(coding.transcript_id)
            if each.code_id == coding.code_id
        ]
        some = self.chance.sample(alike, self.chance.randint(0, len(alike)))
        return self.project.split_code(coding.code_id, CodeDraft(self.word(), "Split"), some)

    def quote_example(self) -> object:
        opened = self.transcript()
        span = self.one_of(opened.spans("sentence"))
        return self.project.quote_example(
            self.code_there().id,
            opened.info.id,
            span.start,
            span.end,
            counter=self.chance.random() < 0.5,
        )

    def link_examples(self) -> object:
        return self.project.link_examples()

    # fields and rules

    def add_field(self) -> object:
        return self.project.add_field(self.any_code().id, self._field())

    def change_field(self) -> object:
        return self.project.change_field(self._a_field(), self._field())

    def move_field(self) -> object:
        return self.project.move_field(self._a_field(), self.chance.randint(0, 2))

    def remove_field(self) -> object:
        return self.project.remove_field(self._a_field())

    def fill_fields(self) -> object:
        coding, book = self.coding(), self.project.codebook()
        code = self.project.code(coding.code_id)
        said = {
            field.id: self.chance.choice(("0", "1", "", "somebody"))
            for field in book.fields_of(code)
        }
        if not said:
            return self.add_field()
        return self.project.set_fields(coding.id, said)  # type: ignore[arg-type]

    def _field(self) -> FieldDraft:
        if self.chance.random() < 0.5:
            return FieldDraft(self.word(), "choice", points=_POINTS)
        return FieldDraft(self.word(), "text")

    def _a_field(self) -> int:
        return self.one_of(self.project.codebook().fields).id

    def add_rule(self) -> object:
        return self.project.add_rule(self.any_code().id, self._rule())

    def change_rule(self) -> object:
        return self.project.change_rule(self._a_rule(), self._rule())

    def remove_rule(self) -> object:
        return self.project.remove_rule(self._a_rule())

    def _rule(self) -> RuleDraft:
        kind, scope = self.chance.choice(RULE_KINDS), self.chance.choice(SCOPES)
        other = "" if kind == "exclusive" else self.any_code().code_id
        return RuleDraft(kind, other, scope, strict=self.chance.random() < 0.3)

    def _a_rule(self) -> int:
        return self.one_of(self.project.codebook().rules).id

    # versions, and what changes mean

    def freeze_codebook(self) -> object:
        return self.project.freeze_codebook(self.word())

    def describe_version(self) -> object:
        version = self.one_of(self.project.versions())
        return self.project.describe_version(version.id, name=self.word(), note="As agreed")

    def define_anew(self) -> object:
        code = self.code_there()
        other = self.code_there()
        draft = CodeDraft(
            code.code_id,
            code.name,
            full=f"Of any kind {self.chance.randint(0, 3)}",
            dont_use_when=f"use {other.code_id}",
        )
        return self.project.change_code(code.id, draft)

    def say_what_it_means(self) -> object:
        asked = [each for each in self.project.redefinitions() if not each.meaning]
        found = self.one_of(asked)
        near = tuple(each.id for each in self.project.neighbours(found.code_id))
        return self.project.say_what_it_means(
            found.id,
            self.chance.choice(list(MEANINGS)),
            neighbours=near,
            search=Query("support") if self.chance.random() < 0.5 else None,
            sample=self.chance.randint(0, 2),
        )

    def look_again(self) -> object:
        item = self.one_of(self.project.recheck_queue())
        decision = self.chance.choice(("keep", "change", "add", "remove"))
        code = self.code_there().id if decision == "change" else None
        return self.project.decide_recheck(item.id, decision, code)  # type: ignore[arg-type]

    def describe_code(self) -> object:
        """With texts and a place in the tree that it had: what a form writes."""
        code = self.any_code()
        draft = CodeDraft(code.code_id, code.name, is_group=code.is_group, brief=self.word())
        return self.project.change_code(code.id, replace(draft, memo="For all of us"))
