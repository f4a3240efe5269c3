"""Does any export say a name that is on the list, a file of the laptop, or a coder's name?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.errors import Refused
from annotator.model.codebook import CodeDraft
from annotator.model.persons import PersonDraft
from annotator.model.transcript import Metadata
from annotator.project import Project
from tests.core.reports.test_no_laptop import contents
from tests.core.teamwork.conftest import make_project

NAMES = {"Smith": "A", "Ms. Jones": "Person 12", "Jones": "Person 12"}
SAID = ("smith", "jones", "ann-marie", "boss", "a.txt")
ENDINGS = {
    "passages": (".xlsx", ".csv", ".docx", ".md"),
    "codebook": (".xlsx", ".csv", ".qdc", ".docx", ".md"),
    "persons": (".xlsx", ".csv"),
    "agreement": (".docx", ".tex", ".md", ".json", ""),
    "workbook": (".xlsx",),
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Names wherever a name can stand, in the history too."""
    folder = tmp_path_factory.mktemp("smith")
    said = folder / "a.txt"
    said.write_text("Mr. Smith: We will help Ms. Jones.\n\nMs. Jones: No, Smith. Never.\n")
    with annotator.create(folder / "study.annotator", coder="boss") as project:
        project.import_transcripts([said])
        project.add_codes([CodeDraft("AID", "Aid")])
        project.add_codes([CodeDraft("DUTY", "What Smith owes", example="Smith must pay.")])
        duty = CodeDraft("DUTY", "What Smith owes", brief="When Ms. Jones is named.")
        project.change_code(project.code("DUTY").id, duty)
        project.add_person(PersonDraft("Jane Smith", note="Jones is her sister"))
        facts = Metadata(title="Smith speaks", extra=(("lead", "Jones"),))
        project.change_transcript(project.info("D1").id, facts)
        project.set_stand_ins(NAMES)
        for coder in ("ann-marie", "ben"):
            project.use_coder(coder)
            for unit in project.transcript("D1").spans("sentence"):
                project.apply_coding("D1", unit.start, unit.end, "DUTY", memo="Said by Smith")
            project.apply_coding("D1", 24, 33, "AID")
            project.write_memo("project", project.uuid, "Ask Jones")
        project.use_coder("boss")
        yield project


def export(project: Project, kind: str, path: Path) -> None:
    if kind == "passages":
        project.export_passages([each.id for each in project.codings_in(1)], path)
    elif kind == "codebook":
        project.export_codebook(path)
    elif kind == "persons":
        project.export_persons(path)
    elif kind == "agreement":
        project.export_reliability(path)
    else:
        project.export_workbook(path)


@pytest.fixture(scope="module")
def out(study: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each kind with everything that can be exported, under other names."""
    out = tmp_path_factory.mktemp("out")
    with study.for_others(hide_coders=True) as dressed:
        for kind, endings in ENDINGS.items():
            (out / kind).mkdir()
            for ending in endings:
                export(dressed, kind, out / kind / f"out{ending}")
    return out


def words_of(out: Path) -> str:
    """Everything that any file in the folder says, in small letters."""
    return "\n".join(
        f"{path.name}\n{content.decode('utf-8', 'replace')}"
        for path in sorted(out.rglob("*"))
        if path.is_file()
        for _, content in contents(path)
    ).casefold()


@pytest.mark.parametrize("kind", ENDINGS)
def test_no_export_says_a_name(study: Project, out: Path, kind: str) -> None:
    said = words_of(out / kind)
    assert len(list((out / kind).iterdir())) == len(ENDINGS[kind])
    assert [name for name in SAID if name in said] == []
    assert str(study.path.parent).casefold() not in said


def test_it_would_have_been_seen(study: Project, tmp_path: Path) -> None:
    for kind, endings in ENDINGS.items():
        export(study, kind, tmp_path / f"{kind}{endings[0]}")
    said = words_of(tmp_path)
    assert [name for name in SAID if name not in said] == []


def test_frames_say_none_and_passages_keep_their_words(study: Project) -> None:
    with study.for_others(hide_coders=True) as dressed:
        frames = dressed.frames
        tables = (frames.segments(), frames.units(), frames.documents(), frames.memos())
        said = "\n".join(table.to_csv() for table in tables).casefold()
        assert [name for name in SAID if name in said] == []
        assert {each.kind for each in dressed.check()} <= {"history"}
        assert {each.id for each in dressed.codings_in(1)} == {
            each.id for each in study.codings_in(1)
        }
        for each in dressed.codings_in(1):
            assert dressed.transcript("D1").text[each.start : each.end] == each.quote
        assert dressed.coder.coder_id == "pi_1"


def test_two_with_one_stand_in_stay_two(tmp_path: Path) -> None:
    with make_project(tmp_path / "own") as project:
        project.set_stand_ins({"AID": "X", "COSTS": "X"})
        with project.for_others() as dressed:
            assert [each.code_id for each in dressed.codebook().codes] == ["X", "BURDEN", "X_2"]
            assert dressed.coder.coder_id == "boss"


def test_nothing_changes_and_nothing_is_left(study: Project) -> None:
    before = study.path.read_bytes(), study.transcript("D1").text
    with study.for_others() as dressed:
        place = dressed.path
        assert dressed.read_only
    assert not place.exists()
    assert (study.path.read_bytes(), study.transcript("D1").text) == before


def test_without_a_list_there_is_nothing_to_replace(tmp_path: Path) -> None:
    with make_project(tmp_path / "own") as project:
        with pytest.raises(Refused, match="No name is on the list"), project.for_others():
            pass
        with project.for_others(other_names=False, hide_coders=True) as dressed:
            assert dressed.coder.name == "pi_1"
