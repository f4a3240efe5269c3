"""How well do coders agree? Coefficients, intervals, and units for them; all of it pure."""

from __future__ import annotations

from annotator.reliability.agreement import (
    all_agree,
    holsti,
    negative_agreement,
    percent_agreement,
    positive_agreement,
)
from annotator.reliability.alpha import krippendorff_alpha, krippendorff_alpha_by_category
from annotator.reliability.chance import (
    brennan_prediger,
    fleiss_kappa,
    fleiss_kappa_by_category,
    gwet_ac,
)
from annotator.reliability.kappa import cohen_kappa, conger_kappa, light_kappa, scott_pi
from annotator.reliability.ratings import Ratings, ratings_from_counts, ratings_from_table
from annotator.reliability.resampling import Resampling
from annotator.reliability.result import Interval, Result

__all__ = [
    "Interval",
    "Ratings",
    "Resampling",
    "Result",
    "all_agree",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "fleiss_kappa_by_category",
    "gwet_ac",
    "holsti",
    "krippendorff_alpha",
    "krippendorff_alpha_by_category",
    "light_kappa",
    "negative_agreement",
    "percent_agreement",
    "positive_agreement",
    "ratings_from_counts",
    "ratings_from_table",
    "scott_pi",
]
