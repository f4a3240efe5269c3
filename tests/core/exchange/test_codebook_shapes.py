"""Codebooks in every shape that teams keep them in, written small for the purpose."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from annotator.errors import FileProblem, NotFound, UserError
from annotator.exchange.codebooks.drafts import EMPTY, drafts_of, read_codebook
from annotator.exchange.codebooks.plans import CodebookPlan, plan_of
from annotator.exchange.codebooks.raw_tables import read_raw
from annotator.model.codebook import CodeDraft

if TYPE_CHECKING:
    from openpyxl import Workbook

GOLDEN = Path(__file__).parents[2] / "golden"


class Shape(NamedTuple):
    """A small codebook as a team keeps it, and its codes by their paths, some with their ids."""

    text: str
    codes: str


SHAPES = {
    "manifesto": Shape(
        "id,label,definition,type,domain_code,domain_name,variable_name,short_label\n"
        "101,Foreign: Positive,Favourable,main,1,External,per101,Foreign: +\n"
        "102,Foreign: Negative,Negative,main,1,External,per102,Foreign: -\n"
        "201,Freedom,Rights,main,2,Freedom and Democracy,per201,Freedom\n",
        "External, External/Foreign: Positive #per101, External/Foreign: Negative #per102, "
        "Freedom and Democracy, Freedom and Democracy/Freedom #per201",
    ),
    "agendas": Shape(
        "majortopic,subtopic,name,examples,see also\n1,,Macroeconomics,,\n"
        "1,100,General,budget,500\n1,101,Inflation,cpi,\n2,,Civil Rights,,\n2,200,General,,\n",
        "Macroeconomics, Macroeconomics/General, Macroeconomics/Inflation, "
        "Civil Rights, Civil Rights/General",
    ),
    "questions": Shape(
        "variable_name,question,values\necon,Redistribution?,0 = no; 1 = yes\n",
        "Redistribution? #econ",
    ),
    "one column per code": Shape(
        "participant,answer,Code 1,Code 2,Code 3\nP1,x,permissions->correct,trust,\n"
        "P2,y,permissions->wrong,,\nP3,z,permissions->correct,privacy,\n",
        "permissions, permissions/correct, permissions/wrong, trust, privacy",
    ),
    "Chinese": Shape("代码,名称,类别,定义\nA1,经济,宏观,关于\n", "宏观, 宏观/经济 #A1"),
    "maxqda with backslashes": Shape(
        "Code;Memo\nEconomy\\Taxes\\Cuts;x\nEconomy\\Debt;y\nWar;z\n",
        "Economy, Economy/Taxes, Economy/Taxes/Cuts, Economy/Debt, War",
    ),
    "maxqda with angles": Shape("Code\tMemo\nEconomy > Taxes\tx\n", "Economy, Economy/Taxes"),
    "taguette": Shape(
        "tag,description,number of highlights,number of documents\nfear,x,3,2\nhope,y,1,1\n",
        "fear, hope",
    ),
    "taguette with dots": Shape(
        "name,description\neconomy.taxes,x\neconomy.debt,y\neconomy,z\n",
        "economy, economy/taxes, economy/debt",
    ),
    "libreqda": Shape("path,description,color\nA::B,x,#ff0000\nA::C,y,00ff00\n", "A, A/B, A/C"),
    "slashes": Shape("code,memo\nA/B,x\nA/C,y\nand/or,z\n", "A, A/B, A/C, and, and/or"),
    "a slash in a name": Shape("code,memo\nCrime/police,x\nWar,y\n", "Crime|police, War"),
    "indents": Shape(
        "Code\tDefinition\nEconomy\tx\n    Taxes\ty\n        Cuts\tz\n    Debt\t\nWar\t\n",
        "Economy, Economy/Taxes, Economy/Taxes/Cuts, Economy/Debt, War",
    ),
    "numbers in names": Shape(
        "Name,Definition\n1 Economy,x\n1.1 Taxes,y\n1.1.1 Cuts,z\n1.2 Debt,\n2 War,\n",
        "Economy #1, Economy/Taxes #1.1, Economy/Taxes/Cuts #1.1.1, Economy/Debt #1.2, War #2",
    ),
    "numbers in a column": Shape(
        "Nr,Name\n1,Economy\n1.1,Taxes\n1.2,Debt\n2,War\n",
        "Economy #1, Economy/Taxes #1.1, Economy/Debt #1.2, War #2",
    ),
    "levels with gaps": Shape(
        "Category,Subcategory,Definition\nEconomy,,x\n,Taxes,y\n,Debt,z\nWar,,\n",
        "Economy, Economy/Taxes, Economy/Debt, War",
    ),
    "levels filled": Shape(
        "Level 1,Level 2,Level 3\nA,B,C\nA,B,D\nE,,\n",
        "A, A/B, A/B/C, A/B/D, E",
    ),
    "groups written once": Shape(
        "Kategorie;Code;Kodierregel;Ankerbeispiel\nWirtschaft;Steuern;r;b\n;Schulden;;\n;Zins;;\n",
        "Wirtschaft, Wirtschaft/Steuern, Wirtschaft/Schulden, Wirtschaft/Zins",
    ),
    "a title above, blank rows between": Shape(
        "Codebook of the study,,\n,,\nVersion 3,,\nCode,Definition,Example\nA,b,c\n,,\nB,d,e\n",
        "A, B",
    ),
    "headings on every page": Shape("Code,Definition\nA,b\nCode,Definition\nB,d\n", "A, B"),
    "no headings": Shape("fear,Somebody is said to be afraid of it\nhope,Somebody hopes for it\n",
                    "fear, hope"),
}  # fmt: skip


def plan(folder: Path, data: str | bytes, name: str = "codes.csv") -> CodebookPlan:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return plan_of(path, EMPTY)


def paths(drafts: tuple[CodeDraft, ...]) -> list[str]:
    """Each code by its path and its id."""
    lines: dict[str, str] = {}
    for draft in drafts:
        name = draft.name.replace("/", "|")
        lines[draft.code_id] = f"{lines[draft.parent]}/{name}" if draft.parent else name
    return [f"{line} #{code_id}" for code_id, line in lines.items()]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_tree_of_every_shape_is_found(tmp_path: Path, shape: str) -> None:
    text, expected = SHAPES[shape]
    found = plan(tmp_path, text)
    shown = paths(drafts_of(found))
    for each, wanted in zip(shown, expected.split(", "), strict=True):
        assert each == wanted or ("#" not in wanted and each.startswith(f"{wanted} #"))
    assert [str(note) for note in found.notes] == []


GERMAN = (
    "Nr.;Kategorie;Definition;Kodierregel (einschließen);Abgrenzung (ausschließen);Farbe\n"
    '1;Orte;;;;\n1.1;Orte > Kiew;"Reden\nüber Kiew";Angriffe;Sanktionen;#C99700\n'
    "1.2;Orte > Rom;;;;\n2;Ton;;;;\n2.1;Ton > Lob;Dank;;;\n"
)


def test_a_german_scheme_with_paths_beside_numbers(tmp_path: Path) -> None:
    """Categories without another column of names are the codes; headings say two things."""
    found = plan(tmp_path, GERMAN)
    assert found.layout is not None
    roles = ("number", "name", "brief", "use_when", "dont_use_when", "color")
    assert (found.layout.roles, found.layout.nesting) == (roles, "signs")
    drafts = drafts_of(found)
    assert [each.name for each in drafts] == ["Orte", "Kiew", "Rom", "Ton", "Lob"]
    kiew = drafts[1]
    assert (kiew.brief, kiew.use_when, kiew.dont_use_when) == (
        "Reden\nüber Kiew", "Angriffe", "Sanktionen",
    )  # fmt: skip
    told = "numbers such as 1.1 say where codes stand and were left out; numbers are whole."
    assert [str(note) for note in found.notes] == [f"Column Nr.: {told}"]


def test_a_memo_defines_a_code_where_nothing_else_does(tmp_path: Path) -> None:
    assert drafts_of(plan(tmp_path, "Code;Memo\nWar;about war\n"))[0].brief == "about war"
    beside = drafts_of(plan(tmp_path, "Code;Definition;Memo\nWar;about war;ask\n"))[0]
    assert (beside.brief, beside.memo) == ("about war", "ask")


def test_notes_on_the_first_sheet_are_not_taken_for_codes(tmp_path: Path) -> None:
    book = new_workbook()
    book.active.title = "To do"
    book.active.append(["ask Anna"])
    sheet = book.create_sheet("Codes FINAL (2)")
    for row in (["CODEBOOK"], [], ["Theme", "Code name", "Description / when to use"],
                ["Places", "Kyiv", "about Kyiv"]):  # fmt: skip
        sheet.append(row)
    found = plan_of(saved(book, tmp_path), EMPTY)
    assert found.table is not None
    assert found.table.sheet == "Codes FINAL (2)"
    assert [(each.name, each.brief) for each in drafts_of(found)] == [
        ("Places", ""), ("Kyiv", "about Kyiv"),
    ]  # fmt: skip


def test_numbers_of_agendas_are_kept(tmp_path: Path) -> None:
    drafts = drafts_of(plan(tmp_path, SHAPES["agendas"][0]))
    assert [(each.number, each.is_group) for each in drafts] == [
        (1, True), (100, False), (101, False), (2, True), (200, False)
    ]  # fmt: skip


def test_a_codebook_in_an_old_encoding_with_semicolons(tmp_path: Path) -> None:
    text = "Code;Definition;Farbe\nÄrger;Über Ärger und Größe, ähnlich für Wut;rot\nGlück;schön;\n"
    (anger, luck) = drafts_of(plan(tmp_path, text.encode("cp1252")))
    assert (anger.name, anger.color, luck.brief) == ("Ärger", "#C2455E", "schön")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8-sig", "Code;Definition\nÄrger;страх и ужас\n"),
        ("utf-16", "Code;Definition\nÄrger;страх и ужас\n"),
        ("utf-16-le", "Code;Definition\nÄrger;страх и ужас\n"),
        ("utf-16-be", "Code;Definition\nÄrger;страх и ужас\n"),
        ("cp1251", "Код;Определение\nСтрах;Кто-то говорит о страхе и ужасе\n"),
        ("gb18030", "代码;名称;定义\nA1;经济;关于经济的内容\nA2;战争;关于战争与和平\n"),
    ],
)
def test_a_codebook_in_any_encoding(tmp_path: Path, encoding: str, words: str) -> None:
    found = plan(tmp_path, words.encode(encoding))
    rows = [line.split(";") for line in words.splitlines()[1:]]
    assert [(each.name, each.brief) for each in drafts_of(found)] == [
        (row[-2], row[-1]) for row in rows
    ]
    assert found.notes == ()


MARKDOWN = """# Issue positions

## Economy
Everything on money.

### Taxes
Income taxes
and others.

**Example.** We cut taxes.
### Debt
## War
"""
YAML = """# topics
economy:
  taxes: income and others
  debt:
    definition: what a state owes
"war and peace":
  - ukraine
  - gaza
"""


def test_a_codebook_in_markdown(tmp_path: Path) -> None:
    drafts = drafts_of(plan(tmp_path, MARKDOWN, "codebook.md"))
    assert paths(drafts) == [
        "Economy #Economy", "Economy/Taxes #Taxes", "Economy/Debt #Debt", "War #War"
    ]  # fmt: skip
    assert (drafts[1].brief, drafts[1].example) == ("Income taxes\nand others.", "We cut taxes.")


def test_topics_in_yaml(tmp_path: Path) -> None:
    drafts = drafts_of(plan(tmp_path, YAML, "topics.yml"))
    assert [path.partition(" #")[0] for path in paths(drafts)] == [
        "economy", "economy/taxes", "economy/debt",
        "war and peace", "war and peace/ukraine", "war and peace/gaza",
    ]  # fmt: skip
    assert [draft.brief for draft in drafts[1:3]] == ["income and others", "what a state owes"]


def test_a_codebook_that_was_written_as_markdown_is_known_again(tmp_path: Path) -> None:
    import annotator

    with annotator.create(tmp_path / "a.annotator", coder="pi") as project:
        project.add_codes(
            [
                CodeDraft("ECO", "Economy", is_group=True),
                CodeDraft("TAX", "Taxes", "ECO", brief="Any *tax*", use_when="named"),
            ]
        )
        path = project.export_codebook(tmp_path / "codes.md")
        found = project.plan_codebook(path)
        assert [each.code_id for each in found.changes] == []


# workbooks


def new_workbook() -> Workbook:
    from openpyxl import Workbook

    return Workbook()


def saved(book: Workbook, folder: Path, name: str = "codes.xlsx") -> Path:
    book.save(folder / name)
    return folder / name


def test_colours_and_indents_of_cells_are_read(tmp_path: Path) -> None:
    from openpyxl.styles import Alignment, PatternFill

    book = new_workbook()
    sheet = book.worksheets[0]
    for row in (["Code", "Definition"], ["Economy", "x"], ["Taxes", "y"], ["War", "z"]):
        sheet.append(row)
    sheet["A3"].alignment = Alignment(indent=1)
    sheet["A3"].fill = PatternFill("solid", fgColor="FF2D6FB4")
    drafts = read_codebook(saved(book, tmp_path))
    assert paths(drafts) == ["Economy #Economy", "Economy/Taxes #Taxes", "War #War"]
    assert [draft.color for draft in drafts] == ["", "#2D6FB4", ""]


def test_colours_of_the_theme_are_made_lighter_and_those_of_the_palette_looked_up(
    tmp_path: Path,
) -> None:
    """The first rows of the colours that Excel offers are of the theme."""
    from openpyxl.styles import PatternFill
    from openpyxl.styles.colors import Color

    given = (
        Color(theme=4), Color(theme=4, tint=0.3999), Color(theme=5, tint=-0.25), Color(theme=0),
        Color(indexed=10), Color(theme=99), Color(indexed=64), Color(rgb="80C2455E"),
    )  # fmt: skip
    book = new_workbook()
    sheet = book.worksheets[0]
    sheet.append(["Code", "Definition"])
    for number, color in enumerate(given, 2):
        sheet.append([f"Code {number}", "x"])
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor=color)
    drafts = read_codebook(saved(book, tmp_path))
    # The theme of the file, 4F81BD and C0504D; Excel shows 95B3D7 and 953735 for the tints.
    colors = [draft.color for draft in drafts]
    assert colors[:2] == ["#4F81BD", "#95B3D7"]
    assert colors[2][:3] in {"#95", "#96"}
    assert colors[3:] == ["", "#FF0000", "", "", "#C2455E"]


def test_the_sheet_that_is_called_codes_is_read_and_another_can_be(tmp_path: Path) -> None:
    book = new_workbook()
    book.worksheets[0].append(["Code", "Definition"])
    book.worksheets[0].append(["first", "x"])
    codes = book.create_sheet("Codes")
    codes.append(["Code", "Definition"])
    codes.append(["second", "y"])
    path = saved(book, tmp_path)
    found = plan_of(path, EMPTY)
    assert (found.table and found.table.sheets) == ("Sheet", "Codes")
    assert [draft.name for draft in drafts_of(found)] == ["second"]
    assert [draft.name for draft in drafts_of(found.with_sheet("Sheet"))] == ["first"]
    with pytest.raises(NotFound, match="no sheet called “Third”"):
        plan_of(path, EMPTY, sheet="Third")


def test_hidden_rows_and_merged_cells_are_read_and_told(tmp_path: Path) -> None:
    book = new_workbook()
    sheet = book.worksheets[0]
    for row in (["Group", "Code"], ["Economy", "Taxes"], [None, "Debt"], ["War", "Peace"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[3].hidden = True
    found = plan_of(saved(book, tmp_path), EMPTY)
    assert [str(note) for note in found.notes] == [
        "Merged cells count for every row they stand beside.",
        "Row 3 is hidden in the sheet and read all the same.",
    ]
    assert paths(drafts_of(found))[2] == "Economy/Debt #Debt"


def test_dates_and_numbers_where_ids_should_be(tmp_path: Path) -> None:
    from datetime import datetime

    book = new_workbook()
    sheet = book.worksheets[0]
    for row in (["id", "name", "Nr"], [datetime(2023, 11, 28), "A", "7"], [12.0, "B", 8.0]):  # noqa: DTZ001
        sheet.append(row)
    found = plan_of(saved(book, tmp_path), EMPTY)
    drafts = drafts_of(found)
    assert [(draft.code_id, draft.number) for draft in drafts] == [("2023-11-28", 7), ("12", 8)]
    assert ["Excel may have made it one" in str(note) for note in found.notes] == [True]


def test_formulas_without_a_result_are_refused(tmp_path: Path) -> None:
    book = new_workbook()
    book.worksheets[0].append(["Code", "Definition"])
    book.worksheets[0].append(["=A1", "x"])
    with pytest.raises(FileProblem, match="the formula in cell A2 has no result"):
        plan_of(saved(book, tmp_path), EMPTY)


def test_formulas_are_read_by_their_results(tmp_path: Path) -> None:
    book = new_workbook()
    book.worksheets[0].append(["Code", "Definition"])
    book.worksheets[0].append(['="A"&"B"', "x"])
    path, counted = saved(book, tmp_path), tmp_path / "counted.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(counted, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = data.replace(b'<c r="A2">', b'<c r="A2" t="str">')
                data = re.sub(rb"<v ?/>|<v></v>", b"<v>AB</v>", data)
                assert b"<v>AB</v>" in data
            new.writestr(part, data)
    found = plan_of(counted, EMPTY)
    assert [(draft.name, draft.brief) for draft in drafts_of(found)] == [("AB", "x")]
    assert found.notes == ()


def test_a_spreadsheet_of_libreoffice(tmp_path: Path) -> None:
    from zipfile import ZipFile

    cells = (
        ("Code", "Definition"),
        ("Economy > Taxes", "first</text:p><text:p>second"),
        ("War", 'a<text:s text:c="2"/>b'),
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        for row in cells
    )
    row = "<table:table-row table:number-rows-repeated='1048000'>{}</table:table-row>"
    empty = row.format("<table:table-cell/>")
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Codes">{rows}{empty}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(tmp_path / "codes.ods", "w") as archive:
        archive.writestr("content.xml", content)
    drafts = read_codebook(tmp_path / "codes.ods")
    assert [draft.name for draft in drafts] == ["Economy", "Taxes", "War"]
    assert (drafts[1].brief, drafts[2].brief) == ("first\nsecond", "a  b")


def test_colours_and_indents_of_libreoffice_are_read(tmp_path: Path) -> None:
    """Those of a cell, of its parent style, and of the column where a cell names no style."""

    def style(name: str, parts: str, more: str = "") -> str:
        begun = f'<style:style style:family="table-cell" style:name="{name}" {more}>'
        return f"{begun}{parts}</style:style>"

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    ground = '<style:table-cell-properties fo:background-color="{}"/>'
    moved = '<style:paragraph-properties fo:margin-left="{}"/>'
    named = style("Good", ground.format("#2d6fb4"))
    styles = "".join(
        (
            style("ce1", moved.format("0.353cm"), 'style:parent-style-name="Good"'),
            style("ce2", ground.format("transparent") + moved.format("0.2917in")),
            style("ce3", ground.format("#ffffff")),
            style("co1", ground.format("#c2455e")),
            style("ce4", "", 'style:parent-style-name="ce4"'),
        )
    )
    column = '<table:table-column table:number-columns-repeated="{}" {}/>'
    columns = column.format(1, "") + column.format(9, 'table:default-cell-style-name="co1"')
    names = ("", "ce1", "ce2", "ce3", "ce4", "unknown")
    rows = cell("Definition") + cell("Code")
    lines = f"<table:table-row>{rows}</table:table-row>" + "".join(
        f"<table:table-row>{cell('x')}{cell(f'Code {at}', look)}</table:table-row>"
        for at, look in enumerate(f'table:style-name="{name}"' if name else "" for name in names)
    )
    spaces = (
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Codes">{columns}{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "codes.ods", "w") as archive:
        archive.writestr("content.xml", content)
        archive.writestr(
            "styles.xml", f"<office:document-styles{spaces}>{named}</office:document-styles>"
        )
    rows_ = read_raw(tmp_path / "codes.ods").rows[1:]
    assert [row.fills for row in rows_] == [{1: "#C2455E"}, {1: "#2D6FB4"}, {}, {}, {}, {}]
    assert [row.indents for row in rows_] == [{}, {1: 1}, {1: 2}, {}, {}, {}]
    named_as = {draft.name: draft.color for draft in read_codebook(tmp_path / "codes.ods")}
    assert (named_as["Code 0"], named_as["Code 1"]) == ("#C2455E", "#2D6FB4")


def test_merged_cells_of_libreoffice_are_filled_down(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = (
        cell("Group") + cell("Code"),
        cell("Economy", 'table:number-rows-spanned="3"') + cell("Taxes"),
        covered + cell("Debt"),
        covered,
        cell("") + cell("War"),
    )
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Codes">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "codes.ods", "w") as archive:
        archive.writestr("content.xml", content)
    found = plan_of(tmp_path / "codes.ods", EMPTY)
    assert [(each.name, each.parent) for each in drafts_of(found)][1:] == [
        ("Taxes", "Economy"), ("Debt", "Economy"), ("War", "")
    ]  # fmt: skip
    assert [str(note) for note in found.notes] == [
        "Merged cells count for every row they stand beside."
    ]


def test_a_workbook_of_excel_97_is_read_as_a_new_one() -> None:
    """Two sheets, merged groups, a hidden row, a date as id, numbers as text, a formula, a fill."""
    found = plan_of(GOLDEN / "codebook_97.xls", EMPTY)
    assert [str(note) for note in found.notes] == [
        "Merged cells count for every row they stand beside.",
        "Row 8 is hidden in the sheet and read all the same.",
        'Row 7, column Code: the id "2023-03-01" is a date: Excel may have made it one.',
    ]
    drafts = {each.name: each for each in drafts_of(found)}
    assert {each.name: each.parent for each in drafts.values()} == {
        "Economy": "", "Taxes": "Economy", "Debt": "Economy", "Inflation": "Economy",
        "Security": "", "War": "Security", "March": "Security", "Cold War": "Security",
    }  # fmt: skip
    assert (drafts["Taxes"].number, drafts["Taxes"].color) == (101, "#2D6FB4")
    assert (drafts["Inflation"].number, drafts["Inflation"].code_id) == (103, "1.5")
    assert drafts["Inflation"].example == "It costs 2 euros."
    assert found.table is not None
    assert found.table.sheets == ("Notes", "Codebook")


def test_indents_of_excel_97_are_a_tree() -> None:
    drafts = read_codebook(GOLDEN / "indented_97.xls")
    assert [(each.name, each.parent) for each in drafts] == [
        ("Economy", ""), ("Taxes", "Economy"), ("Income tax", "Taxes"), ("Debt", "Economy"),
        ("Security", ""), ("War", "Security"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:700],
        lambda data: data[:3_000],
        lambda data: data[:8] + bytes(600),
        # every sector follows itself
        lambda data: data.replace(struct.pack("<4I", 5, 6, 7, 8), struct.pack("<4I", 4, 5, 6, 7)),
    ],
)
def test_a_damaged_workbook_of_excel_97_is_refused(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    data = (GOLDEN / "codebook_97.xls").read_bytes()
    damaged = damage(data)
    assert damaged != data
    (tmp_path / "old.xls").write_bytes(damaged)
    with pytest.raises(FileProblem, match=r"old\.xls cannot be read as an Excel workbook"):
        plan_of(tmp_path / "old.xls", EMPTY)


def test_a_misnamed_workbook_is_read(tmp_path: Path) -> None:
    book = new_workbook()
    book.worksheets[0].append(["Code", "Definition"])
    book.worksheets[0].append(["A", "x"])
    renamed = saved(book, tmp_path).rename(tmp_path / "new.xls")
    assert [draft.name for draft in read_codebook(renamed)] == ["A"]


# what is decided about the columns


def test_columns_that_nobody_knows_can_be_told(tmp_path: Path) -> None:
    found = plan(tmp_path, "What,Why,Else\nA,x,1\nB,y,2\n")
    assert found.problem is not None
    with pytest.raises(UserError, match="no column that names the codes"):
        drafts_of(found)
    told = found.with_role(0, "name").with_role(1, "full")
    assert [(each.name, each.full) for each in drafts_of(told)] == [("A", "x"), ("B", "y")]


def test_a_role_that_stands_once_is_taken_from_the_column_that_had_it(tmp_path: Path) -> None:
    found = plan(tmp_path, "Code,Definition,Long\nA,x,y\n").with_role(2, "brief")
    assert found.layout is not None
    assert found.layout.roles == ("name", "", "brief")
    several = found.with_role(1, "memo").with_role(2, "memo")
    assert drafts_of(several)[0].memo == "Definition: x\nLong: y"


def test_where_groups_come_from_can_be_told(tmp_path: Path) -> None:
    found = plan(tmp_path, "Code,Definition\nCrime/police,x\nWar,y\n")
    assert paths(drafts_of(found))[0].startswith("Crime|police")
    told = found.with_nesting("signs", "/")
    assert [draft.name for draft in drafts_of(told)] == ["Crime", "police", "War"]
    flat = plan(tmp_path, "Code,Definition\nA > B,x\n").with_nesting("none")
    assert [draft.name for draft in drafts_of(flat)] == ["A > B"]
