"""Which characters do these bytes stand for? Byte order mark, UTF-8, UTF-16 and 32, then a guess.

UTF-8 wins before any statistics, also where a few bytes of it are damaged: a guess has turned many
a UTF-8 file into mojibake. What is guessed is marked as not certain, so that the window can offer
a choice.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from annotator.errors import FileProblem
from annotator.transcripts.file_bytes import looks_binary

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_NOT_ASCII = re.compile(rb"[^\n\r]*[\x80-\xff][^\n\r]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_FOREIGN = re.compile("[^\x00-\x7f\udc80-\udcff]")
_LINE_END = re.compile("\r\n?|\n")
_UTF_8_PER_DAMAGE = 4

# The letters that tell the Latin code pages apart; the guesser confuses them on short texts.
_LATIN = {
    "cp1252": "äöüßÄÖÜéèàçêëîïôûùâÉÀÇñáíóúÑÁÍÓÚãõåæøÅÆØ“”‘’–—…€£§°«»¿¡\u00a0",
    "cp1250": "ąćęłńśźżĄĆĘŁŃŚŹŻčďéěíňóřšťúůýžČĎŘŠŤŮŽőűăâîţşáéóöüä“”‘’„–—…€§°\u00a0",
    "cp1254": "ğışçöüâîĞİŞÇÖÜ“”‘’–—…€§°\u00a0",
}
_LATIN_GUESSES = re.compile(
    r"cp(125[0247]|437|775|85[0278]|858|86\d|500|037|1026|1140|273)|(latin|iso8859)_?-?(1|2|3|4|9|10|13|14|15|16)$"
    r"|mac_|hp_roman8|ascii|tis_620"
)

# The code pages of Cyrillic, and what of a text must read as words in one of them.
_CYRILLIC = ("cp1251", "koi8-u", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")
_CYRILLIC_WORD = re.compile("[Ѐ-Я][а-џґ'’]*|[а-џґ'’]+|[Ѐ-ЯҐ]+")
_CYRILLIC_RUN = re.compile("(?<![A-Za-z])[Ѐ-џҐґ'’]+(?![A-Za-z])")
_FREQUENT = frozenset("оеаинтсрвліу")
_CYRILLIC_SHARE, _FREQUENT_SHARE = 0.9, 0.4


class Decoded(Struct, frozen=True):
    """Characters, the codec they came by, and whether that is beyond doubt."""

    text: str
    encoding: str
    certain: bool
    lost: int = 0
    """How many places are no UTF-8; each of them is U+FFFD in the text."""
    first_lost: int = 0
    """The line of the first of them, from 1."""

    @property
    def flags(self) -> tuple[str, ...]:
        """In words, what is in doubt."""
        if self.lost:
            places = "1 place is" if self.lost == 1 else f"{self.lost} places are"
            where = f"in line {self.first_lost}"
            where = where if self.lost == 1 else f"the first {where}"
            return (f"{places} not UTF-8 and became the mark \ufffd, {where}",)
        return () if self.certain else (f"the encoding is a guess: {self.encoding}",)


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The characters of a file; `encoding`, where given, is taken at its word.

    Raises `FileProblem` for bytes that are no text.
    """
    if encoding is not None:
        return Decoded(_as_asked(data, name, encoding), encoding, certain=True)
    found = _unicode(data)
    if found is not None:
        return found
    if looks_binary(data):
        raise _no_text(name)
    return _damaged_utf_8(data) or _guessed(data)


def decode_unicode(data: bytes, name: str) -> Decoded:
    """Like `decode`, but without guessing: for files whose ending does not promise text."""
    found = _unicode(data)
    if found is None:
        raise _no_text(name)
    return found


def _no_text(name: str) -> FileProblem:
    return FileProblem(f"“{name}” is not a text file.", "Save its text as .txt and import that.")


def _as_asked(data: bytes, name: str, encoding: str) -> str:
    wrong = FileProblem(
        f"“{name}” is not written in the encoding {encoding}.", "Choose another encoding."
    )
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise FileProblem(
            f"No encoding is called “{encoding}”.", "Try utf-8, utf-16, cp1252 or latin-1."
        ) from error
    except ValueError as error:
        raise wrong from error
    if _SURROGATE.search(text):
        raise wrong
    return text


def _unicode(data: bytes) -> Decoded | None:
    """The text if the bytes are Unicode beyond doubt, else None."""
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    codec = marked or _by_nul_pattern(data) or "utf-8"
    text = _strictly(data, codec)
    if text is None or (codec == "utf-8" and looks_binary(data)):
        return None
    if codec != "utf-8" and looks_binary(text[:_SAMPLE].encode("utf-8", "replace")):
        return None
    return Decoded(text, codec, certain=True)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _by_nul_pattern(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: western letters leave every other byte NUL."""
    sample = data[:_SAMPLE]
    if b"\x00" not in sample:
        return None
    share = [sample[i::4].count(0) * 4 / len(sample) for i in range(4)]
    patterns = {
        "utf-32-le": (share[0] < 0.1, min(share[2:]) > 0.9),
        "utf-32-be": (share[3] < 0.1, min(share[:2]) > 0.9),
        "utf-16-le": (max(share[0::2]) < 0.1, min(share[1::2]) > 0.3),
        "utf-16-be": (max(share[1::2]) < 0.1, min(share[0::2]) > 0.3),
    }
    return next((codec for codec, signs in patterns.items() if all(signs)), None)


def _damaged_utf_8(data: bytes) -> Decoded | None:
    """The text where far more letters are UTF-8 than places are not; None for anything else.

    In the older encodings hardly two foreign letters in a row make valid UTF-8 by chance.
    """
    letters = data.decode("utf-8", "surrogateescape")
    damaged = _ESCAPED.findall(letters)
    whole = len(_FOREIGN.findall(letters))
    if whole < _UTF_8_PER_DAMAGE * len(damaged):
        return None
    first = _ESCAPED.search(letters)
    line = 1 if first is None else len(_LINE_END.findall(letters, 0, first.start())) + 1
    text = _ESCAPED.sub("\ufffd", letters)
    return Decoded(text, "utf-8", certain=False, lost=len(damaged), first_lost=line)


def _guessed(data: bytes) -> Decoded:
    codec = _statistical_guess(data)
    text = None if codec is None else _strictly(data, codec)
    if codec is None or text is None:
        # latin-1 reads every byte, so nothing is lost whatever the file is.
        codec = "cp1252" if _strictly(data, "cp1252") is not None else "latin-1"
        text = data.decode(codec)
    return Decoded(text, codec, certain=False)


def _statistical_guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    telling = b"\n".join(_NOT_ASCII.findall(data))[:_SAMPLE]
    best = from_bytes(telling).best()
    codec = None if best is None else best.encoding
    cyrillic = _cyrillic_by_letters(telling)
    if cyrillic is not None:
        return cyrillic
    if codec is None or _LATIN_GUESSES.match(codec):
        return _latin_by_letters(telling) or codec
    return codec


def _cyrillic_by_letters(telling: bytes) -> str | None:
    """The Cyrillic code page in which nearly everything reads as words, mostly in small letters."""
    scores: dict[str, int] = {}
    for codec in _CYRILLIC:
        text = telling.decode(codec, "replace")
        foreign = sum(not c.isascii() for c in text)
        runs = _CYRILLIC_RUN.findall(text)
        sound = sum(len(run) for run in runs if _CYRILLIC_WORD.fullmatch(run))
        frequent = sum(c in _FREQUENT for c in text)
        cased = any("Ѐ" <= c <= "Я" for c in text)  # Hebrew would be small letters alone
        shares = (_CYRILLIC_SHARE * foreign, _FREQUENT_SHARE * foreign)
        if cased and sound >= shares[0] and frequent >= shares[1]:
            scores[codec] = frequent
    return max(scores, key=lambda codec: scores[codec], default=None)


def _latin_by_letters(telling: bytes) -> str | None:
    """The Latin code page whose reading has the most letters that people really write."""
    scores: dict[str, int] = {}
    for codec, letters in _LATIN.items():
        foreign = [c for c in telling.decode(codec, "replace") if not c.isascii()]
        scores[codec] = 2 * sum(c in letters for c in foreign) - len(foreign)
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > 0 else None
