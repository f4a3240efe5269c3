"""How well do coders agree by Krippendorff's alpha over units that were fixed beforehand?"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from annotator.errors import UserError
from annotator.reliability.kalpha import Coincidences, kalpha_interval
from annotator.reliability.metric import Disagreement, disagreement_of
from annotator.reliability.ratings import RatingsLike, against_rest, read_ratings
from annotator.reliability.result import NO_VARIATION, Interval, Result
from annotator.reliability.study import Study, study_of

if TYPE_CHECKING:
    from annotator.reliability.arrays import FloatArray, Statistic
    from annotator.reliability.resampling import Labels, Resampling

MeasurementLevel = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[MeasurementLevel, ...] = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(
    ratings: RatingsLike,
    *,
    level: MeasurementLevel = "nominal",
    categories: Sequence[Hashable] | None = None,
    documents: Labels | None = None,
    parts: Labels | None = None,
    resampling: Resampling | None = None,
) -> Result:
    """Krippendorff's alpha for any number of coders, missing values and four levels.

    Source: Krippendorff, Content Analysis (2004, 2018), Computing Krippendorff's
    Alpha-Reliability (2011): 1 - (N - 1) sum o d / sum n n d. Distances: nominal 0 or 1;
    ordinal the squared difference of mid-ranks in the pooled values; interval (c - k) squared;
    ratio ((c - k) / (c + k)) squared, 0 where c + k is 0.
    Shape: units, each with one value per coder. Ordinal values take their order from
    `categories`, else from their size; values nobody used have no effect. Missing: a unit needs
    two values, else it is dropped and counted.
    None: fewer than two coders, no unit judged by two, or no variation, because then nothing
    tells agreement from chance (libraries answer 0, 1 or an error; none of these is right).
    An interval comes with `documents` (one label per unit), see `Resampling`.
    """
    if level not in LEVELS:
        raise UserError("The level is nominal, ordinal, interval or ratio.")
    by_kalpha = resampling if resampling is not None and resampling.by == "kalpha" else None
    study = study_of(
        ratings, categories=categories, ordered=level == "ordinal" and categories is None,
        documents=None if by_kalpha else documents, parts=parts, resampling=resampling,
    )  # fmt: skip
    settings = (("level", level), ("values", str(len(study.ratings.values))))
    if study.common_reason():
        return study.result("krippendorff_alpha", None, of="disagreement", settings=settings)
    found = disagreement_of(study.ratings, level)
    statistic = _alpha(found)
    value = study.value(statistic)
    count = float(study.at_study(found.count))
    observed, expected = (float(study.at_study(part)) for part in (found.observed, found.expected))
    return study.result(
        "krippendorff_alpha", value, of="disagreement", reason=NO_VARIATION, settings=settings,
        observed=observed / count,
        expected=expected / (count * (count - 1)),
        interval=_interval(study, value, statistic, by_kalpha, level),
    )  # fmt: skip


def krippendorff_alpha_by_category(
    ratings: RatingsLike, *, categories: Sequence[Hashable] | None = None
) -> dict[Hashable, Result]:
    """Nominal alpha of each value against all others; rules as in `krippendorff_alpha`."""
    table = read_ratings(ratings, categories=categories)
    return {value: krippendorff_alpha(against_rest(table, value)) for value in table.values}


def _alpha(found: Disagreement) -> Statistic:
    def statistic(drawn: FloatArray) -> FloatArray:
        expected = found.expected(drawn)
        defined = found.varies(drawn) & (expected > 0)
        apart = (found.count(drawn) - 1) * found.observed(drawn)
        return np.where(defined, 1.0 - apart / np.where(defined, expected, 1.0), np.nan)

    return statistic


def _interval(
    study: Study,
    value: float | None,
    statistic: Statistic,
    by_kalpha: Resampling | None,
    level: MeasurementLevel,
) -> Interval | None:
    if by_kalpha is None:
        return study.interval(value, statistic, width=len(study.ratings.values))
    return kalpha_interval(value, Coincidences.of(study.ratings, level), by_kalpha)
