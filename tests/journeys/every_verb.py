"""Every verb of the command line once, one after another, as a small team would use them.

python -m tests.journeys.every_verb FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import annotator
from annotator.cli import main
from annotator.verbs import VERBS
from annotator_resources import resource

SAMPLE = resource("sample")


class Team:
    """Runs verbs in a folder; one that does not end with 0 ends everything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.used: set[str] = set()

    def run(self, *argv: str | Path) -> None:
        self.used.add(str(argv[0]))
        code = main([str(word) for word in argv])
        if code:
            raise SystemExit(f"{argv} ended with {code}")

    def work(self) -> None:
        study = self._folder / "study.annotator"
        self.run("doctor")
        self.run("sample", self._folder / "sample", "--no-window")
        self.run("new", study, "--coder", "pi")
        self.run("import", study, *self._transcripts())
        self.run("codebook", "import", study, SAMPLE / "codebook.csv")
        self.run("codebook", "export", study, self._folder / "codebook.docx")
        where = ("--transcript", "D1", "--start", "271", "--end", "404")
        self.run("apply", study, *where, "--code", "CHINA", "--coder", "ann")
        self.run("undo", study, "--coder", "ann")
        self._a_round(study)
        self.run("reliability", self._folder / "sample" / "nato-press-points.annotator")
        self.run("export", study, "--out", self._folder / "out.xlsx")
        self.run("info", study)
        self.run("check", study)
        self.run("backup", study)
        self.run("restore", study)
        self.run("delete", study, "--yes")

    def _transcripts(self) -> list[Path]:
        page = self._folder / "page.html"
        page.write_text(
            '<html><head><link rel="stylesheet" href="https://example.org/a.css"></head>'
            '<body><p>MS. FOX: Good morning.</p><img src="https://example.org/a.png"></body>',
            encoding="utf-8",
        )
        return [SAMPLE / "nato_2023-11-28.txt", page]

    def _a_round(self, study: Path) -> None:
        self.run("names", study, "--set", "Jens Stoltenberg=Person 1")
        self.run("questions", study)
        self.run("round", study, "pilot", "--plan", "--purpose", "pilot")
        self.run("allocate", study, "pilot", "--coders", "ann")
        self.run("pack", study, "pilot", "--out", self._folder)
        (pack,) = self._folder.glob("*.annotator-pack*")
        with annotator.open(pack) as opened:
            for transcript in opened.own_work() or ():
                opened.finish(transcript)
        self.run("handback", pack, "--out", self._folder / "ann.annotator-return")
        self.run("merge", study, self._folder / "ann.annotator-return")
        self.run("progress", study, "pilot")


if __name__ == "__main__":
    team = Team(Path(sys.argv[1]))
    team.work()
    if VERBS - team.used:
        raise SystemExit(f"not used: {sorted(VERBS - team.used)}")
