"""How dear is it to bring transcripts in, compared with sqlite3 taking the same raw text?

Run by hand: `uv run python tests/benchmarks/bench_import.py`, and with `uv run --with python-docx`
in the place of `uv run` for the ratio to that. The ratios are of one run and of processor time and
wall time both; files per second depend on the machine.

The raw side reads each file as UTF-8 and inserts its text into a table of one text column, all in
one transaction, with the journal and the durability of a project, and closes the file. Each side
is done three times in turn, into a file of its own each time, and its best time counts.

The texts are paragraphs of the sample's speech under two labels, one turn each: 27 turns and 95
sentences in 10 kB. In the real transcripts that we have, 10 kB hold 5 to 40 turns, half of them
fewer than 20, and 90 to 180 sentences.
"""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path

import annotator
from annotator.transcripts import read
from annotator.transcripts.readers import docx
from annotator_resources import resource

FILES = 1_000
BYTES = 10_000
ROUNDS = 5
TURNS = 3
Took = tuple[float, float]
"""Seconds on the wall, and of the processor."""
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def main() -> None:
    if sys.argv[1:2] == ["--memory"]:
        print(memory_of(int(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = write_texts(folder)
        turns, sentences = counted(texts[0])
        print(f"{FILES:,} texts of {BYTES:,} bytes, {turns} turns and {sentences} sentences each")
        turns_of_all = [three_ways(folder, texts, turn) for turn in range(TURNS)]
        raw, cutting, project = map(best, zip(*turns_of_all, strict=True))
        told("read and inserted, raw", raw, raw)
        told("the same, sentences split", cutting, raw)
        told("into a project", project, raw)
        print(f"{FILES / project[0]:.0f} texts a second")
        compare_documents(folder)
    for number in (FILES // 5, 2 * FILES, 5 * FILES):
        print(f"{number:,} texts looked at and brought in: {grown(number):.0f} MB at most")


def told(what: str, took: Took, raw: Took) -> None:
    wall, processor = took
    print(
        f"{what:26} {wall:6.2f} s, processor {processor:6.2f} s;"
        f" ratio {wall / raw[0]:5.1f}, processor {processor / raw[1]:5.1f}"
    )


def three_ways(folder: Path, texts: list[Path], turn: int) -> tuple[Took, Took, Took]:
    path = folder / f"bench{turn}.annotator"
    annotator.create(path, coder="coder_a").close()
    return (
        timed(lambda: into_sqlite(folder, texts, f"raw{turn}", lambda _: None)),
        timed(lambda: into_sqlite(folder, texts, f"cut{turn}", SENTENCE_END.split)),
        timed(lambda: into_project(path, texts)),
    )


def best(every: Sequence[Took]) -> Took:
    return min(wall for wall, _ in every), min(processor for _, processor in every)


def timed(act: Callable[[], object]) -> Took:
    wall, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - processor


def counted(path: Path) -> tuple[int, int]:
    found = read(path)
    return len(found.turns), len(found.spans("sentence"))


def write_texts(folder: Path, files: int = FILES) -> list[Path]:
    paths: list[Path] = []
    for number in range(files):
        path = folder / f"talk{number}.txt"
        path.write_text("\n\n".join(paragraphs(number)), encoding="utf-8")
        paths.append(path)
    return paths


def paragraphs(number: int) -> list[str]:
    found = [f"Joint statements {number}", "28 November 2023"]
    size = 0
    speech = islice(cycle(speech_of_the_sample()), number, None)
    while size < BYTES:
        words = f"{('MR. FOX', 'MS. HARE')[len(found) % 2]}: {next(speech)}"
        found.append(words)
        size += len(words)
    return found


def speech_of_the_sample() -> list[str]:
    """Its paragraphs, without labels."""
    lines = resource("sample", "nato_2023-11-28.txt").read_text("utf-8").split("\n")
    return [line.split("Blinken: ")[-1].split("Stoltenberg: ")[-1] for line in lines[9:] if line]


def into_project(path: Path, paths: list[Path]) -> None:
    with annotator.open(path) as project:
        report = project.import_transcripts(paths)
    assert len(report.imported) == len(paths)


def grown(number: int) -> float:
    """The peak of a process that looks at so many files and brings them in, in megabytes.

    What must grow is a small record for each file that was looked at; the texts are never there
    at once, and SQLite keeps two megabytes of pages.
    """
    command = [sys.executable, __file__, "--memory", str(number)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def memory_of(number: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_texts(folder, number)
        with annotator.create(folder / "bench.annotator", coder="coder_a") as project:
            report = project.carry_out(project.plan_import(paths))
            assert len(report.imported) == number
    # What `resource` tells begins with the peak of the process that started this one.
    told = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) / 1000


def into_sqlite(folder: Path, paths: list[Path], name: str, act: Callable[[str], object]) -> None:
    """Under the same promise as a project: on disk when the one transaction returns."""
    raw = sqlite3.connect(folder / f"{name}.sqlite")
    raw.execute("pragma journal_mode=wal")
    raw.execute("pragma synchronous=extra")
    raw.execute("create table text (id integer primary key, body text)")
    with raw:
        for path in paths:
            body = path.read_text("utf-8")
            act(body)
            raw.execute("insert into text (body) values (?)", (body,))
    raw.close()


def compare_documents(folder: Path) -> None:
    """Word documents, of words alone and with the styles that Word writes into every one."""
    kinds = {"words alone": write_documents(folder)}
    if find_spec("docx") is not None:
        kinds["plain, by python-docx"] = write_by_python_docx(folder, "plain")
        kinds["heading and bold labels, by python-docx"] = write_by_python_docx(folder, "bold")
    for kind, paths in kinds.items():
        ours = files_a_second(words_of_docx, paths)
        apart = files_a_second(read_it, paths)
        print(f"DOCX, {kind}: {ours:.0f} a second, {apart:.0f} taken apart")
        if find_spec("docx") is not None:
            theirs = files_a_second(words_by_python_docx, paths[:50])
            print(f"  python-docx {theirs:.0f} a second: {ours / theirs:.1f} times as many")


def write_documents(folder: Path) -> list[Path]:
    paths: list[Path] = []
    for number in range(FILES // 10):
        body = "".join(
            f"<w:p><w:pPr/><w:r><w:rPr/><w:t>{words}</w:t></w:r></w:p>"
            for words in paragraphs(number)
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", TYPES)
            archive.writestr("_rels/.rels", RELATIONS)
            archive.writestr(
                "word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
            )
        path = folder / f"talk{number}.docx"
        path.write_bytes(out.getvalue())
        paths.append(path)
    return paths


def write_by_python_docx(folder: Path, look: str) -> list[Path]:
    """With the 160 styles and the lists that its template declares."""
    from docx import Document  # not ours: `uv run --with python-docx`

    paths: list[Path] = []
    for number in range(FILES // 10):
        document = Document()
        title, *others = paragraphs(number)
        if look == "plain":
            document.add_paragraph(title)
        else:
            document.add_heading(title)
        for words in others:
            label, _, speech = words.partition(": ")
            paragraph = document.add_paragraph()
            if look == "plain":
                paragraph.add_run(words)
            else:
                paragraph.add_run(f"{label}:").bold = True
                paragraph.add_run(f" {speech}")
        paths.append(folder / f"{look}{number}.docx")
        document.save(str(paths[-1]))
    return paths


def files_a_second(act: Callable[[Path], object], paths: list[Path]) -> float:
    """Of processor time, of the best of several rounds."""
    return max(_files_a_second(act, paths) for _ in range(ROUNDS))


def _files_a_second(act: Callable[[Path], object], paths: list[Path]) -> float:
    start = time.process_time()
    for path in paths:
        act(path)
    return len(paths) / (time.process_time() - start)


def read_it(path: Path) -> None:
    read(path)


def words_of_docx(path: Path) -> None:
    docx.extracted(path.read_bytes(), path.name)


def words_by_python_docx(path: Path) -> None:
    from docx import Document

    "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


if __name__ == "__main__":
    main()
