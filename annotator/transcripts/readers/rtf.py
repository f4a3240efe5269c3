"""What does an RTF document say? Control words followed, formatting dropped, words kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.model.counts import counted
from annotator.transcripts.drafts import AS_FOUND, Asked, Draft
from annotator.transcripts.readers.extracted import Extracted, transcripts_of
from annotator.transcripts.readers.lines import Line, joined

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?+ ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<words>[^\\{}\r\n\x00]+)"
)
_WORDS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n",
    "tab": "\t", "cell": "\t", "nestcell": "\t",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}  # fmt: skip
_SIGNS = {
    "~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}",
    "\n": "\n", "\r": "\n",
}  # fmt: skip
_SILENT = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "info", "header", "headerl", "headerr", "headerf",
        "footer", "footerl", "footerr", "footerf", "pict", "object", "objdata", "fldinst",
        "annotation", "atnauthor", "atnid", "atnref", "atndate", "atntime", "atnicn",
        "atnparent", "listtable", "listoverridetable", "rsidtbl", "themedata",
        "colorschememapping", "generator", "xmlnstbl", "bkmkstart", "bkmkend", "revtbl",
        "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "shpinst", "sp",
        "datastore", "latentstyles", "mmathPr", "pgdsctbl", "userprops", "filetbl",
        "wgrffmtfilter", "nonshppict", "template", "private", "tc", "xe", "txe", "rxe",
        "background", "fldtype", "datafield", "falt", "objclass",
    }
)  # fmt: skip
_CHARSETS = {
    0: "cp1252", 1: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949",
    130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_LABEL = 90
_DEEPEST = 2000


def read(data: bytes, name: str, _asked: Asked = AS_FOUND) -> Iterator[Draft]:
    """The transcript in an RTF document (or several, in an export of many articles)."""
    yield from transcripts_of(_Reading().extracted(data.decode("latin-1")), data, name)


class _State(Struct, frozen=True):
    """What holds until the group ends."""

    silent: bool = False
    note: bool = False
    bold: bool = False
    deleted: bool = False
    hidden: bool = False
    fonts: bool = False
    codec: str = ""
    """Of the font; empty for that of the document."""
    skip: int = 1
    """How many characters stand in for a Unicode one in programs that do not know it."""


class _Page(Struct):
    """A stream of words: the text, or one of its notes."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)

    def text(self) -> str:
        return "".join(words for words, _ in self.pieces)


class _Reading:
    """One pass through a document."""

    def __init__(self) -> None:
        self._state = _State()
        self._outer: list[_State] = []
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._bytes = bytearray()
        self._page = _Page()
        self._notes: list[_Page] = []
        self._skipping = 0
        self._starred = False
        self._deletions = 0

    def extracted(self, rtf: str) -> Extracted:
        at = 0
        while (found := _TOKEN.search(rtf, at)) is not None:
            at = found.end()
            if found["words"] is not None:
                self._literal(found["words"].encode("latin-1"))
            elif found["hex"] is not None:
                self._literal(bytes([int(found["hex"], 16)]))
            elif found["brace"] is not None:
                if not self._brace(found["brace"]):
                    break
            elif found["sign"] is not None:
                self._sign(found["sign"])
            elif found["word"] == "bin":
                at += max(int(found["number"] or 0), 0)
            else:
                number = found["number"]
                self._word(found["word"], None if number is None else int(number))
        self._flush()
        return self._finished()

    def _finished(self) -> Extracted:
        text, labels = joined(list(_lines(self._page.pieces)))
        text = text.rstrip("\n") + "\n"
        notes = [" ".join(page.text().split()) for page in self._notes]
        start = -1
        if notes:
            start = len(text) + 1
            text += "\n" + "\n".join(f"[{n}] {words}" for n, words in enumerate(notes, 1))
        changes = []
        if self._deletions:
            changes.append(
                f"tracked changes accepted, {counted(self._deletions, 'deletion')} left out"
            )
        if notes:
            changes.append(f"{counted(len(notes), 'note')} moved behind the text")
        return Extracted(text, normalised=tuple(changes), labels=tuple(labels), notes_start=start)

    def _brace(self, brace: str) -> bool:
        """Open or close a group; False where the document ends."""
        self._flush()
        self._starred, self._skipping = False, 0
        if brace == "{":
            if len(self._outer) < _DEEPEST:
                self._outer.append(self._state)
            return True
        if self._outer:
            self._state = self._outer.pop()
        return bool(self._outer)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in _SIGNS:
            self._put(_SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word in _WORDS:
            self._put(_WORDS[word])
        elif word == "u" and number is not None:
            self._put(chr(number % 0x10000))
            self._skipping = self._state.skip
        elif word in {"footnote", "ftnalt"}:
            self._start_note()
        elif word == "shptxt":
            self._become(replace(self._state, silent=False))
            self._put("\n")
        elif word == "fonttbl":
            self._become(replace(self._state, silent=True, fonts=True))
        elif word in _SILENT or (starred and word not in {"shppict", "listtext"}):
            self._become(replace(self._state, silent=True))
        else:
            self._look(word, number)

    def _look(self, word: str, number: int | None) -> None:
        """Words that say how what follows looks, or how it is written."""
        on = number != 0
        if word == "b":
            self._become(replace(self._state, bold=on))
        elif word == "deleted":
            self._become(replace(self._state, deleted=on))
            self._deletions += on
        elif word == "v":
            self._become(replace(self._state, hidden=on))
        elif word == "plain":
            self._become(replace(self._state, bold=False, hidden=False, deleted=False))
        elif word == "uc":
            self._become(replace(self._state, skip=max(number or 0, 0)))
        elif word == "ansicpg":
            self._codec = _codec(f"cp{number}")
        elif word in {"mac", "pc"}:
            self._codec = {"mac": "mac_roman", "pc": "cp437"}[word]
        elif word == "f" and number is not None:
            self._font = number
            self._become(replace(self._state, codec=self._fonts.get(number, "")))
        elif word == "fcharset" and self._state.fonts:
            self._fonts[self._font] = _codec(_CHARSETS.get(number or 0, ""))

    def _become(self, state: _State) -> None:
        self._flush()
        self._state = state

    def _start_note(self) -> None:
        if self._state.silent or self._state.note:
            return
        self._put(f"[{len(self._notes) + 1}]")
        self._notes.append(_Page())
        self._become(replace(self._state, note=True, bold=False))

    def _literal(self, raw: bytes) -> None:
        if self._skipping:
            taken = min(self._skipping, len(raw))
            self._skipping -= taken
            raw = raw[taken:]
        self._bytes += raw

    def _flush(self) -> None:
        if self._bytes:
            codec = self._state.codec or self._codec
            words = bytes(self._bytes).decode(codec, "replace")
            self._bytes.clear()
            self._emit(words)

    def _put(self, words: str) -> None:
        self._flush()
        self._skipping = 0
        self._emit(words)

    def _emit(self, words: str) -> None:
        state = self._state
        if not (state.silent or state.deleted or state.hidden):
            page = self._notes[-1] if state.note else self._page
            page.pieces.append((words, state.bold))


def _lines(pieces: list[tuple[str, bool]]) -> Iterator[Line]:
    """The paragraphs, each with how much of its start is bold."""
    words: list[str] = []
    bold, still = 0, True
    for piece, is_bold in [*pieces, ("\n", False)]:
        for number, part in enumerate(piece.split("\n")):
            if number:
                text = _whole("".join(words)).rstrip("\t")
                label = len(text[:bold].rstrip())
                yield Line(text, label if label <= _LONGEST_LABEL else 0)
                words, bold, still = [], 0, True
            words.append(part)
            still = still and (is_bold or not part.strip())
            bold += len(part) if still else 0


def _whole(text: str) -> str:
    """Two halves of a character from beyond the first plane made one; a lone half is lost."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _codec(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8" if name == "cp65001" else "cp1252"
    return name
