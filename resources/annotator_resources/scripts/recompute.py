"""Do the files beside this script give the published figures of agreement again?

    python recompute.py        (Python 3.9 or newer; nothing else is needed)

It reads wide/<code>.csv (units in rows, coders in columns; blank is missing) and compares with
results.csv. It prints one line per code and ends with an error where a figure differs. The formulas
are those of recompute.R beside it, where they are written out.
"""

from __future__ import annotations

import csv
import itertools
import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple

HERE = Path(__file__).resolve().parent
KAPPAS = ("cohen_kappa", "light_kappa")

Row = List[Optional[int]]
"""What each coder gave one unit: 1, 0, or None where it is missing."""
Unit = Tuple[float, int, int]
"""Weight of a unit, how many coders judged it, how many of them gave it the code."""
Figures = Dict[str, Optional[float]]


def main() -> None:
    """One line per code, and an error where a figure differs."""
    results = read("results.csv")
    unit = results[0]["unit"]
    results = [row for row in results if row["unit"] == unit and row["column"]]
    worst = 0.0
    for column in dict.fromkeys(row["column"] for row in results):
        mine = [row for row in results if row["column"] == column]
        worst = max(worst, compared(column, mine, figures(*ratings(column))))
    print(f"largest difference: {worst:.2g}")
    if worst > 1e-9:
        sys.exit("the figures do not agree")


def compared(column: str, published: list[dict[str, str]], found: Figures) -> float:
    """The largest difference between what was published and what was found."""
    worst, line = 0.0, []
    for row in published:
        name = "kappa" if row["coefficient"] in KAPPAS else row["coefficient"]
        if name not in found:
            continue
        ours, theirs = row["value"], found[name]
        if (ours == "") != (theirs is None):
            sys.exit(f"{column} {name}: one is missing")
        if theirs is not None:
            worst = max(worst, abs(float(ours) - theirs))
            line.append(f"{name} {theirs:.5f}")
    print(f"{column:16} {'  '.join(line)}")
    return worst


def figures(rows: list[Row], weights: list[float]) -> Figures:
    """Every coefficient of one code; None where it has no value."""
    judged = list(counted(rows, weights))
    shared = [(w, m, s) for w, m, s in judged if m >= 2]
    if not shared:
        return {}
    pairs = sum(w * (s * (s - 1) + (m - s) * (m - s - 1)) / (m * (m - 1)) for w, m, s in shared)
    percent = pairs / sum(w for w, _, _ in shared)
    ones = sum(w * s for w, m, s in shared)
    zeros = sum(w * (m - s) for w, m, s in shared)
    apart = sum(w * 2 * s * (m - s) / (m - 1) for w, m, s in shared)
    share = sum(w * s / m for w, m, s in judged) / sum(w for w, _, _ in judged)

    def beyond(expected: float) -> float | None:
        return (percent - expected) / (1 - expected) if 1 - expected > 1e-12 else None

    varies = ones > 0 and zeros > 0
    alpha = 1 - (ones + zeros - 1) * apart / (2 * ones * zeros) if varies else None
    return {
        "krippendorff_alpha": alpha,
        "percent_agreement": percent,
        "fleiss_kappa": beyond(1 - 2 * share * (1 - share)),
        "gwet_ac1": beyond(2 * share * (1 - share)),
        "brennan_prediger": beyond(0.5),
        "kappa": mean_kappa(rows, weights),
    }  # fmt: skip


def counted(rows: list[Row], weights: list[float]) -> list[Unit]:
    """Each unit that anyone judged."""
    found = []
    for weight, row in zip(weights, rows):  # noqa: B905 - Python 3.9 has no strict
        said = [value for value in row if value is not None]
        if said:
            found.append((weight, len(said), sum(said)))
    return found


def mean_kappa(rows: list[Row], weights: list[float]) -> float | None:
    """Cohen's kappa, for more than two coders the mean over pairs that share units."""
    found = []
    for i, j in itertools.combinations(range(len(rows[0]) if rows else 0), 2):
        both = [
            (weight, first, second)
            for weight, row in zip(weights, rows)  # noqa: B905
            for first, second in [(row[i], row[j])]
            if first is not None and second is not None
        ]
        total = sum(w for w, _, _ in both)
        if not total:
            continue
        observed = sum(w for w, a, b in both if a == b) / total
        one = sum(w * a for w, a, _ in both) / total
        other = sum(w * b for w, _, b in both) / total
        expected = one * other + (1 - one) * (1 - other)
        if 1 - expected <= 1e-12:
            return None
        found.append((observed - expected) / (1 - expected))
    return sum(found) / len(found) if found else None


def ratings(column: str) -> tuple[list[Row], list[float]]:
    """What the coders gave each unit, and how much each unit weighs."""
    wide = read(f"wide/{column}.csv")
    coders = [name for name in (wide[0] if wide else {}) if name not in ("unit_id", "weight")]
    rows = [[int(row[name]) if row[name] else None for name in coders] for row in wide]
    return rows, [float(row["weight"]) for row in wide]


def read(name: str) -> list[dict[str, str]]:
    """The rows of a file beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
