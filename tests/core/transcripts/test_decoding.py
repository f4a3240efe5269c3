"""Do bytes become the right characters, and is a guess called a guess?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FileProblem
from annotator.transcripts import read
from annotator.transcripts.decoding import decode
from annotator.transcripts.normalising import flags

ENGLISH = "The minister said: “We’re ready” – and left the café. It cost 5 €.\n"
POLISH = (
    "Dziękuję bardzo. Będziemy omawiać kwestie bezpieczeństwa. Proszę państwa, żądamy pokoju.\n"
)
TURKISH = "Sayın Başkan, bugün güvenlik konularını görüşeceğiz. Teşekkür ederim, çok şükür ışık.\n"
GERMAN = (
    "Die Ministerin für auswärtige Angelegenheiten sprach über Brücken. Möchten Sie das hören?\n"
)
UKRAINIAN = "Дякую вам. Ми переможемо. Їжак є тут, ґанок і м'яч теж.\n"
HEBREW = "שלום לכולם. דיברנו היום על ביטחון.\n"
GREEK = "Καλημέρα σας. Συζητήσαμε σήμερα για την ασφάλεια.\n"
RUSSIAN = "Добрый день. Мы обсудим вопросы безопасности в Европе. Спасибо, господин президент.\n"
CHINESE = "主席：各位议员，今天我们讨论教育问题。谢谢大家。\n"


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, CHINESE, "plain\n", "😀 ok שלום\n"])
@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
    ],
)
def test_unicode_is_certain(text: str, codec: str, mark: bytes) -> None:
    decoded = decode(mark + text.encode(codec), "a.txt")
    assert decoded.text.removeprefix("\ufeff") == text
    assert decoded.encoding == codec
    assert decoded.certain


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark_are_known_by_their_nuls(codec: str) -> None:
    decoded = decode(ENGLISH.encode(codec), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.certain) == (ENGLISH, codec, True)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ENGLISH, "cp1252"),
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859-5"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (HEBREW, "cp1255"),
        (GREEK, "cp1253"),
        (CHINESE, "gb18030"),
    ],
)
def test_old_encodings_are_guessed_and_marked_as_a_guess(text: str, codec: str) -> None:
    decoded = decode((text * 4).encode(codec), "a.txt")
    assert decoded.text == text * 4
    assert not decoded.certain


def test_a_guess_late_in_a_long_file() -> None:
    text = "Plain words only, line after line.\n" * 5_000 + ENGLISH
    assert decode(text.encode("cp1252"), "a.txt").text == text


def test_what_was_asked_for_is_taken_at_its_word() -> None:
    assert decode("Привет".encode("cp1251"), "a.txt", "cp1251").text == "Привет"
    assert decode("é".encode(), "a.txt", "latin-1").text == "Ã©"


@pytest.mark.parametrize("encoding", ["no-such-thing", "hex", "ascii", "utf-16", "unicode-escape"])
def test_an_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    with pytest.raises(FileProblem) as caught:
        decode(b"caf\xc3\xa9 \\ud800 ", "a.txt", encoding)
    assert caught.value.hint


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "a.txt")
    except FileProblem:
        assert not _is_utf_8_text(data)
        return
    marks = {data, data[2:], data[3:], data[4:]}
    assert not decoded.certain or decoded.text.encode(decoded.encoding) in marks


def _is_utf_8_text(data: bytes) -> bool:
    """Whether bytes are UTF-8 without a single control character but tab and line ends."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all((ord(c) >= 32 and ord(c) != 127) or c in "\t\r\n" for c in text)


@given(st.text(min_size=1))
def test_utf_8_always_wins(text: str) -> None:
    data = text.encode("utf-8")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        return
    try:
        decoded = decode(data, "a.txt")
    except FileProblem:
        assert sum(ord(c) < 32 or ord(c) == 127 for c in text) > 2
        return
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_normalisation_is_recorded_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes("\ufeffa\r\nb\r\nc\rd\x00e\x0cf\xadg\x85h\u2028i\u00a0j\x0b\n".encode())
    found = read(path)
    assert found.text == "a\nb\nc\nde\x0cf\xadg\x85h\u2028i\u00a0j\x0b\n"
    assert found.source.normalised == (
        "1 NUL removed",
        "byte order mark removed",
        "2 CRLF to LF",
        "1 lone CR to LF",
    )
    for words in ("1 form feed", "1 soft hyphen", "1 next-line", "1 line separator", "1 vertical"):
        assert any(flag.startswith(words) for flag in found.source.flags)


def test_a_guess_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(ENGLISH.encode("cp1252"))
    found = read(path)
    assert found.source.encoding == "cp1252"
    assert not found.source.encoding_certain
    assert "the encoding is a guess: cp1252" in found.source.flags


def test_mojibake_of_older_programs_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "mojibake.txt"
    path.write_bytes("It\x92s here \ufffd.".encode())
    found = read(path).source.flags
    assert "1 C1 control character (often cp1252 read as Latin-1)" in found
    assert any("replacement character" in flag for flag in found)


def test_what_is_flagged_is_counted_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bells.txt"
    path.write_bytes(b"One \x07.")
    assert "1 control character" in read(path).source.flags
    path.write_bytes(b"One \x07, two \x07.")
    assert "2 control characters" in read(path).source.flags


@pytest.mark.parametrize(
    ("words", "codec"),
    [("It’s “Größe”, café.", "cp1252"), ("Привет, мир.", "latin-1"), ("“Yes” – no", "latin-1")],
)
def test_utf_8_read_as_another_encoding_is_flagged(words: str, codec: str) -> None:
    spoilt = words.encode().decode(codec, "replace")
    assert any("read as another encoding" in flag for flag in flags(spoilt))
    assert not any("read as another encoding" in flag for flag in flags(words))


def test_merge_conflict_markers_are_flagged() -> None:
    text = "MR. FOX: Yes.\n<<<<<<< HEAD\nNo.\n=======\nNever.\n>>>>>>> theirs\n"
    assert "1 merge-conflict marker" in flags(text)


def test_very_long_paragraphs_are_flagged() -> None:
    text = "We go on. " * 2_500
    assert flags(f"One.\n{text}\n{text}")[0].startswith("2 paragraphs of more than 20,000")
    assert flags(text[:20_000] + "\n" + text[:20_000]) == ()


def test_wrapped_lines_are_flagged() -> None:
    wrapped = "We came to this city because\nwe wanted to see it and\nto talk about it,\n" * 4
    assert any("wrapped" in flag for flag in flags(wrapped))
    assert flags("One line.\nAnother line.\n" * 10) == ()


@pytest.mark.parametrize("damage", [b"\xe9", b"\xe2\x80", b"\xff\xfe\xfd", b"\xed\xa0\x80"])
@pytest.mark.parametrize("text", [ENGLISH * 2, POLISH, RUSSIAN, CHINESE])
def test_a_damaged_place_does_not_spoil_utf_8(text: str, damage: bytes) -> None:
    data = text.encode()
    decoded = decode(data + b"end " + damage + b".\n" + data, "a.txt")
    assert decoded.text == f"{text}end \ufffd.\n{text}"
    assert (decoded.encoding, decoded.certain, decoded.lost) == ("utf-8", False, 1)
    line = text.count("\n") + 1
    assert decoded.flags == (f"1 place is not UTF-8 and became the mark \ufffd, in line {line}",)


def test_places_that_are_lost_are_counted_and_the_first_is_found() -> None:
    decoded = decode(b"a\r\nb\r" + POLISH.encode() + b"\xff x \xff", "a.txt")
    assert decoded.lost == 2
    assert "2 places" in decoded.flags[0]
    assert "the first in line 4" in decoded.flags[0]


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "gb18030", "shift_jis", "euc_kr", "cp1250"])
@given(
    st.lists(
        st.sampled_from([RUSSIAN, CHINESE, POLISH, "あいうえお漢字かな", "한국어"]), min_size=1
    )
)
def test_older_encodings_are_not_taken_for_damaged_utf_8(codec: str, lines: list[str]) -> None:
    data = "".join(lines).encode(codec, "ignore")
    assert decode(data, "a.txt").lost == 0


def test_what_nobody_can_see_is_empty(tmp_path: Path) -> None:
    for words in ("\u200b\u200b\n", "\u2060\ufeff \u00ad", "\u200e\u202a\n\x0b", "\u3000"):
        (tmp_path / "a.txt").write_text(words, encoding="utf-8")
        with pytest.raises(FileProblem, match="holds no words"):
            read(tmp_path / "a.txt")


def test_a_table_whose_quotation_mark_never_closes_is_refused(tmp_path: Path) -> None:
    row = "one two three four five six seven eight nine ten"
    path = tmp_path / "a.csv"
    path.write_text(f'text,title\n{row},A\n"{row},B\n{row},C\n', encoding="utf-8")
    with pytest.raises(FileProblem, match="quotation mark in line 3"):
        read(path)
