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
from annotator.reliability.alpha_u_1995 import alpha_u_1995, mean_alpha_u_1995
from annotator.reliability.by_code import (
    AgreementTable,
    CodeAgreement,
    Headline,
    agreement_by_code,
)
from annotator.reliability.chance import (
    brennan_prediger,
    fleiss_kappa,
    fleiss_kappa_by_category,
    gwet_ac,
)
from annotator.reliability.codable import CodableText, codable_text
from annotator.reliability.continuum import Continuum
from annotator.reliability.kappa import cohen_kappa, conger_kappa, light_kappa, scott_pi
from annotator.reliability.marks import Mark, MarkTable
from annotator.reliability.matching import (
    SpanPair,
    SpanScores,
    segment_agreement,
    span_f1,
    span_scores,
)
from annotator.reliability.presence import Presence, presence_of
from annotator.reliability.projection import (
    RULES,
    CodedText,
    CodedUnits,
    Rule,
    at_parents,
    characters_coded,
    free_spans,
    units_coded,
)
from annotator.reliability.ratings import Ratings, ratings_from_counts, ratings_from_table
from annotator.reliability.resampling import Resampling
from annotator.reliability.result import Interval, Result
from annotator.reliability.segmentation import boundaries_of, boundary_similarity, pk, windowdiff
from annotator.reliability.unitizing import (
    binary_u_alpha,
    cu_alpha,
    ku_alpha,
    pooled_binary_u_alpha,
    u_alpha,
)

__all__ = [
    "RULES",
    "AgreementTable",
    "CodableText",
    "CodeAgreement",
    "CodedText",
    "CodedUnits",
    "Continuum",
    "Headline",
    "Interval",
    "Mark",
    "MarkTable",
    "Presence",
    "Ratings",
    "Resampling",
    "Result",
    "Rule",
    "SpanPair",
    "SpanScores",
    "agreement_by_code",
    "all_agree",
    "alpha_u_1995",
    "at_parents",
    "binary_u_alpha",
    "boundaries_of",
    "boundary_similarity",
    "brennan_prediger",
    "characters_coded",
    "codable_text",
    "cohen_kappa",
    "conger_kappa",
    "cu_alpha",
    "fleiss_kappa",
    "fleiss_kappa_by_category",
    "free_spans",
    "gwet_ac",
    "holsti",
    "krippendorff_alpha",
    "krippendorff_alpha_by_category",
    "ku_alpha",
    "light_kappa",
    "mean_alpha_u_1995",
    "negative_agreement",
    "percent_agreement",
    "pk",
    "pooled_binary_u_alpha",
    "positive_agreement",
    "presence_of",
    "ratings_from_counts",
    "ratings_from_table",
    "scott_pi",
    "segment_agreement",
    "span_f1",
    "span_scores",
    "u_alpha",
    "units_coded",
    "windowdiff",
]
