"""Does our segmenter cut speech into sentences as a reader would, and others as well?

Run by hand: `uv run python tests/benchmarks/bench_segmenters.py`, and with
`uv run --with pysbd --with syntok --with blingfire python` in the place of `uv run python` for
those three; whichever is not installed is left out. The first two are told the language of each
line, where they know it; ours is not, as in an import, and neither are the others.

Counted are the places between two sentences of one line: how many of those that a segmenter cuts
at are right, and how many of the right ones it cuts at. A line is right where all of its are.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from annotator.model.spans import Span
from annotator.transcripts import sentences
from annotator_resources import resource
from tests.benchmarks.gold_sentences import LATER, LINES

Cut = Callable[[str, str], Sequence[str]]
"""(a line, its language) -> its sentences."""

_SAMPLE = Path(__file__).parents[1] / "core" / "transcripts" / "expected_sample.json"
_SPACE = re.compile(r"\s+")
_PLAIN = re.compile(r"(?<=[.!?…。！？؟])\s+|(?<=[。！？])")


def main() -> None:
    gold = [("sample", "en", line) for line in sample_lines()]
    gold += [(language, language, line) for language, every in LINES.items() for line in every]
    gold += [("later", language, line) for language, every in LATER.items() for line in every]
    print(f"{len(gold)} lines, {sum(len(_parts(line)) for _, _, line in gold)} sentences")
    for name, cut in segmenters().items():
        tell(name, cut, gold)


def segmenters() -> dict[str, Cut]:
    found: dict[str, Cut] = {
        "ours": lambda line, _: _pieces(line),
        "ours, told the language": _pieces,
        "a regular expression": lambda line, _: _PLAIN.split(line),
    }
    if find_spec("pysbd") is not None:
        found["pysbd"] = by_pysbd()
    if find_spec("syntok") is not None:
        found["syntok"] = by_syntok()
    if find_spec("blingfire") is not None:
        found["blingfire"] = by_blingfire()
    return found


def _pieces(line: str, language: str = "") -> list[str]:
    found = sentences(line, Span(0, len(line)), language=language)
    return [line[span.start : span.end] for span in found]


def by_pysbd() -> Cut:
    import pysbd  # not ours

    known: dict[str, Cut] = {}

    def cut(line: str, language: str) -> Sequence[str]:
        if language not in known:
            try:
                one = pysbd.Segmenter(language=language, clean=False)
            except ValueError:
                one = pysbd.Segmenter(language="en", clean=False)
            known[language] = lambda words, _: one.segment(words)
        found: Sequence[str] = known[language](line, language)
        return found

    return cut


def by_syntok() -> Cut:
    from syntok import segmenter  # not ours

    return lambda line, _: [
        "".join(token.spacing + token.value for token in sentence)
        for paragraph in segmenter.analyze(line)
        for sentence in paragraph
    ]


def by_blingfire() -> Cut:
    import blingfire  # not ours

    return lambda line, _: blingfire.text_to_sentences(line).split("\n")


def tell(name: str, cut: Cut, gold: Sequence[tuple[str, str, str]]) -> None:
    counts: dict[str, list[int]] = {}
    begun = time.process_time()
    for group, language, marked in gold:
        right = _places(_parts(marked))
        said = _places(cut(_bare(marked), language))
        both = len(right & said)
        for key in ("all", group):
            count = counts.setdefault(key, [0] * 5)
            for at, more in enumerate((both, len(said), len(right), right == said, 1)):
                count[at] += more
    took = time.process_time() - begun
    print(f"\n{name}: {1e6 * took / len(gold):.0f} µs a line")
    for key, (both, said, right, whole, lines) in counts.items():
        print(
            f"  {key:14} precision {both / (said or 1):.3f}  recall {both / (right or 1):.3f}"
            f"  whole lines right {whole} of {lines}"
        )


def sample_lines() -> Iterator[str]:
    """The paragraphs of the sample, with bars between the sentences that were cut by hand."""
    text = resource("sample", "nato_2023-11-28.txt").read_text("utf-8")
    told = json.loads(_SAMPLE.read_text("utf-8"))["sentences"]
    for _, inside in groupby(told, key=itemgetter(1)):
        yield " | ".join(text[start:end] for _, _, start, end in inside)


def _parts(marked: str) -> list[str]:
    return [part.strip() for part in marked.split("|")]


def _bare(marked: str) -> str:
    return marked.replace(" | ", " ").replace("|", "")


def _places(parts: Sequence[str]) -> frozenset[int]:
    """How much that is no white space stands before each sentence but the first."""
    places: list[int] = []
    at = 0
    for part in parts:
        if at:
            places.append(at)
        at += len(_SPACE.sub("", part))
    return frozenset(place for place in places if place < at)


if __name__ == "__main__":
    main()
