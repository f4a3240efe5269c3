"""Does the audit of what ships say plainly what it compared, and what it did not?"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2] / "packaging" / "audit.py"
_SPEC = importlib.util.spec_from_file_location("audit", SOURCE)
assert _SPEC is not None
assert _SPEC.loader is not None
audit = importlib.util.module_from_spec(_SPEC)  # its folder is no package, and must not be one
_SPEC.loader.exec_module(audit)

FINE: dict[str, Any] = {"name": "numpy", "version": "2.0", "vulns": []}
WEAK: dict[str, Any] = {
    "name": "mako", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}],
}  # fmt: skip
SKIPPED: dict[str, Any] = {"name": "regex", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        ([FINE], 0, "1 of 3 locked parts compared, 0 weaknesses"),
        ([FINE, WEAK], 1, "mako 1.0: CVE-1, mended in 1.1"),
        ([FINE, SKIPPED], 0, "regex was not compared"),
        ([SKIPPED], 3, "NOT CHECKED"),
        ([], 3, "None of the 3 locked parts was compared"),
    ],
)
def test_what_was_compared_is_said(found: list[dict[str, Any]], code: int, words: str) -> None:
    ended, said = audit.verdict(json.dumps({"dependencies": found}), "", 3)
    assert ended == code
    assert words in "\n".join(said)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "Traceback"])
def test_without_a_network_nothing_is_claimed(answer: str) -> None:
    ended, said = audit.verdict(answer, "ConnectionError\nno route to host\n", 3)
    assert ended == 3
    assert "NOT CHECKED" in said[0]
    assert "no route to host" in said[0]
