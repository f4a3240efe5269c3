"""Has anything that ships a known weakness? Asked before a release; this one step needs a network.

    uv run python packaging/audit.py

The locked parts are compared with the public list of weaknesses by pip-audit, which uv fetches.
Ends with 0 where none is known, 1 where one is, and 3 where the list could not be reached: then
nothing was compared, and nothing is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXPORT = ("uv", "export", "--frozen", "--no-dev", "--no-emit-project", "--quiet")
AUDIT = ("uvx", "--quiet", "pip-audit", "--disable-pip", "--progress-spinner=off", "--format=json")
FINE, WEAK, NOT_REACHED = 0, 1, 3


def verdict(answer: str, trouble: str, locked: int) -> tuple[int, list[str]]:
    """The code to end with and what to say, from what pip-audit wrote and said."""
    try:
        found = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return _not_reached((trouble.strip().splitlines() or ["it said nothing"])[-1], locked)
    weak = [
        f"{each['name']} {each['version']}: {one['id']}, mended in "
        f"{', '.join(one['fix_versions']) or 'no version yet'}"
        for each in found
        for one in each.get("vulns", ())
    ]
    skipped = [
        f"{each['name']} was not compared: {each['skip_reason']}"
        for each in found
        if "skip_reason" in each
    ]
    compared = len(found) - len(skipped)
    if not compared:
        return _not_reached(skipped[0] if skipped else "it knows no part", locked)
    total = f"{compared} of {locked} locked parts compared, {len(weak)} weaknesses known."
    return WEAK if weak else FINE, [*weak, *skipped, total]


def _not_reached(reason: str, locked: int) -> tuple[int, list[str]]:
    return NOT_REACHED, [
        f"NOT CHECKED: the list of known weaknesses could not be reached ({reason.strip()}).",
        f"None of the {locked} locked parts was compared. Run this again with a network.",
    ]


def main() -> int:
    """Compare, and say what came of it."""
    wanted = subprocess.run(EXPORT, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    locked = sum("==" in line for line in wanted.splitlines())
    asked = subprocess.run(
        (*AUDIT, "-r", "/dev/stdin"), input=wanted, capture_output=True, text=True, check=False
    )
    code, said = verdict(asked.stdout, asked.stderr, locked)
    print(*said, sep="\n", file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
