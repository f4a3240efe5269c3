"""A codebook kept in a table becomes codes, and leaves as a table that reads back equal."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.errors import FileProblem, UserError
from annotator.exchange.codebooks.drafts import EMPTY, drafts_of, read_codebook
from annotator.exchange.codebooks.plans import CodebookPlan, plan_of
from annotator.exchange.codebooks.raw_tables import MAX_CODES
from annotator.model.code_fields import (
    LEVELS_OF,
    CodeField,
    FieldDraft,
    FieldKind,
    Point,
    field_problems,
)
from annotator.model.code_ids import key_of
from annotator.model.code_notation import read_fields, read_rules, written_field, written_rule
from annotator.model.code_rules import (
    RULE_KINDS,
    SCOPES,
    CodeRule,
    RuleDraft,
    RuleKind,
    Scope,
)
from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft
from annotator.reports.cells import cleaned
from annotator.reports.codebook_file import write_codebook

SAMPLE = Path(__file__).parents[3] / "resources/annotator_resources/sample/codebook.csv"


def read(folder: Path, text: str) -> tuple[CodeDraft, ...]:
    path = folder / "codes.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_codebook(path)


def tree(drafts: tuple[CodeDraft, ...]) -> list[tuple[str, str, str, bool]]:
    return [(draft.code_id, draft.name, draft.parent, draft.is_group) for draft in drafts]


def codebook_of(drafts: tuple[CodeDraft, ...]) -> Codebook:
    """The codebook that a project would make of the drafts, groups before their codes."""
    numbers = {draft.code_id: number for number, draft in enumerate(drafts, 1)}
    codes = tuple(
        Code(
            id=number,
            uuid=UUID(int=number),
            code_id=draft.code_id,
            name=draft.name,
            parent_id=numbers[draft.parent] if draft.parent else None,
            is_group=draft.is_group,
            position=number,
            number=draft.number,
            key=draft.key,
            color=draft.color,
            brief=draft.brief,
            full=draft.full,
            use_when=draft.use_when,
            dont_use_when=draft.dont_use_when,
            example=draft.example,
            counter_example=draft.counter_example,
            memo=draft.memo,
        )
        for number, draft in enumerate(drafts, 1)
    )
    fields = tuple(
        CodeField(
            0, UUID(int=0), numbers[draft.code_id], at, each.name, each.kind,
            each.level or LEVELS_OF[each.kind][0], each.required, each.question, each.points,
            each.least, each.most, each.from_speaker,
        )
        for draft in drafts
        for at, each in enumerate(draft.fields or ())
    )  # fmt: skip
    rules = tuple(
        CodeRule(
            0, UUID(int=0), numbers[draft.code_id], rule.kind,
            numbers.get(rule.other), rule.scope, rule.strict,
        )
        for draft in drafts
        for rule in draft.rules or ()
    )  # fmt: skip
    version = CodebookVersion(1, UUID(int=0), "1.0", "", "")
    return Codebook(codes, version, fields, rules)


def test_the_sample_is_twelve_codes_in_three_groups() -> None:
    drafts = read_codebook(SAMPLE)
    groups = [draft for draft in drafts if draft.is_group]
    assert [draft.name for draft in groups] == [
        "Theatres and threats",
        "Alliance policy",
        "Diplomatic register",
    ]
    assert len(drafts) - len(groups) == 12
    ukraine = drafts[1]
    assert (ukraine.code_id, ukraine.parent, ukraine.number, ukraine.key) == (
        "UKR",
        groups[0].code_id,
        101,
        "u",
    )
    assert ukraine.brief.startswith("Speaker backs")
    assert ukraine.use_when
    assert ukraine.dont_use_when


def test_headings_are_known_by_many_names_in_any_order(tmp_path: Path) -> None:
    (group, code) = read(
        tmp_path,
        "Don't use when;Colour;Tag;Shortcut;Nr;Category;Description;Long definition;Examples\n"
        "never;2d6fb4;Tax cuts;T;7;Economy;short;long;He cut them.\n",
    )
    assert (group.name, group.is_group) == ("Economy", True)
    assert code == CodeDraft(
        code_id="tax_cuts",
        name="Tax cuts",
        parent="Economy",
        number=7,
        key="T",
        color="#2D6FB4",
        brief="short",
        full="long",
        dont_use_when="never",
        example="He cut them.",
    )


@pytest.mark.parametrize(
    ("header", "row", "code_id", "name"),
    [
        ("code_id,name", "UKR,Ukraine", "UKR", "Ukraine"),
        ("code,label", "UKR,Ukraine", "UKR", "Ukraine"),
        ("id,label,definition", "101,Ukraine,help", "101", "Ukraine"),
        ("variable_name,label", "per101,Ukraine", "per101", "Ukraine"),
        ("tag,description", "Ukraine aid,help", "ukraine_aid", "Ukraine aid"),
        ("code,memo", "UKR,help", "UKR", "UKR"),
        ("Name", "Ça va?", "ca_va", "Ça va?"),
        ("name", "Поддержка войны", "поддержка_войны", "Поддержка войны"),
        ("name", "NA", "NA_2", "NA"),
        ("id,name", ",Ukraine aid", "ukraine_aid", "Ukraine aid"),
    ],
)
def test_ids_and_names_come_from_whatever_column_has_them(
    tmp_path: Path, header: str, row: str, code_id: str, name: str
) -> None:
    (draft,) = read(tmp_path, f"{header}\n{row}\n")
    assert (draft.code_id, draft.name) == (code_id, name)


def test_groups_stand_before_their_codes_however_the_rows_do(tmp_path: Path) -> None:
    drafts = read(tmp_path, "id,name,parent\nb,B,a\nx,X,\na,A,top\ntop,Top,\nc,C,A\n")
    assert tree(drafts) == [
        ("x", "X", "", False),
        ("top", "Top", "", True),
        ("a", "A", "top", True),
        ("b", "B", "a", False),
        ("c", "C", "a", False),
    ]


def test_a_code_may_bear_the_name_of_its_group(tmp_path: Path) -> None:
    """The code has the better id: that one stands in the sheets."""
    drafts = read(tmp_path, "name,group\nEconomy,Economy\nTaxes,Economy\n")
    assert tree(drafts) == [
        ("Economy_2", "Economy", "", True),
        ("Economy", "Economy", "Economy_2", False),
        ("Taxes", "Taxes", "Economy_2", False),
    ]


def test_a_path_says_the_groups(tmp_path: Path) -> None:
    drafts = read(tmp_path, "code,memo\nEconomy > Taxes > Cuts,x\nEconomy>Debt,\nPeace,\n")
    assert tree(drafts) == [
        ("Economy", "Economy", "", True),
        ("Taxes", "Taxes", "Economy", True),
        ("Cuts", "Cuts", "Taxes", False),
        ("Debt", "Debt", "Economy", False),
        ("Peace", "Peace", "", False),
    ]


def test_a_group_with_the_same_name_is_told_apart_by_the_path(tmp_path: Path) -> None:
    text = (
        "id,name,group,path,kind\n"
        "e,Economy,,Economy,group\nw,War,,War,group\n"
        "ep,For,Economy,Economy > For,group\nwp,For,War,War > For,group\n"
        "a,A,For,Economy > For > A,code\nb,B,For,War > For > B,code\n"
    )
    assert [draft.parent for draft in read(tmp_path, text)] == ["", "e", "ep", "", "w", "wp"]
    blurred = plan(tmp_path, text.replace("War > For > B", "").replace("Economy > For > A", ""))
    told = "there are several groups called “For”; it stands in the one of row 4."
    assert [(note.row, note.what) for note in blurred.notes] == [(6, told), (7, told)]
    assert [draft.parent for draft in drafts_of(blurred) if not draft.is_group] == ["ep", "ep"]


def test_a_sign_of_a_path_in_a_name_is_no_path_where_there_is_a_group(tmp_path: Path) -> None:
    drafts = read(tmp_path, "name,group\nGrowth > 2 %,Economy\n")
    assert drafts[1].name == "Growth > 2 %"


def plan(folder: Path, text: str) -> CodebookPlan:
    path = folder / "codes.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return plan_of(path, EMPTY)


@pytest.mark.parametrize(
    ("rows", "words", "left"),
    [
        ("UKR,U,,\nukr,O,,", 'Row 3, column id: the id "ukr" stands in row 2', "UKR.. O.."),
        ("UKR,U,,\nB,,,", "Row 3: the code has no name; it gets its id, B.", "UKR.. B.."),
        ("UKR,U,,\nB,u,,", "Row 3: “u” is the name of row 2 too; both are", "UKR.. B.."),
        ("UKR,U,,\n,,x,", "Row 3: no code stands here; the row was left out.", "UKR.."),
        ("UKR,U,,\nUKR,U,,", "Row 3: “U” stands in row 2 already; left out.", "UKR.."),
        ("UKR,U,u,\nB,O,U,", 'Row 3, column key: the key "U" stands in row 2', "UKR.u. B.."),
        ("UKR,U,uks,", 'Row 2, column key: the key "uks" is longer than two', "UKR.."),
        ("UKR,U,u k,\nB,O,U,", 'the key "U" cannot stand beside "uk" in row 2', "UKR.uk. B.."),
        ("UKR,U,?,", 'Row 2, column key: the key "?" is taken by', "UKR.."),
        ("UKR,U,,reddish", 'Row 2, column color: the colour "reddish" is not', "UKR.."),
        ("UKR,U,,FF2d6fb4", "", "UKR..#2D6FB4"),
        ("UKR,U,,#FF46AA00", "", "UKR..#46AA00"),
        ("UKR,U,,#2d6fb4ff", "", "UKR..#2D6FB4"),
        ("UKR,U,,#abc", "", "UKR..#AABBCC"),
        ('UKR,U,,"rgb(45, 111, 180)"', "", "UKR..#2D6FB4"),
        ("NA,U,,", 'Row 2, column id: the id "NA" would be read as missing', "U.."),
        ("None,U,,", 'Row 2, column id: the id "None" would be read as missing', "U.."),
        ("null,U,,", 'Row 2, column id: the id "null" would be read as missing', "U.."),
        ("nan,U,,", 'Row 2, column id: the id "nan" would be read as missing', "U.."),
        ("N/A,U,,", 'Row 2, column id: the id "N/A" would be read as missing', "U.."),
        (f"{'x' * 33},U,,", "Row 2, column id: the id has more than 32 characters", "U.."),
        ("2023-11-28,U,,", 'the id "2023-11-28" is a date', "2023-11-28.."),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told_with_its_row(
    tmp_path: Path, rows: str, words: str, left: str
) -> None:
    found = plan(tmp_path, f"id,name,key,color\n{rows}\n")
    told = [str(note) for note in found.notes]
    assert len(told) == bool(words)
    assert all(words in each for each in told)
    shown = [f"{each.code_id}.{each.key}.{each.color}" for each in drafts_of(found)]
    assert " ".join(shown) == left


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("9" * 30, "a number has at most 15 digits; it was left out."),
        ("9" * 5_000, "a number has at most 15 digits; it was left out."),
        ("1_000", '"1_000" is not a whole number and was left out.'),
        ("1.5", '"1.5" is not a whole number and was left out.'),
        ("2023-11-28", '"2023-11-28" is a date, not a number: format the column as text.'),
        ("x" * 99, f'"{"x" * 24}…" is not a whole number and was left out.'),
    ],
)
def test_a_number_that_is_none_is_named(tmp_path: Path, number: str, words: str) -> None:
    found = plan(tmp_path, f"id,name,code_num\nA,a,{number}\n")
    assert [str(note) for note in found.notes] == [f"Row 2, column code_num: {words}"]
    assert [draft.number for draft in drafts_of(found)] == [None]


def test_a_number_stands_once_among_codes_and_may_be_that_of_a_group(tmp_path: Path) -> None:
    twice = plan(tmp_path, "id,name,Nr\nA,a,7\nB,b,7.0\n")
    assert "Row 3, column Nr: the number 7 stands in row 2 already" in str(twice.notes[0])
    assert [draft.number for draft in drafts_of(twice)] == [7, None]
    text = "id,name,Nr,kind,group\nG,g,7,group,\nA,a,7,,g\n"
    assert [draft.number for draft in read(tmp_path, text)] == [7, 7]


def test_a_table_with_too_many_codes_is_the_wrong_file(tmp_path: Path) -> None:
    rows = "\n".join(f"C{number}" for number in range(MAX_CODES + 1))
    with pytest.raises(FileProblem, match="has more than 20,000 rows"):
        read(tmp_path, f"id\n{rows}\n")


def test_a_table_with_as_many_codes_as_there_may_be_is_read_whole(tmp_path: Path) -> None:
    rows = "\n".join(f"C{number}" for number in range(MAX_CODES))
    drafts = read(tmp_path, f"id\n{rows}\n")
    assert (len(drafts), drafts[-1].code_id) == (20_000, "C19999")


def test_merged_groups_hold_for_every_row_they_stand_beside(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["group", "name", "note"],
        ["Economy", "Taxes", None],
        [None, "Debt", None],
        [None, None, None],
        ["War", "Peace", "x"],
        [None, "Truce", None],
        [None, "Alone", None],
    ):
        sheet.append(row)
    for merged in ("A2:A4", "A5:A6"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "codes.xlsx")
    drafts = read_codebook(tmp_path / "codes.xlsx")
    assert [(draft.name, draft.parent) for draft in drafts if not draft.is_group] == [
        ("Taxes", "Economy"), ("Debt", "Economy"), ("Peace", "War"), ("Truce", "War"), ("Alone", "")
    ]  # fmt: skip


def test_a_text_that_was_cut_is_never_taken_for_the_whole(tmp_path: Path) -> None:
    book = codebook_of((CodeDraft("A", "a", full="word " * 9_000),))
    path = write_codebook(tmp_path / "codes.xlsx", book)
    found = plan_of(path, book)
    assert "the whole of it is in codes_long_texts.csv" in str(found.notes[0])
    assert found.changes == ()
    (whole,) = read_codebook(write_codebook(tmp_path / "codes.csv", book))
    assert whole.full == "word " * 9_000


def test_groups_that_stand_in_each_other_are_opened(tmp_path: Path) -> None:
    found = plan(tmp_path, "id,name,parent\nx,X,\na,A,b\nb,B,c\nc,C,a\n")
    assert [str(note) for note in found.notes] == [
        "Row 5: “C” would stand in itself, by way of its groups; it was put at the top."
    ]
    assert tree(drafts_of(found)) == [
        ("x", "X", "", False), ("c", "C", "", True), ("b", "B", "c", True), ("a", "A", "b", False)
    ]  # fmt: skip


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no column that names the codes"):
        read(tmp_path, "date,place\n2023-11-28,Brussels\n")
    with pytest.raises(UserError, match="holds no codes"):
        read(tmp_path, "id,name\n")


NAMES = st.text(alphabet="aB>é 中'=+@#;,\"😀-\u00a0", min_size=1, max_size=12).map(
    lambda text: " ".join(part for part in text.split(" ") if part).strip()
)
LIKE_FORMULAS = [
    "", "=1+1", "#N/A", "NA", "a\nb", " x ", "@x", "-", "+1", "'", "'=1", '"', "x;y,z\t",
    "\u00a0x\u00a0", "\nx\n\n", "1\u00a0000", "007", "TRUE", "2023-11-28",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(LIKE_FORMULAS),
    st.text(alphabet=st.characters(), max_size=30).map(lambda text: cleaned(text)[0]),
)


WORDS = st.text(alphabet='aé ;:,="[]-−().1', min_size=1, max_size=9).map(
    lambda text: " ".join(text.split())
)


@st.composite
def fields(draw: st.DrawFn) -> FieldDraft:
    """A field that a project could hold."""
    kind: FieldKind = draw(st.sampled_from(get_args(FieldKind)))
    values = WORDS.filter(bool) if kind == "choice" else st.integers(-9, 9).map(str)
    points = st.builds(Point, values, st.just("") | WORDS, st.sampled_from(["", "[", '"', "x"]))
    bounds = st.none() | st.floats(-1e6, 1e6, allow_nan=False)
    has_points, is_number = kind in {"scale", "choice"}, kind == "number"
    draft = FieldDraft(
        draw(st.sampled_from(["Position", "a; b", 'Say "no"', "x: y", "asks me"])),
        kind,
        draw(st.sampled_from(LEVELS_OF[kind])),
        draw(st.booleans()),
        draw(st.just("") | WORDS),
        tuple(draw(st.lists(points, min_size=2, max_size=4))) if has_points else (),
        draw(bounds) if is_number else None,
        draw(bounds) if is_number else None,
        draw(st.booleans()) if kind == "person" else False,
    )
    assume(not field_problems(draft))
    return draft


FIELDS = fields()


@given(FIELDS)
@example(FieldDraft("a", "choice", "nominal", points=(Point("asks b"), Point("required"))))
@example(FieldDraft("a", "number", "interval", least=1e-300, most=1e300))
def test_a_field_reads_back_as_it_was_written(field: FieldDraft) -> None:
    assert read_fields(written_field(field)) == ((field,), ())


@given(
    st.sampled_from(RULE_KINDS[1:]),
    st.text(alphabet='aé ".,;()', min_size=1, max_size=9).map(str.strip).filter(bool),
    st.sampled_from(SCOPES),
    st.booleans(),
)
@example("only_if", "x stands", "passage", False)
@example("not_with", "in one sentence", "turn", True)
def test_a_rule_reads_back_as_it_was_written(
    kind: RuleKind, other: str, scope: Scope, strict: bool
) -> None:
    rule = RuleDraft(kind, other, scope, strict)
    assert read_rules(written_rule(rule)) == ((rule,), ())


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Agree: yes/no; Required", FieldDraft("Agree", "yes_no", "nominal", required=True)),
        ("Size : Number ; from 0,5", FieldDraft("Size", "number", "interval", least=0.5)),
        (
            "Way: scale; −1 = against, 1",
            FieldDraft("Way", "scale", "ordinal", points=(Point("-1", "against"), Point("1"))),
        ),
    ],
)
def test_fields_are_read_as_people_type_them(said: str, read: FieldDraft) -> None:
    assert read_fields(f"\n{said}\n") == ((read,), ())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Position", "After its name and a colon"),
        ("Way: scale; up, down", "points of a scale are numbers"),
        ("Way: choice; a [x, b", "square brackets"),
        ("Who: person; perhaps", "Nobody can tell what “perhaps” means"),
        ("NA: text", "cannot be the name of a field"),
    ],
)
def test_a_line_that_is_no_field_says_why(said: str, why: str) -> None:
    found, problems = read_fields(said)
    assert not found
    assert why in problems[0]


def test_rules_are_read_as_people_type_them() -> None:
    found, problems = read_rules("exclusive\nNot with RUS in one sentence.\nonly if UKR\nnever")
    assert found == (
        RuleDraft("exclusive"),
        RuleDraft("not_with", "RUS", "sentence"),
        RuleDraft("only_if", "UKR"),
    )
    assert "“never” is no rule" in problems[0]


@st.composite
def codebooks(draw: st.DrawFn) -> tuple[CodeDraft, ...]:
    """Codes in a random tree, with names that are unique among their siblings."""
    drafts: list[CodeDraft] = []
    taken: set[tuple[str, str]] = set()
    for number in range(draw(st.integers(1, 8))):
        groups = [""] + [draft.code_id for draft in drafts if draft.is_group]
        parent, name = draw(st.sampled_from(groups)), draw(NAMES)
        if not name.strip("> ") or (parent, key_of(name)) in taken:
            continue
        taken.add((parent, key_of(name)))
        texts = [draw(TEXTS) for _ in range(7)]
        drafts.append(
            CodeDraft(
                f"c{number}", name, parent, draw(st.booleans()),
                draw(st.none() | st.just(number - 3)),
                draw(st.sampled_from(["", "abcdefgh"[number]])),
                draw(st.sampled_from(["", "#2D6FB4", "#FFFFFF"])), *texts,
                fields=tuple(draw(st.lists(FIELDS, max_size=2, unique_by=name_key))),
            )
        )  # fmt: skip
    ids = [draft.code_id for draft in drafts]
    return in_tree_order([replace(draft, rules=draw(rules_of(draft, ids))) for draft in drafts])


def name_key(field: FieldDraft) -> str:
    return key_of(field.name)


def rules_of(draft: CodeDraft, ids: list[str]) -> st.SearchStrategy[tuple[RuleDraft, ...]]:
    """Rules as a project gives them out: one of a kind about one other, in order of words."""
    kinds = st.sampled_from(["not_with", "may_with", "together", "only_if"])
    others = st.sampled_from([each for each in ids if each != draft.code_id] or [""])
    scopes = st.sampled_from(SCOPES)
    about = st.builds(RuleDraft, kinds, others, scopes, st.booleans())
    inside = st.builds(RuleDraft, st.just("exclusive"), st.just(""), scopes, st.booleans())
    if len(ids) == 1 and not draft.is_group:
        return st.just(())
    rule = (about | inside) if draft.is_group else about
    rule = inside if len(ids) == 1 else rule
    return st.lists(rule, max_size=2, unique_by=lambda each: (each.kind, each.other)).map(
        lambda found: tuple(sorted(found, key=written_rule))
    )


def in_tree_order(drafts: list[CodeDraft], parent: str = "") -> tuple[CodeDraft, ...]:
    return tuple(
        each
        for draft in drafts
        if draft.parent == parent
        for each in (draft, *(in_tree_order(drafts, draft.code_id) if draft.is_group else ()))
    )


bare = partial(CodeDraft, fields=(), rules=())
"""A code as a file gives it that speaks of fields and rules."""


@given(codebooks())
@example((bare("A", "long", brief="word " * 6_000 + "\n=1", full="'\u00a0@"),))
@example((bare("A", "x > y", is_group=True), bare("B", "z > w", parent="A")))
@example((bare("A", ";", brief="\x7f;" * 40, full="\x85\x7f"),))
@example(
    (
        bare("g", "x", is_group=True),
        bare("h", "x", parent="g", is_group=True),
        bare("c", "x", parent="h"),
    )
)
def test_a_codebook_written_reads_back_equal(drafts: tuple[CodeDraft, ...]) -> None:
    if not drafts:
        return
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("csv", "xlsx"):
            path = write_codebook(Path(folder) / f"codes.{ending}", codebook_of(drafts))
            assert read_codebook(path) == drafts


def test_the_sample_goes_out_and_comes_back(tmp_path: Path) -> None:
    drafts = read_codebook(SAMPLE)
    for name in ("codes.csv", "codes.xlsx", "codes"):
        path = write_codebook(tmp_path / name, codebook_of(drafts))
        assert read_codebook(path) == tuple(replace(each, fields=(), rules=()) for each in drafts)


def test_texts_of_a_csv_stay_exact_even_where_excel_would_calculate(tmp_path: Path) -> None:
    draft = bare("A", "Sum", brief="=SUM(A1:A9)", full="@x", memo="-1+2")
    path = write_codebook(tmp_path / "codes.csv", codebook_of((draft,)))
    assert "=SUM(A1:A9)" in path.read_text(encoding="utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_codebook(path) == (draft,)


def test_another_ending_is_refused_and_an_old_file_replaced(tmp_path: Path) -> None:
    book = codebook_of((CodeDraft("A", "A"),))
    with pytest.raises(FileProblem, match=r"not as \.pdf"):
        write_codebook(tmp_path / "codes.pdf", book)
    (tmp_path / "codes.csv").write_text("old")
    write_codebook(tmp_path / "codes.csv", book)
    assert read_codebook(tmp_path / "codes.csv") == (bare("A", "A"),)
    assert [path.name for path in tmp_path.iterdir()] == ["codes.csv"]


@pytest.mark.parametrize(
    ("cells", "is_rules"),
    [
        (("not with TAX", "", "only if War in one turn"), True),
        (("may stand with WAR", "", ""), True),
        (("not with general thanks", "", "needs TAX"), False),  # nobody is called so
        (("not with TAX", "", "Only where money is spoken of"), False),
        (("", "", ""), False),
    ],
)
@pytest.mark.parametrize("heading", ["rules", "Rule", "Coding rules"])
def test_a_column_called_rules_holds_rules_of_codes_or_rules_in_words(
    tmp_path: Path, heading: str, cells: tuple[str, str, str], is_rules: bool
) -> None:
    rows = zip(("TAX,Taxes", "WAR,War", "CYB,Cyber"), cells, strict=True)
    lines = [f"id,name,{heading}", *(f"{code},{cell}" for code, cell in rows)]
    drafts = drafts_of(plan(tmp_path, "\n".join(lines) + "\n"))
    assert any(draft.rules for draft in drafts) == is_rules
    words = [draft.use_when for draft in drafts]
    assert words == (["", "", ""] if is_rules else list(cells))
