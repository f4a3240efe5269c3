"""The sample as it was before its coders had looked at every sentence."""

from __future__ import annotations

from pathlib import Path

import annotator


def leave_undecided(path: Path) -> None:
    """Take the decisions back: sentences without a code are missing then, not zero."""
    with annotator.open(path) as project:
        (info,) = project.transcripts()
        for coder in [coder for coder in project.coders() if coder.role == "coder"]:
            project.use_coder(coder.coder_id)
            project.withdraw_decision(info.id, 0, info.length)
        project.use_coder("pi")
