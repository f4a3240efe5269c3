"""How dear is it to bring transcripts in, compared with sqlite3 taking the same raw text?

Run by hand: `uv run python tests/benchmarks/bench_import.py`. The first figures are ratios of
one run; files per second depend on the machine.
"""

from __future__ import annotations

import io
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import annotator
from annotator.transcripts import read
from annotator.transcripts.readers import docx

FILES = 1_000
BYTES = 10_000
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPEECH = (
    "We met today and spoke about the support that our friends need. It will go on for as long "
    "as it takes, and nobody should doubt that. What we do, we do together; that is our strength."
)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = write_texts(folder)
        documents = write_documents(folder)
        project, raw = into_project(folder, texts), into_sqlite(folder, texts)
        print(f"{FILES:,} texts into a project  {project:8.2f} s  {FILES / project:8.0f} a second")
        print(f"read and insert, raw        {raw:8.2f} s  ratio {project / raw:8.1f}")
        for what, act, paths in (
            ("texts read, not written", read_it, texts),
            ("DOCX, words only", words_of_docx, documents),
            ("DOCX read to transcripts", read_it, documents),
        ):
            print(f"{what:26}  {files_a_second(act, paths):8.0f} files a second")


def write_texts(folder: Path) -> list[Path]:
    paths: list[Path] = []
    for number in range(FILES):
        path = folder / f"talk{number}.txt"
        path.write_text("\n\n".join(paragraphs(number)), encoding="utf-8")
        paths.append(path)
    return paths


def write_documents(folder: Path) -> list[Path]:
    paths: list[Path] = []
    for number in range(FILES // 4):
        body = "".join(
            f"<w:p><w:pPr/><w:r><w:rPr/><w:t>{words}</w:t></w:r></w:p>"
            for words in paragraphs(number)
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(
                "word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
            )
        path = folder / f"talk{number}.docx"
        path.write_bytes(out.getvalue())
        paths.append(path)
    return paths


def paragraphs(number: int) -> list[str]:
    found = ["Joint statements", "28 November 2023"]
    size = 0
    while size < BYTES:
        words = f"{('MR. FOX', 'MS. HARE')[len(found) % 2]}: Point {number}.{len(found)}. {SPEECH}"
        found.append(words)
        size += len(words)
    return found


def into_project(folder: Path, paths: list[Path]) -> float:
    with annotator.create(folder / "bench.annotator", coder="coder_a") as project:
        start = time.perf_counter()
        report = project.import_transcripts(paths)
        took = time.perf_counter() - start
    assert len(report.imported) == len(paths)
    return took


def into_sqlite(folder: Path, paths: list[Path]) -> float:
    raw = sqlite3.connect(folder / "raw.sqlite")
    raw.execute("create table text (id integer primary key, body text)")
    start = time.perf_counter()
    with raw:
        for path in paths:
            raw.execute("insert into text (body) values (?)", (path.read_text("utf-8"),))
    took = time.perf_counter() - start
    raw.close()
    return took


def files_a_second(act: Callable[[Path], object], paths: list[Path]) -> float:
    start = time.perf_counter()
    for path in paths:
        act(path)
    return len(paths) / (time.perf_counter() - start)


def read_it(path: Path) -> None:
    read(path)


def words_of_docx(path: Path) -> None:
    docx.extracted(path.read_bytes(), path.name)


if __name__ == "__main__":
    main()
