"""Which sentences can the program refuse something with? Read from its source, for the manual.

    uv run python -m tests.harness.sentences

writes the page of the manual that lists them all. What stands in curly brackets in the source is
an ellipsis there. `test_sentences.py` says when the page is out of date.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "resources/annotator_resources/manual/12-messages.md"

_ALIASES = {"kind"}
"""Names that stand for a class of errors where one of two is raised."""

ROOMS = (
    ("Opening, saving and backups", ("annotator/store/", "annotator/project/keeping.py",
     "annotator/project/opening.py", "annotator/history.py")),
    ("Transcripts and the people in them", ("annotator/transcripts/",
     "annotator/exchange/import", "annotator/exchange/carrying", "annotator/exchange/metadata",
     "annotator/exchange/persons", "annotator/operations/transcripts.py",
     "annotator/operations/persons.py", "annotator/operations/correcting.py",
     "annotator/operations/dividing.py", "annotator/project/transcripts.py",
     "annotator/project/correcting.py", "annotator/project/dividing.py",
     "annotator/project/persons.py")),
    ("The codebook", ("annotator/operations/code", "annotator/exchange/codebook",
     "annotator/exchange/refi", "annotator/exchange/templates", "annotator/operations/versions",
     "annotator/operations/redefinitions", "annotator/operations/rechecking",
     "annotator/project/codebook.py", "annotator/project/versions.py",
     "annotator/project/rules.py", "annotator/model/code")),
    ("Tables from other programs", ("annotator/exchange/",)),
    ("Reliability", ("annotator/reliability/", "annotator/project/agreement.py",
     "annotator/reports/chosen.py", "annotator/reports/comparison.py")),
    ("Workbooks and other exports", ("annotator/reports/",)),
    ("Teams, rounds, packs and merging", ("annotator/teamwork/", "annotator/operations/rounds",
     "annotator/operations/people", "annotator/project/team.py", "annotator/project/rounds.py",
     "annotator/project/people.py", "annotator/operations/taking_over",
     "annotator/project/sharing.py")),
    ("The command line", ("annotator/cli.py", "annotator/verbs/", "annotator/window.py")),
    ("Coding, memos and finding", ("annotator/", "ui/")),
)  # fmt: skip
"""Headings of the page; a file belongs to the first that names it."""

CHOSEN_ELSEWHERE = {
    "annotator/cli.py": "What the command line did not understand, in its own words.",
    "annotator/exchange/spreadsheets.py": "Which rows of a table cannot be used, and why.",
    "annotator/exchange/carrying_out.py": "Which other file or transcript has the same text.",
    "annotator/exchange/table_of_codings.py": "What is wrong in which row of a table of codings.",
    "annotator/operations/code_fields.py": "What is wrong with the field.",
    "annotator/operations/code_rules.py": "What is wrong with the rule.",
    "annotator/operations/codebook.py": "What is wrong with the code.",
    "annotator/operations/field_values.py": "What is wrong with the value.",
    "annotator/operations/people.py": "What is missing or wrong in the name.",
    "annotator/operations/persons.py": "What is wrong with the name.",
    "annotator/operations/transcripts.py": "What is wrong with the short name of a transcript.",
    "annotator/operations/versions.py": "What is wrong with the name of the version.",
    "annotator/project/acting.py": "What this role may not do.",
    "annotator/project/rules.py": "Which rule of the codebook keeps the code out.",
    "annotator/transcripts/formats.py": "That a file holds several transcripts.",
    "annotator/transcripts/name_patterns.py": "What is wrong with the pattern of file names.",
}
"""What a sentence is about that is put together somewhere else than where it is raised."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One place of the source that refuses something."""

    file: str
    first_line: int
    last_line: int
    message: str
    hint: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.first_line}"


@cache
def sentences() -> tuple[Sentence, ...]:
    """All of them, in the order of the source."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(_sources())}
    names = _classes_of_errors(trees.values()) | _ALIASES
    return tuple(
        sentence for path, tree in trees.items() for sentence in _raised_in(path, tree, names)
    )


def _sources() -> Iterator[Path]:
    yield from (ROOT / "annotator").rglob("*.py")
    yield from (ROOT / "ui").rglob("*.py")


def _classes_of_errors(trees: object) -> set[str]:
    """`UserError` and whatever descends from it, however many steps away."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in list(trees)  # type: ignore[call-overload]
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"UserError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def _raised_in(path: Path, tree: ast.Module, names: set[str]) -> Iterator[Sentence]:
    known = _constants(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if isinstance(node.func, ast.Name):
            name = node.func.id
        if name not in names:
            continue
        words = [_words(argument, known) for argument in node.args[:2]]
        file = path.relative_to(ROOT).as_posix()
        message = words[0] if _has_letters(words[0]) else CHOSEN_ELSEWHERE.get(file, "")
        hint = words[1] if len(words) > 1 else ""
        yield Sentence(file, node.lineno, node.end_lineno or node.lineno, message, hint)


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _words(node: ast.expr, known: dict[str, str]) -> str:
    """What an expression says, with … for what is only known when it is said; "" for nothing."""
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(_words(part, known) or "…" for part in parts)
        case ast.FormattedValue(value=ast.Name(id=name)) if name in known:
            return known[name]
        case ast.Name(id=name):
            return known.get(name, "")
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _words(left, known) + _words(right, known)
        case ast.IfExp(body=one, orelse=other):
            return " / ".join(filter(_has_letters, (_words(one, known), _words(other, known))))
    return ""


_BEGINNING = (
    "Every sentence with which the program refuses something; … stands for a name or a number. "
    "Where one is shown, what it speaks of was not done, and what was there before is safe."
)


def _has_letters(words: str) -> bool:
    return any(letter.isalpha() for letter in words)


def page() -> str:
    """The page of the manual."""
    lines = [
        "# What the program says, and what helps",
        "",
        _BEGINNING,
    ]
    for heading, _ in ROOMS:
        rows = sorted({_row(one) for one in sentences() if _room(one.file) == heading})
        if rows:
            lines += ["", f"## {heading}", "", "| it says | what helps |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _room(file: str) -> str:
    return next(heading for heading, begins in ROOMS if file.startswith(begins))


def _row(sentence: Sentence) -> str:
    return f"| {_cell(sentence.message)} | {_cell(sentence.hint) or '–'} |"


def _cell(words: str) -> str:
    plain = re.sub("…+", "…", " ".join(words.split())).replace("|", "¦").replace("`", "")
    return plain.replace("*", "\\*").replace("_", "\\_").replace("<", "‹").replace(">", "›")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(sentences())} sentences\n")
