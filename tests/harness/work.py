"""What does a person do all day? Acts on a project at random, each told once it is done.

The same seed does the same acts. What was told (`Acks`) must be in the project whatever happens
afterwards; see `verdict.py`.
"""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import annotator
from annotator.errors import UserError
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.search import Query
from tests.harness.acts_in_teams import COLLEAGUE, IN_PACKS, ActsInTeams, chance_of
from tests.harness.acts_on_codebook import ActsOnCodebook
from tests.harness.acts_on_texts import ActsOnTexts

PROJECT = "study.annotator"
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
        project.add_coder(IN_PACKS[1])
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


class Work(ActsOnCodebook, ActsOnTexts, ActsInTeams):
    """Acts of all kinds on an open project."""

    def __init__(
        self, project: Project, folder: Path, chance: random.Random, acks: Acks | None = None
    ) -> None:
        super().__init__(project, folder, chance)
        self.acks = acks
        self.kinds = _by_weight(self._coding_acts() | self._other_acts() | self._acts_of_others())

    def _coding_acts(self) -> Mapping[Callable[[], object], int]:
        """What a coder does, in a pack as well. How often, of some three hundred acts."""
        return {
            self.code: 30,
            self.code_a_stretch: 6,
            self.code_what_is_found: 1,
            self.remove: 8,
            self.remove_several: 2,
            self.doubt: 5,
            self.note: 8,
            self.note_elsewhere: 5,
            self.nothing: 6,
            self.withdraw: 2,
            self.undo: 14,
            self.redo: 8,
            self.other_ends: 4,
            self.other_code: 3,
            self.fill_fields: 5,
            self.finish: 2,
            self.reopen: 2,
            self.look_again: 3,
            self.look_at_corrected: 3,
            self.ask: 2,
            self.withdraw_question: 1,
        }

    def _other_acts(self) -> Mapping[Callable[[], object], int]:
        """What belongs to a whole project."""
        return {
            self.new_code: 4,
            self.change_code: 3,
            self.merge_codes: 2,
            self.delete_code: 2,
            self.new_group: 1,
            self.move_code: 2,
            self.sort_codes: 1,
            self.give_keys: 1,
            self.split_code: 2,
            self.quote_example: 2,
            self.link_examples: 1,
            self.add_field: 2,
            self.change_field: 1,
            self.move_field: 1,
            self.remove_field: 1,
            self.add_rule: 1,
            self.change_rule: 1,
            self.remove_rule: 1,
            self.freeze_codebook: 1,
            self.describe_version: 1,
            self.define_anew: 3,
            self.say_what_it_means: 3,
            self.describe_code: 1,
            self.import_transcript: 3,
            self.import_codebook: 1,
            self.import_codings: 1,
            self.describe_transcript: 2,
            self.remove_transcript: 1,
            self.correct_text: 4,
            self.split_turn: 2,
            self.join_turn: 2,
            self.give_turns: 1,
            self.split_unit: 1,
            self.join_unit: 1,
            self.make_persons: 2,
            self.add_person: 1,
            self.change_person: 2,
            self.remove_person: 1,
            self.join_persons: 1,
            self.place_speakers: 1,
            self.persons_out_and_in: 1,
            self.add_coder: 1,
            self.change_coder: 1,
            self.plan_round: 2,
            self.change_round: 1,
            self.remove_round: 1,
            self.use_round: 1,
            self.back_to_main: 2,
            self.freeze_plan: 1,
            self.hand_out: 2,
            self.assign: 1,
            self.accept: 1,
            self.name_stand_ins: 1,
            self.answer: 2,
        }

    def _acts_of_others(self) -> Mapping[Callable[[], object], int]:
        """What concerns other people, or other files."""
        return {
            self.send_pack: 2,
            self.work_in_a_pack: 4,
            self.hand_back: 2,
            self.look_at_returns: 1,
            self.merge_returns: 4,
            self.pass_answers_on: 1,
            self.colleague_works: 3,
            self.merge: 3,
            self.undo_merge: 3,
            self.colleague_merges: 1,
            self.colleague_begins_anew: 1,
            self.other_coder: 6,
            self.back_up: 2,
            self.copy: 1,
            self.export: 1,
            self.restore: 1,
        }

    def work_in(self, path: Path, *, pack: bool) -> object:
        who = None if pack else CODERS[1]
        with annotator.open(path, coder=who) as opened:
            theirs = Work(opened, self.folder, chance_of(self.chance))
            acts = theirs._coding_acts()
            theirs.kinds = _by_weight(acts if pack else acts | theirs._other_acts())
            theirs.do(self.chance.randint(1, 8))
        return None

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
        opened = self.transcript()
        span = self.chance.choice(opened.spans("sentence"))
        return self.project.apply_coding(opened.info.id, span.start, span.end, self.code_there().id)

    def code_a_stretch(self) -> object:
        opened = self.transcript()
        start = self.chance.randrange(opened.info.length)
        end = min(opened.info.length, start + self.chance.randint(1, 200))
        return self.project.apply_to_passage(opened.info.id, start, end, self.code_there().id)

    def remove(self) -> object:
        return self.project.remove_coding(self.coding().id)

    def code_what_is_found(self) -> object:
        words = self.chance.choice(("support", "thank you", "open"))
        hits = [
            (hit.info.id, hit.span.start, hit.span.end) for hit in self.project.search(Query(words))
        ]
        return self.project.apply_to_found(hits, self.code_there().id, words=words)

    def remove_several(self) -> object:
        one = self.coding()
        alike = [
            each.id for each in self.own_codings(one.transcript_id) if each.code_id == one.code_id
        ]
        return self.project.remove_codings(alike[:3])

    def doubt(self) -> object:
        coding = self.coding()
        return self.project.set_unsure(coding.id, unsure=not coding.unsure)

    def note(self) -> object:
        body = self.chance.choice(["", "why?", "=1+1", "ещё 😀", "A longer thought. " * 40])
        return self.project.write_memo("coding", self.coding().uuid, body)

    def note_elsewhere(self) -> object:
        body = self.chance.choice(("", "why?", "A longer thought. " * 40))
        on = self.chance.choice(("code", "transcript", "project", "passage"))
        if on == "code":
            return self.project.write_memo("code", self.any_code().uuid, body)
        if on == "project":
            return self.project.write_memo("project", self.project.uuid, body)
        opened = self.transcript()
        if on == "transcript":
            return self.project.write_memo("transcript", opened.info.uuid, body)
        span = self.one_of(opened.spans("sentence"))
        return self.project.write_memo(
            "passage", opened.info.uuid, body, start=span.start, end=span.end
        )

    def nothing(self) -> object:
        opened = self.transcript()
        span = self.chance.choice(opened.spans("sentence"))
        return self.project.decide_nothing(opened.info.id, span.start, span.end)

    def withdraw(self) -> object:
        opened = self.transcript()
        span = self.one_of(opened.spans("sentence"))
        return self.project.withdraw_decision(opened.info.id, span.start, span.end)

    def finish(self) -> object:
        return self.project.finish(self.info().id)

    def reopen(self) -> object:
        return self.project.reopen(self.info().id)

    def undo(self) -> object:
        return self.project.undo()

    def redo(self) -> object:
        return self.project.redo()

    def other_ends(self) -> object:
        coding = self.coding()
        return self.project.change_passage(coding.id, coding.start, coding.end - 1)

    def other_code(self) -> object:
        return self.project.change_code_of(self.coding().id, self.code_there().id)

    def new_code(self) -> object:
        return self.project.add_code(CodeDraft(f"N{self.chance.getrandbits(40)}", "New"))

    def change_code(self) -> object:
        code = self.code_there()
        draft = CodeDraft(code.code_id, f"Renamed {self.chance.getrandbits(16)}", brief="Because")
        return self.project.change_code(code.id, draft)

    def merge_codes(self) -> object:
        return self.project.merge_codes(self.code_there().id, self.code_there().id)

    def delete_code(self) -> object:
        return self.project.delete_code(self.code_there().id)

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

    def restore(self) -> str:
        """An older state comes back. What was acknowledged until now is in a backup."""
        chosen = self.one_of(self.project.backups())
        self.project.preview_of(chosen)
        if self.acks is not None:
            self.acks.say("restoring")
        path = self.project.path
        self.close()
        annotator.restore(path, chosen.path)
        return f"restored {chosen.path.name}"


def _by_weight(weights: Mapping[Callable[[], object], int]) -> list[Callable[[], object]]:
    return [act for act, weight in weights.items() for _ in range(weight)]
