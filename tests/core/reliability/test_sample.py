"""Does the sample give the figures that were worked out for it: sentence, paragraph, character?"""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from annotator import transcripts
from annotator.errors import UserError
from annotator.model.spans import Span
from annotator.model.transcript import Transcript
from annotator.reliability import (
    CodedText,
    Mark,
    Rule,
    agreement_by_code,
    binary_u_alpha,
    characters_coded,
    codable_text,
    cohen_kappa,
    free_spans,
    krippendorff_alpha,
    presence_of,
    units_coded,
)

SAMPLE = files("annotator_resources") / "sample"

# units coded by a, by b; alpha, kappa, AC1 by sentence; alpha by paragraph; alpha and kappa by
# character; characters coded by a, by b. A unit is coded when any part of it is.
EXPECTED = {
    "UKR": (3, 5, 0.719828, 0.717949, 0.922987, 1.0, 0.564652, 0.564623, 274, 291),
    "RUS": (4, 2, 0.638889, 0.637363, 0.927393, 0.738462, 0.472612, 0.474413, 157, 83),
    "MENA": (5, 5, 1.0, 1.0, 1.0, 1.0, 0.820962, 0.821266, 551, 449),
    "SOUTH": (1, 1, 1.0, 1.0, 1.0, 1.0, 0.776657, 0.776789, 61, 39),
    "CHINA": (1, 1, 1.0, 1.0, 1.0, 1.0, 0.382281, 0.383109, 5, 21),
    "BURDEN": (3, 3, 0.638889, 0.633333, 0.927393, 0.622222, 0.676353, 0.676331, 266, 250),
    "DETER": (1, 1, -0.015625, -0.03125, 0.93561, -0.0625, -0.029412, -0.027292, 69, 121),
    "ENLARGE": (0, 0, None, None, 1.0, None, None, None, 0, 0),
    "PARTNER": (2, 1, 0.656085, 0.652632, 0.966817, 0.622222, 0.739938, 0.740389, 119, 71),
    "UNITY": (4, 4, 0.439655, 0.431034, 0.845974, 0.527778, 0.278172, 0.284265, 402, 222),
    "PRAISE": (5, 6, 0.892562, 0.891089, 0.958042, 1.0, 0.577115, 0.587149, 515, 944),
    "AGENDA": (6, 5, 0.677686, 0.673267, 0.874126, 0.790123, 0.812061, 0.81259, 658, 520),
}
CODES = list(EXPECTED)


@pytest.fixture(scope="module")
def transcript() -> Transcript:
    return transcripts.read_text((SAMPLE / "nato_2023-11-28.txt").read_text("utf-8"))


@pytest.fixture(scope="module")
def marks() -> list[Mark]:
    rows = csv.DictReader((SAMPLE / "codings.csv").read_text("utf-8").splitlines())
    return [
        Mark(row["coder_id"], row["code_id"], int(row["char_start"]), int(row["char_stop"]))
        for row in rows
    ]


def coded(transcript: Transcript, marks: list[Mark], level: str = "sentence") -> CodedText:
    spans = transcript.spans("paragraph" if level == "paragraph" else "sentence")
    paragraphs = transcript.spans("paragraph")
    parts = [paragraphs.at(span.start) or 0 for span in spans]
    text = codable_text(transcript.text, spans)
    return CodedText("D1", text, ["coder_a", "coder_b"], marks, parts)


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=6e-7)


def test_by_sentence(transcript: Transcript, marks: list[Mark]) -> None:
    presence = presence_of([units_coded(coded(transcript, marks), CODES, rule="any")])
    table = agreement_by_code(presence)
    for row in table.codes:
        a, b, alpha, kappa, ac1, *_ = EXPECTED[str(row.code)]
        assert row.uses == (a, b)
        assert row.alpha.value == near(alpha)
        assert row.ac1.value == near(ac1)
        assert cohen_kappa(presence.ratings(row.code)).value == near(kappa)
        assert row.alpha.n_units == 33
    assert table.pooled.alpha.value == near(0.730451)
    assert table.pooled.percent.value == near(0.957071)
    assert table.pooled.disagreements == 17
    assert table.headline.same_code_sets == near(0.69697)
    assert (table.headline.n_codes, table.headline.n_good) == (11, 4)


def test_by_paragraph(transcript: Transcript, marks: list[Mark]) -> None:
    text = coded(transcript, marks, "paragraph")
    table = agreement_by_code(presence_of([units_coded(text, CODES, rule="any")]))
    for row in table.codes:
        assert row.alpha.value == near(EXPECTED[str(row.code)][5])
    assert table.pooled.alpha.value == near(0.803384)


def test_by_character(transcript: Transcript, marks: list[Mark]) -> None:
    presence = presence_of([characters_coded(coded(transcript, marks), CODES)])
    table = agreement_by_code(presence)
    assert presence.weight.sum() == 3308
    for row in table.codes:
        alpha, kappa, a, b = EXPECTED[str(row.code)][6:]
        assert row.uses == (a, b)
        assert row.alpha.value == near(alpha)
        assert cohen_kappa(presence.ratings(row.code)).value == near(kappa)
    assert table.pooled.alpha.value == near(0.644206)


def test_free_spans_say_about_what_characters_say(
    transcript: Transcript, marks: list[Mark]
) -> None:
    continuum = free_spans(coded(transcript, marks))
    assert continuum.length == 3308
    for code in CODES:
        found, wanted = binary_u_alpha([continuum], code=code).value, EXPECTED[code][6]
        if wanted is None:
            assert found is None
        else:
            assert found == pytest.approx(wanted, abs=0.005)


@pytest.mark.parametrize(("rule", "lost"), [("half", 0), ("any", 0), ("half of the unit", 21)])
def test_the_rule_decides_how_many_codings_count(
    transcript: Transcript, marks: list[Mark], rule: Rule, lost: int
) -> None:
    """Under plain "half of the unit" a third of the codings would vanish."""
    assert len(units_coded(coded(transcript, marks), CODES, rule=rule).uncounted) == lost


def test_the_table_and_the_single_coefficient_are_one(
    transcript: Transcript, marks: list[Mark]
) -> None:
    presence = presence_of([units_coded(coded(transcript, marks), CODES)])
    documents = ["D1"] * presence.n_units
    for row in agreement_by_code(presence).codes:
        single = krippendorff_alpha(
            presence.ratings(row.code), documents=documents, parts=presence.parts
        )
        assert row.alpha.value == near(single.value)
        assert row.alpha.interval is not None
        assert single.interval is not None
        assert row.alpha.interval.low == near(single.interval.low)
        assert row.alpha.interval.method == "parts inside documents"


def test_a_changed_text_is_refused(transcript: Transcript) -> None:
    units = transcript.spans("sentence")
    sha256 = "84d64695e2a1cc08b94059094c01a9e36f5b5c2126234b6f5d3159395133d0f6"
    codable_text(transcript.text, units, sha256=sha256)
    with pytest.raises(UserError):
        codable_text(transcript.text.replace("NATO", "NAto"), units, sha256=sha256)


def test_zeros_by_finishing_can_be_left_out(transcript: Transcript, marks: list[Mark]) -> None:
    text = coded(transcript, marks)
    sentences = transcript.spans("sentence")
    undecided = [Span(span.start, span.end) for span in list(sentences)[:4]]
    finished = CodedText(
        "D1", text.text, text.coders, marks, text.parts, by_finishing={"coder_a": undecided}
    )
    presence = presence_of([units_coded(finished, CODES)])
    share = presence.share_by_finishing()
    assert share is not None
    assert 0 < share < 0.1
    row = agreement_by_code(presence.without_finishing()).codes[0]
    assert row.alpha.n_units < 33
    assert row.alpha.n_units + row.alpha.n_dropped == 33
