"""Which other looks at agreement are there, and what does each ask and show?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from annotator_ui.reliability_place.figures_of_coders import (
    confusion_figures,
    left_out_figures,
    pair_figures,
)
from annotator_ui.reliability_place.figures_of_parts import drift_figures, part_figures
from annotator_ui.reliability_place.figures_of_study import (
    field_figures,
    group_figures,
    rule_figures,
    sample_figures,
)

if TYPE_CHECKING:
    from annotator.errors import Progress
    from annotator.project import Project
    from annotator.reliability.choice import Choice
    from annotator.reliability.panel import Panel
    from annotator_ui.reliability_place.figures import Figures


class Asking(Struct, frozen=True):
    """What a view may want to know beside the choice."""

    choice: Choice
    within: float
    """How near alpha should be known, for the question of the sample."""
    progress: Progress


class View(Struct, frozen=True):
    """One look at the study."""

    name: str
    words: str
    """In the menu and as its title."""
    lead: str
    """One sentence that says how to read it."""
    show: Callable[[Panel, Any], Figures]
    ask: Callable[[Project, Asking], object] | None = None
    """What it must know beyond the panel."""
    lacks: Callable[[Panel], str] = lambda _panel: ""
    """Why there is nothing to see; empty where there is."""


def _by(by: str) -> View:
    return View(
        f"by {by}",
        f"By {by}",
        "Each row is a study of its own: what chance would do is taken from its own units.",
        lambda panel, parts: part_figures(panel, by, parts),
        lambda project, asking: project.reliability_by(by, asking.choice),  # type: ignore[arg-type]
    )


def _lacks_units(panel: Panel) -> str:
    return (
        ""
        if panel.choice.unit != "free span"
        else "This is counted over units: choose another unit."
    )


def _lacks_a_third(panel: Panel) -> str:
    if len(panel.coders) < 3:
        return "This takes three coders."
    return _lacks_units(panel)


def _lacks_fields(panel: Panel) -> str:
    return "" if panel.fields else "No code that is compared has a field."


def _lacks_groups(panel: Panel) -> str:
    if panel.groups:
        return ""
    return "No group has the rule “only one of its codes”: it is set in the codebook."


def _lacks_rules(panel: Panel) -> str:
    return "" if panel.alternatives else "Characters are coded or not, whatever the rule."


VIEWS: Final[tuple[View, ...]] = (
    View("pairs", "Pairs of coders", "The darker, the more two coders agree.",
         lambda panel, _: pair_figures(panel), lacks=_lacks_units),
    View("without one", "Without one coder",
         "Who raises the median most by leaving is the one whom the others follow least.",
         lambda panel, _: left_out_figures(panel), lacks=_lacks_a_third),
    View("confusion", "This code or that",
         "What one coder called this and the other that; a unit with several codes counts in each.",
         lambda panel, _: confusion_figures(panel)),
    *(_by(by) for by in ("speaker", "role", "transcript", "date")),
    View("time", "Over rounds and time",
         "Blocks of transcripts from first to last coded; with few units a rise or fall is chance.",
         drift_figures, lambda project, asking: project.drift(asking.choice)),
    View("sample", "Does the sample suffice?",
         "How many transcripts like these it takes until the 95 % interval of alpha reaches no "
         "further than this to either side, by simulation from what was coded.",
         sample_figures,
         lambda project, asking: project.sample_sizes(
             asking.choice, within=asking.within, progress=asking.progress),
         _lacks_units),
    View("fields", "Fields",
         "At the level of each field, over units that two coders gave the code and said something.",
         lambda panel, _: field_figures(panel), lacks=_lacks_fields),
    View("groups", "Groups of exclusive codes", "The codes of a group as one variable.",
         lambda panel, _: group_figures(panel), lacks=_lacks_groups),
    View("rules", "Under other rules",
         "When a coding counts for a unit is a choice; this is what the others would give.",
         lambda panel, _: rule_figures(panel), lacks=_lacks_rules),
)  # fmt: skip
