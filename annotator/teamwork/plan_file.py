"""How is the plan of a round written down for a pre-registration?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FileProblem, Refused

if TYPE_CHECKING:
    from annotator.model.rounds import AllocationRule, FrozenPlan

JSON, TEXT = ".json", ".md"


def write_plan(
    target: Path,
    frozen: FrozenPlan,
    *,
    names: Mapping[str, str],
    deviations: tuple[str, ...],
) -> Path:
    """Write a frozen plan as .json or .md; `names` has coders and transcripts by uuid in hex."""
    if target.suffix not in {JSON, TEXT}:
        raise Refused("A plan is written as .json or .md.", f"Call it {target.stem}.md.")
    if target.suffix == JSON:
        data = plan_data(frozen, names=names) | {"deviations": list(deviations)}
        written = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    else:
        written = "\n".join(plan_lines(frozen, names=names, deviations=deviations)) + "\n"
    try:
        target.write_text(written, encoding="utf-8")
    except OSError as error:
        raise FileProblem(
            f"{target.name} cannot be written.", "Choose another folder.", str(error)
        ) from error
    return target


def plan_data(frozen: FrozenPlan, *, names: Mapping[str, str]) -> dict[str, Any]:
    """The plan with names beside its uuids."""
    work = {
        names.get(coder, coder): [
            {"transcript": names.get(each, each), "uuid": each, "start": start, "end": end}
            for each, start, end in items
        ]
        for coder, items in frozen.work.items()
    }
    return frozen.as_json() | {"work": work}


def plan_lines(
    frozen: FrozenPlan, *, names: Mapping[str, str], deviations: tuple[str, ...]
) -> Iterator[str]:
    """The plan in words."""
    plan = frozen.plan
    yield f"# Plan of the round “{frozen.name}”"
    yield ""
    yield f"Frozen {frozen.at}."
    yield ""
    yield f"- Purpose: {frozen.purpose}, {'blind' if frozen.blind else 'open'}"
    yield f"- Codebook: {frozen.codebook}"
    if plan.begins or plan.due:
        yield f"- Dates: {plan.begins or 'open'} to {plan.due or 'open'}"
    yield f"- Unit of coding: {plan.unit}"
    codable = ", ".join(plan.persons) if plan.codable == "persons" else plan.codable
    yield f"- Codable turns: {codable}"
    yield f"- Decisions: {plan.decide}"
    yield f"- Threshold of alpha: {plan.threshold:g}"
    if plan.rule is not None:
        yield f"- Allocation: {'; '.join(rule_words(plan.rule))}"
    for coder, items in frozen.work.items():
        yield ""
        yield f"## {names.get(coder, coder)}, {len(items)} transcripts or stretches"
        yield ""
        for each, start, end in items:
            where = f", characters {start} to {end}" if end else ""
            yield f"- {names.get(each, each)}{where}"
    if deviations:
        yield ""
        yield "## Deviations"
        yield ""
        yield from (f"- {each}" for each in deviations)


def rule_words(rule: AllocationRule) -> Iterator[str]:
    """How the work was shared out, piece by piece."""
    schemes = {
        "all": "everybody codes everything",
        "split": "each item to one coder",
        "pairs": "each item to two coders, in rotation",
        "again": "what was coded first is served again",
    }
    yield schemes[rule.scheme]
    if rule.item != "transcript":
        yield f"by {rule.item}s"
    if rule.chosen:
        yield f"of {len(rule.chosen):,} transcripts that were chosen by hand"
    if rule.sample is not None:
        yield f"a sample of {rule.sample}"
    if rule.overlap or rule.overlap_share:
        size = str(rule.overlap) if rule.overlap else f"{rule.overlap_share:.0%}"
        whom = f"{rule.overlap_coders} coders" if rule.overlap_coders else "everybody"
        yield f"a hidden overlap of {size} for {whom}"
    if rule.strata:
        yield f"spread by {', '.join(rule.strata)}"
    yield f"seed {rule.seed}"
