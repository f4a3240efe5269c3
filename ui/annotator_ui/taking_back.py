"""How is an act taken back or done again: at once, or beside the window where much was touched?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator_ui.main_window import MainWindow


def take_back(window: MainWindow) -> None:
    """On the review sheet the last decision goes back; elsewhere the last act."""
    if window.review is not None and window.place is window.review:
        window.review.undo()
        return
    session = window.session
    if not session.attempt(session.project.undo_is_long):
        session.undo()
        return
    project = session.project

    def work(progress: Progress) -> None:
        project.undo(progress=progress)

    window.acts.run(f"Taking back {project.next_undo()}", work, lambda _: None)


def do_again(window: MainWindow) -> None:
    """What was taken back last."""
    session = window.session
    if not session.attempt(session.project.redo_is_long):
        session.redo()
        return
    project = session.project

    def work(progress: Progress) -> None:
        project.redo(progress=progress)

    window.acts.run(f"Doing again {project.next_redo()}", work, lambda _: None)
