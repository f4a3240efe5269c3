"""What do all acts of a project share: undo, a backup before much is touched, a pack's limits?"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import Progress, Refused, no_progress
from annotator.model.rights import Right, may, refusal
from annotator.project.questions import Questions
from annotator.store import backups

if TYPE_CHECKING:
    from annotator.changes import Changes


class Acting(Questions):
    """What every act stands on."""

    def undo(self, *, progress: Progress = no_progress) -> Changes:
        """Take back the current coder's last act; `Refused` says why where it cannot be.

        `progress` may raise `Cancelled`; then nothing has changed.
        """
        return self._history.undo(self.coder.id, progress=progress)

    def pass_over_undo(self) -> str:
        """Let the current coder's last act stand, where undo cannot take it back; its label.

        Undo goes on with the act before it.
        """
        return self._history.pass_over(self.coder.id)

    def redo(self, *, progress: Progress = no_progress) -> Changes:
        return self._history.redo(self.coder.id, progress=progress)

    def keep_nobody_waiting(self) -> None:
        """Refuse acts of the calling thread, the window's, while another writes something long."""
        self._store.hurried_thread = threading.get_ident()

    def backup(self) -> Path:
        """Make a backup beside the project unless one holds the last act; returns its path."""
        return backups.make(self._store)

    def why_not(self, right: Right) -> str:
        """Why the coder at work may not do this here, in a sentence; "" where they may."""
        refused = self._refused(right)
        return "" if refused is None else f"{refused.message} {refused.hint}".strip()

    def _must_have(self, right: Right) -> None:
        """`Refused` where the role of the coder at work, or a pack, does not allow it."""
        refused = self._refused(right)
        if refused is not None:
            raise refused

    def _refused(self, right: Right) -> Refused | None:
        """A pack holds the codebook and the transcripts as the principal investigator set them."""
        if self.kind != "project" and right != "code":
            return Refused(
                "This is a coder's pack: its codebook and transcripts are set.",
                "Ask the principal investigator what should be changed.",
            )
        if self._may(right):
            return None
        leads = [each.name for each in self.coders() if may(each.role, right)]
        hint = f"Ask {leads[0]}, or go on as {leads[0]}: the name at the foot of the window."
        return Refused(refusal(self.coder.role, right), hint if leads else "")

    def _backup_before_bulk(self) -> None:
        """A backup before acts that touch much, where there is something to lose."""
        if self.n_codings():
            self.backup()
