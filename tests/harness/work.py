"""What does a person do all day? Acts on a project at random, each told once it is done.

The same seed does the same acts. What was told (`Acks`) must be in the project whatever happens
afterwards; see `verdict.py`.
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import annotator
from annotator.errors import UserError
from annotator.model.codebook import Code, CodeDraft
from annotator.model.coding import Coding
from annotator.model.transcript import OpenTranscript
from annotator.project import Project

PROJECT = "study.annotator"
COLLEAGUE = "colleague.annotator"
CODERS = ("ann", "ben")
_WORDS = (
    "Good morning 😀",
    "We support Ukraine",
    "Costs are shared",
    "Наша поддержка важна",
    "我们支持",
    "Cafe\u0301s are open",
    "שלום לכולם",
    "Thank you very much indeed",
    "What comes next is a question for others",
    "We have talked about that at length",
)


class Acks:
    """The file in which what was done is told, line by line."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def step(self, project: Path) -> None:
        """The newest act of a project, read beside whoever has it open."""
        with closing(sqlite3.connect(f"{project.as_uri()}?mode=ro", uri=True)) as raw:
            self.say(f"step {raw.execute(_NEWEST).fetchone()[0]}")

    def say(self, line: str) -> None:
        os.write(self._file, line.encode() + b"\n")


_NEWEST = "SELECT lower(hex(uuid)) FROM step ORDER BY id DESC LIMIT 1"


def transcript(chance: random.Random) -> str:
    """A talk between two people, unlike any other."""
    turns = [
        f"{who}: " + ". ".join(chance.choices(_WORDS, k=chance.randint(2, 9))) + "."
        for who in chance.choices(("Anna Example", "Ben Other"), k=chance.randint(3, 12))
    ]
    return f"Talk {chance.getrandbits(48)}\n\n" + "\n\n".join(turns) + "\n"


def prepare(folder: Path) -> None:
    """A project with two coders and three transcripts, what a colleague made of a copy of it, and
    files to bring in.

    Somebody else made it, so that nobody takes its codes and transcripts back when they undo.
    """
    chance = random.Random(0)
    for number in range(3):
        text = transcript(chance)
        (folder / f"talk {number}.txt").write_text(text, encoding="utf-8", newline="\n")
    with annotator.create(folder / PROJECT, coder="boss") as project:
        for coder in CODERS:
            project.add_coder(coder, role="pi")
        project.import_transcripts(sorted(folder.glob("talk *.txt")))
        project.add_codes([CodeDraft("G", "Theatres", is_group=True)])
        project.add_codes(
            [CodeDraft(f"C{n}", f"Code {n}", parent="G", key="abcdefgh"[n]) for n in range(8)]
        )
        project.use_coder(CODERS[1])
        project.save_copy(folder / COLLEAGUE)
        project.export_codebook(folder / "codebook.csv")
    with annotator.open(folder / COLLEAGUE, coder=CODERS[1]) as copy:
        work = Work(copy, folder, random.Random(1))
        for _ in range(40):
            work.code()
    rows = ["doc_id,char_start,char_stop,code_id,coder_id"]
    with annotator.open(folder / PROJECT, read_only=True) as project:
        for info in project.transcripts():
            for span in list(project.transcript(info.id).spans("sentence"))[:5]:
                rows.append(f"{info.doc_id},{span.start},{span.end},C{len(rows) % 8},ben")
    (folder / "codings.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


class Work:
    """Acts of all kinds on an open project."""

    def __init__(
        self, project: Project, folder: Path, chance: random.Random, acks: Acks | None = None
    ) -> None:
        self.project = project
        self.folder = folder
        self.chance = chance
        self.acks = acks
        self.kinds: list[Callable[[], object]] = [
            act
            for act, weight in (
                (self.code, 30),
                (self.code_a_stretch, 6),
                (self.remove, 8),
                (self.doubt, 5),
                (self.note, 8),
                (self.nothing, 6),
                (self.undo, 12),
                (self.redo, 6),
                (self.other_ends, 4),
                (self.other_code, 3),
                (self.new_code, 5),
                (self.change_code, 3),
                (self.merge_codes, 1),
                (self.delete_code, 1),
                (self.import_transcript, 3),
                (self.import_codebook, 1),
                (self.import_codings, 1),
                (self.merge, 1),
                (self.undo_merge, 1),
                (self.other_coder, 3),
                (self.back_up, 2),
                (self.copy, 1),
                (self.export, 1),
            )
            for _ in range(weight)
        ]

    def do(self, number: int) -> None:
        """So many acts; one that the rules refuse is none."""
        for _ in range(number):
            self.one()

    def one(self) -> None:
        act = self.chance.choice(self.kinds)
        try:
            told = act()
        except UserError:
            return
        self.tell(told)

    def tell(self, told: object) -> None:
        """Acknowledge what was just done."""
        if self.acks is not None:
            self.acks.step(self.project.path)
            if isinstance(told, str):
                self.acks.say(told)

    def every_kind_once(self) -> None:
        """Each kind of act, in a fixed order; what needs a coding finds one."""
        self.code()
        for act in dict.fromkeys(self.kinds):
            try:
                told = act()
            except UserError:
                continue
            self.tell(told)

    # acts

    def code(self) -> object:
        opened = self._transcript()
        span = self.chance.choice(opened.spans("sentence"))
        return self.project.apply_coding(opened.info.id, span.start, span.end, self._code().id)

    def code_a_stretch(self) -> object:
        opened = self._transcript()
        start = self.chance.randrange(opened.info.length)
        end = min(opened.info.length, start + self.chance.randint(1, 200))
        return self.project.apply_to_passage(opened.info.id, start, end, self._code().id)

    def remove(self) -> object:
        return self.project.remove_coding(self._coding().id)

    def doubt(self) -> object:
        coding = self._coding()
        return self.project.set_unsure(coding.id, unsure=not coding.unsure)

    def note(self) -> object:
        body = self.chance.choice(["", "why?", "=1+1", "ещё 😀", "A longer thought. " * 40])
        return self.project.write_memo("coding", self._coding().uuid, body)

    def nothing(self) -> object:
        opened = self._transcript()
        span = self.chance.choice(opened.spans("sentence"))
        return self.project.decide_nothing(opened.info.id, span.start, span.end)

    def undo(self) -> object:
        return self.project.undo()

    def redo(self) -> object:
        return self.project.redo()

    def other_ends(self) -> object:
        coding = self._coding()
        return self.project.change_passage(coding.id, coding.start, coding.end - 1)

    def other_code(self) -> object:
        return self.project.change_code_of(self._coding().id, self._code().id)

    def new_code(self) -> object:
        return self.project.add_code(CodeDraft(f"N{self.chance.getrandbits(40)}", "New"))

    def change_code(self) -> object:
        code = self._code()
        draft = CodeDraft(code.code_id, f"Renamed {self.chance.getrandbits(16)}", brief="Because")
        return self.project.change_code(code.id, draft)

    def merge_codes(self) -> object:
        return self.project.merge_codes(self._code().id, self._code().id)

    def delete_code(self) -> object:
        return self.project.delete_code(self._code().id)

    def import_transcript(self) -> object:
        # on another disk than the project, which may be in trouble
        name = Path(tempfile.gettempdir()) / f"new {self.chance.getrandbits(40)}.txt"
        name.write_text(transcript(self.chance), encoding="utf-8", newline="\n")
        try:
            return self.project.import_transcripts([name])
        finally:
            name.unlink()

    def import_codebook(self) -> object:
        return self.project.import_codebook(self.folder / "codebook.csv")

    def import_codings(self) -> object:
        return self.project.import_codings(self.folder / "codings.csv")

    def merge(self) -> object:
        return self.project.merge_files([self.folder / COLLEAGUE])

    def undo_merge(self) -> object:
        return self.project.undo_merge()

    def other_coder(self) -> object:
        return self.project.use_coder(self.chance.choice(CODERS))

    def back_up(self) -> str:
        made = self.project.backup()
        return f"project {made.relative_to(self.project.path.parent)}"

    def copy(self) -> str:
        self.project.save_copy(self.project.path.with_name("copy.annotator"))
        return "project copy.annotator"

    def export(self) -> str:
        self.project.export_workbook(self.project.path.with_name("out.xlsx"))
        return "workbook out.xlsx"

    # what there is

    def _transcript(self) -> OpenTranscript:
        if not self.project.transcripts():
            self.import_transcript()  # undo may have gone back to the beginning
        return self.project.transcript(self.chance.choice(self.project.transcripts()).id)

    def _code(self) -> Code:
        codes = [code for code in self.project.codebook().codes if not code.is_group]
        if len(codes) < 3:
            self.new_code()
        return self.chance.choice(codes or self.project.codebook().codes)

    def _coding(self) -> Coding:
        own = self.project.coder.id
        infos = list(self.project.transcripts())
        self.chance.shuffle(infos)
        for info in infos:
            found = [each for each in self.project.codings_in(info.id) if each.coder_id == own]
            if found:
                return self.chance.choice(found)
        raise UserError("Nothing is coded yet.")
