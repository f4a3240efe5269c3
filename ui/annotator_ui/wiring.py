"""Which act does which action of the window start?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from annotator_ui.other_names import OtherNames

if TYPE_CHECKING:
    from pathlib import Path

    from annotator.errors import Progress
    from annotator.exchange.codebooks.plans import CodebookPlan
    from annotator.model.findings import Finding
    from annotator.teamwork.merge import Merge
    from annotator_ui.care import Care
    from annotator_ui.code_place.place import CodePlace
    from annotator_ui.main_window import MainWindow
    from annotator_ui.project_acts import ProjectActs


def lend_tasks(window: MainWindow, code: CodePlace) -> None:
    """What takes a while in the Code place goes on beside the window."""

    def beside(title: str, work: Callable[[Progress], int], then: Callable[[int], object]) -> None:
        window.acts.run(title, work, then)

    code.acts.beside = beside


def connect_acts(window: MainWindow) -> None:
    """Every action of the window, and what it starts."""
    a, look = window.commands, window.look
    project_acts: tuple[tuple[QAction, Callable[[ProjectActs], object]], ...] = (
        (a.new_project, lambda acts: acts.ask_new()),
        (a.open_project, lambda acts: acts.ask_open()),
        (a.open_sample, lambda acts: acts.open_sample()),
        (a.import_files, lambda acts: acts.ask_import()),
        (a.import_codebook, lambda acts: acts.ask_import_codebook()),
        (a.export_codebook, lambda acts: acts.ask_export_codebook()),
        (a.save_copy, lambda acts: acts.ask_copy()),
        (a.save_locked_copy, lambda acts: acts.ask_locked_copy()),
        (a.export, lambda acts: acts.ask_export()),
        (a.export_unnamed, lambda acts: acts.ask_export(hide_coders=True)),
        (a.close_project, lambda acts: acts.close()),
        (a.choose_coder, lambda acts: acts.ask_coder()),
    )
    for action, ask in project_acts:
        action.triggered.connect(lambda *_checked, ask=ask: ask(window.acts))
    OtherNames(window, window.session, a.other_names)
    for action, keep in (
        (a.backups, lambda keeping: keeping.ask_restore()),
        (a.check, lambda keeping: keeping.check()),
        (a.delete_project, lambda keeping: keeping.ask_delete()),
    ):
        action.triggered.connect(lambda *_checked, keep=keep: keep(window.keeping))
    for action, act in (
        (a.quit, window.close),
        (a.undo, window.undo),
        (a.redo, window.redo),
        (a.find, window.open_find),
        (a.find_everywhere, window.open_search),
        (a.transcripts, window.show_transcripts),
        (a.code, window.show_code),
        (a.zoom_in, lambda: look.zoom_by(1)),
        (a.zoom_out, lambda: look.zoom_by(-1)),
        (a.zoom_reset, lambda: look.zoom_by(0)),
        (a.full_screen, window.toggle_full_screen),
        (a.keys, window.show_keys),
        (a.manual, window.show_manual),
        (a.about, window.show_about),
        (a.menu, window.menus.pop_up),
        (a.theme_system, lambda: look.choose_theme("system")),
        (a.theme_light, lambda: look.choose_theme("light")),
        (a.theme_dark, lambda: look.choose_theme("dark")),
        (a.theme_contrast_light, lambda: look.choose_theme("contrast_light")),
        (a.theme_contrast_dark, lambda: look.choose_theme("contrast_dark")),
    ):
        # Qt sends "checked" along, which an act would take for its first argument
        action.triggered.connect(lambda *_checked, act=act: act())


def connect_keeping(window: MainWindow, care: Care, acts: ProjectActs) -> None:
    """What is found beside the work and in codebooks, and what is damaged, goes to who tells it.

    That is loaded only when one of these happens.
    """

    def tell_findings(findings: Sequence[Finding]) -> None:
        window.keeping.tell_findings(findings)

    def offer_merge(copies: Merge) -> None:
        window.keeping.offer_merge(copies)

    def show_codebook(plan: CodebookPlan) -> None:
        window.notice.close_good_news()
        window.further.show_codebook_plan(plan)

    acts.codebook_planned.connect(show_codebook)

    def repair(path: Path) -> None:
        window.keeping.repair(path)

    def ask_restore(path: Path) -> None:
        window.keeping.ask_restore(path)

    care.found.connect(tell_findings)
    care.copies_found.connect(offer_merge)
    acts.repair_wanted.connect(repair)
    acts.backups_wanted.connect(ask_restore)
