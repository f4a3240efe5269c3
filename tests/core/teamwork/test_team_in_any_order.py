"""A team, its packs, returns, merges and questions, in any order: is every file whole?

What each act does is said elsewhere; here nothing may be left that belongs to nothing, what is
refused changes nothing, and what a coder handed back is in the project once it was merged.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import annotator
from annotator.errors import UserError
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.rounds import AllocationRule
from annotator.project import Project
from tests.core.teamwork.conftest import make_project

Thing = TypeVar("Thing")

CODERS = ("ann", "ben")
WHO = st.sampled_from(CODERS)
NUMBER = st.integers(0, 40)
UNITS = ((12, 24), (25, 37), (38, 49), (62, 65))
"""Sentences of the first transcript; the last is of somebody else."""
STRENGTH = (Point("0", "weak"), Point("1", "strong"))


class TeamAtWork(RuleBasedStateMachine):
    """One who leads, two who code in packs of theirs; `check` must have nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.project = make_project(self.folder / "work")
        self.packs: dict[str, Project] = {}
        self.returns: list[Path] = []
        self.number = 0

    @initialize()
    def begin(self) -> None:
        self.act(lambda: self.project.allocate("main", CODERS, AllocationRule(overlap=2)))

    def act(self, doing: Callable[[], object], of: Project | None = None) -> None:
        project = of or self.project
        before = [step.id for step in project.steps()]
        try:
            doing()
        except UserError:
            assert [step.id for step in project.steps()] == before

    @staticmethod
    def one(things: Sequence[Thing], number: int) -> Thing | None:
        return things[number % len(things)] if things else None

    # who leads

    @rule(number=NUMBER, code=NUMBER)
    def leads_and_codes(self, number: int, code: int) -> None:
        found = self.one(self.project.codebook().codes, code)
        if found:
            span = UNITS[number % len(UNITS)]
            self.act(lambda: self.project.apply_coding("D1", *span, found.id))

    @rule(code=NUMBER)
    def adds_a_field(self, code: int) -> None:
        self.number += 1
        found = self.one(self.project.codebook().codes, code)
        if found:
            draft = FieldDraft(f"f{self.number}", "choice", points=STRENGTH)
            self.act(lambda: self.project.add_field(found.id, draft))

    @rule(number=NUMBER, value=st.sampled_from(["0", "1", ""]))
    def fills_a_field(self, number: int, value: str) -> None:
        self._fill(self.project, number, value)

    @rule(number=NUMBER)
    def removes_a_field(self, number: int) -> None:
        found = self.one(self.project.codebook().fields, number)
        if found:
            self.act(lambda: self.project.remove_field(found.id))

    @rule(purpose=st.sampled_from(["reliability", "consensus", "main"]))
    def plans_a_round(self, purpose: str) -> None:
        self.number += 1
        name = f"round {self.number}"
        self.act(lambda: self.project.plan_round(name, purpose=purpose))  # type: ignore[arg-type]

    @rule(number=NUMBER)
    def goes_on_in_a_round(self, number: int) -> None:
        found = self.one(self.project.rounds(), number)
        if found:
            self.act(lambda: self.project.use_round(found.name))

    @rule(number=NUMBER, overlap=st.integers(0, 2))
    def hands_work_out(self, number: int, overlap: int) -> None:
        found = self.one(self.project.rounds(), number)
        if found:
            rule_ = AllocationRule(overlap=overlap)
            self.act(lambda: self.project.allocate(found.name, CODERS, rule_))

    @rule(who=WHO, disguise=st.booleans())
    def sends_a_pack(self, who: str, *, disguise: bool) -> None:
        """A new one: who has one already may have two, as it happens."""
        self.number += 1
        path = self.folder / f"{who} {self.number}.annotator-pack"
        self.act(lambda: self.project.write_pack(path, who, ["D1", "D2"], disguise=disguise))
        if path.exists():
            if who in self.packs:
                self.packs[who].close()
            self.packs[who] = annotator.open(path)

    @rule(names=st.sampled_from([{}, {"Smith": "A"}, {"Smith": "Person 1", "Jones": "B"}]))
    def lists_names(self, names: dict[str, str]) -> None:
        self.act(lambda: self.project.set_stand_ins(names))

    @rule(number=NUMBER, accept=st.booleans(), several=st.booleans())
    def merges(self, number: int, *, accept: bool, several: bool) -> None:
        found = self.one(self.returns, number)
        if found:
            files = self.returns if several else [found]
            self.act(lambda: self.project.merge_files(files, accept=accept))

    @rule()
    def takes_a_merge_back(self) -> None:
        self.act(self.project.undo_merge)

    @rule(number=NUMBER)
    def answers(self, number: int) -> None:
        found = self.one(self.project.questions(), number)
        if found:
            self.act(lambda: self.project.answer_question(found.question.id, "As it says."))

    @rule()
    def passes_answers_on(self) -> None:
        path = self.folder / "news.annotator-answers"
        self.act(lambda: self.project.write_answers(path))
        if path.exists():
            for pack in self.packs.values():
                self.act(lambda pack=pack: pack.take_answers(path), pack)  # type: ignore[misc]

    @rule()
    def undoes(self) -> None:
        self.act(self.project.undo)

    @rule()
    def does_again(self) -> None:
        self.act(self.project.redo)

    # who codes, in a pack

    @rule(who=WHO, number=NUMBER, code=st.sampled_from(["AID", "BURDEN", "COSTS"]))
    def codes_in_a_pack(self, who: str, number: int, code: str) -> None:
        pack = self.packs.get(who)
        if pack is not None:
            spans = pack.transcript("D1").spans("sentence")
            span = spans[number % len(spans)]
            self.act(lambda: pack.apply_coding("D1", span.start, span.end, code), pack)

    @rule(who=WHO, number=NUMBER, value=st.sampled_from(["0", "1", ""]))
    def fills_a_field_in_a_pack(self, who: str, number: int, value: str) -> None:
        if who in self.packs:
            self._fill(self.packs[who], number, value)

    @rule(who=WHO, number=NUMBER)
    def removes_in_a_pack(self, who: str, number: int) -> None:
        pack = self.packs.get(who)
        found = self.one(pack.codings_in(1), number) if pack else None
        if pack and found:
            self.act(lambda: pack.remove_coding(found.id), pack)

    @rule(who=WHO)
    def asks_in_a_pack(self, who: str) -> None:
        pack = self.packs.get(who)
        if pack is not None:
            self.act(lambda: pack.ask_question("Is that so?"), pack)

    @rule(who=WHO, again=st.booleans())
    def finishes_in_a_pack(self, who: str, *, again: bool) -> None:
        pack = self.packs.get(who)
        if pack is not None:
            self.act(lambda: pack.reopen("D1") if again else pack.finish("D1"), pack)

    @rule(who=WHO)
    def undoes_in_a_pack(self, who: str) -> None:
        if who in self.packs:
            self.act(self.packs[who].undo, self.packs[who])

    @rule(who=WHO, merge=st.booleans())
    def hands_back(self, who: str, *, merge: bool) -> None:
        pack = self.packs.get(who)
        if pack is None:
            return
        self.number += 1
        path = self.folder / f"{who} {self.number}.annotator-return"
        self.act(lambda: pack.hand_back(path), pack)
        if path.exists():
            self.returns.append(path)
            if merge:
                self.act(lambda: self.project.merge_files([path]))

    # inside

    def _fill(self, project: Project, number: int, value: str) -> None:
        coding = self.one(project.codings_in(1), number)
        fields = project.codebook().fields
        field = self.one([each for each in fields if coding and each.code_id == coding.code_id], 0)
        if coding and field:
            self.act(lambda: project.set_fields(coding.id, {field.id: value}), project)

    @invariant()
    def is_whole(self) -> None:
        assert self.project.check() == ()
        for pack in self.packs.values():
            assert pack.check() == ()

    def teardown(self) -> None:
        """What was handed back last is in the project once everything is merged, and stays."""
        if self.returns:
            self.project.merge_files(self.returns)
            assert all(each.nothing_new for each in self.project.look_at_files(self.returns).files)
            self.is_whole()
        for one in (self.project, *self.packs.values()):
            one.close()
        shutil.rmtree(self.folder)


TestTeamAtWork = TeamAtWork.TestCase
TestTeamAtWork.settings = settings(max_examples=1, stateful_step_count=20, deadline=None)


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_a_team_at_work_for_longer() -> None:
    more = settings(max_examples=25, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(TeamAtWork, settings=more)
