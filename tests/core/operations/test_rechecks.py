"""Do changed definitions send the right passages back, and does finished work stay untouched?"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, get_args

import pytest
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
from annotator.errors import Refused, UserError
from annotator.model.codebook import CodeDraft
from annotator.model.coding import Coding
from annotator.model.rechecks import Choice, Meaning
from annotator.model.versions import draft_of
from annotator.operations.rechecking import is_finished
from annotator.project import Project
from annotator.search import Query


def passage(project: Project, words: str) -> tuple[int, int]:
    start = project.transcript(1).text.index(words)
    return start, start + len(words)


def coded(project: Project, code: str = "UKR", words: str = "support Ukraine") -> Coding:
    return project.apply_coding(1, *passage(project, words), code)


def change(project: Project, code: str, **parts: object) -> None:
    standing = project.code(code)
    draft = replace(draft_of(project.codebook(), standing), **parts)  # type: ignore[arg-type]
    project.change_code(standing.id, draft)


def words(project: Project) -> list[tuple[str, str, str]]:
    """What waits: why, the words and the decision."""
    text = project.transcript(1).text
    return [(e.why, text[e.start : e.end], e.decision) for e in project.recheck_queue()]


def test_a_change_before_any_coding_asks_nothing(project: Project) -> None:
    change(project, "UKR", full="what it means")
    assert project.redefinitions() == ()


def test_a_change_after_codings_waits_for_a_word(project: Project) -> None:
    coded(project)
    change(project, "UKR", full="what it means", key="k")
    asked = project.redefinitions()[0]
    assert (asked.meaning, asked.changed) == ("", {"full": ("", "what it means")})
    change(project, "UKR", full="what it really means", use_when="now")
    assert len(project.redefinitions()) == 1
    assert project.redefinitions()[0].changed == {
        "full": ("", "what it really means"),
        "use_when": ("", "now"),
    }
    change(project, "UKR", full="", use_when="")
    assert project.redefinitions() == ()
    project.undo()
    assert len(project.redefinitions()) == 1
    change(project, "UKR", key="x")
    assert len(project.redefinitions()) == 1


def test_only_wording_sends_nothing_back(project: Project) -> None:
    coded(project)
    change(project, "UKR", full="what it means")
    assert project.say_what_it_means(project.redefinitions()[0].id, "wording") == 0
    assert project.recheck_queue() == ()
    with pytest.raises(Refused, match="said already"):
        project.say_what_it_means(project.redefinitions()[0].id, "wider")
    project.undo()
    assert project.redefinitions()[0].meaning == ""


def test_narrower_sends_back_what_was_coded_before(project: Project) -> None:
    coded(project)
    project.use_coder("coder_b")
    coded(project, words="Costs are shared")
    project.use_coder("coder_a")
    project.freeze_codebook("1.0")
    change(project, "UKR", full="less")
    coded(project, words="Good morning")  # under the new definition
    assert project.say_what_it_means(project.redefinitions()[0].id, "narrower") == 2
    assert words(project) == [("coded", "support Ukraine", "")]
    assert [(each.done, each.total) for each in project.recheck_progress()] == [(0, 1), (0, 1)]
    project.use_coder("coder_b")
    assert words(project) == [("coded", "Costs are shared", "")]
    item = project.recheck_queue()[0]
    project.use_coder("coder_a")
    with pytest.raises(Refused, match="another coder"):
        project.decide_recheck(item.id, "keep")
    project.undo()
    assert project.recheck_progress() == ()


def test_wider_looks_at_neighbours_hits_and_a_sample(project: Project) -> None:
    coded(project)
    coded(project, "BURDEN", "Costs are shared")
    change(project, "UKR", dont_use_when="Money is meant (use BURDEN).")
    code = project.code("UKR")
    assert [each.code_id for each in project.neighbours(code.id)] == ["BURDEN"]
    asked = project.redefinitions()[0].id
    waiting = project.say_what_it_means(
        asked,
        "wider",
        neighbours=[project.code("BURDEN").id],
        search=Query("china"),
        sample=2,
        seed=7,
    )
    found = words(project)
    assert waiting == len(found)
    assert ("neighbour", "Costs are shared", "") in found
    assert ("search", "What about China?", "") in found
    drawn = [each for each in found if each[0] == "sample"]
    assert len(drawn) == 2
    assert not any("Ukraine" in each[1] or "Costs" in each[1] for each in drawn)
    project.undo()
    project.say_what_it_means(asked, "wider", sample=2, seed=7)
    assert [each for each in words(project) if each[0] == "sample"] == drawn


def test_what_has_the_code_already_is_not_asked_about(project: Project) -> None:
    coded(project)
    coded(project, "BURDEN")
    change(project, "UKR", full="more")
    asked = project.redefinitions()[0].id
    burden = project.code("BURDEN").id
    assert not project.say_what_it_means(asked, "wider", neighbours=[burden], search=Query("ukr"))


def test_work_in_progress_is_changed_at_once(project: Project) -> None:
    kept, changed, removed = (
        coded(project, words=each) for each in ("support Ukraine", "Costs are shared", "Good")
    )
    change(project, "UKR", full="less")
    project.say_what_it_means(project.redefinitions()[0].id, "narrower")
    queue = {each.coding_uuid: each.id for each in project.recheck_queue()}
    project.decide_recheck(queue[kept.uuid], "keep")
    with pytest.raises(Refused, match="Which code"):
        project.decide_recheck(queue[changed.uuid], "change")
    project.decide_recheck(queue[changed.uuid], "change", "BURDEN")
    project.decide_recheck(queue[removed.uuid], "remove")
    codes = {code.id: code.code_id for code in project.codebook().codes}
    left = {each.uuid: codes[each.code_id] for each in project.codings_in(1)}
    assert left == {kept.uuid: "UKR", changed.uuid: "BURDEN"}
    assert [each.decision for each in project.recheck_queue(waiting=False)] == [
        "remove",
        "keep",
        "change",
    ]
    with pytest.raises(Refused, match="removed already"):
        project.decide_recheck(queue[removed.uuid], "keep")
    project.undo()
    assert project.coding(removed.id).quote == "Good"
    assert len(project.recheck_queue(waiting=True)) == 1
    project.decide_recheck(queue[removed.uuid], "keep")
    project.decide_recheck(queue[removed.uuid], "remove")
    assert project.check() == ()


def test_finished_work_stays_and_the_decision_stands_beside_it(project: Project) -> None:
    kept, changed, removed = (
        coded(project, words=each) for each in ("support Ukraine", "Costs are shared", "Good")
    )
    project.finish(1)
    before = project.codings_in(1)
    change(project, "UKR", full="other")
    asked = project.redefinitions()[0].id
    project.say_what_it_means(asked, "both", search=Query("china"))
    queue = {each.coding_uuid: each.id for each in project.recheck_queue()}
    project.decide_recheck(queue[kept.uuid], "keep")
    project.decide_recheck(queue[changed.uuid], "change", "BURDEN")
    project.decide_recheck(queue[removed.uuid], "remove")
    project.decide_recheck(queue[None], "add")
    assert project.codings_in(1) == before
    codes = {code.id: code.code_id for code in project.codebook().codes}
    text = project.transcript(1).text
    after = {(text[e.start : e.end], codes[e.code_id]) for e in project.codings_after_rechecks()}
    assert after == {
        ("support Ukraine", "UKR"),
        ("Costs are shared", "BURDEN"),
        ("What about China?", "UKR"),
    }
    project.decide_recheck(queue[removed.uuid], "keep")  # finished work lets one think again
    assert len(project.codings_after_rechecks()) == 4


def test_a_decision_that_needs_a_coding_or_a_code(project: Project) -> None:
    coded(project)
    change(project, "UKR", full="more")
    project.say_what_it_means(project.redefinitions()[0].id, "wider", search=Query("china"))
    item = project.recheck_queue()[0]
    with pytest.raises(Refused, match="no code on this passage"):
        project.decide_recheck(item.id, "remove")
    with pytest.raises(Refused, match="group"):
        project.decide_recheck(item.id, "add", "G1")
    project.decide_recheck(item.id, "add", "CHINA")
    assert len(project.codings_in(1)) == 2


def test_deleting_and_merging_codes_takes_their_queues_along(project: Project) -> None:
    coded(project)
    change(project, "UKR", full="less")
    project.say_what_it_means(project.redefinitions()[0].id, "narrower")
    project.merge_codes(project.code("UKR").id, project.code("BURDEN").id)
    assert project.redefinitions()[0].code_id == project.code("BURDEN").id
    assert len(project.recheck_queue()) == 1
    project.delete_code(project.code("BURDEN").id)
    assert project.recheck_queue() == ()
    assert project.redefinitions() == ()
    assert project.check() == ()
    project.undo()
    project.undo()
    assert len(project.recheck_queue()) == 1
    project.remove_transcript(1)
    assert project.recheck_queue() == ()
    assert project.check() == ()


TEXT = (
    "Anna Example: We support Ukraine. Costs are shared. China watches.\n\n"
    "Ben Other: Cafes are open. Nothing else. Thanks to all.\n"
)

State = dict[str, Any]


class Histories(RuleBasedStateMachine):
    """Freezing, changing, asking, deciding, finishing, undoing and starting again, at random."""

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
        drafts = [CodeDraft("UKR", "Ukraine"), CodeDraft("BURDEN", "Burden", key="b")]
        self.act(lambda: self.project.add_codes(drafts))

    def state(self) -> State:
        project = self.project
        codes = {code.id: code for code in project.codebook().codes}
        versions = {version.id: version.name for version in project.versions()}
        return {
            "versions": [(v.name, v.note, bool(v.frozen_at)) for v in project.versions()],
            "codes": [(code.code_id, code.full, code.dont_use_when) for code in codes.values()],
            "codings": sorted(
                (
                    each.start,
                    each.end,
                    codes[each.code_id].code_id,
                    versions[each.codebook_version_id],
                )
                for info in project.transcripts()
                for each in project.codings_in(info.id)
            ),
            "redefinitions": [
                (codes[each.code_id].code_id, each.meaning, each.changed)
                for each in project.redefinitions()
            ],
            "queue": [
                (each.start, each.end, each.why, each.decision, each.given_id)
                for each in project.recheck_queue()
            ],
            "after": sorted(
                (each.start, each.end, each.code_id) for each in project.codings_after_rechecks()
            ),
        }

    def act(self, doing: Any) -> None:
        before = self.project.steps()[-1].id
        try:
            doing()
        except UserError:
            assert self.project.steps()[-1].id == before
            assert self.state() == self.past[-1]
            return
        if self.project.steps()[-1].id == before:
            return
        self.past.append(self.state())
        self.future.clear()

    @rule(start=st.integers(14, 110), length=st.integers(3, 20), code=st.sampled_from("UB"))
    def apply(self, start: int, length: int, code: str) -> None:
        chosen = {"U": "UKR", "B": "BURDEN"}[code]
        self.act(lambda: self.project.apply_coding("D1", start, start + length, chosen))

    @rule(code=st.sampled_from(["UKR", "BURDEN"]), full=st.sampled_from(["", "a", "b (use UKR)"]))
    def redefine(self, code: str, full: str) -> None:
        self.act(lambda: change(self.project, code, full=full, dont_use_when=full))

    @rule()
    def freeze(self) -> None:
        self.number += 1
        self.act(lambda: self.project.freeze_codebook(f"v{self.number}"))

    @rule(data=st.data(), meaning=st.sampled_from(get_args(Meaning)), sample=st.integers(0, 2))
    def say(self, data: st.DataObject, meaning: Meaning, sample: int) -> None:
        asked = self.project.redefinitions()
        if asked:
            chosen = data.draw(st.sampled_from(asked)).id
            near = [code.id for code in self.project.codebook().codes]
            self.act(
                lambda: self.project.say_what_it_means(
                    chosen, meaning, neighbours=near, search=Query("costs"), sample=sample
                )
            )

    @rule(data=st.data(), decision=st.sampled_from(get_args(Choice)))
    def decide(self, data: st.DataObject, decision: Choice) -> None:
        queue = self.project.recheck_queue()
        if queue:
            item = data.draw(st.sampled_from(queue))
            given = data.draw(st.sampled_from([None, "UKR", "BURDEN"]))
            with self.project._store.reading() as connection:
                done = is_finished(connection, item)
            codings = self.project.codings_in(item.transcript_id)
            self.act(lambda: self.project.decide_recheck(item.id, decision, given))
            if done:  # a layer of its own
                assert self.project.codings_in(item.transcript_id) == codings

    @rule()
    def finish(self) -> None:
        self.act(lambda: self.project.finish("D1"))

    @rule()
    def reopen(self) -> None:
        self.act(lambda: self.project.reopen("D1"))

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


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
