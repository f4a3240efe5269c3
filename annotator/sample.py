"""What does the whole way look like? The shipped press point, read, coded twice and exported."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from annotator.errors import FileProblem, Progress, no_progress
from annotator.project import Project
from annotator_resources import resource

NAME = "NATO press points"
FILE = "nato-press-points"


class SampleReport(Struct, frozen=True):
    """Where the sample was built, and what it holds."""

    folder: Path
    project_path: Path
    workbook_path: Path
    n_codes: int
    n_codings: int
    n_coders: int


def build_sample(folder: Path | str, *, progress: Progress = no_progress) -> SampleReport:
    """Build the sample project and its workbook in `folder`, by the ways every user has.

    A file name that is taken gets a number, so that a sample somebody worked in stays.
    """
    place = Path(folder)
    _make(place)
    path = _free(place)
    source = resource("sample")
    with Project.create(path, coder="pi", name=NAME) as project:
        progress(0, 4, "Reading the transcript")
        project.import_transcripts([source / "nato_2023-11-28.txt"])
        progress(1, 4, "Reading the codebook")
        project.import_codebook(source / "codebook.csv")
        progress(2, 4, "Applying the codings of two coders")
        project.import_codings(source / "codings.csv")
        project.use_round(project.rounds()[-1].name)  # that of the codings: they shall be seen
        _look_at_the_rest(project)
        progress(3, 4, "Writing the workbook")
        workbook = project.export_workbook(path.with_suffix(".xlsx")).path
        progress(4, 4, "")
        return SampleReport(
            folder=place,
            project_path=path,
            workbook_path=workbook,
            n_codes=sum(not code.is_group for code in project.codebook().codes),
            n_codings=project.n_codings(),
            n_coders=len({coder.id for coder in project.coders() if coder.role == "coder"}),
        )


def _look_at_the_rest(project: Project) -> None:
    """Both coders went through the whole text: where they left no code, nothing applies."""
    leading = project.coder.coder_id
    (info,) = project.transcripts()
    for coder in [coder for coder in project.coders() if coder.role == "coder"]:
        project.use_coder(coder.coder_id)
        coded = [item for item in project.codings_in(info.id) if item.coder_id == coder.id]
        for unit in project.transcript(info.id).spans("sentence"):
            if not any(item.start < unit.end and unit.start < item.end for item in coded):
                project.decide_nothing(info.id, unit.start, unit.end)
    project.use_coder(leading)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(
            f"The folder {folder} cannot be made.", "Choose a folder of your own.", str(error)
        ) from error


def _free(folder: Path) -> Path:
    """A project name in `folder` that neither a project nor a workbook has."""
    number, path = 1, folder / f"{FILE}.annotator"
    while path.exists() or path.with_suffix(".xlsx").exists():
        number += 1
        path = folder / f"{FILE}-{number}.annotator"
    return path
