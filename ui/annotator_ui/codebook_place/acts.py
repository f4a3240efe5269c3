"""How is the codebook changed from its place: new, move, sort, split, merge, freeze, export?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from annotator.model.codebook import Code, CodebookVersion, CodeDraft, SortBy
from annotator_ui.dialogs.pick_file import pick_target
from annotator_ui.parts.choosing import MenuButton
from annotator_ui.parts.tips import plain_tip

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.model.code_fields import CodeField
    from annotator.model.code_rules import CodeRule
    from annotator.model.coding import Coding
    from annotator.model.transcript import TranscriptInfo
    from annotator_ui.codebook_place.field_dialog import FieldDialog
    from annotator_ui.codebook_place.hinted_tree import HintedTree
    from annotator_ui.codebook_place.meaning_block import Answer
    from annotator_ui.codebook_place.rules_block import RuleDialog
    from annotator_ui.codebook_place.split_dialog import SplitDialog
    from annotator_ui.codebook_place.version_dialog import VersionDialog
    from annotator_ui.dialogs.merge_codes import MergeDialog
    from annotator_ui.item_models.codebook_table import Pairs
    from annotator_ui.place import Surroundings

_SORTS: tuple[tuple[SortBy, str], ...] = (
    ("name", "by name"), ("code_id", "by id"), ("number", "by number"), ("uses", "by use"),
)  # fmt: skip
_MOST_QUOTES = 30


class CodebookPlaceActs(QObject):
    """The menu of a code, the dialogs of the place, and what they do."""

    made = Signal(object)
    """The `Code` that was made."""

    def __init__(self, around: Surroundings, tree: HintedTree, window: QWidget) -> None:
        super().__init__(window)
        self._around, self._tree, self._window = around, tree, window
        self._session = around.session
        self.template_button = MenuButton("Begin with a scheme")
        self.template_button.say("Begin with a scheme…")
        self._fill_templates(self.template_button.choices)

    # codes

    def menu(self, code: Code | None, where: QPoint) -> QMenu:
        """Open the menu of a code, or of the empty part of the tree."""
        menu = QMenu(self._window)
        may = self._session.project.may_change_codebook
        if code is not None and may:
            self._add_code_acts(menu, code)
        if may:
            menu.addAction("New code\tIns", lambda: self.new(code, is_group=False))
            menu.addAction("New group", lambda: self.new(code, is_group=True))
            bare = any(not each.key and not each.is_group for each in self._tree.codes())
            keys = menu.addAction("Give keys to codes without", self.give_keys)
            keys.setEnabled(bare)
            self._add_sorts(menu, code)
            menu.addSeparator()
            schemes = menu.addMenu("Add a scheme")
            self._fill_templates(schemes)
        if code is not None and may:
            menu.addSeparator()
            menu.addAction("Delete…\tDel", lambda: self.ask_delete(code))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
        return menu

    def new(self, beside: Code | None, *, is_group: bool) -> None:
        """Make a code or group beside (or in) the one that is looked at."""
        project = self._session.project
        book = project.codebook()
        group = beside
        if beside is not None and not beside.is_group:
            group = None if beside.parent_id is None else book.by_id(beside.parent_id)
        parent = group.code_id if group is not None else ""
        name = _free_name("New group" if is_group else "New code", book.codes)
        draft = CodeDraft("", name, parent=parent, is_group=is_group)
        made = self._session.attempt(lambda: project.add_code(draft))
        if made is not None:
            self.made.emit(made)

    def move(self, code: Code, parent_id: int | None, position: int) -> None:
        project = self._session.project
        self._session.attempt(
            lambda: project.move_code(code.id, parent_id=parent_id, position=position)
        )

    def give_keys(self) -> None:
        self._session.attempt(self._session.project.give_keys)

    def sort(self, parent_id: int | None, order: SortBy) -> None:
        self._session.attempt(lambda: self._session.project.sort_codes(parent_id, order))

    def write_pairs(self, pairs: Pairs, label: str) -> None:
        """Cells of the table that were typed or pasted, as one act."""
        self._session.attempt(lambda: self._session.project.set_codes(pairs, label=label))

    def ask_delete(self, code: Code) -> QMessageBox:
        """Say how many codings go, then delete; the act can be undone."""
        project = self._session.project
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(f"Delete {code.name}")
        box.setText(f"Delete “{code.name}”?")
        inside = project.codebook().below(code.id)
        counts = project.code_counts(round_id=None)
        codings = sum(counts.get(each, 0) for each in inside)
        box.setInformativeText(_what_goes(len(inside) - 1, codings))
        delete = box.addButton("Delete", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(delete)
        box.accepted.connect(lambda: self._delete(code))
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def _delete(self, code: Code) -> None:
        project = self._session.project

        def work(progress: Progress) -> int:
            del progress  # one act after a backup
            return project.delete_code(code.id)

        self._around.acts.run(f"Deleting “{code.name}”", work, lambda _gone: None)

    def ask_merge_by_id(self, code_id: int, into: int) -> None:
        """After a code was dropped on another one: the same question, that one proposed."""
        code = next((c for c in self._session.project.codebook().codes if c.id == code_id), None)
        if code is not None:
            dialog = self.ask_merge(code)
            dialog.target.setCurrentIndex(dialog.target.findData(into))

    def ask_merge(self, code: Code) -> MergeDialog:
        """Ask into which code this one goes, saying what that touches."""
        from annotator_ui.dialogs.merge_codes import MergeDialog

        project = self._session.project
        preview = partial(project.merge_preview, code.id)
        dialog = MergeDialog(self._window, code, project.codebook().codes, preview)
        dialog.wanted.connect(lambda into: self._merge(code, into))
        dialog.open()
        return dialog

    def _merge(self, code: Code, into: int) -> None:
        """Beside the window: the backup before it takes a while in a large project."""
        project = self._session.project

        def work(progress: Progress) -> int:
            return project.merge_codes(code.id, into, progress=progress)

        self._around.acts.run(f"Merging “{code.name}”", work, lambda _moved: None)

    def ask_split(self, code: Code) -> SplitDialog:
        """Ask for the new code and which passages go to it."""
        from annotator_ui.codebook_place.split_dialog import MOST, Passage, SplitDialog

        project = self._session.project
        parent = None if code.parent_id is None else project.codebook().by_id(code.parent_id)
        infos = {info.id: info for info in project.transcripts(round_id=None)}
        uses = project.uses_of(code.id, limit=MOST)
        n_uses = project.code_counts(round_id=None).get(code.id, 0)
        passages = [
            Passage(each.id, _short(each.quote), _title(infos.get(each.transcript_id)))
            for each in uses
        ]
        dialog = SplitDialog(
            self._window,
            code,
            parent.code_id if parent is not None else "",
            passages,
            problems=project.code_problems,
            in_all=n_uses if len(uses) == MOST else len(uses),
        )
        dialog.wanted.connect(partial(self._split, code))
        dialog.open()
        return dialog

    def _split(self, code: Code, draft: CodeDraft, coding_ids: Sequence[int]) -> None:
        project = self._session.project

        def work(progress: Progress) -> Code:
            del progress  # one act after a backup
            return project.split_code(code.id, draft, coding_ids)

        self._around.acts.run(f"Splitting “{code.name}”", work, lambda _made: None)

    def choose_quote(self, code: Code, *, counter: bool) -> QMenu:
        """A menu of the own passages with the code, to make one of them the example."""
        project = self._session.project
        menu = QMenu(self._window)
        uses = project.last_uses(code.id, limit=_MOST_QUOTES, round_id=None)
        for each in uses:
            act = partial(self._quote, code, each, counter=counter)
            menu.addAction(_short(each.quote).replace("&", "&&"), act)
        if not uses:
            menu.addAction("You have no passage with this code yet").setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        cursor = self._window.cursor().pos()
        menu.popup(cursor)
        return menu

    def _quote(self, code: Code, use: Coding, *, counter: bool) -> None:
        project = self._session.project
        self._session.attempt(
            lambda: project.quote_example(
                code.id, use.transcript_id, use.start, use.end, counter=counter
            )
        )

    def link_examples(self) -> None:
        project = self._session.project

        def work(progress: Progress) -> int:
            return project.link_examples(progress=progress)

        def tell(found: int) -> None:
            said = "1 example is" if found == 1 else f"{found} examples are"
            self._around.messages.say(f"{said} linked to the passages that they quote.")

        self._around.acts.run("Looking for examples", work, tell)

    # fields and rules

    def edit_field(self, code: Code | None, field: CodeField | None) -> FieldDialog | None:
        """The form of a field of a code, a new one for None."""
        from annotator_ui.codebook_place.field_dialog import FieldDialog

        if code is None:
            return None
        project = self._session.project
        own = None if field is None else field.id
        save: Callable[..., object] = partial(project.add_field, code.id)
        if field is not None:
            save = partial(project.change_field, field.id)
        dialog = FieldDialog(
            self._window,
            field,
            code.name,
            problems=lambda draft: project.field_problems(code.id, draft, own_id=own),
            save=save,
        )
        if field is not None:
            dialog.remove_asked.connect(partial(self._remove_field, field))
        dialog.open()
        return dialog

    def _remove_field(self, field: CodeField) -> None:
        project = self._session.project

        def work(progress: Progress) -> int:
            del progress  # one act, after a backup where values go
            return project.remove_field(field.id)

        self._around.acts.run(f"Removing “{field.name}”", work, self._tell_removed)

    def _tell_removed(self, gone: int) -> None:
        if gone:
            values = "1 value" if gone == 1 else f"{gone:,} values"
            self._around.messages.say(f"{values} went with it; Ctrl+Z brings all back.")

    def add_rule(self, code: Code | None) -> RuleDialog | None:
        from annotator_ui.codebook_place.rules_block import RuleDialog

        if code is None:
            return None
        project = self._session.project
        dialog = RuleDialog(
            self._window,
            project.codebook(),
            code,
            problem=partial(project.rule_problem, code.id),
            save=partial(project.add_rule, code.id),
        )
        dialog.open()
        return dialog

    def remove_rule(self, rule: CodeRule) -> None:
        self._session.attempt(lambda: self._session.project.remove_rule(rule.id))

    # versions

    def freeze(self) -> VersionDialog:
        """Ask for name and note, and keep what the codebook says now."""
        from annotator_ui.codebook_place.version_dialog import FREEZE_LEAD, VersionDialog

        project = self._session.project
        version = project.codebook().version
        dialog = VersionDialog(
            self._window,
            "Freeze a version",
            FREEZE_LEAD,
            "Freeze",
            name=version.name,
            note=version.note,
            problem=lambda name: project.version_problem(name, own_id=version.id),
            save=project.freeze_codebook,
        )
        dialog.open()
        return dialog

    def describe_version(self, version: CodebookVersion) -> VersionDialog:
        from annotator_ui.codebook_place.version_dialog import VersionDialog

        project = self._session.project
        dialog = VersionDialog(
            self._window,
            f"Version {version.name}",
            "What it says stays as it is.",
            "Save",
            name=version.name,
            note=version.note,
            problem=lambda name: project.version_problem(name, own_id=version.id),
            save=lambda name, note: project.describe_version(version.id, name=name, note=note),
        )
        dialog.open()
        return dialog

    def say_what_it_means(self, answer: Answer) -> None:
        """Put into queues what is to be looked at again, beside the window."""
        from annotator.search import Query

        project = self._session.project
        search = Query(answer.search) if answer.search else None

        def work(progress: Progress) -> int:
            return project.say_what_it_means(
                answer.redefinition_id,
                answer.meaning,
                neighbours=answer.neighbours,
                search=search,
                sample=answer.sample,
                progress=progress,
            )

        def tell(found: int) -> None:
            if answer.meaning == "wording":
                self._around.messages.say("Noted. Nothing is looked at again.")
                return
            waits = "1 passage waits" if found == 1 else f"{found:,} passages wait"
            self._around.messages.say(f"{waits} in the queues of their coders.")

        self._around.acts.run("Putting passages into queues", work, tell)

    # in and out

    def export(self, ending: str, *, blank: bool) -> None:
        """Ask where the codebook goes and write it."""
        project = self._session.project
        kind = "blank form" if blank else "codebook"
        proposal = project.path.with_name(f"{project.path.stem} {kind}{ending}")

        def chosen(path: Path) -> None:
            self._around.acts.export_codebook(path, blank=blank)

        pick_target(self._window, "Export the codebook", f"*{ending}", proposal, chosen)

    def add_template(self, name: str) -> None:
        """Add the codes of a scheme that is ready."""
        project = self._session.project
        self._session.attempt(lambda: project.add_template(name))

    # inside

    def _fill_templates(self, menu: QMenu) -> None:
        from annotator.exchange.templates import TEMPLATES

        for template in TEMPLATES:
            action = menu.addAction(template.title, partial(self.add_template, template.name))
            action.setToolTip(plain_tip(template.about))
        menu.setToolTipsVisible(True)

    def _add_code_acts(self, menu: QMenu, code: Code) -> None:
        siblings = self._tree.siblings(code)
        at = siblings.index(code.id)
        for name, to in (("Move up\tAlt+Up", at - 1), ("Move down\tAlt+Down", at + 1)):
            act = partial(self.move, code, code.parent_id, to)
            menu.addAction(name, act).setEnabled(0 <= to < len(siblings))
        self._add_groups(menu, code)
        menu.addSeparator()
        if not code.is_group:
            menu.addAction("Merge into another code…", lambda: self.ask_merge(code))
            menu.addAction("Split…", lambda: self.ask_split(code))
            menu.addSeparator()

    def _add_groups(self, menu: QMenu, code: Code) -> None:
        book = self._session.project.codebook()
        within = book.below(code.id)
        inner = menu.addMenu("Move to group")
        places: list[tuple[int | None, str]] = [(None, "No group")]
        places += [
            (each.id, each.name) for each in book.codes if each.is_group and each.id not in within
        ]
        for parent_id, name in places:
            last = len(self._tree.siblings_in(parent_id))
            act = partial(self.move, code, parent_id, last)
            inner.addAction(name.replace("&", "&&"), act).setEnabled(parent_id != code.parent_id)

    def _add_sorts(self, menu: QMenu, code: Code | None) -> None:
        group = code if code is not None and code.is_group else None
        parent_id = group.id if group is not None else code.parent_id if code is not None else None
        parent = self._tree.code(parent_id)
        where = f"Sort “{parent.name}”" if parent is not None else "Sort the top"
        inner = menu.addMenu(where.replace("&", "&&"))
        for order, name in _SORTS:
            inner.addAction(name, partial(self.sort, parent_id, order))


def _free_name(name: str, codes: tuple[Code, ...]) -> str:
    taken = {code.name.casefold() for code in codes}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free


def _what_goes(inside: int, codings: int) -> str:
    with_codes = f"{_count(inside, 'code')} in it and " if inside else ""
    if not codings:
        what = f"{with_codes}no codings" if inside else "No codings"
        return f"{what} go with it. Ctrl+Z brings it back."
    verb = "goes" if codings == 1 and not inside else "go"
    return f"{with_codes}{_count(codings, 'coding')} {verb} with it. Ctrl+Z brings all back."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return f"“{plain if len(plain) <= 90 else plain[:88] + '…'}”"


def _title(info: TranscriptInfo | None) -> str:
    return "" if info is None else info.metadata.title or info.doc_id
