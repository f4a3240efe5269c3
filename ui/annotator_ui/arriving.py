"""What becomes of files that are dropped on the window, or named when it starts?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator_ui.messages import Notice
from annotator_ui.place import PlanPlace

if TYPE_CHECKING:
    from annotator_ui.main_window import MainWindow

PROJECT, PACK, RETURN = ".annotator", ".annotator-pack", ".annotator-return"
ANSWERS: Final = ".annotator-answers"
_TABLES: Final = frozenset({".xlsx", ".xlsm", ".ods", ".xls", ".csv", ".tsv"})
NO_PACK: Final = "These are answers for coders. Open your pack first, then drop them on its window."
ONE_ALONE: Final = "A project is opened alone. Drop the other files again to bring them in."
NO_PROJECT: Final = Notice(
    "warn",
    "This is what a coder handed back.",
    "Open the project it belongs to first, then drop the file on the window.",
)


def take_files(window: MainWindow, paths: Sequence[Path]) -> None:
    """A project or a pack is opened, what came back is looked at, everything else imported."""
    kinds = {path: path.suffix.casefold() for path in paths}
    returns = [path for path, kind in kinds.items() if kind in {RETURN, PACK}]
    projects = [path for path, kind in kinds.items() if kind == PROJECT]
    answers = [path for path, kind in kinds.items() if kind == ANSWERS]
    if answers:
        _take_answers(window, answers)
        return
    together = [path for path, kind in kinds.items() if kind in {RETURN, PACK, PROJECT}]
    several = len(projects) > 1 or bool(returns)  # one project alone is opened
    if several and window.session.is_open and window.further.take_returns(together):
        window.notice.close_good_news()
        return
    packs = [path for path in returns if kinds[path] == PACK]
    if projects or packs:
        window.acts.open((projects or packs)[0])
        if len(paths) > 1:
            window.messages.say(ONE_ALONE)
    elif returns:
        window.messages.notice(NO_PROJECT)
    elif window.review is not None:
        window.messages.say("Import or leave these files first.")
        window.show_transcripts()
    elif _is_a_codebook(window, paths):
        window.acts.look_at_codebook(paths[0])
    elif paths:
        window.acts.import_files(paths)


def _is_a_codebook(window: MainWindow, paths: Sequence[Path]) -> bool:
    """One table dropped on the Codebook place; of a .qdc nothing else can be meant anywhere."""
    if len(paths) != 1 or not window.session.is_open or window.pack is not None:
        return False
    kind = paths[0].suffix.casefold()
    meant = kind in _TABLES and isinstance(window.place, PlanPlace)
    return (meant or kind == ".qdc") and window.session.project.may_change_codebook


def _take_answers(window: MainWindow, paths: Sequence[Path]) -> None:
    if window.pack is None:
        window.messages.say(NO_PACK)
        return
    for path in paths:
        window.pack.take_answers(path)
