"""A codebook leaves as REFI-QDA that validators accept, and comes back from what programs write."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from xmlschema import XMLSchema

from annotator.errors import FileProblem, UserError
from annotator.exchange.refi_codebook import RefiCodebook, read_qdc, write_qdc
from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft

SCHEMA = Path(__file__).with_name("refi_codebook.xsd")
TEXTS = ("brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo")


def code(place: int, name: str = "Aid", *, parent: int | None = None, **fields: object) -> Code:
    values: dict[str, object] = {
        "code_id": f"c{place}", "is_group": False, "position": place, "number": None,
        "key": "", "color": "", **dict.fromkeys(TEXTS, ""),
    }  # fmt: skip
    values |= fields
    return Code(place, UUID(int=place), name=name, parent_id=parent, **values)  # type: ignore[arg-type]


def book(*codes: Code) -> Codebook:
    return Codebook(codes, CodebookVersion(1, UUID(int=0), "1.0", "", ""))


def drafts_of(codebook: Codebook) -> tuple[CodeDraft, ...]:
    names = {one.id: one.code_id for one in codebook.codes}
    return tuple(
        CodeDraft(
            one.code_id, one.name, names.get(one.parent_id or 0, ""), one.is_group,
            one.number, one.key, one.color, *(getattr(one, field) for field in TEXTS),
        )
        for one in codebook.codes
    )  # fmt: skip


def there_and_back(folder: Path, codebook: Codebook) -> tuple[CodeDraft, ...]:
    path = folder / "codes.qdc"
    write_qdc(path, codebook)
    XMLSchema(SCHEMA).validate(path)
    assert etree.XMLSchema(etree.parse(SCHEMA)).validate(etree.parse(path))
    found = read_qdc(path)
    assert found.notes == ()
    return found.drafts


def read(folder: Path, xml: str, *, encoding: str = "utf-8") -> RefiCodebook:
    path = folder / "foreign.qdc"
    path.write_bytes(xml.encode(encoding))
    return read_qdc(path)


NAMES = st.text("aB<>&é 中\"'😀-", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "x"
)
BODY = st.one_of(
    st.sampled_from(["", "Example: x", "a\nUse when: b\n [Id: c]", "[Key: x; Id: y]", "a\n\nb"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30),
).map(str.strip)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Trees in which the codes stand in the order of the tree, as a project hands them out."""
    codes: list[Code] = []

    def grow(parent: int | None, depth: int) -> None:
        for _ in range(draw(st.integers(1 if parent is None else 0, 3))):
            number = len(codes) + 1
            group = depth < 3 and draw(st.booleans())
            fields = {field: draw(BODY) for field in TEXTS}
            codes.append(
                code(
                    number, draw(NAMES), parent=parent, is_group=group,
                    key="" if group else draw(st.sampled_from(["", chr(0x430 + number)])),
                    number=None if group else draw(st.none() | st.integers(-9, 10**9)),
                    color=draw(st.sampled_from(["", "#2D6FB4", "#FFFFFF"])), **fields,
                )
            )  # fmt: skip
            if group:
                grow(number, depth + 1)

    grow(None, 0)
    return book(*codes)


@given(codebooks())
@example(book(code(1, code_id="x; Id: y]", key="]", brief="[Id: z]")))
def test_what_leaves_is_valid_and_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, codebook: Codebook
) -> None:
    folder = tmp_path_factory.mktemp("qdc")
    assert there_and_back(folder, codebook) == drafts_of(codebook)


def test_an_empty_codebook_is_refused_because_the_standard_has_no_such_thing(
    tmp_path: Path,
) -> None:
    with pytest.raises(UserError, match="no codes yet"):
        write_qdc(tmp_path / "codes.qdc", book())


def test_characters_that_xml_cannot_hold_are_shown(tmp_path: Path) -> None:
    (draft,) = there_and_back(tmp_path, book(code(1, "A\x01b", brief="c\x0bd\r\ne")))
    assert (draft.name, draft.brief) == ("A\ufffdb", "c\ufffdd\ne")


def test_a_code_that_holds_codes_becomes_a_group_with_itself_in_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="MAXQDA"><Codes>'
        '<Code guid="1" name="Economy" isCodable="true" color="#FF46AA00">'
        '<Description>All of it.</Description><Code guid="2" name="Taxes" isCodable="true"/>'
        "</Code></Codes></CodeBook>",
    )
    assert [(one.code_id, one.parent, one.is_group) for one in found.drafts] == [
        ("Economy", "", True),
        ("Economy_2", "Economy", False),
        ("Taxes", "Economy", False),
    ]
    assert found.drafts[1].brief == "All of it."
    assert found.drafts[1].color == "#46AA00"
    assert found.origin == "MAXQDA"
    assert len(found.notes) == 1
    assert "became a group" in found.notes[0]


@pytest.mark.parametrize(
    "xml",
    [
        '<CodeBook><Codes><Code guid="1" name="Aid"/></Codes><Sets/></CodeBook>',
        '\ufeff<CodeBook xmlns="codebook:0:4"><Codes><Code name="Aid"/></Codes></CodeBook>',
        '<q:CodeBook xmlns:q="a"><q:Codes><q:Code name=" Aid " color=""/></q:Codes></q:CodeBook>',
    ],
)
def test_what_programs_really_write_is_read(tmp_path: Path, xml: str) -> None:
    found = read(tmp_path, xml)
    assert [(one.name, one.is_group) for one in found.drafts] == [("Aid", False)]
    assert found.notes == ()


def test_what_was_changed_is_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<CodeBook><Codes><Code guid="{A}" name="Aid" color="salmon"/><Code guid="a" name=""/>'
        '</Codes><Sets><Set guid="3" name="S"/></Sets></CodeBook>',
    )
    assert [one.name for one in found.drafts] == ["Aid", "Unnamed code"]
    assert len(found.notes) == 4


def test_a_guid_that_stands_twice_keeps_both_codes_and_is_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<CodeBook xmlns="http://example.org/no-such-namespace"><Codes>'
        '<Code guid="{A}" name="Aid"><Description/></Code><Code guid="a" name="War"/>'
        '<Code guid="2" name="Empty" isCodable="false"/></Codes><Sets/></CodeBook>',
    )
    assert [(one.name, one.is_group) for one in found.drafts] == [
        ("Aid", False), ("War", False), ("Empty", True)
    ]  # fmt: skip
    assert found.notes == ("“War” has the same GUID as another code; both were kept.",)


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ('<Project xmlns="urn:QDA-XML:project:1.0"/>', "is not a REFI-QDA codebook"),
        ("<CodeBook><Codes/></CodeBook>", "holds no codes"),
        ("<CodeBook><Codes>", "is damaged"),
        ('<!DOCTYPE c [<!ENTITY e "x">]><CodeBook>&e;</CodeBook>', "declares XML entities"),
        ('<CodeBook><Codes><Code name="A&nbsp;B"/></Codes></CodeBook>', "is damaged"),
        ("", "is damaged"),
    ],
)
def test_what_is_no_codebook_is_refused(tmp_path: Path, xml: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read(tmp_path, xml)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="There is no file"):
        read_qdc(tmp_path / "gone.qdc")
    with pytest.raises(FileProblem, match="There is no file"):
        read_qdc(tmp_path)
