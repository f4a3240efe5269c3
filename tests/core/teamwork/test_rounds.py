"""Rounds are planned, handed out, frozen and accepted, each as one act that undo takes back."""

from __future__ import annotations

import pytest

import annotator
from annotator.errors import NotFound, Refused
from annotator.model.rounds import AllocationRule, RoundPlan
from annotator.project import Project

HELP, PAY, AGREE = (11, 24), (25, 37), (38, 49)


def given(project: Project, name: str) -> dict[str, list[str]]:
    coders = {each.id: each.coder_id for each in project.coders()}
    docs = {info.id: info.doc_id for info in project.transcripts()}
    found: dict[str, list[str]] = {}
    for each in project.assignments(name):
        found.setdefault(coders[each.coder_id], []).append(docs[each.transcript_id])
    return found


def test_several_rounds_stand_at_once(project: Project) -> None:
    plan = RoundPlan(begins="2024-01-08", due="2024-01-19", decide="every unit", note="first week")
    pilot = project.plan_round("pilot", purpose="pilot", plan=plan)
    training = project.plan_round("training", purpose="training")
    assert (pilot.blind, training.blind) == (True, False)
    assert project.find_round("PILOT").plan == plan
    assert [each.name for each in project.rounds()] == ["main", "pilot", "training"]
    assert project.current_round().name == "main"
    changed = project.change_round(pilot, name="pilot-1", blind=False)
    assert (changed.name, changed.blind, changed.plan) == ("pilot-1", False, plan)
    project.undo()
    assert project.find_round("pilot").blind


@pytest.mark.parametrize(
    ("name", "plan", "message"),
    [
        ("main", RoundPlan(), "already"),
        ("", RoundPlan(), "needs a name"),
        ("x", RoundPlan(codable="persons"), "Nobody is chosen"),
        ("x", RoundPlan(begins="2024-02-01", due="2024-01-01"), "before it begins"),
        ("x", RoundPlan(threshold=80), "between 0 and 1"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    project: Project, name: str, plan: RoundPlan, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        project.plan_round(name, plan=plan)
    assert len(project.rounds()) == 1


def test_work_is_handed_out_as_one_act(project: Project) -> None:
    project.plan_round("pilot", purpose="pilot")
    rule = AllocationRule("split", 7, overlap=1)
    found = project.allocate("pilot", ["ann", "ben"], rule)
    assert sorted(map(len, given(project, "pilot").values())) == [1, 2]
    assert project.find_round("pilot").plan.rule == rule
    assert len(found.overlap) == 1
    again = project.try_allocation("pilot", ["ben", "ann"], rule)
    assert dict(again.work) == dict(found.work)
    project.assign("pilot", {"ben": ["D2", "D1"]})
    assert given(project, "pilot") == {"ben": ["D2", "D1"]}
    assert project.find_round("pilot").plan.rule is None
    project.undo()
    assert given(project, "pilot") == {
        name: _docs(project, keys) for name, keys in found.work.items()
    }
    project.undo()
    assert given(project, "pilot") == {}


def _docs(project: Project, keys: tuple[str, ...]) -> list[str]:
    docs = {info.uuid.hex: info.doc_id for info in project.transcripts()}
    return [docs[key] for key in keys]


def test_a_transcript_that_goes_takes_its_work_along(project: Project) -> None:
    project.assign("main", {"ann": ["D1", "D2"]})
    project.remove_transcript(project.info("D1").id)
    assert given(project, "main") == {"ann": ["D2"]}
    assert project.check() == ()
    project.undo()
    assert given(project, "main") == {"ann": ["D1", "D2"]}


def test_turns_and_paragraphs_can_be_handed_out(project: Project) -> None:
    rule = AllocationRule("split", 3, item="turn")
    project.allocate("main", ["ann", "ben"], rule)
    assert len(project.assignments("main")) == 3
    project.use_coder("ann")
    mine = [each for each in project.assignments("main") if each.coder_id == project.coder.id]
    info = project.info(mine[0].transcript_id)
    opened = project.transcript(info.id)
    sentences = opened.spans("sentence")
    assert 0 < len(sentences) < info.n_sentences or info.doc_id == "D2"
    assert all(
        any(each.start <= one.start < each.end for each in mine if each.transcript_id == info.id)
        for one in sentences
    )


def test_only_the_turns_of_the_round_can_be_coded(project: Project) -> None:
    project.change_round("main", plan=RoundPlan(codable="persons", persons=("Ms. Jones",)))
    text = project.transcript("D1").text
    at = text.index("Never")
    assert len(project.transcript("D1").spans("sentence")) == 2
    project.apply_coding("D1", at, at + 5, "AID")
    with pytest.raises(Refused, match="not codable"):
        project.apply_coding("D1", *HELP, "AID")
    project.change_round("main", plan=RoundPlan())
    project.apply_coding("D1", *HELP, "AID")


def test_a_frozen_plan_stays_as_it_was(project: Project) -> None:
    project.plan_round("pilot", purpose="pilot", plan=RoundPlan(due="2024-01-19"))
    project.allocate("pilot", ["ann", "ben"], AllocationRule("all", 5))
    frozen = project.freeze_plan("pilot").plan.frozen
    assert frozen is not None
    assert (frozen.name, frozen.plan.due, frozen.codebook) == ("pilot", "2024-01-19", "1.0")
    assert [len(items) for items in frozen.work.values()] == [2, 2]
    changed = project.change_round("pilot", plan=RoundPlan(due="2024-03-01"))
    assert changed.plan.frozen == frozen
    with pytest.raises(Refused, match="frozen already"):
        project.freeze_plan("pilot")
    version = project.codebook().version.uuid
    project.change_round("pilot", plan=RoundPlan(due="2024-01-19", codebook=version))
    told = project.deviations("pilot")
    assert "The codebook to code under: 1.0, planned was the open one." in told
    project.allocate("pilot", ["ann", "ben"], AllocationRule("all", 5), transcripts=["D1"])
    told = project.deviations("pilot")
    assert "Which transcripts: 1 chosen by hand, planned was all, not the same ones." in told


def test_a_round_in_which_something_was_done_stays(project: Project) -> None:
    project.plan_round("pilot")
    project.assign("pilot", {"ann": ["D1"]})
    with pytest.raises(Refused, match="round at work"):
        project.remove_round("main")
    project.remove_round("pilot")
    assert project.check() == ()
    project.undo()
    project.use_round("pilot")
    project.apply_coding("D1", *HELP, "AID")
    project.use_round("main")
    with pytest.raises(Refused, match="so it stays"):
        project.remove_round("pilot")
    with pytest.raises(NotFound, match="no round called"):
        project.find_round("other")


def test_finishing_counts_and_reopening_undoes(project: Project) -> None:
    project.apply_coding("D1", *HELP, "AID")
    project.decide_nothing("D1", *PAY)
    assert project.finish("D1") == 3
    kinds = [each.kind for each in project.decisions(1)]
    assert kinds.count("finishing") == 3
    with pytest.raises(Refused, match="finished already"):
        project.finish("D1")
    project.reopen("D1")
    assert [each.kind for each in project.decisions(1)] == ["nothing"]
    with pytest.raises(Refused, match="is not finished"):
        project.reopen("D1")
    project.undo()
    assert len(project.finished_marks("main")) == 1
    project.undo()
    assert len(project.decisions(1)) == 1


def test_a_round_may_ask_for_every_decision(project: Project) -> None:
    project.change_round("main", plan=RoundPlan(decide="every unit"))
    project.apply_coding("D1", *HELP, "AID")
    with pytest.raises(Refused, match="4 sentences have no decision"):
        project.finish("D1")
    project.decide_nothing("D1", 25, len(project.transcript("D1").text))
    assert project.finish("D1") == 0


def test_what_was_accepted_stays_as_it_is(project: Project) -> None:
    done = project.apply_coding("D1", *HELP, "AID")
    project.finish("D1")
    assert project.accept("main", ["boss"]) == {"boss": 1}
    for act in (
        lambda: project.apply_coding("D1", *PAY, "AID"),
        lambda: project.remove_coding(done.id),
        lambda: project.set_unsure(done.id, unsure=True),
        lambda: project.decide_nothing("D1", *PAY),
        lambda: project.reopen("D1"),
    ):
        with pytest.raises(Refused, match="accepted and is sealed"):
            act()
    project.undo()  # the acceptance
    project.reopen("D1")
    project.remove_coding(done.id)


def test_undo_does_not_reach_under_a_seal(project: Project) -> None:
    project.add_coder("vice", role="pi")
    project.use_coder("ann")
    project.apply_coding("D1", *HELP, "AID")
    project.finish("D1")
    project.use_coder("vice")
    project.accept("main", ["ann"])
    project.use_coder("ann")
    with pytest.raises(Refused, match=r"sealed|changed it"):
        project.undo()
    project.pass_over_undo()
    with pytest.raises(Refused, match="sealed"):
        project.undo()


def test_the_plan_survives_a_restart_and_a_strange_hand(project: Project) -> None:
    path = project.path
    project.plan_round(
        "pilot", plan=RoundPlan(threshold=0.7, persons=("Ms. Jones",), codable="persons")
    )
    project.close()
    with annotator.open(path) as again:
        assert again.find_round("pilot").plan.threshold == 0.7
    assert RoundPlan.from_json({"unit": "word", "due": 5, "codebook": "x", "new": 1}) == RoundPlan(
        due="5"
    )
