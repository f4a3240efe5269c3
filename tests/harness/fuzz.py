"""Does every file end in a result or a sentence, however it was mangled? By hand and in the tests.

    uv run python -m tests.harness.fuzz --seconds 100

Each reader is given files of its own corpus, mutated: bits, pieces, lengths, parts of archives,
pages of databases. Whatever comes out is a result or a `UserError`; anything else is kept in a
file that is named.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import annotator
from annotator.errors import UserError
from annotator.exchange.metadata_tables import read_metadata_table
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.store.locked_files import lock
from annotator.transcripts import Refusal, read_all
from annotator.verbs import asking
from annotator_resources import resource
from tests.core.transcripts import made_files
from tests.harness.migrating import GOLDEN

SAMPLE = resource("sample")
OLD_BOOK = Path(__file__).parents[1] / "golden" / "codebook_97.xls"
_PASSPHRASE = "six sour cherries"  # noqa: S105 - of a file made here


@dataclass(slots=True)
class Tally:
    """What became of the files of one reader."""

    files: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, doubled, cut out or put in; parts of a ZIP are changed inside it."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _repacked(data, chance)
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not out:
            break
        at = chance.randrange(len(out))
        match chance.randrange(7):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randint(1, 40)]
            case 2:
                out[at:at] = out[max(0, at - 30) : at]
            case 3:
                out[at:at] = chance.choice(_NASTY)
            case 4:
                del out[at:]
            case 5:
                out[at : at + 8] = chance.choice(_NUMBERS)
            case _:
                page = at // 4096 * 4096
                other = chance.randrange(len(out) // 4096 + 1) * 4096
                out[page : page + 4096] = out[other : other + 4096]
    return bytes(out)


_NASTY = (
    b"<", b"\x00", b"{", b"\xff\xfe", b'"', b"\\u-1 ", b"]]>", b"&a;", b"=1+1", b"\xed\xa0\x80",
    b"<!ENTITY a SYSTEM 'file:///etc/passwd'>", b"\n\n\n", b"," * 300, b"[" * 3000,
)  # fmt: skip
_NUMBERS = (b"\xff" * 8, b"\x7f" + b"\xff" * 7, bytes(8), b"\x80" + bytes(7), b"99999999")


def _repacked(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    made: bytes = made_files.zipped({**parts, name: mutated(parts[name] or b" ", chance)})
    return made


Reader = Callable[[Path], object]


class Readers:
    """Every way by which a file comes in, with the files that it begins from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.project = annotator.create(folder / "study.annotator", coder="pi")
        self.project.import_transcripts([SAMPLE / "nato_2023-11-28.txt"])
        self.project.import_codebook(SAMPLE / "codebook.csv")
        self.project.add_code(CodeDraft("EXTRA", "Extra"))
        self.project.import_codings(SAMPLE / "codings.csv")

    def close(self) -> None:
        self.project.close()

    def all(self) -> Iterator[tuple[str, bytes, Reader]]:
        """A name, the file as it should be, and what reads it."""
        for name, data in made_files.every_kind().items():
            yield name, data, _transcripts
        for ending in (".csv", ".xlsx", ".qdc", ".md"):
            book = self.project.export_codebook(self._folder / f"book{ending}")
            yield f"codebook{ending}", book.read_bytes(), self.project.plan_codebook
        yield "codebook.xls", OLD_BOOK.read_bytes(), self.project.plan_codebook
        yield "codebook.ods", _ods(["code_id", "name"], ["A", "Alpha"]), self.project.plan_codebook
        yield "codings.csv", (SAMPLE / "codings.csv").read_bytes(), self._codings
        for ending in (".csv", ".xlsx"):
            persons = self.project.export_persons(self._folder / f"persons{ending}")
            yield f"persons{ending}", persons.read_bytes(), self._persons
        table = "file,title,date\na.txt,A talk,2023-11-28\n"
        yield "metadata.csv", table.encode(), self._metadata
        yield "metadata.ods", _ods(["file", "date"], ["a.txt", "2023"]), self._metadata
        yield "names.csv", b"name,other\nJens Stoltenberg,Person 1\n", asking.names_of_file
        yield from self._of_teams()
        copy = self.project.save_copy(self._folder / "copy.annotator")
        yield "project.annotator", copy.read_bytes(), self._project
        yield "old.annotator", GOLDEN[0].read_bytes(), self._project

    def _of_teams(self) -> Iterator[tuple[str, bytes, Reader]]:
        pack = self.project.write_pack(self._folder / "a.annotator-pack", "coder_a", ["D1"])
        yield "pack.annotator-pack", pack.read_bytes(), self._foreign
        locked = self._folder / "locked.annotator-pack"
        lock(pack, locked, _PASSPHRASE)
        yield "locked.annotator-pack", locked.read_bytes()[:4000], self._foreign
        asked = self.project.ask_question("What is extra?", code="EXTRA")
        self.project.answer_question(asked.id, "What is left.")
        answers = self._folder / "all.annotator-answers"
        self.project.write_answers(answers)
        yield "all.annotator-answers", answers.read_bytes(), self._answers
        with annotator.open(pack) as opened:
            opened.hand_back(self._folder / "a.annotator-return")
        back = self._folder / "a.annotator-return"
        yield "back.annotator-return", back.read_bytes(), self._foreign

    def _codings(self, path: Path) -> None:
        self._and_back(lambda: self.project.import_codings(path))

    def _persons(self, path: Path) -> None:
        self._and_back(lambda: self.project.import_persons(path))

    def _and_back(self, act: Callable[[], object]) -> None:
        before = self.project.steps()[-1].id
        act()
        if self.project.steps()[-1].id > before:
            self.project.undo()

    def _metadata(self, path: Path) -> None:
        (self._folder / "a.txt").write_text("Ann: One more talk.\n", encoding="utf-8")
        read_metadata_table(path, self.project.plan_import([self._folder / "a.txt"]))

    def _answers(self, path: Path) -> None:
        with annotator.open(self._folder / "a.annotator-pack") as pack:
            pack.take_answers(path)

    def _foreign(self, path: Path) -> None:
        self.project.look_at_files([path], passphrases=[_PASSPHRASE])

    def _project(self, path: Path) -> None:
        with annotator.open(path) as opened:
            _read_everything(opened)
        shutil.rmtree(path.with_name(f"{path.stem} backups"), ignore_errors=True)
        for left in path.parent.glob(f"{path.stem} before*"):
            left.unlink()


def _ods(*rows: Sequence[str]) -> bytes:
    """A table as LibreOffice writes one."""
    lines = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in row)
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="One">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made: bytes = made_files.zipped({"content.xml": content})
    return made


def _transcripts(path: Path) -> None:
    """Read what is in a file; what is refused of it counts as refused, and has to say why."""
    for one in list(read_all(path)):
        if isinstance(one, Refusal):
            raise one.error


def _read_everything(project: Project) -> None:
    project.check()
    project.memos()
    project.codebook()
    for info in project.transcripts():
        project.transcript(info.id)
        project.codings_in(info.id)


def fuzz(
    name: str, data: bytes, reader: Reader, *, seconds: float, seed: int, place: Path
) -> Tally:
    """Give one reader mutated files for so long."""
    tally = Tally()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        chance = random.Random(f"{seed} {name} {tally.files}")
        path = place / name
        path.write_bytes(mutated(data, chance))
        tally.files += 1
        try:
            reader(path)
        except UserError as error:
            tally.refused += 1
            if not error.message:
                tally.faults.append(f"{name}, file {tally.files}: refused without a word")
        except Exception:  # noqa: BLE001 - this is what is looked for
            kept = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{tally.files}-{name}"
            kept.write_bytes(mutated(data, random.Random(f"{seed} {name} {tally.files - 1}")))
            told = traceback.format_exc().strip().splitlines()
            tally.faults.append(f"{kept}: {told[-1]} ({told[-3].strip()})")
        for left in place.iterdir():
            if left.is_file():
                left.unlink(missing_ok=True)
    return tally


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=100, help="for each reader")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--readers", nargs="+", help="names of files, such as a.docx")
    given = parser.parse_args(argv)
    print(f"seed {given.seed}")
    whole = Tally()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        place = Path(folder) / "in"
        place.mkdir()
        readers = Readers(Path(folder))
        for name, data, reader in readers.all():
            if given.readers and name not in given.readers:
                continue
            tally = fuzz(name, data, reader, seconds=given.seconds, seed=given.seed, place=place)
            words = f"{name:<26} {tally.files:>7} files {tally.refused:>7} refused"
            print(
                f"{words} {len(tally.faults):>4} faults",
                *tally.faults[:5],
                sep="\n    ",
                flush=True,
            )
            whole.files += tally.files
            whole.faults += tally.faults
        readers.close()
    print(f"{whole.files} files, faults: {len(whole.faults)}")
    return 1 if whole.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
