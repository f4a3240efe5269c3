"""Rights are kept by the library: what a role may not do is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import annotator
from annotator.errors import NotFound, Refused
from annotator.model.codebook import CodeDraft
from annotator.model.people import Role
from annotator.model.rounds import AllocationRule
from annotator.project import Project
from tests.core.teamwork.conftest import codings, pack_for

HELP, PAY = (11, 24), (25, 37)

LEADING: dict[str, Callable[[Project], object]] = {
    "add a code": lambda p: p.add_code(CodeDraft("NEW", "New")),
    "delete a code": lambda p: p.delete_code(p.code("AID").id),
    "merge codes": lambda p: p.merge_codes(p.code("AID").id, p.code("BURDEN").id),
    "remove a transcript": lambda p: p.remove_transcript(p.info("D1").id),
    "import transcripts": lambda p: p.import_transcripts([p.path.with_name("a.txt")]),
    "apply a table": lambda p: p.import_codings(p.path),
    "add somebody": lambda p: p.add_coder("eve"),
    "give somebody a role": lambda p: p.change_coder(p.find_coder("ben"), role="pi"),
    "give oneself a role": lambda p: p.change_coder(p.coder, role="pi"),
    "plan a round": lambda p: p.plan_round("pilot"),
    "hand out": lambda p: p.allocate("main", ["ann"], AllocationRule("split", 1)),
    "freeze": lambda p: p.freeze_plan("main"),
    "write a pack": lambda p: p.write_pack(p.path.with_name("x"), "ann", ["D1"]),
    "merge": lambda p: p.merge_files([p.path]),
    "accept": lambda p: p.accept("main", ["ann"]),
    "take a coder out": lambda p: p.leave(p.find_coder("boss")),
}


@pytest.mark.parametrize("role", ["coder", "adjudicator", "reader"])
@pytest.mark.parametrize("act", LEADING)
def test_only_the_principal_investigator_leads(project: Project, role: Role, act: str) -> None:
    project.add_coder("eva", role=role)
    project.use_coder("eva")
    before = len(project.steps())
    with pytest.raises(Refused, match=f"As an? {role} you cannot") as caught:
        LEADING[act](project)
    assert "boss" in caught.value.hint
    project.use_coder("boss")
    assert len(project.steps()) == before


def test_a_reader_reads(project: Project) -> None:
    done = project.apply_coding("D1", *HELP, "AID")
    project.add_coder("rita", role="reader")
    project.use_coder("rita")
    assert len(codings(project)) == 1
    for act in (
        lambda: project.apply_coding("D1", *PAY, "AID"),
        lambda: project.decide_nothing("D1", *PAY),
        lambda: project.write_memo("coding", done.uuid, "hm"),
        lambda: project.finish("D1"),
        lambda: project.use_round("main"),
    ):
        with pytest.raises(Refused, match="As a reader you cannot code"):
            act()


def test_everybody_may_describe_themselves(project: Project) -> None:
    project.use_coder("ann")
    changed = project.change_coder(project.coder, name="Ann Arbor", color="#2d6fb4")
    assert (changed.name, changed.initials, changed.color) == ("Ann Arbor", "A", "#2D6FB4")
    assert project.coder == changed


def test_one_principal_investigator_stays(project: Project) -> None:
    with pytest.raises(Refused, match="only principal investigator"):
        project.change_coder(project.coder, role="coder")
    project.add_coder("vice", role="pi")
    assert project.change_coder(project.coder, role="reader").role == "reader"


def test_coders_have_initials_and_colours_of_their_own(project: Project) -> None:
    new = project.add_coder("anna_maria", name="Anna Maria Berg")
    other = project.add_coder("cem")
    assert (new.initials, new.role) == ("AMB", "coder")
    assert new.color != other.color
    for wrong in ({"color": "blue"}, {"initials": "ABCDE"}, {"role": "boss"}):
        with pytest.raises(Refused):
            project.add_coder("dora", **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="coder called cem already"):
        project.add_coder("CEM")


def test_a_pack_belongs_to_one_coder(project: Project, tmp_path: Path) -> None:
    with pack_for(project, "ann", tmp_path / "ann") as pack:
        with pytest.raises(NotFound):
            pack.use_coder("ben")
        for act in (lambda: pack.add_coder("eve"), lambda: pack.add_code(CodeDraft("NEW", "New"))):
            with pytest.raises(Refused, match="coder's pack"):
                act()
        path = pack.path
    with pytest.raises(NotFound):
        annotator.open(path, coder="ben")
