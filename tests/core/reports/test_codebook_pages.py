"""A codebook on paper says what the codebook says, in Word and in Markdown."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.code_fields import CodeField, Point
from annotator.model.code_rules import CodeRule
from annotator.model.codebook import Code, Codebook, CodebookVersion
from annotator.reports.codebook_file import write_codebook
from annotator.transcripts import read

WAYS = (Point("up"), Point("down"))
NASTY = "# no * heading_\n1. <b>=a|b</b>\n\n\nlast & \x01"


def book(brief: str) -> Codebook:
    def code(place: int, name: str, parent: int | None, **fields: str) -> Code:
        texts = dict.fromkeys(
            ("brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo"), ""
        )
        number = None if parent is None else 101
        return Code(
            place, UUID(int=place), f"c{place}", name, parent, parent is None, place, number,
            "", "", **(texts | fields),
        )  # fmt: skip

    codes = (
        code(1, "Economy", None),
        code(2, "Taxes", 1, brief=brief, use_when="They say *tax*.", memo="for us alone"),
    )
    return Codebook(codes, CodebookVersion(1, UUID(int=0), "1.0", "", ""))


def test_markdown_shows_every_sign_as_it_stands(tmp_path: Path) -> None:
    path = write_codebook(tmp_path / "codes.md", book(NASTY))
    text = path.read_text("utf-8")
    assert text == (
        "# Codebook, version 1.0\n\n## Economy\n\n### Taxes (c2)\n\n**Number.** 101\n\n"
        "**Definition.** \\# no \\* heading\\_\\\n1\\. \\<b\\>=a\\|b\\</b\\>\n\nlast & \ufffd\n\n"
        "**Use when.** They say \\*tax\\*.\n"
    )


def test_fields_and_rules_are_printed_in_words(tmp_path: Path) -> None:
    plain = book("x")
    way = CodeField(1, UUID(int=1), 1, 0, "Way", "choice", "nominal", True, "Which?", WAYS)
    rule = CodeRule(1, UUID(int=1), 1, "exclusive", None, "sentence", strict=False)
    with_both = Codebook(plain.codes, plain.version, (way,), (rule,))
    text = write_codebook(tmp_path / "codes.md", with_both).read_text("utf-8")
    assert "**Fields.** Way: choice, nominal (up, down), required \u2013 Which?" in text
    assert "**Rules.** only one of its codes in one sentence (only told)" in text


def test_word_reads_back_with_every_word_in_order(tmp_path: Path) -> None:
    path = write_codebook(tmp_path / "codes.docx", book(NASTY))
    words = read(path).text.split()
    said = "Codebook, version 1.0 Economy Taxes (c2) Number 101 Definition " + NASTY
    said = said.replace("\x01", "\ufffd") + " Use when They say *tax*."
    assert words == said.split()


@settings(max_examples=10)
@given(st.text(alphabet="aB é中'=*_#<&>|\\\n\t😀", min_size=1, max_size=40))
def test_word_reads_back_whatever_a_definition_says(brief: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_codebook(Path(folder) / "codes.docx", book(brief))
        words = read(path).text.split()
    said = f"Codebook, version 1.0 Economy Taxes (c2) Number 101 Definition {brief}"
    assert words == f"{said} Use when They say *tax*.".split() or not brief.strip()


def test_a_word_document_is_whole_and_says_nothing_of_the_laptop(tmp_path: Path) -> None:
    first = write_codebook(tmp_path / "a.docx", book("x")).read_bytes()
    again = write_codebook(tmp_path / "b.docx", book("x")).read_bytes()
    assert first == again
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own file
        assert b"creator" not in archive.read("docProps/core.xml")


def test_a_code_stands_on_one_page_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    path = write_codebook(tmp_path / "codes.docx", book("Any tax."))
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 - our own
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    rows = root.findall(f".//{name}tr")
    assert len(rows) == 3
    assert all(row.find(f"{name}trPr/{name}cantSplit") is not None for row in rows)
    held = [len(row.findall(f".//{name}keepNext")) for row in rows]
    assert held == [2, 2, 0]


def test_a_table_repeats_its_header(tmp_path: Path) -> None:
    from annotator.reports.word_document import WordDocument

    document = WordDocument("Table")
    document.table([["code", "alpha", "n"], ["UKR", ".81", "40"]], (2, 1, 1), header=True)
    document.save(tmp_path / "t.docx")
    with zipfile.ZipFile(tmp_path / "t.docx") as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count("<w:tblHeader/>") == 1
    assert body.count("<w:b/>") == 3
