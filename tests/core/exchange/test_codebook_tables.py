"""A codebook kept in a table becomes codes, and leaves as a table that reads back equal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.errors import FileProblem, UserError
from annotator.exchange.codebook_tables import MAX_CODES, read_codebook
from annotator.model.code_ids import key_of
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
    return Codebook(codes, CodebookVersion(1, UUID(int=0), "1.0", "", ""))


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
        ("top", "Top", "", True),
        ("a", "A", "top", True),
        ("b", "B", "a", False),
        ("x", "X", "", False),
        ("c", "C", "a", False),
    ]


def test_a_code_may_bear_the_name_of_its_group(tmp_path: Path) -> None:
    drafts = read(tmp_path, "name,group\nEconomy,Economy\nTaxes,Economy\n")
    assert tree(drafts) == [
        ("Economy", "Economy", "", True),
        ("Economy_2", "Economy", "Economy", False),
        ("Taxes", "Taxes", "Economy", False),
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
    assert [draft.parent for draft in read(tmp_path, text)] == ["", "", "e", "w", "ep", "wp"]
    with pytest.raises(UserError, match='there are several groups called "For"'):
        read(tmp_path, text.replace("War > For > B", "").replace("Economy > For > A", ""))


def test_a_sign_of_a_path_in_a_name_is_no_path_where_there_is_a_group(tmp_path: Path) -> None:
    drafts = read(tmp_path, "name,group\nGrowth > 2 %,Economy\n")
    assert drafts[1].name == "Growth > 2 %"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("UKR,Ukraine,,\nukr,Other,,", 'row 3, column id: the id "ukr" stands in row 2 already.'),
        ("UKR,Ukraine,,\nB,,,", "row 3, column name: the code has no name."),
        (
            "UKR,Ukraine,,\nB,  ukraine,,",
            'row 3, column name: the name "ukraine" stands in row 2 already.',
        ),
        ("UKR,Ukraine,u,\nB,Other,U,", 'row 3, column key: the key "U" stands in row 2 already.'),
        ("UKR,Ukraine,uks,", 'row 2, column key: the key "uks" is longer than two characters.'),
        ("UKR,Ukraine,u k,\nB,Other,U,", 'the key "U" cannot stand beside "uk" in row 2'),
        ("UKR,Ukraine,?,", 'row 2, column key: the key "?" is taken by'),
        ("UKR,Ukraine,,red", 'row 2, column color: the colour "red" is not written as #RRGGBB.'),
        ("NA,Ukraine,,", 'row 2, column id: the id "NA" would be read as a missing value'),
        ("None,Ukraine,,", 'row 2, column id: the id "None" would be read as a missing value'),
        ("null,Ukraine,,", 'row 2, column id: the id "null" would be read as a missing value'),
        ("nan,Ukraine,,", 'row 2, column id: the id "nan" would be read as a missing value'),
        ("N/A,Ukraine,,", 'row 2, column id: the id "N/A" would be read as a missing value'),
        (f"{'x' * 33},Ukraine,,", "row 2, column id: the id has more than 32 characters."),
    ],
)
def test_what_makes_no_codebook_is_refused_with_its_row(
    tmp_path: Path, rows: str, words: str
) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, f"id,name,key,color\n{rows}\n")
    assert words in caught.value.message
    assert caught.value.message.startswith("codes.csv, row")
    assert "nothing was imported" in caught.value.hint


def test_all_rows_with_problems_are_in_the_detail(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, "id,name,number\nA,a,x\nB,,1\nNA,c,2\n")
    assert caught.value.message.startswith("codes.csv, row 2, column number: ")
    assert "2 more rows" in caught.value.hint
    assert [line.split(":")[0] for line in caught.value.detail.splitlines()] == [
        "Row 2, column number",
        "Row 3, column name",
        "Row 4, column id",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("9" * 30, "a number has at most 15 digits."),
        ("9" * 5_000, "a number has at most 15 digits."),
        ("1_000", '"1_000" is not a whole number.'),
        ("1.5", '"1.5" is not a whole number.'),
        ("2023-11-28", '"2023-11-28" is a date: format the column as numbers.'),
        ("x" * 99, f'"{"x" * 24}…" is not a whole number.'),
    ],
)
def test_a_number_that_is_none_is_named(tmp_path: Path, number: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, f"id,name,code_num\nA,a,{number}\n")
    assert caught.value.message == f"codes.csv, row 2, column code_num: {words}"


def test_a_number_stands_once_among_codes_and_may_be_that_of_a_group(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"row 3, column Nr: the number 7 stands in row 2 already"):
        read(tmp_path, "id,name,Nr\nA,a,7\nB,b,7.0\n")
    text = "id,name,Nr,kind,group\nG,g,7,group,\nA,a,7,,g\n"
    assert [draft.number for draft in read(tmp_path, text)] == [7, 7]


def test_a_table_with_too_many_codes_is_the_wrong_file(tmp_path: Path) -> None:
    rows = "\n".join(f"C{number}" for number in range(MAX_CODES + 1))
    with pytest.raises(FileProblem, match="has more than 20,000 rows"):
        read(tmp_path, f"id\n{rows}\n")


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
    with pytest.raises(UserError, match=r"row 2, column full_definition: .*codes_long_texts\.csv"):
        read_codebook(path)
    (whole,) = read_codebook(write_codebook(tmp_path / "codes.csv", book))
    assert whole.full == "word " * 9_000


def test_groups_that_stand_in_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="stands in itself"):
        read(tmp_path, "id,name,parent\nx,X,\na,A,b\nb,B,c\nc,C,a\n")


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
            )
        )  # fmt: skip
    return in_tree_order(drafts)


def in_tree_order(drafts: list[CodeDraft], parent: str = "") -> tuple[CodeDraft, ...]:
    return tuple(
        each
        for draft in drafts
        if draft.parent == parent
        for each in (draft, *(in_tree_order(drafts, draft.code_id) if draft.is_group else ()))
    )


@given(codebooks())
@example((CodeDraft("A", "long", brief="word " * 6_000 + "\n=1", full="'\u00a0@"),))
@example((CodeDraft("A", "x > y", is_group=True), CodeDraft("B", "z > w", parent="A")))
@example(
    (
        CodeDraft("g", "x", is_group=True),
        CodeDraft("h", "x", parent="g", is_group=True),
        CodeDraft("c", "x", parent="h"),
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
        assert read_codebook(path) == drafts


def test_texts_of_a_csv_stay_exact_even_where_excel_would_calculate(tmp_path: Path) -> None:
    draft = CodeDraft("A", "Sum", brief="=SUM(A1:A9)", full="@x", memo="-1+2")
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
    assert read_codebook(tmp_path / "codes.csv") == (CodeDraft("A", "A"),)
    assert [path.name for path in tmp_path.iterdir()] == ["codes.csv"]
