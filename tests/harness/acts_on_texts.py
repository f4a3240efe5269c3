"""What does somebody do to transcripts and persons all day? Acts at random."""

from __future__ import annotations

from annotator.model.persons import Attribute, PersonDraft, PersonLabel
from annotator.model.transcript import Level, Metadata
from tests.harness.choosing import Choosing

_NAMES = ("Anna Example", "Ben Other", "Chris Third")


class ActsOnTexts(Choosing):
    """Metadata, corrections, turns, units, and the register of persons."""

    def describe_transcript(self) -> object:
        info = self.info()
        said = Metadata(
            title=self.word(),
            date=self.chance.choice(("", "2023", "2023-11-28")),
            extra=(("house", self.chance.choice(("lower", "upper"))),),
        )
        doc_id = self.chance.choice((info.doc_id, info.doc_id, f"D{self.chance.randint(1, 9)}"))
        return self.project.change_transcript(info.id, said, doc_id=doc_id)

    def remove_transcript(self) -> object:
        return self.project.remove_transcript(self.info().id)

    def correct_text(self) -> object:
        """A word more, another word, or a stretch less; now and then something was coded there."""
        opened = self.project.whole_transcript(self.info().id)
        text = opened.text
        at = self.chance.randrange(len(text))
        end = min(len(text), at + self.chance.choice((0, 1, 5, 30, 120)))
        put = self.chance.choice(("", "x", " indeed", " 😀 more. And more"))
        return self.project.correct_text(opened.info.id, text[:at] + put + text[end:])

    def look_at_corrected(self) -> object:
        found = [each.id for each in self.project.to_look_at()]
        some = self.chance.sample(found, self.chance.randint(0, len(found)))
        return self.project.looked_at(some or [self.one_of(found)])

    # turns and units

    def split_turn(self) -> object:
        opened = self.project.whole_transcript(self.info().id)
        span = self.one_of(opened.spans("sentence"))
        who = self.chance.choice(("", *_NAMES))
        return self.project.split_turn(opened.info.id, span.start, speaker=who)

    def join_turn(self) -> object:
        opened = self.project.whole_transcript(self.info().id)
        number = self.chance.randrange(len(opened.turns) + 1)
        return self.project.join_turn(
            opened.info.id, number, label_is_speech=self.chance.random() < 0.3
        )

    def give_turns(self) -> object:
        opened = self.project.whole_transcript(self.info().id)
        number = self.one_of(range(len(opened.turns)))
        who = self.chance.choice(("", *_NAMES))
        return self.project.give_turns(opened.info.id, [number], who, "Minister")

    def split_unit(self) -> object:
        opened = self.project.whole_transcript(self.info().id)
        level = self._level()
        span = self.one_of(opened.spans(level))
        middle = opened.text.find(" ", span.start, span.end)
        return self.project.split_unit(opened.info.id, level, max(middle + 1, span.start))

    def join_unit(self) -> object:
        opened = self.project.whole_transcript(self.info().id)
        level = self._level()
        number = self.one_of(range(len(opened.spans(level))))
        return self.project.join_unit(opened.info.id, level, number)

    def _level(self) -> Level:
        return self.chance.choice(("sentence", "paragraph"))

    # persons

    def make_persons(self) -> object:
        speakers = [(each.name, each.role) for each in self.project.unplaced_speakers()]
        self.one_of(speakers)
        return self.project.make_persons(speakers)

    def add_person(self) -> object:
        speakers = [(each.name, each.role) for each in self.project.unplaced_speakers()]
        return self.project.add_person(self._person(), speakers[:1])

    def change_person(self) -> object:
        return self.project.change_person(self._somebody(), self._person())

    def remove_person(self) -> object:
        return self.project.remove_person(self._somebody())

    def join_persons(self) -> object:
        return self.project.join_persons(self._somebody(), [self._somebody()])

    def place_speakers(self) -> object:
        speakers = sorted({each for info in self.project.infos() for each in info.speakers})
        who = self._somebody() if self.chance.random() < 0.7 else None
        return self.project.place_speakers([self.one_of(speakers)], who)

    def persons_out_and_in(self) -> object:
        """Out to a table; somebody works on the register; in again what stood in the table."""
        table = self.project.path.with_name("persons.csv")
        if not table.exists() or self.chance.random() < 0.5:
            self.put_away(table)
            self.project.export_persons(table)
        return self.project.import_persons(table)

    def _person(self) -> PersonDraft:
        name = self.chance.choice((*_NAMES, self.word()))
        return PersonDraft(
            name,
            role=self.chance.choice(("", "Minister")),
            labels=(PersonLabel(self.chance.choice(("ANNA", "BEN", "Mr. X"))),),
            attributes=(Attribute("party", self.chance.choice(("A", "B")), "2019", ""),),
        )

    def _somebody(self) -> int:
        return self.one_of(self.project.persons()).id
