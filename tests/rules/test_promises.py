"""Does the program stay off the network, and swallow no fault?"""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for room in ("annotator", "ui", "resources") for path in (ROOT / room).rglob("*.py")
)
OF_THE_NETWORK = {
    "asyncio", "ftplib", "http", "imaplib", "poplib", "requests", "smtplib", "socketserver", "ssl",
    "urllib.request", "webbrowser", "xmlrpc", "PySide6.QtNetwork", "PySide6.QtWebSockets",
}  # fmt: skip
# The last stop of a fault, where it is reported: nothing below may catch everything.
BOUNDARIES = {"annotator/cli.py", "ui/annotator_ui/app.py", "ui/annotator_ui/tasks.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """True for a handler of any exception that does not raise it again at its end."""
    if isinstance(handler.body[-1], ast.Raise):
        return False
    if handler.type is None:
        return True
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(caught & {"Exception", "BaseException"})


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_module_reaches_for_the_network_or_hides_a_fault(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reached = {name for name in imports(tree) if name in OF_THE_NETWORK}
    assert reached == set()
    if name_of(path) not in BOUNDARIES:
        handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
        assert [node.lineno for node in handlers if catches_everything(node)] == []


def test_no_test_can_reach_the_network() -> None:
    with (
        socket.socket(socket.AF_INET) as line,
        pytest.raises(AssertionError, match="network"),
    ):
        line.connect(("192.0.2.1", 80))
