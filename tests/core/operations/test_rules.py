"""Do the rules between codes say what they should, and stop what they must?"""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.model.code_rules import SCOPES, CodeRule, RuleDraft, RuleKind, Scope
from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft
from annotator.model.coding import Coding
from annotator.model.rule_checks import Standing, answers, broken
from annotator.model.spans import Span
from annotator.project import Project

HERE = "support Ukraine"
SAME_SENTENCE = "We will"
SAME_PARAGRAPH = "Costs are shared"
OTHER_TURN = "What about China"


def code_words(project: Project, code: str, words: str) -> Coding:
    start = project.transcript(1).text.index(words)
    return project.apply_coding(1, start, start + len(words), code)


def says(project: Project, code: str, words: str) -> list[tuple[str, bool, str]]:
    start = project.transcript(1).text.index(words)
    found = project.rule_answers(1, start, start + len(words), code)
    return [(each.says, each.refused, each.words) for each in found]


def rule(project: Project, code: str, draft: RuleDraft) -> CodeRule:
    return project.add_rule(project.code(code).id, draft)


def test_not_with_holds_whichever_comes_first(project: Project) -> None:
    rule(project, "UKR", RuleDraft("not_with", "BURDEN"))
    code_words(project, "BURDEN", HERE)
    told = ("against", True, "BURDEN stands there: UKR not with BURDEN on one passage.")
    assert says(project, "UKR", HERE) == [told]
    assert says(project, "UKR", SAME_SENTENCE) == []
    with pytest.raises(Refused, match="not with BURDEN"):
        code_words(project, "UKR", HERE)
    code_words(project, "UKR", SAME_PARAGRAPH)
    with pytest.raises(Refused, match="BURDEN not with UKR"):
        code_words(project, "BURDEN", SAME_PARAGRAPH)


@pytest.mark.parametrize(
    ("scope", "far"),
    [
        ("passage", SAME_SENTENCE),
        ("sentence", SAME_PARAGRAPH),
        ("turn", OTHER_TURN),
        ("transcript", None),
    ],
)
def test_a_rule_reaches_as_far_as_it_says(project: Project, scope: Scope, far: str | None) -> None:
    rule(project, "UKR", RuleDraft("not_with", "BURDEN", scope))
    code_words(project, "BURDEN", HERE)
    near = {"sentence": SAME_SENTENCE, "turn": SAME_PARAGRAPH, "transcript": OTHER_TURN}
    assert says(project, "UKR", near.get(scope, HERE))
    assert far is None or not says(project, "UKR", far)


def test_a_rule_that_is_not_strict_only_tells(project: Project) -> None:
    rule(project, "UKR", RuleDraft("not_with", "BURDEN", strict=False))
    code_words(project, "BURDEN", HERE)
    assert [each[:2] for each in says(project, "UKR", HERE)] == [("against", False)]
    made = code_words(project, "UKR", HERE)
    found = project.outstanding(1)
    assert {each.coding_id for each in found} >= {made.id}
    assert found[0].broken[0].says == "against"


def test_codes_of_an_exclusive_group(project: Project) -> None:
    rule(project, "G1", RuleDraft("exclusive", scope="sentence"))
    first = code_words(project, "CHINA", HERE)
    found = project.rule_answers(1, first.start, first.end, "UKR")
    assert found[0].codings == (first.id,)
    assert "of “Theatres” only one of its codes in one sentence" in found[0].words
    with pytest.raises(Refused, match="CHINA stands there"):
        code_words(project, "UKR", SAME_SENTENCE)
    code_words(project, "UKR", SAME_PARAGRAPH)
    project.change_code_of(first.id, "UKR")  # one takes the place of the other
    assert project.outstanding(1) == ()


def test_together_is_told_and_only_if_is_refused(project: Project) -> None:
    rule(project, "UKR", RuleDraft("together", "BURDEN", "sentence"))
    rule(project, "CHINA", RuleDraft("only_if", "BURDEN", "paragraph"))
    made = code_words(project, "UKR", HERE)
    assert [each.coding_id for each in project.outstanding(1)] == [made.id]
    with pytest.raises(Refused, match="CHINA stands only where BURDEN stands in one paragraph"):
        code_words(project, "CHINA", SAME_PARAGRAPH)
    code_words(project, "BURDEN", SAME_SENTENCE)
    assert project.outstanding(1) == ()
    code_words(project, "CHINA", SAME_PARAGRAPH)


def test_may_with_is_said_and_never_refused(project: Project) -> None:
    rule(project, "UKR", RuleDraft("may_with", "BURDEN", "sentence"))
    code_words(project, "BURDEN", HERE)
    assert says(project, "UKR", HERE) == [
        ("may", False, "UKR may stand with BURDEN in one sentence.")
    ]
    code_words(project, "UKR", HERE)
    assert project.outstanding(1) == ()


def test_a_passage_that_moves_must_keep_the_rules(project: Project) -> None:
    rule(project, "UKR", RuleDraft("not_with", "BURDEN"))
    code_words(project, "BURDEN", HERE)
    made = code_words(project, "UKR", SAME_PARAGRAPH)
    start = project.transcript(1).text.index(HERE)
    with pytest.raises(Refused, match="not with BURDEN"):
        project.change_passage(made.id, start, made.end)
    project.change_passage(made.id, made.start, made.end - 1)


def test_another_coder_and_another_round_do_not_count(project: Project) -> None:
    rule(project, "UKR", RuleDraft("not_with", "BURDEN"))
    code_words(project, "BURDEN", HERE)
    project.use_coder("coder_b")
    code_words(project, "UKR", HERE)


@pytest.mark.parametrize(
    ("code", "draft", "words"),
    [
        ("UKR", RuleDraft("not_with", "UKR"), "same one twice"),
        ("UKR", RuleDraft("not_with", "NOWHERE"), "no code called"),
        ("UKR", RuleDraft("not_with"), "Which other code"),
        ("UKR", RuleDraft("exclusive"), "codes of a group"),
        ("UKR", RuleDraft("together", "G1"), "always fulfil"),
    ],
)
def test_rules_that_mean_nothing_are_refused(
    project: Project, code: str, draft: RuleDraft, words: str
) -> None:
    assert words in project.rule_problem(project.code(code).id, draft)
    with pytest.raises(Refused, match=words):
        rule(project, code, draft)


def test_the_same_rule_stands_once_and_rules_come_and_go(project: Project) -> None:
    first = rule(project, "UKR", RuleDraft("not_with", "burden"))
    again = rule(project, "UKR", RuleDraft("not_with", "Burden sharing", "turn"))
    assert (again.id, again.scope) == (first.id, "turn")
    assert project.next_undo() == "Rule “UKR not with BURDEN in one turn” added"
    project.change_rule(first.id, RuleDraft("may_with", "BURDEN"))
    assert project.codebook().rules[0].kind == "may_with"
    project.remove_rule(first.id)
    assert project.codebook().rules == ()
    for _ in range(3):
        project.undo()
    assert [each.scope for each in project.codebook().rules] == ["passage"]
    project.delete_code(project.code("BURDEN").id)
    assert project.codebook().rules == ()
    assert project.check() == ()
    project.undo()
    assert len(project.codebook().rules) == 1


def test_rules_follow_a_code_that_is_merged(project: Project) -> None:
    rule(project, "UKR", RuleDraft("not_with", "BURDEN"))
    rule(project, "UKR", RuleDraft("may_with", "CHINA"))
    project.merge_codes(project.code("UKR").id, project.code("CHINA").id)
    found = project.codebook().rules
    assert [(each.code_id, each.kind) for each in found] == [(project.code("CHINA").id, "not_with")]
    project.undo()
    assert len(project.codebook().rules) == 2


def test_codes_come_with_rules_that_name_codes_further_down(project: Project) -> None:
    project.add_codes(
        [
            CodeDraft("A", "A", rules=(RuleDraft("not_with", "B"),)),
            CodeDraft("B", "B"),
        ]
    )
    assert [each.kind for each in project.codebook().own_rules(project.code("A").id)] == [
        "not_with"
    ]


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda t: Span(t[0], t[0] + t[1]))


@given(
    kind=st.sampled_from(["exclusive", "not_with", "together", "only_if", "may_with"]),
    scope=st.sampled_from(SCOPES),
    placed=st.lists(st.tuples(st.sampled_from(["UKR", "CHINA", "BURDEN"]), SPANS), max_size=8),
)
def test_what_is_broken_is_what_would_have_been_told(
    kind: RuleKind, scope: Scope, placed: list[tuple[str, Span]]
) -> None:
    """Looking at all codings at once finds what asking for each of them finds."""
    book = made_book(kind, scope)
    codes = {code.code_id: code for code in book.codes}
    standing = [
        Standing(number, codes[code].id, span) for number, (code, span) in enumerate(placed)
    ]

    def in_scope(scope: Scope, span: Span) -> Span:
        size = {"passage": 0, "sentence": 10, "paragraph": 20, "turn": 30, "transcript": 60}[scope]
        if not size:
            return span
        return Span(span.start // size * size, -(-span.end // size) * size)

    found = {(each.coding_id, each.answer) for each in broken(book, standing, in_scope)}
    expected = set()
    for each in standing:
        code = book.by_id(each.code_id)
        assert code is not None
        others = [other for other in standing if other.coding_id != each.coding_id]
        for answer in answers(book, code, each.span, others, in_scope):
            if answer.says != "may":
                expected.add((each.coding_id, answer))
    twins = {(each.code_id, each.span) for each in standing}
    if len(twins) == len(standing):  # equal codings are one in a project
        assert {(c, a.says, frozenset(a.codings)) for c, a in found} == {
            (c, a.says, frozenset(a.codings)) for c, a in expected
        }


def made_book(kind: RuleKind, scope: Scope) -> Codebook:
    def code(number: int, label: str, parent: int | None) -> Code:
        texts = [""] * 9
        return Code(
            number, UUID(int=number), label, label, parent, number == 1, number, None, *texts
        )

    codes = (code(1, "G1", None), code(2, "UKR", 1), code(3, "CHINA", 1), code(4, "BURDEN", None))
    other = None if kind == "exclusive" else 4
    about = 1 if kind == "exclusive" else 2
    rules = (CodeRule(1, UUID(int=9), about, kind, other, scope, strict=True),)
    return Codebook(codes, CodebookVersion(1, UUID(int=0), "1.0", "", ""), (), rules)
