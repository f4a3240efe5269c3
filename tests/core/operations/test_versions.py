"""Does every coding know its version, and is every difference between two versions told?"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import annotator
from annotator.errors import NotFound, Refused
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import CodeDraft
from annotator.model.coding import Coding
from annotator.model.text_changes import word_changes
from annotator.model.versions import (
    TEXTS,
    FrozenCode,
    FrozenCodebook,
    differences,
    draft_of,
    next_name,
    packed,
    unpacked,
)
from annotator.project import Project


def coded(project: Project, code: str = "UKR", words: str = "support Ukraine") -> Coding:
    start = project.transcript(1).text.index(words)
    return project.apply_coding(1, start, start + len(words), code)


def names(project: Project) -> list[str]:
    return [version.name for version in project.versions()]


def change(project: Project, code: str, **parts: object) -> None:
    book = project.codebook()
    standing = project.code(code)
    project.change_code(standing.id, replace(draft_of(book, standing), **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "after"),
    [("1.0", "1.1"), ("1.9", "1.10"), ("v3", "v4"), ("2 final", "3 final"), ("draft", "draft 2")],
)
def test_the_next_version_has_a_name(name: str, after: str) -> None:
    assert next_name(name) == after


def test_the_first_change_after_a_freeze_begins_the_next_version(project: Project) -> None:
    first = coded(project)
    done = project.freeze_codebook("1.0", "for the pilot")
    assert (done.name, done.note) == ("1.0", "for the pilot")
    assert done.frozen_at
    second = coded(project, words="Costs are shared")
    assert project.versions() == (done,)
    change(project, "UKR", brief="new words")
    assert names(project) == ["1.0", "1.1"]
    third = coded(project, words="Good morning")
    assert project.codebook().version.name == "1.1"
    by_version = {version.id: version.name for version in project.versions()}
    under = [by_version[each.codebook_version_id] for each in (first, second, third)]
    assert under == ["1.0", "1.0", "1.1"]
    assert project.codings_by_version() == {done.id: 2, third.codebook_version_id: 1}


def test_without_codes_there_is_nothing_to_freeze(tmp_path: Path) -> None:
    with annotator.create(tmp_path / "bare.annotator", coder="coder_a") as bare:
        with pytest.raises(Refused, match="no codes yet"):
            bare.freeze_codebook("1.0")
        assert not bare.codebook().version.frozen_at


def test_what_freezing_refuses(project: Project) -> None:
    with pytest.raises(Refused, match="needs a name"):
        project.freeze_codebook(" ")
    project.freeze_codebook("1.0")
    with pytest.raises(Refused, match="Nothing has changed"):
        project.freeze_codebook("1.1")
    change(project, "UKR", brief="new")
    assert "already" in project.version_problem("1.0")
    with pytest.raises(Refused, match="already"):
        project.freeze_codebook("1.0")
    assert project.freeze_codebook("1.1 ").name == "1.1"
    version = project.versions()[0]
    assert project.describe_version(version.id, name="pilot", note="why").name == "pilot"
    with pytest.raises(Refused, match="already"):
        project.describe_version(version.id, name="1.1", note="")
    project.undo()
    assert names(project) == ["1.0", "1.1"]


def test_freezing_and_what_came_after_is_taken_back(project: Project) -> None:
    project.freeze_codebook("1.0")
    change(project, "UKR", brief="new words")
    project.undo()
    assert names(project) == ["1.0"]
    assert project.codebook().version.frozen_at
    project.redo()
    assert names(project) == ["1.0", "1.1"]
    project.undo()
    project.undo()
    assert not project.codebook().version.frozen_at
    assert project.check() == ()


def test_a_version_that_others_coded_under_stays_when_the_change_is_taken_back(
    project: Project,
) -> None:
    project.freeze_codebook("1.0")
    change(project, "UKR", brief="new words")
    project.use_coder("coder_b")
    done = coded(project, words="Costs are shared")
    project.use_coder("coder_a")
    project.undo()
    assert project.code("UKR").brief == ""
    assert names(project) == ["1.0", "1.1"]
    assert project.coding(done.id).codebook_version_id == project.versions()[1].id
    assert project.check() == ()


def test_differences_of_every_kind_are_told(project: Project) -> None:
    before = project.freeze_codebook("1.0").id
    position = FieldDraft("position", "scale", points=(Point("-1", "against"), Point("1", "for")))
    change(project, "UKR", brief="help for Ukraine", key="k", name="Ukraine")
    project.add_field(project.code("G1").id, position)
    project.add_rule(project.code("UKR").id, RuleDraft("not_with", "CHINA"))
    project.move_code(project.code("BURDEN").id, parent_id=project.code("G1").id, position=0)
    project.add_code(CodeDraft("NEW", "New one"))
    project.delete_code(project.code("CHINA").id)
    found = project.version_differences(before, project.codebook().version.id)
    told = {each.code_id: (each.kind, {part.part for part in each.parts}) for each in found}
    assert told == {
        "G1": ("changed", {"fields"}),
        "UKR": ("changed", {"name", "key", "brief"}),
        "BURDEN": ("moved", {"group"}),
        "NEW": ("added", set()),
        "CHINA": ("removed", set()),
    }
    parts = {part.part: part for each in found for part in each.parts}
    assert (parts["group"].before, parts["group"].after) == ("", "Theatres")
    assert parts["fields"].after == "position: scale, ordinal (\u22121 against, +1 for)"
    back = project.version_differences(project.codebook().version.id, before)
    assert {each.code_id: each.kind for each in back}["NEW"] == "removed"
    with pytest.raises(NotFound):
        project.said_in(99)


def test_only_the_code_that_jumped_is_told_as_moved(project: Project) -> None:
    project.add_codes([CodeDraft(f"C{n}", f"Code {n}") for n in range(5)])
    before = project.freeze_codebook("1.0").id
    project.move_code(project.code("C3").id, parent_id=None, position=0)
    found = project.version_differences(before, project.codebook().version.id)
    assert [(each.code_id, each.kind) for each in found] == [("C3", "moved")]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
FIELDS = st.lists(
    st.builds(
        FieldDraft,
        name=TEXT.filter(bool),
        kind=st.sampled_from(["text", "number", "person", "yes_no"]),
        level=st.sampled_from(["", "nominal", "interval"]),
        required=st.booleans(),
        question=TEXT,
        points=st.lists(st.builds(Point, TEXT, TEXT), max_size=2).map(tuple),
        least=st.none() | st.floats(-5, 5),
        from_speaker=st.booleans(),
    ),
    max_size=2,
).map(tuple)
CODE = st.builds(
    FrozenCode,
    uuid=st.integers(0, 9).map(lambda number: UUID(int=number)),
    code_id=TEXT,
    name=TEXT,
    is_group=st.booleans(),
    parent=st.none() | st.integers(0, 9).map(lambda number: UUID(int=number)),
    position=st.integers(0, 9),
    number=st.none() | st.integers(),
    key=TEXT,
    color=TEXT,
    texts=st.dictionaries(st.sampled_from(TEXTS), TEXT.filter(bool), max_size=3),
    fields=FIELDS,
    rules=st.lists(st.builds(RuleDraft, st.just("not_with"), TEXT), max_size=2).map(tuple),
)
BOOK = st.lists(CODE, max_size=8, unique_by=lambda code: code.uuid).map(
    lambda codes: FrozenCodebook(tuple(codes))
)


@given(BOOK)
def test_a_version_is_kept_as_it_stood(book: FrozenCodebook) -> None:
    assert unpacked(packed(book)) == book
    assert differences(book, book) == ()


@given(BOOK, BOOK)
def test_differences_name_every_code_that_differs_once(
    before: FrozenCodebook, after: FrozenCodebook
) -> None:
    found = differences(before, after)
    assert len({each.uuid for each in found}) == len(found)
    old, new = before.by_uuid(), after.by_uuid()
    kinds = {each.uuid: each.kind for each in found}
    assert {uuid for uuid, kind in kinds.items() if kind == "added"} == new.keys() - old.keys()
    assert {uuid for uuid, kind in kinds.items() if kind == "removed"} == old.keys() - new.keys()
    for uuid in old.keys() & new.keys():
        one, other = replace(old[uuid], position=0), replace(new[uuid], position=0)
        differ = (one.code_id, one.texts, one.parent, one.key) != (
            other.code_id,
            other.texts,
            other.parent,
            other.key,
        )
        assert not differ or uuid in kinds


@given(TEXT, TEXT)
def test_words_that_went_and_came_make_both_texts(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


def test_words_change_and_not_letters() -> None:
    before = "The sentence weighs contributions (use BURDEN)."
    after = "The sentence weighs contributions (use BURDEN; both codes are allowed)."
    assert word_changes(before, after) == (
        ("same", "The sentence weighs contributions (use BURDEN"),
        ("new", "; both codes are allowed"),
        ("same", ")."),
    )
    assert word_changes("one two three", "one four five") == (
        ("same", "one "),
        ("gone", "two three"),
        ("new", "four five"),
    )
