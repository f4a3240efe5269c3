"""Which codes does a file hold, for a codebook that has none yet?"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from annotator.exchange.codebooks.plans import CodebookPlan, plan_of
from annotator.model.codebook import Codebook, CodebookVersion, CodeDraft

EMPTY = Codebook((), CodebookVersion(0, UUID(int=0), "", "", ""))


def read_codebook(path: Path | str) -> tuple[CodeDraft, ...]:
    """The codes of a table or a .qdc, each group before its codes, with free ids.

    Raises `UserError` for a file that cannot be read or has no column that names the codes.
    """
    return drafts_of(plan_of(Path(path), EMPTY))


def drafts_of(plan: CodebookPlan) -> tuple[CodeDraft, ...]:
    """The codes that a plan would add to an empty codebook. Raises its problem."""
    if plan.problem is not None:
        raise plan.problem
    return tuple(draft for _, draft in plan.pairs())
