"""Do documents say what a reader of them sees: Word, OpenDocument, RTF, PDF, web page, e-book?"""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import FileProblem
from annotator.model.transcript import Transcript
from annotator.transcripts import read
from tests.core.transcripts import made_files as made


def _read(tmp_path: Path, name: str, data: bytes) -> Transcript:
    path = tmp_path / name
    path.write_bytes(data)
    return read(path)


def _run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


def _speakers(found: Transcript) -> list[str]:
    return [turn.label for turn in found.turns]


def test_docx_tracked_changes_are_accepted_and_hidden_text_is_left_out(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> agree</w:t>"
        "<w:tab/><w:t>so</w:t><w:br/><w:t>far</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>line.</w:t></w:r>{_run('secret', '<w:vanish/>')}</w:p>"
    )
    found = _read(tmp_path, "a.docx", made.docx(body))
    assert found.text == "We always agree\tso\nfar\nOne line."
    assert "tracked changes accepted, 2 deletions left out" in found.source.normalised
    assert "1 piece of hidden text left out" in found.source.normalised


def test_docx_lists_are_numbered_as_word_shows_them(tmp_path: Path) -> None:
    def level(depth: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="3"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        f'<w:numbering {made.W}><w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}'
        f'{level(1, "lowerRoman", "%1.%2)")}</w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(depth: int, words: str) -> str:
        place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"

    body = item(0, "The CHAIR said.") + item(1, "a") + item(1, "b") + item(0, "Mr. X asked.")
    found = _read(tmp_path, "a.docx", made.docx(body, numbering=numbering))
    assert found.text.split("\n") == [
        "3. The CHAIR said.",
        "3.iii) a",
        "3.iv) b",
        "4. Mr. X asked.",
    ]


@pytest.mark.parametrize("kind", ["usual", "strict", "other prefix"])
def test_docx_styles_bring_lists_also_by_the_style_they_are_based_on(
    tmp_path: Path, kind: str
) -> None:
    numbering = (
        f'<w:numbering {made.W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    unused = "".join(f'<w:style w:styleId="Unused{n}"/>' for n in range(2000))
    styles = (
        f'<w:styles {made.W}><w:style w:styleId="Mine"><w:basedOn w:val="Listed"/></w:style>'
        f'{unused}<w:style w:type="paragraph" w:styleId="Listed">{listed}</w:style></w:styles>'
    )
    if kind == "other prefix":
        styles = styles.replace("w:", "x:").replace("xmlns:w=", "xmlns:x=")
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>words</w:t></w:r></w:p>'
        for style in ("Listed", "Mine", "Unused7", "Unknown")
    )
    data = made.docx(body, numbering=numbering, styles=styles)
    if kind == "strict":
        strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
        parts = [part.replace(made.W, strict) for part in (numbering, styles)]
        data = made.docx(body, numbering=parts[0], styles=parts[1])
    found = _read(tmp_path, "a.docx", data)
    assert found.text.split("\n") == ["1. words", "2. words", "words", "words"]


def test_docx_footnotes_stand_behind_the_text_and_are_nobodys(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2"><w:p>{_run("A note.")}</w:p></w:footnote>'
    notes = f"<w:footnotes {made.W}>{note}</w:footnotes>"
    body = (
        '<w:p><w:r><w:t>MR. FOX: See</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
        "<w:p><w:r><w:t>MR. FOX: Yes.</w:t></w:r></w:p>"
    )
    found = _read(tmp_path, "a.docx", made.docx(body, footnotes=notes))
    assert found.text == "MR. FOX: See[1]\nMR. FOX: Yes.\n\n[1] A note."
    last = found.turns[-1]
    assert (last.label, last.speaker, found.text[last.start :]) == ("", "", "[1] A note.")


def test_docx_text_boxes_come_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    choices = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>Outside.</w:t>{choices}</w:r></w:p>"
    assert _read(tmp_path, "a.docx", made.docx(body)).text == "Outside.\nIn the box"


def test_docx_bold_labels_are_a_hint(tmp_path: Path) -> None:
    def turn(name: str, words: str) -> str:
        return f"<w:p>{_run(name, '<w:b/>')}{_run(' ' + words)}</w:p>".replace(
            "<w:t> ", "<w:t xml:space='preserve'> "
        )

    body = (
        turn("I", "how do you do") + turn("B1", "very well") + turn("I", "good") + turn("B1", "yes")
    )
    found = _read(tmp_path, "a.docx", made.docx(body))
    assert _speakers(found) == ["I", "B1", "I", "B1"]
    assert found.text[found.turns[1].text_start : found.turns[1].end] == "very well\n"


def test_docx_tables_with_speakers(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<w:tc><w:p>{_run(cell)}</w:p></w:tc>" for cell in cells)
        return f"<w:tr>{inner}</w:tr>"

    table = (
        row("00:01", "anna", "Good morning to all of you here.")
        + row("00:09", "tom", "Thank you for the kind welcome.")
        + row("00:14", "anna", "Let us begin with the first point.")
        + row("00:20", "tom", "There is only one point today.")
    )
    found = _read(tmp_path, "a.docx", made.docx(f"<w:tbl>{table}</w:tbl>"))
    assert _speakers(found) == ["anna", "tom", "anna", "tom"]
    assert "times in 4 table rows left out" in found.source.normalised


def test_odt(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p><text:span text:style-name="T1">I</text:span> how<text:s text:c="2"/>do\n  you'
        "<text:tab/>do</text:p>"
        '<text:p><text:span text:style-name="T1">B</text:span> well<text:line-break/>enough'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>A note.</text:p></text:note-body></text:note></text:p>"
        '<text:p><text:span text:style-name="T1">I</text:span> good</text:p>'
        '<text:p><text:span text:style-name="T1">B</text:span> yes</text:p>'
    )
    found = _read(tmp_path, "a.odt", made.odt(body, styles))
    assert found.text == "I how  do you\tdo\nB well\nenough[1]\nI good\nB yes\n\n[1] A note."
    assert _speakers(found) == ["I", "B", "I", "B", ""]
    assert "tracked changes accepted, 1 deletion left out" in found.source.normalised


def test_odt_lists_and_tables(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
        'style:num-format="a" style:num-suffix=")"/></text:list-style>'
    )
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p></text:list-item>'
        "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
        "<table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert _read(tmp_path, "a.odt", made.odt(body, styles)).text == "a) one\nb) two\nx\ty"


def test_rtf(tmp_path: Path) -> None:
    found = _read(tmp_path, "a.rtf", made.RTF.encode("latin-1"))
    assert found.text.startswith(
        "MR. FOX: Café and €uro\u00a0now.\nПривет\nKept words.\nMS. HARE: See[1]"
    )
    assert _speakers(found) == ["MR. FOX", "MS. HARE", "MR. FOX", ""]
    assert "Secret" not in found.text
    assert "Running head" not in found.text


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi\uc1 a\u-10179?\u-8704?b}", "a😀b\n"),
        (r"{\rtf1\ansi\uc2 x\u233\'c3\'a9y}", "xéy\n"),
        (r"{\rtf1\ansicpg932 \'93\'fa\'96\'7b}", "日本\n"),
        (r"{\rtf1 {\*\unknown gone}a\{b\}\\c\line d\tab e}", "a{b}\\c\nd\te\n"),
        (r"{\rtf1 {\pict\bin5 {{{{{}after}", "after\n"),
        (r"{\rtf1 \trowd one\cell two\cell\row three\par}", "one\ttwo\nthree\n"),
    ],
)
def test_rtf_signs(tmp_path: Path, rtf: str, text: str) -> None:
    assert _read(tmp_path, "a.rtf", rtf.encode("latin-1")).text == text


def test_web_pages_give_the_article(tmp_path: Path) -> None:
    found = _read(tmp_path, "a.html", made.PAGE.encode())
    assert found.text == (
        "A talk\n\n28 November 2023\n\nAnna Fox\nGood\u00a0morning & hello.\n\n"
        "MR. HILL: Thank you.\n\nMS. FOX: We begin.\n\n• one\n• two"
    )
    assert (found.title, found.date, found.metadata.language) == ("A talk", "2023-11-28", "en")
    assert any("left out" in change for change in found.source.normalised)


def test_a_web_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = '<html><meta charset="windows-1251"><body><p>Привет, мир.</p></body></html>'
    found = _read(tmp_path, "a.html", page.encode("cp1251"))
    assert found.text == "Привет, мир."
    assert _read(tmp_path, "b.html", page.encode("utf-8")).text == "Привет, мир."


def test_a_page_without_marks_is_plain_text(tmp_path: Path) -> None:
    assert _read(tmp_path, "a.html", b"MR. FOX: One.\nMR. FOX: 1 < 2.").text.count("\n") == 1


def test_markdown(tmp_path: Path) -> None:
    found = _read(tmp_path, "a.md", made.MARKDOWN.encode())
    assert found.text == (
        "Heading\n\nAnna Fox: Good morning and hello.\n\nTom Hill: Thank you.\n\nAnna Fox: Yes.\n"
    )
    assert found.date == "2023-11-28"
    assert _speakers(found) == ["Anna Fox", "Tom Hill", "Anna Fox"]
    assert "Markdown marks removed" in found.source.normalised


def test_markdown_leaves_what_is_no_mark(tmp_path: Path) -> None:
    words = "2 * 3 * 4 and snake_case_name and <!-- never closed"
    assert _read(tmp_path, "a.md", words.encode()).text == words


def test_e_books_are_read_in_the_order_of_their_spine(tmp_path: Path) -> None:
    found = _read(tmp_path, "a.epub", made.epub(["<p>MR. FOX: One.</p>", "<p>MR. FOX: Two.</p>"]))
    assert found.text == "MR. FOX: One.\n\nMR. FOX: Two."
    assert found.title == "Press points"


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    lines = [
        "MR. FOX: This is a long line of words that runs to the very end of it, we co-",
        "operate with all our friends and will go on doing so for as long as is need-",
        "ed and not a day longer than that.",
        "MS. HARE: Thank you.",
    ]
    found = _read(tmp_path, "a.pdf", made.pdf_lines(lines))
    assert found.text == (
        "MR. FOX: This is a long line of words that runs to the very end of it, we cooperate with "
        "all our friends and will go on doing so for as long as is needed and not a day longer "
        "than that.\nMS. HARE: Thank you."
    )
    assert "2 words joined that a line end divided" in found.source.normalised


def test_pdf_headers_and_page_numbers_are_taken_out_and_put_down(tmp_path: Path) -> None:
    pages = [
        [
            (72, 800, f"A/78/PV.{n} Plenary"),
            (72, 700, f"Point {word} was taken up."),
            (290, 40, str(n)),
        ]
        for n, word in enumerate(["one", "two", "three", "four"], 1)
    ]
    found = _read(tmp_path, "a.pdf", made.pdf(pages))
    assert "Plenary" not in found.text
    assert [line for line in found.text.split("\n") if line.isdecimal()] == []
    assert "Point three was taken up." in found.text
    assert "page numbers removed from 4 pages" in found.source.normalised
    assert "removed from 4 pages: “A/#/PV.# Plenary”" in found.source.normalised


def test_a_sentence_that_comes_again_on_every_page_is_no_header(tmp_path: Path) -> None:
    pages = [
        [
            (72, 700, "We thank you all."),
            *((72, 686 - 14 * n, f"Line {n} of {p}.") for n in range(9)),
        ]
        for p in range(4)
    ]
    found = _read(tmp_path, "a.pdf", made.pdf(pages))
    assert found.text.count("We thank you all.") == 4


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left line number {n} of the column here" for n in range(8)]
    right = [f"right line number {n} of the column here" for n in range(8)]
    page = [(60.0, 700 - 14.0 * n, words) for n, words in enumerate(left)]
    page += [(320.0, 700 - 14.0 * n, words) for n, words in enumerate(right)]
    page.sort(key=lambda one: (-one[1], one[0]))  # as some programs write it: row by row
    text = _read(tmp_path, "a.pdf", made.pdf([page])).text
    assert text.index("left line number 7") < text.index("right line number 0")


def test_pdf_of_pictures_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="pictures of pages"):
        _read(tmp_path, "a.pdf", made.pdf([[], []]))
    with pytest.raises(FileProblem, match="damaged"):
        _read(tmp_path, "b.pdf", b"%PDF-1.7 and no more")
