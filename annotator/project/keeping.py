"""How is a project kept safe? Backups and what they would bring back, repair, and deleting it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileProblem, NotFound, Progress, no_progress
from annotator.model.backups import Backup, Preview
from annotator.project.acting import Acting
from annotator.store import backups, steps
from annotator.store.connection import Store
from annotator.store.door import place_of

if TYPE_CHECKING:
    from annotator.model.deleted import Deleted
    from annotator.model.findings import Finding
    from annotator.model.repaired import Repaired


class Keeping(Acting):
    """Backups of the open project."""

    def backups(self) -> tuple[Backup, ...]:
        """The backups of this project that lie beside it, the newest first."""
        return tuple(reversed(backups.existing(self.path, self.uuid.hex[:8])))

    def preview_of(self, backup: Backup) -> Preview:
        """What restoring a backup would take away, bring back and change."""
        from annotator.store import comparing

        then = Store.open(backup.path, read_only=True)
        try:
            with self._store.reading() as here, then.reading() as there:
                last = next(reversed(steps.every(there)), None)
                return Preview(backup, last.label if last else "", comparing.changes(here, there))
        finally:
            then.close()

    def conflict_copies(self) -> tuple[Path, ...]:
        """Copies of this project that a synchronising service put beside it: two had written."""
        from annotator.store import conflict_copies

        return tuple(conflict_copies.beside(self.path, self.uuid))

    def check_backup(
        self, backup: Backup, *, progress: Progress = no_progress
    ) -> tuple[Finding, ...]:
        """Everything that is wrong with a backup; empty when all is well."""
        from annotator.store import integrity

        then = Store.open(backup.path, read_only=True)
        try:
            return integrity.findings(then, progress=progress)
        finally:
            then.close()


def backups_beside(path: str | os.PathLike[str]) -> tuple[Backup, ...]:
    """The backups beside a project that need not be readable itself, the newest first."""
    place = place_of(path)
    mark = backups.mark_of(place) if place.exists() else None
    return tuple(reversed(backups.existing(place, mark)))


def restore(path: str | os.PathLike[str], backup: str | os.PathLike[str]) -> Path:
    """Put a backup in the place of a project that is open nowhere.

    `backup` is a file, or the name of one in the folder of backups. Returns the backup that what
    stood there until now was put into: restoring that one undoes it.
    """
    from annotator.store.restoring import restore as restore_file

    place = place_of(path)
    named = Path(backup)
    found = [each.path for each in backups.existing(place) if each.path.name == named.name]
    if not named.is_file() and not found:
        raise NotFound(
            f"There is no backup called {named.name}.", "`annotator restore PROJECT` lists them."
        )
    return restore_file(place, place_of(named) if named.is_file() else found[0])


def repair(
    path: str | os.PathLike[str],
    target: str | os.PathLike[str] | None = None,
    *,
    progress: Progress = no_progress,
) -> Repaired:
    """Save what can be saved of a damaged project in a new file; the damaged one is not touched.

    What cannot be read comes from the newest backup that is whole. Without `target` the new file
    stands beside the damaged one and says so in its name.
    """
    from annotator.store.repair import repair as repair_file

    place = place_of(path)
    to = place_of(target or place.with_name(f"{place.stem} repaired.annotator"))
    if to.exists():
        raise FileProblem(
            f"There is already a file called {to.name} in this folder.", "Choose another name."
        )
    beside = [backup.path for backup in backups_beside(place)]
    return repair_file(place, to, beside, progress=progress)


def what_goes_with(path: str | os.PathLike[str]) -> Deleted:
    """What `delete` would remove."""
    from annotator.store import deleting

    return deleting.files_of(place_of(path))


def delete(path: str | os.PathLike[str]) -> Deleted:
    """Remove a project that is open nowhere, with its backups; what is gone is gone."""
    from annotator.store import deleting

    return deleting.delete(place_of(path))
