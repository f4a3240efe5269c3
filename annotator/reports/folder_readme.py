"""What is in the folder of agreement, and how does each program read it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.reliability.projection import RULES
from annotator.reports.methods_text import methods_text

if TYPE_CHECKING:
    from annotator.reliability.panel import Panel
    from annotator.reports.rating_files import Names

_FILES = """
results.csv       every figure: one row for each code, unit and coefficient; status says why one
                  is missing. coefficient is the name of the formula, column the name of the code
                  in the other files. with_none and without_none: of a group, units without any of
                  its codes as a value of their own, or left out; ku_alpha_X: of its code X.
pairs.csv         each code and pair of coders: both, first only, second only, neither.
confusion.csv     what one coder called this and the other that.
segmentation.csv  boundary similarity, Pk and WindowDiff of each pair of coders.
codes.csv         codes and what their columns and files are called. coders.csv: the same of coders.
units.csv         the words of every unit.
long.csv          one row for each unit and coder, a column of 0 and 1 for each code; blank is
long.dta          missing. For tidycomm and pivot tables; .dta for Stata.
wide/             one file for each code: units in rows, coders in columns. For R irr (agree,
wide.xlsx         kappa2, kappam.fleiss) and irrCAC, Stata kappaetc, SPSS and SAS KALPHA.
transposed/       one file for each code: coders in rows. For R irr::kripp.alpha and icr, Python
                  krippendorff.
ReCal/            without a header, for the web calculators ReCal2, ReCal3 and ReCal OIR.
spans.csv         every passage; char_start and char_stop count from 0, the end not included; first
                  and last count from 1, both included. codable_start and codable_stop count
                  codable text alone, as the coefficients for free passages do.
documents.csv     the length of every text, and who read it. For quallmer, DKPro and pygamma.
pygamma/          one file for each transcript without a header: coder, code, begin, end.
appendix.*        the table for a paper: Word, LaTeX, Markdown.
recompute.R .py .do   compute the figures anew from wide/ and compare with results.csv.
"""

_LINES = """
In this folder, for the code {code}:

R        Rscript recompute.R
R        irr::kripp.alpha(as.matrix(read.csv("transposed/{code}.csv", row.names = 1)), "nominal")
R        irrCAC::gwet.ac1.raw(read.csv("wide/{code}.csv")[, -(1:2)], categ.labels = c(0, 1))
R        tidycomm::test_icr(read.csv("long.csv"), unit_id, coder, {code})
Stata    import delimited "wide/{code}.csv", clear
         kappaetc {coders}, categories(0 1)
Python   python recompute.py
"""


def readme_text(panel: Panel, names: Names) -> str:
    """The text of README.txt."""
    choice = panel.choice
    code = names.codes[0] if names.codes else "code"
    lines = _LINES.format(code=code, coders=" ".join(names.coders))
    who = f"Round {choice.round}; coders {', '.join(panel.coders)}"
    head = ["Intercoder reliability", "", methods_text(panel), "", f"{who}; unit {choice.unit}."]
    rule = [] if choice.unit == "character" else [_as_a_sentence(RULES[choice.rule])]
    return "\n".join(
        [*head, *rule, *panel.notes, "", "The files", _FILES, "How to read them", lines]
    )


def _as_a_sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
