"""Two people, every room of the library, any order: is the project whole after each act?

What each act does is said elsewhere; here nothing may be left that belongs to nothing, and what is
refused changes nothing.
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
from annotator.model.codebook import CodeDraft
from annotator.model.persons import PersonDraft
from tests.core.teamwork.conftest import make_project

Thing = TypeVar("Thing")

PEOPLE = ("boss", "ann")
NUMBER = st.integers(0, 40)
PLACE = st.integers(0, 78)


class TwoAtWork(RuleBasedStateMachine):
    """Acts by one of two people; `check` must have nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.project = make_project(self.folder / "work")
        self.number = 0

    @initialize()
    def begin(self) -> None:
        self.act(lambda: self.project.apply_coding("D1", 12, 24, "AID"))

    def act(self, doing: Callable[[], object]) -> None:
        before = self.project.steps()[-1].id
        try:
            doing()
        except UserError:
            assert self.project.steps()[-1].id == before

    @staticmethod
    def one(things: Sequence[Thing], number: int) -> Thing | None:
        return things[number % len(things)] if things else None

    def coding(self, number: int) -> int:
        found = self.one(self.project.codings_in(1), number)
        return found.id if found else 0

    def code(self, number: int) -> int:
        found = self.one(self.project.codebook().codes, number)
        return found.id if found else 0

    @rule(who=st.sampled_from(PEOPLE))
    def another_comes(self, who: str) -> None:
        self.project.use_coder(who)

    @rule(start=PLACE, length=NUMBER, code=NUMBER)
    def codes(self, start: int, length: int, code: int) -> None:
        chosen = self.code(code)
        self.act(lambda: self.project.apply_to_passage("D1", start, start + length, chosen))

    @rule(number=NUMBER)
    def removes(self, number: int) -> None:
        self.act(lambda: self.project.remove_coding(self.coding(number)))

    @rule(number=NUMBER, body=st.sampled_from(["", "why?", "because"]))
    def notes_on_a_coding(self, number: int, body: str) -> None:
        found = self.one(self.project.codings_in(1), number)
        if found:
            self.act(lambda: self.project.write_memo("coding", found.uuid, body))

    @rule(number=NUMBER, body=st.sampled_from(["", "why?"]))
    def notes_on_a_code(self, number: int, body: str) -> None:
        found = self.one(self.project.codebook().codes, number)
        if found:
            self.act(lambda: self.project.write_memo("code", found.uuid, body))

    @rule(number=NUMBER, code=NUMBER)
    def exchanges(self, number: int, code: int) -> None:
        self.act(lambda: self.project.change_code_of(self.coding(number), self.code(code)))

    @rule(start=PLACE)
    def decides_nothing(self, start: int) -> None:
        self.act(lambda: self.project.decide_nothing("D1", start, start + 5))

    @rule()
    def finishes(self) -> None:
        self.act(lambda: self.project.finish("D1"))

    @rule()
    def reopens(self) -> None:
        self.act(lambda: self.project.reopen("D1"))

    @rule(number=NUMBER)
    def asks(self, number: int) -> None:
        code = self.code(number)
        self.act(lambda: self.project.ask_question("Is that so?", code=code or None))

    # the codebook

    @rule(group=st.booleans())
    def adds_a_code(self, *, group: bool) -> None:
        self.number += 1
        draft = CodeDraft(f"N{self.number}", f"New {self.number}", is_group=group)
        self.act(lambda: self.project.add_code(draft))

    @rule(number=NUMBER)
    def deletes_a_code(self, number: int) -> None:
        self.act(lambda: self.project.delete_code(self.code(number)))

    @rule(one=NUMBER, other=NUMBER)
    def merges_codes(self, one: int, other: int) -> None:
        self.act(lambda: self.project.merge_codes(self.code(one), self.code(other)))

    @rule(number=NUMBER)
    def splits_a_code(self, number: int) -> None:
        self.number += 1
        code = self.code(number)
        ids = [each.id for each in self.project.codings_in(1) if each.code_id == code][:1]
        draft = CodeDraft(f"S{self.number}", "Split")
        self.act(lambda: self.project.split_code(code, draft, ids))

    @rule(number=NUMBER, words=st.sampled_from(["Aid of any kind", "Aid, not loans"]))
    def defines_anew(self, number: int, words: str) -> None:
        code = self.one(self.project.codebook().codes, number)
        if code:
            draft = CodeDraft(code.code_id, code.name, is_group=code.is_group, full=words)
            self.act(lambda: self.project.change_code(code.id, draft))

    @rule(number=NUMBER)
    def says_it_is_narrower(self, number: int) -> None:
        found = self.one(self.project.redefinitions(), number)
        if found:
            self.act(lambda: self.project.say_what_it_means(found.id, "narrower"))

    @rule(number=NUMBER, decision=st.sampled_from(["keep", "remove"]))
    def looks_again(self, number: int, decision: str) -> None:
        found = self.one(self.project.recheck_queue(), number)
        if found:
            self.act(lambda: self.project.decide_recheck(found.id, decision))  # type: ignore[arg-type]

    @rule()
    def freezes(self) -> None:
        self.number += 1
        self.act(lambda: self.project.freeze_codebook(f"{self.number}.0"))

    # transcripts and persons

    @rule(at=PLACE)
    def splits_a_turn(self, at: int) -> None:
        self.act(lambda: self.project.split_turn("D1", at, speaker="Ann Example"))

    @rule(number=NUMBER)
    def joins_turns(self, number: int) -> None:
        self.act(lambda: self.project.join_turn("D1", number % 4))

    @rule(old=st.sampled_from(["help", "pay", "Never"]), new=st.sampled_from(["give", ""]))
    def corrects(self, old: str, new: str) -> None:
        text = self.project.whole_transcript("D1").text.replace(old, new)
        self.act(lambda: self.project.correct_text("D1", text))

    @rule()
    def makes_persons(self) -> None:
        speakers = [(each.name, each.role) for each in self.project.unplaced_speakers()]
        self.act(lambda: self.project.make_persons(speakers))

    @rule(name=st.sampled_from(["Ann Example", "Ben Other"]))
    def adds_a_person(self, name: str) -> None:
        self.act(lambda: self.project.add_person(PersonDraft(name)))

    @rule(one=NUMBER, other=NUMBER)
    def joins_persons(self, one: int, other: int) -> None:
        into, who = (self.one(self.project.persons(), each) for each in (one, other))
        if into and who:
            self.act(lambda: self.project.join_persons(into.id, [who.id]))

    @rule(number=NUMBER)
    def removes_a_person(self, number: int) -> None:
        who = self.one(self.project.persons(), number)
        if who:
            self.act(lambda: self.project.remove_person(who.id))

    @rule()
    def plans_a_round(self) -> None:
        self.number += 1
        self.act(lambda: self.project.plan_round(f"round {self.number}"))

    @rule(number=NUMBER)
    def goes_on_in_a_round(self, number: int) -> None:
        found = self.one(self.project.rounds(), number)
        if found:
            self.act(lambda: self.project.use_round(found.name))

    @rule()
    def undoes(self) -> None:
        self.act(self.project.undo)

    @rule()
    def does_again(self) -> None:
        self.act(self.project.redo)

    @rule()
    def restarts(self) -> None:
        who = self.project.coder.coder_id
        self.project.close()
        self.project = annotator.open(self.folder / "work" / "study.annotator", coder=who)

    @invariant()
    def is_whole(self) -> None:
        assert self.project.check() == ()

    def teardown(self) -> None:
        for who in PEOPLE * 2:
            self.project.use_coder(who)
            while self.project.next_undo():
                before = self.project.steps()[-1].id
                self.act(self.project.undo)
                if self.project.steps()[-1].id == before:
                    break
                self.is_whole()
        self.project.close()
        shutil.rmtree(self.folder)


TestTwoAtWork = TwoAtWork.TestCase
TestTwoAtWork.settings = settings(max_examples=3, stateful_step_count=20, deadline=None)


@pytest.mark.long
def test_two_at_work_for_longer() -> None:
    more = settings(max_examples=60, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(TwoAtWork, settings=more)
