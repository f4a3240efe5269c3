"""How does the agreement of coders look in a paper's appendix: Word, LaTeX, Markdown?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from annotator.reliability.panel import Panel, PanelRow
from annotator.reliability.panel_words import figure
from annotator.reliability.result import Result
from annotator.reports.methods_text import methods_text
from annotator.reports.panel_text import interval_words
from annotator.reports.word_document import WordDocument

_TITLE = "Intercoder reliability"
_SHARES = (6, 3, 5, 3, 3, 3, 3, 3, 6)
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "−": "$-$", "–": "--", "·": r"$\cdot$", "“": "``", "”": "''",
}  # fmt: skip
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def write_word(path: Path, panel: Panel) -> None:
    """Write the table, and the sentence for the methods section, as .docx."""
    document = WordDocument(_TITLE)
    document.paragraph(methods_text(panel))
    document.table([_head(panel), *_rows(panel)], _SHARES, header=True)
    for note in panel.notes:
        document.paragraph(note)
    document.save(path)


def write_latex(path: Path, panel: Panel) -> None:
    """Write a table to be input into a paper; it needs booktabs and nothing else."""
    head, *rows = ([_tex(cell) for cell in row] for row in (_head(panel), *_rows(panel)))
    lines = [
        "% needs \\usepackage{booktabs}",
        "\\begin{table}[htbp]", "\\centering\\small", f"\\caption{{{_TITLE} by code.}}",
        f"\\begin{{tabular}}{{lr{'l'}{'r' * (len(head) - 4)}l}}", "\\toprule",
        " & ".join(head) + r" \\", "\\midrule",
        *(" & ".join(row) + r" \\" for row in rows),
        "\\bottomrule", "\\end{tabular}", "",
        "\\begin{minipage}{\\linewidth}\\footnotesize",
        _tex(methods_text(panel)),
        "\\end{minipage}",
        "\\end{table}", "",
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def write_markdown(path: Path, panel: Panel) -> None:
    """Write the same as Markdown (UTF-8, LF)."""
    head, *rows = (
        [_MARKS.sub(r"\\\1", cell) for cell in row] for row in (_head(panel), *_rows(panel))
    )
    lines = [
        f"# {_TITLE}", "", _MARKS.sub(r"\\\1", methods_text(panel)), "",
        f"| {' | '.join(head)} |",
        f"| {' | '.join(['---'] * len(head))} |",
        *(f"| {' | '.join(row)} |" for row in rows), "",
        *(f"- {note}" for note in panel.notes), "",
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _head(panel: Panel) -> list[str]:
    kappa = "Kappa" if len(panel.coders) == 2 else "Mean kappa"
    return [
        "Code", "Alpha", "95 % interval", "Agree %", "Positive %", kappa, "AC1", "Units coded",
        "Remark",
    ]  # fmt: skip


def _rows(panel: Panel) -> list[list[str]]:
    return [_row(row) for row in (*panel.enough(), *panel.too_few())]


def _row(row: PanelRow) -> list[str]:
    found = row.alpha.interval
    return [
        row.code.code_id,
        figure(row.alpha.value),
        interval_words(row.alpha) if found is not None and found.low is not None else "–",
        _percent(row.percent), _percent(row.positive),
        figure(row.kappa.value), figure(row.ac1.value), f"{row.coded:,.0f}",
        "; ".join([*filter(None, [row.reason]), *row.warnings]),
    ]  # fmt: skip


def _percent(result: Result) -> str:
    return "–" if result.value is None else f"{100 * result.value:.1f}"


def _tex(text: str | Sequence[str]) -> str:
    return "".join(_LATEX.get(character, character) for character in text)
