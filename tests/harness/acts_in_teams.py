"""What does a team do all day? Rounds, packs, returns, questions and copies, at random.

Packs and the copy of the colleague are files in the folder; who works in one opens it, does a few
things and closes it.
"""

from __future__ import annotations

import random
from pathlib import Path

import annotator
from annotator.model.rounds import PURPOSES, AllocationRule, RoundPlan
from tests.harness.choosing import Choosing

COLLEAGUE = "colleague.annotator"
IN_PACKS = ("ben", "cara")
"""Coders who get packs; the first of them works in the project as well."""


class ActsInTeams(Choosing):
    """Who does what, in which round and in which file."""

    def work_in(self, path: Path, *, pack: bool) -> object:
        """Some acts of somebody in another file of the project."""
        raise NotImplementedError

    # people and rounds

    def add_coder(self) -> object:
        return self.project.add_coder(self.word(), role=self.chance.choice(("coder", "reader")))

    def change_coder(self) -> object:
        who = self.one_of(self.project.coders())
        return self.project.change_coder(who, name=self.chance.choice(("A", "B", who.name)))

    def plan_round(self) -> object:
        plan = RoundPlan(
            unit=self.chance.choice(("sentence", "paragraph")),
            decide=self.chance.choice(("every unit", "by finishing")),
        )
        return self.project.plan_round(self.word(), purpose=self.chance.choice(PURPOSES), plan=plan)

    def change_round(self) -> object:
        return self.project.change_round(self._a_round(), purpose=self.chance.choice(PURPOSES))

    def remove_round(self) -> object:
        return self.project.remove_round(self._a_round())

    def use_round(self) -> object:
        return self.project.use_round(self._a_round())

    def back_to_main(self) -> object:
        return self.project.use_round("main")

    def freeze_plan(self) -> object:
        return self.project.freeze_plan(self._a_round())

    def hand_out(self) -> object:
        rule = AllocationRule(
            scheme=self.chance.choice(("all", "split", "pairs")),
            overlap=self.chance.randint(0, 1),
            item=self.chance.choice(("transcript", "transcript", "turn")),
        )
        return self.project.allocate(self._a_round(), IN_PACKS, rule)

    def assign(self) -> object:
        who = self.one_of(self.project.coders()).coder_id
        return self.project.assign(self._a_round(), {who: [self.info().id]})

    def accept(self) -> object:
        who = self.one_of(self.project.coders()).coder_id
        return self.project.accept(self.project.current_round(), [who])

    def _a_round(self) -> str:
        return self.one_of(self.project.rounds()).name

    # packs

    def name_stand_ins(self) -> object:
        names = self.chance.choice(({}, {"Anna": "A"}, {"Anna Example": "Person 1", "Ben": "B"}))
        return self.project.set_stand_ins(names)

    def send_pack(self) -> object:
        path = self._pack(self.chance.choice(IN_PACKS))
        self.put_away(path)
        ids = [info.id for info in self.project.transcripts()]
        return self.project.write_pack(
            path,
            path.stem,
            self.chance.sample(ids, self.chance.randint(min(1, len(ids)), len(ids))),
            disguise=self.chance.random() < 0.3,
        )

    def work_in_a_pack(self) -> object:
        return self.work_in(self._pack_there(), pack=True)

    def hand_back(self) -> object:
        pack = self._pack_there()
        file = pack.with_name(f"{pack.stem} {self.chance.randint(1, 3)}.annotator-return")
        self.put_away(file)
        with annotator.open(pack) as opened:
            return opened.hand_back(file)

    def look_at_returns(self) -> object:
        return self.project.look_at_files(self._returns())

    def merge_returns(self) -> object:
        some = self._returns()
        self.chance.shuffle(some)
        number = self.chance.randint(1, len(some))
        return self.project.merge_files(some[:number], accept=self.chance.random() < 0.3)

    def _pack(self, who: str) -> Path:
        return self.project.path.with_name(f"{who}.annotator-pack")

    def _pack_there(self) -> Path:
        return self.one_of([path for who in IN_PACKS if (path := self._pack(who)).exists()])

    def _returns(self) -> list[Path]:
        found = sorted(self.project.path.parent.glob("*.annotator-return"))
        self.one_of(found)
        return found

    # questions

    def ask(self) -> object:
        if self.chance.random() < 0.3:
            return self.project.ask_question("How?", code=self.any_code().id)
        opened = self.transcript()
        span = self.one_of(opened.spans("sentence"))
        return self.project.ask_question(
            "Is that so?", transcript=opened.info.id, start=span.start, end=span.end
        )

    def withdraw_question(self) -> object:
        return self.project.withdraw_question(self._a_question())

    def answer(self) -> object:
        body = self.chance.choice(("Yes.", "No."))
        return self.project.answer_question(self._a_question(), body)

    def pass_answers_on(self) -> object:
        file = self.project.path.with_name("news.annotator-answers")
        self.put_away(file)
        pack = self._pack_there()
        self.project.write_answers(file)
        with annotator.open(pack) as opened:
            return opened.take_answers(file)

    def _a_question(self) -> int:
        return self.one_of(self.project.questions()).question.id

    # the copy of a colleague, on another laptop

    def merge(self) -> object:
        return self.project.merge_files([self.folder / COLLEAGUE])

    def undo_merge(self) -> object:
        return self.project.undo_merge()

    def colleague_works(self) -> object:
        return self.work_in(self.folder / COLLEAGUE, pack=False)

    def colleague_merges(self) -> object:
        copy = self.project.path.with_name("sent.annotator")
        self.put_away(copy)
        self.project.save_copy(copy)
        try:
            with annotator.open(self.folder / COLLEAGUE, coder="ben") as theirs:
                return theirs.merge_files([copy])
        finally:
            self.put_away(copy)

    def colleague_begins_anew(self) -> object:
        """A copy as things stand now goes to the colleague."""
        copy = self.folder / COLLEAGUE
        self.put_away(copy)
        return self.project.save_copy(copy)


def chance_of(chance: random.Random) -> random.Random:
    """One for somebody else, who follows from this one."""
    return random.Random(chance.getrandbits(32))
