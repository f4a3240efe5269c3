"""Are codes put in order, taken apart and given examples without losing what was said?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from annotator.errors import Refused
from annotator.model.code_fields import FieldDraft
from annotator.model.codebook import CodeDraft
from annotator.model.rounds import RoundPlan
from annotator.model.versions import draft_of
from annotator.operations.code_order import quoted_words
from annotator.project import Project


def passage(project: Project, words: str) -> tuple[int, int]:
    start = project.transcript(1).text.index(words)
    return start, start + len(words)


def family(project: Project, parent_id: int | None = None) -> list[str]:
    return [code.code_id for code in project.codebook().children(parent_id)]


def test_siblings_are_sorted_with_groups_first(project: Project) -> None:
    project.add_codes(
        [
            CodeDraft("ZZ", "alpha", number=3),
            CodeDraft("AA", "Zeta", number=1),
            CodeDraft("MM", "m"),
        ]
    )
    project.apply_coding(1, *passage(project, "support Ukraine"), "MM")
    for order, codes in (
        ("name", ["G1", "ZZ", "BURDEN", "MM", "AA"]),
        ("code_id", ["G1", "AA", "BURDEN", "MM", "ZZ"]),
        ("number", ["G1", "AA", "ZZ", "BURDEN", "MM"]),
        ("uses", ["G1", "MM", "AA", "ZZ", "BURDEN"]),
    ):
        project.sort_codes(None, order)  # type: ignore[arg-type]
        assert family(project) == codes
    project.undo()
    assert family(project) == ["G1", "AA", "ZZ", "BURDEN", "MM"]


def test_a_code_is_split_with_what_was_said_of_its_passages(project: Project) -> None:
    ukraine = project.code("UKR")
    project.add_field(ukraine.id, FieldDraft("target", "text"))
    one = project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    two = project.apply_coding(1, *passage(project, "Costs are shared"), "UKR", memo="why?")
    project.set_fields(two.id, {"target": "EU"})
    draft = CodeDraft("MONEY", "Money for Ukraine", parent="G1")
    made = project.split_code(ukraine.id, draft, [two.id])
    assert family(project, project.code("G1").id) == ["UKR", "MONEY", "CHINA"]
    assert project.coding(one.id).code_id == ukraine.id
    moved = project.coding(two.id)
    assert (moved.code_id, moved.fields) == (made.id, (("target", "EU"),))
    assert len(project.memos("coding", two.uuid)) == 1
    assert project.next_undo() == "“Money for Ukraine” split from “Support for Ukraine”"
    with pytest.raises(Refused, match="do not have the code"):
        project.split_code(ukraine.id, replace(draft, code_id="X", name="X"), [two.id])
    assert project.check() == ()
    project.undo()
    assert project.coding(two.id).fields == (("target", "EU"),)
    assert family(project, project.code("G1").id) == ["UKR", "CHINA"]


def test_a_passage_becomes_the_example(project: Project) -> None:
    code = project.code("UKR")
    start, end = passage(project, "support Ukraine")
    made = project.quote_example(code.id, 1, start, end)
    assert made.example == "“support Ukraine”"
    assert made.example_at is not None
    place = project.place_of_quote(made.example_at)
    assert place is not None
    assert (place.transcript_id, place.start, place.end) == (1, start, end)
    other = project.quote_example(code.id, 1, *passage(project, "Costs are shared"))
    assert other.example == "“Costs are shared”"
    changed = project.change_code(
        code.id, replace(draft_of(project.codebook(), other), example="made up")
    )
    assert changed.example_at is None
    again = project.quote_example(code.id, 1, start, end)
    assert again.example == "made up\n“support Ukraine”"
    counter = project.quote_example(code.id, 1, start, end, counter=True)
    assert counter.counter_example == "“support Ukraine”"
    project.remove_transcript(1)
    assert again.example_at is not None
    assert project.place_of_quote(again.example_at) is None


def test_examples_that_stand_in_a_transcript_are_linked(project: Project) -> None:
    drafts = [
        CodeDraft("UKR", "Ukraine", example="“We will support Ukraine” is typical"),
        CodeDraft("CHINA", "China", parent="G1", example="never said by anybody"),
        CodeDraft("BURDEN", "Burden", example="Costs are shared."),
    ]
    project.add_codes(drafts)
    assert project.link_examples() == 2
    assert project.next_undo() == "2 examples linked"
    assert project.code("CHINA").example_at is None
    link = project.code("UKR").example_at
    assert link is not None
    assert project.transcript(1).text[link.start : link.end] == "We will support Ukraine"
    assert project.link_examples() == 0
    project.undo()
    assert project.code("UKR").example_at is None


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("“to carry” too thin", "to carry"),
        ("„zu tragen“ – zu wenig", "zu tragen"),
        ('"one" and "two"', "one"),
        ("plain words", "plain words"),
        ("“never closed", "“never closed"),
    ],
)
def test_the_words_between_the_marks_are_the_quotation(example: str, words: str) -> None:
    assert quoted_words(example) == words


def test_an_example_from_a_blind_round_is_hidden_in_it(project: Project) -> None:
    code = project.quote_example(project.code("UKR").id, 1, *passage(project, "support Ukraine"))
    assert project.hidden_examples(code) == frozenset()
    project.plan_round("pilot", purpose="pilot", plan=RoundPlan())
    project.use_round("pilot")
    assert project.hidden_examples(code) == {"example"}


def test_what_coders_wrote_about_a_code(project: Project) -> None:
    done = project.apply_coding(1, *passage(project, "support Ukraine"), "UKR", memo="on this")
    project.use_coder("coder_b")
    project.write_memo("code", project.code("UKR").uuid, "in general")
    found = project.comments_on(project.code("UKR").id)
    assert [(each.coder, each.body, each.sentence) for each in found] == [
        ("coder_b", "in general", None),
        ("coder_a", "on this", 2),
    ]
    assert found[1].span == done.span
    assert not project.may_change_codebook
    with pytest.raises(Refused):
        project.sort_codes(None, "name")


def test_hints_of_a_project(project: Project) -> None:
    project.apply_coding(1, *passage(project, "support Ukraine"), "UKR")
    standing = project.code("UKR")
    draft = draft_of(project.codebook(), standing)
    project.change_code(standing.id, replace(draft, full="changed"))
    kinds = {hint.kind: hint.code_ids for hint in project.codebook_hints()}
    assert kinds["unanswered"] == (standing.id,)
    assert kinds["never_used"] == (project.code("CHINA").id, project.code("BURDEN").id)
    assert project.code("CHINA").id in kinds["no_definition"]
