"""Are versions and queues of passages to look at again taken back like everything else?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from msgspec.structs import replace

import annotator
from annotator.model.rechecks import Choice, Meaning
from annotator.model.rounds import RoundPlan
from annotator.model.versions import draft_of, frozen
from annotator.search import Query
from tests.core.operations.test_undo_over_everything import EveryAct, State, state_of


class VersionsToo(EveryAct):
    """Every act, and freezing, redefining, saying what it means and deciding, in any order."""

    def state(self) -> State:
        project = self.project
        labels = {code.id: code.code_id for code in project.codebook().codes}
        return state_of(project) | {
            "versions": [
                (each.name, each.note, bool(each.frozen_at)) for each in project.versions()
            ],
            "redefinitions": [
                (labels.get(each.code_id, ""), each.meaning, sorted(each.changed.items()))
                for each in project.redefinitions()
            ],
            "queue": sorted(
                (each.transcript_id, each.start, each.end, each.why, each.decision or "")
                for each in project.recheck_queue()
            ),
        }

    @rule(name=st.sampled_from(["1.0", "2", "pilot"]), note=st.sampled_from(["", "a note"]))
    def freeze(self, name: str, note: str) -> None:
        self.act(lambda: self.project.freeze_codebook(name, note))

    @rule(data=st.data(), text=st.sampled_from(["", "any help", "new help", "money alone"]))
    def redefine(self, data: st.DataObject, text: str) -> None:
        code = self.a_code(data)
        if code is not None:
            draft = replace(draft_of(self.project.codebook(), code), brief=text)
            self.act(lambda: self.project.change_code(code.id, draft))

    @rule(data=st.data(), meaning=st.sampled_from(get_args(Meaning)), sample=st.integers(0, 2))
    def say_what_it_means(self, data: st.DataObject, meaning: Meaning, sample: int) -> None:
        asked = self.project.redefinitions()
        if asked:
            one = data.draw(st.sampled_from(asked))
            search = data.draw(st.none() | st.just(Query("support")))
            self.act(
                lambda: self.project.say_what_it_means(
                    one.id, meaning, sample=sample, search=search
                )
            )

    @rule(data=st.data(), choice=st.sampled_from(get_args(Choice)))
    def decide(self, data: st.DataObject, choice: Choice) -> None:
        queue = self.project.recheck_queue()
        if queue:
            item = data.draw(st.sampled_from(queue))
            code = self.a_code(data)
            given = None if code is None else code.id
            self.act(lambda: self.project.decide_recheck(item.id, choice, given))

    def teardown(self) -> None:
        """A pack of a round that is planned under any version holds what that version said."""
        try:
            self.look_into_packs()
        finally:
            super().teardown()

    def look_into_packs(self) -> None:
        texts = [info.id for info in self.project.transcripts()]
        kept = [each for each in self.project.versions() if each.frozen_at]
        if not texts:
            return
        with TemporaryDirectory() as folder:
            for each in kept:
                self.project.plan_round(each.name, plan=RoundPlan(codebook=each.uuid))
                file = self.project.write_pack(
                    Path(folder) / each.name, "coder_a", texts, round=each.name
                )
                with annotator.open(file) as pack:
                    assert frozen(pack.codebook()) == self.project.said_in(each.id)
        for _ in kept:
            self.project.undo()

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        for info in self.project.transcripts()[:1]:
            if data.draw(st.booleans()):
                self.act(lambda info=info: self.project.finish(info.id))


TestVersionsToo = pytest.mark.long(VersionsToo.TestCase)
TestVersionsToo.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
