"""A small project of two transcripts and three codes, from which packs are made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annotator
from annotator.model.codebook import CodeDraft
from annotator.project import Project

TEXTS = {
    "a.txt": "Mr. Smith: We will help. We must pay. They agree.\n\nMs. Jones: No. Never again.\n",
    "b.txt": "Mr. Smith: Nothing new here. Some words follow.\n",
}


def make_project(folder: Path) -> Project:
    """A project whose principal investigator is "boss"."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        files.append(folder / name)
    project = annotator.create(folder / "study.annotator", coder="boss")
    project.import_transcripts(files)
    for name, key in (("Aid", "a"), ("Burden", "b"), ("Costs", "c")):
        project.add_code(CodeDraft(name.upper(), name, key=key))
    for name in ("ann", "ben"):
        project.use_coder(name)
    project.use_coder("boss")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_project(tmp_path / "boss") as made:
        yield made


def pack_for(project: Project, coder: str, folder: Path) -> Project:
    """The coder's pack on their own laptop, open."""
    folder.mkdir(parents=True, exist_ok=True)
    path = project.write_pack(folder / f"{coder}.annotator-pack", coder, ["D1", "D2"])
    return annotator.open(path)


def codings(project: Project) -> set[tuple[str, str, str, int, int, bool]]:
    """Everything that is coded, in words that do not depend on the file."""
    coders = {each.id: each.coder_id for each in project.coders()}
    codes = {each.id: each.code_id for each in project.codebook().codes}
    return {
        (coders[one.coder_id], info.doc_id, codes[one.code_id], one.start, one.end, one.unsure)
        for info in project.transcripts()
        for one in project.codings_in(info.id)
    }
