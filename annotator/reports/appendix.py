"""How does the agreement of coders look in a paper's appendix: Word, LaTeX, Markdown?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.reliability.panel_words import figure
from annotator.reports.methods_text import methods_text
from annotator.reports.panel_text import interval_words
from annotator.reports.word_document import WordDocument

if TYPE_CHECKING:
    from annotator.reliability.panel import FieldRow, Panel, PanelRow
    from annotator.reliability.result import Result

_TITLE = "Intercoder reliability"
_SHARES = (6, 3, 5, 3, 3, 3, 3, 3, 6)
_MORE_HEAD = ["Field or group", "Level", "Alpha", "Units compared", "Remark"]
_MORE_SHARES = (8, 4, 3, 5, 8)
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "−": "$-$", "–": "--", "·": r"$\cdot$", "“": "``", "”": "''",
}  # fmt: skip
_ESCAPED = r"\\\1"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def write_word(path: Path, panel: Panel) -> None:
    """Write the table, and the sentence for the methods section, as .docx."""
    document = WordDocument(_TITLE)
    document.paragraph(methods_text(panel))
    document.table([_head(panel), *_rows(panel)], _SHARES, header=True)
    if more := _more_rows(panel):
        document.table([_MORE_HEAD, *more], _MORE_SHARES, header=True)
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
        "\\bottomrule", "\\end{tabular}", "", *_latex_of_more(panel),
        "\\begin{minipage}{\\linewidth}\\footnotesize",
        _tex(methods_text(panel)),
        "\\end{minipage}",
        "\\end{table}", "",
    ]  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def write_markdown(path: Path, panel: Panel) -> None:
    """Write the same as Markdown (UTF-8, LF)."""
    head, *rows = (
        [_MARKS.sub(_ESCAPED, cell) for cell in row] for row in (_head(panel), *_rows(panel))
    )
    lines = [
        f"# {_TITLE}", "", _MARKS.sub(_ESCAPED, methods_text(panel)), "",
        f"| {' | '.join(head)} |",
        f"| {' | '.join(['---'] * len(head))} |",
        *(f"| {' | '.join(row)} |" for row in rows), "", *_markdown_of_more(panel),
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


def _more_rows(panel: Panel) -> list[list[str]]:
    """Fields of codings at their level, and exclusive groups as one variable."""
    rows = [
        [
            f"{row.code.code_id}: {row.field}", row.level, figure(row.alpha.value),
            f"{row.n_compared:,} of {row.n_coded:,}", row.alpha.reason or _conflicts(row),
        ]
        for row in panel.fields
    ]  # fmt: skip
    for group in panel.groups:
        several = f"{group.several:,} with several of its codes left out" if group.several else ""
        for what, result in (("or none", group.with_none), ("where given", group.without_none)):
            rows.append([
                f"{group.name}, {what}", "nominal", figure(result.value),
                f"{result.n_units:,.0f}", result.reason or several,
            ])  # fmt: skip
    return rows


def _conflicts(row: FieldRow) -> str:
    return f"{row.conflicts:,} with conflicting values left out" if row.conflicts else ""


def _latex_of_more(panel: Panel) -> list[str]:
    rows = _more_rows(panel)
    if not rows:
        return []
    head, *rest = ([_tex(cell) for cell in row] for row in (_MORE_HEAD, *rows))
    return [
        "\\medskip", "", "\\begin{tabular}{llrrl}", "\\toprule",
        " & ".join(head) + r" \\", "\\midrule",
        *(" & ".join(row) + r" \\" for row in rest),
        "\\bottomrule", "\\end{tabular}", "",
    ]  # fmt: skip


def _markdown_of_more(panel: Panel) -> list[str]:
    rows = _more_rows(panel)
    if not rows:
        return []
    return [
        f"| {' | '.join(_MORE_HEAD)} |",
        f"| {' | '.join(['---'] * len(_MORE_HEAD))} |",
        *(f"| {' | '.join(_MARKS.sub(_ESCAPED, cell) for cell in row)} |" for row in rows), "",
    ]  # fmt: skip


def _percent(result: Result) -> str:
    return "–" if result.value is None else f"{100 * result.value:.1f}"


def _tex(text: str | Sequence[str]) -> str:
    return "".join(_LATEX.get(character, character) for character in text)
