"""Does every broken or hostile file end in one sentence, and the files beside it come in?"""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model.transcript import Transcript
from annotator.transcripts import Refusal, formats, read_all
from annotator.transcripts.readers import zip_files
from tests.core.transcripts import made_files as made

KINDS = made.every_kind()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BOMB = b"0" * 40_000_000


def _all(tmp_path: Path, name: str, data: bytes) -> list[Transcript | Refusal]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_all(path))


def _refused(tmp_path: Path, name: str, data: bytes) -> UserError:
    (found,) = _all(tmp_path, name, data)
    assert isinstance(found, Refusal)
    assert found.error.message.endswith(".")
    assert found.error.hint.endswith(".")
    return found.error


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_comes_in_under_its_own_name(tmp_path: Path, name: str) -> None:
    found = _all(tmp_path, name, KINDS[name])
    assert found
    for one in found:
        assert isinstance(one, Transcript)
        assert one.source.sha256
        assert not any("but is" in flag for flag in one.source.flags)
        assert one.turns[-1].end == len(one.text)


@pytest.mark.parametrize("name", KINDS)
def test_a_wrong_ending_is_seen_through(tmp_path: Path, name: str) -> None:
    if name.endswith((".csv", ".md", ".jsonl", ".json", ".otr")):
        pytest.skip("only the ending tells this kind from plain text")
    right = _all(tmp_path, name, KINDS[name])
    wrong = _all(tmp_path, "renamed.doc", KINDS[name])
    for one, other in zip(right, wrong, strict=True):
        assert isinstance(one, Transcript)
        assert isinstance(other, Transcript)
        assert (one.text, one.turns) == (other.text, other.turns)


def test_a_web_page_called_text_is_flagged(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "talk.txt", made.PAGE.encode())
    assert isinstance(found, Transcript)
    assert "Menu entry" not in found.text
    assert "the file ends in .txt but is a web page" in found.source.flags


def test_zip_bombs_stay_closed(tmp_path: Path) -> None:
    bomb = made.zipped({"a.txt": BOMB})
    assert len(bomb) < 100_000
    assert "unpacks to more" in _refused(tmp_path, "a.zip", bomb).message
    document = made.zipped({"[Content_Types].xml": "", "word/document.xml": BOMB})
    assert "unpacks to more" in _refused(tmp_path, "a.docx", document).message


def test_a_part_without_a_name_is_passed_over(tmp_path: Path) -> None:
    """Found by mangled files: the library that unpacks trips over it."""
    data = made.zipped({"x": "", "a.txt": "MR. FOX: Yes.\nMR. FOX: No."}, store=True)
    place = data.rindex(b"PK\x01\x02")
    first = data.index(b"PK\x01\x02")
    nameless = bytearray(data[first : first + 47])
    assert first < place
    nameless[28:30] = b"\x00\x00"
    end = data.rindex(b"PK\x05\x06")
    out = data[:first] + bytes(nameless[:46]) + data[first + 47 : end]
    tail = bytearray(data[end:])
    tail[12:16] = (len(out) - first).to_bytes(4, "little")
    (found,) = _all(tmp_path, "a.zip", out + bytes(tail))
    assert isinstance(found, Transcript)


def test_archives_in_archives_are_opened_to_a_depth(tmp_path: Path) -> None:
    data = made.zipped({"a.txt": "MR. FOX: Yes.\nMR. FOX: No."})
    for _ in range(2):
        data = made.zipped({"in.zip": data}, store=True)
    (found,) = _all(tmp_path, "ok.zip", data)
    assert isinstance(found, Transcript)
    deep = made.zipped({"in.zip": data}, store=True)
    assert "archive in an archive" in _refused(tmp_path, "deep.zip", deep).message


def test_paths_that_climb_out_are_left_out_and_the_rest_comes_in(tmp_path: Path) -> None:
    data = made.zipped(
        {"../../evil.txt": "words", "/etc/x.txt": "words", "C:\\x.txt": "words", "a.txt": "Words."}
    )
    found = _all(tmp_path, "a.zip", data)
    assert [isinstance(one, Refusal) for one in found] == [True, True, True, False]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_locked_and_damaged_members_do_not_stop_the_others(tmp_path: Path) -> None:
    data = made.zipped(
        {
            "a.pdf": b"%PDF-1.4 nothing",
            "b.docx": b"PK\x03\x04xx",
            "empty.txt": b"",
            "z.txt": "Words.",
        }
    )
    found = _all(tmp_path, "a.zip", data)
    assert [isinstance(one, Refusal) for one in found] == [True, True, True, False]
    assert isinstance(found[0], Refusal)
    assert found[0].name == "a.zip/a.pdf"


def test_password_protection_is_named(tmp_path: Path) -> None:
    data = bytearray(made.zipped({"word/document.xml": "<a/>"}, store=True))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert "password" in _refused(tmp_path, "a.docx", bytes(data)).message
    office = OLE + "EncryptedPackage".encode("utf-16-le")
    assert "password" in _refused(tmp_path, "b.docx", office).message
    assert ".doc" in _refused(tmp_path, "c.doc", OLE + "WordDocument".encode("utf-16-le")).message
    locked = made.zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "x",
            "META-INF/manifest.xml": "<encryption-data/>",
        }
    )
    assert "password" in _refused(tmp_path, "d.odt", locked).message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    doctype = '<!DOCTYPE TEI [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    evil = made.TEI.replace("<TEI", doctype + "<TEI").replace("Good", "&a;&b;")
    evil = evil.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert "entities" in _refused(tmp_path, "a.xml", evil.encode(encoding)).message
    packed = made.zipped({"word/document.xml": f"{doctype}<w:document {made.W}>&a;</w:document>"})
    assert "entities" in _refused(tmp_path, "a.docx", packed).message


def test_xml_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("What nobody else may read.", encoding="utf-8")
    outside = secret.as_uri()
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{outside}"/>'
    evil = made.TEI.replace("<TEI", f'<!DOCTYPE TEI SYSTEM "{outside}"><TEI')
    for one in _all(tmp_path, "a.xml", evil.replace("Good", f"Good{include}").encode()):
        words = one.text if isinstance(one, Transcript) else str(one.error)
        assert "nobody else" not in words


@pytest.mark.parametrize("name", KINDS)
def test_a_file_that_was_cut_off_ends_in_a_transcript_or_a_sentence(
    tmp_path: Path, name: str
) -> None:
    data = KINDS[name]
    for part in (1, len(data) // 3, len(data) // 2, len(data) - 1):
        for one in _all(tmp_path, name, data[:part]):
            assert isinstance(one, Transcript) or one.error.hint


def test_xml_without_end_in_depth_or_number(tmp_path: Path) -> None:
    deep = f"<TEI><text>{'<p>' * 5000}x{'</p>' * 5000}</text></TEI>"
    assert "deeper" in _refused(tmp_path, "a.xml", deep.encode()).message
    nested = "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200
    assert "deeper" in _refused(tmp_path, "a.docx", made.docx(nested)).message
    assert "damaged" in _refused(tmp_path, "a.json", b"[" * 200_000).message


def test_a_list_of_a_corpus_and_unknown_xml_are_named(tmp_path: Path) -> None:
    corpus = '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></teiCorpus>'
    assert "list of a TEI corpus" in _refused(tmp_path, "a.xml", corpus.encode()).message
    assert "not known" in _refused(tmp_path, "b.xml", b"<?xml version='1.0'?><menu/>").message


def test_one_long_line_is_bounded(tmp_path: Path) -> None:
    (found,) = _all(tmp_path, "long.txt", b"word " * 400_000)
    assert isinstance(found, Transcript)
    for name in ("a.html", "a.md", "a.rtf", "a.srt", "a.csv"):
        data = {"a.rtf": rb"{\rtf1 ", "a.srt": b"00:00:01,000 --> 00:00:02,000\n"}.get(name, b"")
        for one in _all(tmp_path, name, data + b"word " * 100_000):
            assert isinstance(one, Transcript | Refusal)


@pytest.mark.parametrize(
    "piece", ["<!--", '<a ="', "<a ", "</", "<p><b>", "&", "<![CDATA[", "<script>"]
)
def test_pages_built_to_be_slow_are_not(tmp_path: Path, piece: str) -> None:
    found = _all(tmp_path, "a.html", b"<html><p>Words here." + piece.encode() * 60_000)
    assert len(found) == 1


@pytest.mark.parametrize("piece", ["**a", "[a](", "<!--", "_a ", "*a* ", "# "])
def test_markdown_built_to_be_slow_is_not(tmp_path: Path, piece: str) -> None:
    assert len(_all(tmp_path, "a.md", piece.encode() * 20_000)) == 1


def test_a_folder_with_everything_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_text("MR. FOX: Yes.\nMR. FOX: No.", "utf-8")
    (folder / "inner" / "b.docx").write_bytes(KINDS["a.docx"])
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "~$b.docx").write_bytes(b"x")
    if os.name != "nt":
        (folder / "round").symlink_to(folder, target_is_directory=True)
    found = list(read_all(folder))
    assert [one.source.name for one in found if isinstance(one, Transcript)] == ["a.txt", "b.docx"]
    assert [one.name for one in found if isinstance(one, Refusal)] == ["talks/broken.pdf"]


def test_a_file_with_several_is_refused_by_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(made.CSV, "utf-8")
    with pytest.raises(UserError, match="several"):
        formats.read(path)


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made.zipped({f"{n}.txt": "Words." for n in range(30)})
    monkeypatch.setattr(zip_files, "MOST_ENTRIES", 20)
    assert "unpacks to more" in _refused(tmp_path, "a.zip", data).message


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, cut, doubled or moved."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(5):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + chance.randint(1, 40)]
            case 2:
                out[at:at] = out[max(0, at - 30) : at]
            case 3:
                out[at:at] = chance.choice(
                    [b"<", b"\x00", b"{", b"\xff\xfe", b'"', b"\\u-1 ", b"]]>"]
                )
            case _:
                del out[at:]
        if not out:
            break
    return bytes(out)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """A package with one of its parts mutated, so that the damage lies deeper than the ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    return made.zipped({**parts, name: _mutated(parts[name] or b" ", chance)})


def _must_end_well(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for one in read_all(path):
        if isinstance(one, Refusal):
            assert one.error.message
            assert one.error.hint
            continue
        assert "\r" not in one.text
        assert "\x00" not in one.text
        for turn in one.turns:
            assert turn.start <= turn.text_start <= turn.end <= len(one.text)
        for place in one.header:
            assert 0 <= place.start < place.end <= len(one.text)
        one.text.encode("utf-8")


def _fuzz(tmp_path: Path, name: str, rounds: range) -> None:
    data = KINDS[name]
    for seed in rounds:
        chance = random.Random(f"{name} {seed}")
        packed = data.startswith(b"PK") and chance.random() < 0.7
        _must_end_well(
            tmp_path, name, _repacked(data, chance) if packed else _mutated(data, chance)
        )


@pytest.mark.parametrize("name", KINDS)
def test_mutated_files_end_in_a_transcript_or_a_sentence(tmp_path: Path, name: str) -> None:
    _fuzz(tmp_path, name, range(40))


@pytest.mark.long
@pytest.mark.parametrize("name", KINDS)
def test_many_mutated_files(tmp_path: Path, name: str) -> None:
    _fuzz(tmp_path, name, range(40, 3000))


@pytest.mark.parametrize(
    "ending", [".docx", ".rtf", ".html", ".vtt", ".csv", ".json", ".xml", ".pdf"]
)
@given(data=st.binary(min_size=1, max_size=200) | st.text(min_size=1, max_size=200).map(str.encode))
@settings(max_examples=25)
def test_any_bytes_under_any_ending(
    tmp_path_factory: pytest.TempPathFactory, ending: str, data: bytes
) -> None:
    _must_end_well(tmp_path_factory.getbasetemp(), f"a{ending}", data)
