"""Do persons come out of tables as people write them, and back into the form they go out in?"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import FileProblem
from annotator.exchange.persons_tables import (
    PersonsTable,
    read_persons_table,
    write_persons_table,
)
from annotator.model.code_ids import key_of
from annotator.model.persons import Attribute, Person, PersonDraft, PersonLabel
from annotator.project import Project

WORDS = st.text(
    st.characters(categories=("L", "N", "P"), exclude_characters="|[]'\u200e"), min_size=1
).filter(lambda words: words[0].isalpha() and words == words.strip())
DAYS = st.sampled_from(["", "2023", "2023-11", "2023-11-28"])
LABELS = st.builds(PersonLabel, WORDS, st.sampled_from(["", "nato.int"]))
ATTRIBUTES = st.builds(Attribute, WORDS, WORDS, DAYS, DAYS)
DRAFTS = st.builds(
    PersonDraft,
    WORDS,
    st.just("") | WORDS,
    st.just("") | WORDS,
    st.lists(LABELS, unique=True, max_size=3).map(tuple),
    st.lists(ATTRIBUTES, unique=True, max_size=3).map(tuple),
)

OWN = """speaker,country,party,from,to
Jens Stoltenberg,Norway,,,
Angela Merkel,Germany,CDU,22 Nov. 2005,2021-12-08
angela  merkel,Germany,CDU,,2005-11-21
,Nowhere,,,
Ann Lee,,,03/04/2023,
"""


def test_a_table_of_a_teams_own(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(OWN, encoding="utf-8")
    table = read_persons_table(path)
    assert table.persons == (
        PersonDraft("Jens Stoltenberg", attributes=(Attribute("country", "Norway"),)),
        PersonDraft(
            "Angela Merkel",
            attributes=(
                Attribute("country", "Germany", "2005-11-22", "2021-12-08"),
                Attribute("party", "CDU", "2005-11-22", "2021-12-08"),
                Attribute("country", "Germany", "", "2005-11-21"),
                Attribute("party", "CDU", "", "2005-11-21"),
            ),
        ),
        PersonDraft("Ann Lee"),
    )
    assert table.notes == (
        "row 5 has no name",
        "“03/04/2023” in row 6 reads two ways; write it as 2023-11-28",
    )


@given(st.lists(DRAFTS, unique_by=lambda one: key_of(one.name), max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again(
    tmp_path: Path, ending: str, drafts: list[PersonDraft]
) -> None:
    persons = [
        Person(n, UUID(int=n), one.name, one.role, one.note, one.labels, one.attributes)
        for n, one in enumerate(drafts, start=1)
    ]
    path = write_persons_table(persons, tmp_path / f"persons.{ending}")
    if drafts:
        assert read_persons_table(path) == PersonsTable(tuple(drafts))


def test_a_table_is_added_to_what_is_known(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "name,labels,country,office,since\n"
        "Anna Example,ANNA | A. EXAMPLE [nato.int],Norway,chair,2023-05\n"
        "Ben Roy,,Canada,,\n",
        encoding="utf-8",
    )
    done = project.import_persons(path)
    assert (done.added, done.changed, done.same) == (1, 1, 0)
    anna = project.person("a. example")
    assert anna.labels == (PersonLabel("ANNA"), PersonLabel("A. EXAMPLE", "nato.int"))
    assert anna.attributes == (
        Attribute("country", "Norway", "2023-05"),
        Attribute("office", "chair", "2023-05"),
    )
    again = project.import_persons(path)
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    out = project.export_persons(tmp_path / "out.xlsx")
    assert project.import_persons(out).same == 2
    assert project.undo().persons
    assert [one.name for one in project.persons()] == ["Anna Example"]


def test_tables_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("country,party\nNorway,A\n", encoding="utf-8")
    with pytest.raises(FileProblem, match="no column of names"):
        read_persons_table(path)
    with pytest.raises(FileProblem, match=r"neither a \.csv"):
        write_persons_table([], tmp_path / "people.doc")
    with pytest.raises(FileProblem, match="cannot be written"):
        write_persons_table([], tmp_path / "nowhere" / "people.csv")
