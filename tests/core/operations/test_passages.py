"""Do passages hold what somebody says and nothing else, also when they are changed later?"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annotator
from annotator.changes import Changes, Place
from annotator.errors import Refused
from annotator.model.codebook import CodeDraft
from annotator.model.spans import Span
from annotator.model.transcript import OpenTranscript
from annotator.project import Project

TEXT = (
    "Ana Lima: We met. [Applause] We agreed (laughter) at once.\n\n"
    "Ben Ode: Yes 😀.\n\nAna Lima: It is done.\n\nBen Ode: Thank you.\n"
)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> OpenTranscript:
    folder = tmp_path_factory.mktemp("talk")
    (folder / "talk.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    with annotator.create(folder / "study.annotator", coder="coder_a") as project:
        project.import_transcripts([folder / "talk.txt"])
        return project.transcript(1)


@pytest.fixture
def talking(tmp_path: Path) -> Project:
    (tmp_path / "talk.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    project = annotator.create(tmp_path / "talking.annotator", coder="coder_a")
    project.import_transcripts([tmp_path / "talk.txt"])
    project.add_codes([CodeDraft("UKR", "Ukraine", key="u"), CodeDraft("G", "G", is_group=True)])
    project.add_code(CodeDraft("CHINA", "China"))
    return project


def words(project: Project) -> list[str]:
    return [each.quote for each in project.codings_in(1)]


def between(first: str, last: str) -> tuple[int, int]:
    return TEXT.index(first), TEXT.index(last) + len(last)


def test_a_passage_over_labels_is_parted_at_them(talk: OpenTranscript) -> None:
    parts = talk.codable(Span(*between("met", "is done")))
    assert [talk.quote(part) for part in parts] == [
        "met.",
        "We agreed (laughter) at once.",
        "Yes 😀.",
        "It is done",
    ]


def test_nothing_is_codable_in_a_label_or_a_stage_direction(talk: OpenTranscript) -> None:
    assert talk.codable(Span(*between("Ben Ode:", "Ben Ode: "))) == ()
    assert talk.codable(Span(*between("[App", "use] "))) == ()
    assert talk.codable(Span(0, 0)) == ()


@given(start=st.integers(0, len(TEXT)), length=st.integers(0, len(TEXT)))
def test_codable_passages_lie_inside_and_hold_no_label(
    talk: OpenTranscript, start: int, length: int
) -> None:
    span = Span(start, start + length)
    parts = talk.codable(span)
    for part in parts:
        quote = talk.quote(part)
        assert span.holds(part)
        assert quote == quote.strip() != ""
        assert "Ode:" not in quote
        assert "[Applause]" not in quote
        assert talk.codable(part) == (part,)
    assert list(parts) == sorted(parts)
    assert all(one.end <= two.start for one, two in pairwise(parts))


def test_over_turns_one_act_makes_one_coding_per_turn(talking: Project) -> None:
    heard: list[Changes] = []
    talking.subscribe(heard.append)
    made = talking.apply_to_passage(1, *between("We agreed", "Yes"), "UKR")
    assert words(talking) == [each.quote for each in made]
    assert words(talking) == ["We agreed (laughter) at once.", "Yes"]
    assert heard[-1].label == "Ukraine on sentences 2 to 3, as 2 passages"
    talking.undo()
    assert words(talking) == []
    talking.close()


def test_only_uncodable_words_are_refused(talking: Project) -> None:
    with pytest.raises(Refused, match="not codable"):
        talking.apply_to_passage(1, *between("Ben Ode:", "Ben Ode:"), "UKR")
    assert words(talking) == []
    talking.close()


def test_a_passage_gets_other_ends_and_keeps_memo_doubt_and_identity(talking: Project) -> None:
    made = talking.apply_coding(1, *between("We met", "met"), "UKR", unsure=True, memo="why?")
    talking.decide_nothing(1, *between("It is", "done"))
    heard: list[Changes] = []
    talking.subscribe(heard.append)
    changed = talking.change_passage(made.id, *between("It", "done"))
    assert (changed.uuid, changed.quote, changed.unsure) == (made.uuid, "It is done", True)
    assert heard[-1].place == Place(1, *between("It", "done"))
    assert heard[-1].codings == {made.id}
    assert [memo.body for memo in talking.memos("coding", made.uuid)] == ["why?"]
    assert talking.decisions(1) == ()
    assert talking.check() == ()
    talking.undo()
    assert words(talking) == ["We met"]
    assert len(talking.decisions(1)) == 1
    talking.redo()
    assert words(talking) == ["It is done"]
    talking.close()


def test_the_same_passage_again_is_no_step(talking: Project) -> None:
    made = talking.apply_coding(1, *between("We met", "met"), "UKR")
    steps = len(talking.steps())
    assert talking.change_passage(made.id, made.start, made.end + 0) == made
    assert talking.change_code_of(made.id, "UKR") == made
    assert len(talking.steps()) == steps
    talking.close()


def test_two_equal_codings_never_come_about(talking: Project) -> None:
    one = talking.apply_coding(1, *between("We met", "met"), "UKR")
    two = talking.apply_coding(1, *between("met", "met"), "UKR")
    other = talking.apply_coding(1, *between("met", "met"), "CHINA")
    with pytest.raises(Refused, match="already"):
        talking.change_passage(two.id, one.start, one.end)
    with pytest.raises(Refused, match="already"):
        talking.change_code_of(other.id, "UKR")
    assert words(talking) == ["We met", "met", "met"]
    talking.close()


@pytest.mark.parametrize(("first", "last"), [("at once", "Yes"), ("met", "We agreed")])
def test_a_coding_never_reaches_over_what_nobody_says(
    talking: Project, first: str, last: str
) -> None:
    made = talking.apply_coding(1, *between("We met", "met"), "UKR")
    with pytest.raises(Refused, match="cannot reach over"):
        talking.change_passage(made.id, *between(first, last))
    assert words(talking) == ["We met"]
    talking.close()


def test_another_code_and_back(talking: Project) -> None:
    made = talking.apply_coding(1, *between("We met", "met"), "UKR", memo="why?")
    changed = talking.change_code_of(made.id, "CHINA")
    assert (changed.id, changed.code_id) == (made.id, talking.code("CHINA").id)
    assert len(talking.memos("coding", made.uuid)) == 1
    with pytest.raises(Refused, match="is a group"):
        talking.change_code_of(made.id, "G")
    talking.undo()
    assert talking.coding(made.id).code_id == made.code_id
    talking.close()


def test_nobody_changes_the_coding_of_another(talking: Project) -> None:
    made = talking.apply_coding(1, *between("We met", "met"), "UKR")
    talking.use_coder("coder_b")
    with pytest.raises(Refused, match="another coder"):
        talking.change_passage(made.id, made.start, made.end - 1)
    with pytest.raises(Refused, match="another coder"):
        talking.change_code_of(made.id, "CHINA")
    talking.close()
