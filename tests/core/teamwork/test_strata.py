"""The overlap is spread evenly by what is known of transcripts and of those who speak in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

import annotator
from annotator.errors import Refused
from annotator.model.persons import Attribute, PersonDraft
from annotator.model.rounds import AllocationRule
from annotator.project import Project

SPEAKERS = ("Anna Olsen", "Ben Lee")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Project]:
    """Twelve transcripts: of every four one is Lee's, of whom no party is known."""
    files = []
    for number in range(12):
        file = tmp_path / f"t{number:02}.txt"
        who = SPEAKERS[number % 4 == 0]
        said = f"{who}: We said number {number} at length, and again.\n\nReporter: Why?\n"
        file.write_text(f"Talk {number}\n\n1 March {2023 + number % 2}\n\n{said}", encoding="utf-8")
        files.append(file)
    with annotator.create(tmp_path / "study.annotator", coder="boss") as project:
        project.import_transcripts(files)
        olsen = project.person(SPEAKERS[0])
        draft = PersonDraft(olsen.name, olsen.role, attributes=(Attribute("party", "left"),))
        project.change_person(olsen.id, draft)
        for name in ("ann", "ben"):
            project.add_coder(name)
        yield project


def shared(project: Project, *strata: str) -> Counter[str]:
    """Of how many transcripts of Lee and of Olsen the overlap is, when spread by these."""
    rule = AllocationRule(overlap=4, strata=strata)
    found = project.try_allocation("main", ["ann", "ben"], rule)
    by_uuid = {info.uuid.hex: info for info in project.infos()}
    main = [by_uuid[key[:32]].speakers[0][0] for key in found.overlap]
    return Counter(main)


def test_by_who_speaks_most(corpus: Project) -> None:
    assert shared(corpus, "speaker") == {"Ben Lee": 1, "Anna Olsen": 3}


def test_by_what_is_known_of_a_person(corpus: Project) -> None:
    assert "party" in corpus.kinds_of_strata()
    assert shared(corpus, "party") == {"Ben Lee": 1, "Anna Olsen": 3}


def test_by_year_and_source(corpus: Project) -> None:
    rule = AllocationRule(overlap=4, strata=("date", "source"))
    found = corpus.try_allocation("main", ["ann", "ben"], rule)
    years = {info.uuid.hex: info.metadata.date[:4] for info in corpus.infos()}
    assert Counter(years[key[:32]] for key in found.overlap) == {"2023": 2, "2024": 2}


def test_by_what_nobody_knows(corpus: Project) -> None:
    with pytest.raises(Refused, match="Nothing is known by “luck”"):
        shared(corpus, "luck")


def test_by_a_variable_that_came_with_the_texts(corpus: Project) -> None:
    for info in corpus.transcripts():
        lee = info.speakers[0][0] == "Ben Lee"
        said = replace(info.metadata, extra=(("house", "lower" if lee else "upper"),))
        corpus.change_transcript(info.id, said)
    assert "house" in corpus.kinds_of_strata()
    assert shared(corpus, "house") == {"Ben Lee": 1, "Anna Olsen": 3}
