"""Which language is a text written in? A guess by letters and small words, with how sure it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from annotator.model.transcript import Transcript


class LanguageGuess(Struct, frozen=True):
    """An ISO 639-1 code, empty where nothing speaks for one; a proposal, never a fact."""

    code: str
    sure: bool


_SMALL_WORDS = {
    "en": "the of and to in that is for it we you this with are have be on was not",
    "de": "der die und das ist nicht wir ich zu den mit ein eine auf auch für sie dass es",
    "fr": "le la les et des est nous que je pour dans une pas vous qui sur avec ce",
    "es": "el los las que y es en por una con para no se nosotros lo como pero",
    "it": "il che di è e la un per non una con sono del della abbiamo gli anche",
    "pt": "o que e não os as do da em um uma para com é por mais nós",
    "nl": "het een van en de dat is niet wij zijn voor met ook op te",
    "pl": "i w nie że na się jest to z do o tak jak dla będzie",
    "sv": "och att det är som vi inte en på för med av har den till",
    "ru": "и в не на что мы это с как он но я к из по для",
    "uk": "і в не на що ми це з як та я для він але до є",
}
_LANGUAGES_OF = {
    word: tuple(code for code, words in _SMALL_WORDS.items() if word in words.split())
    for word in " ".join(_SMALL_WORDS.values()).split()
}
"""By small word the languages that have it."""
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("el", re.compile("[\u0391-\u03c9]")),
    ("hi", re.compile("[\u0904-\u0939]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
_FEWEST = 5
_SCRIPT_SHARE = 0.2
_CLEARLY = 2
_BEGINNING, _PLENTY, _BEYOND_DOUBT = 1000, 20, 3
"""So many characters are enough where so many small words speak for one language."""


def with_language(read: Transcript) -> Transcript:
    """The transcript with the language that its speech is surely written in, if it tells none."""
    if read.metadata.language or not read.turns:
        return read
    start = read.turns[0].text_start
    guess = language_of(read.text[start : start + _SAMPLE])
    if not guess.sure:
        return read
    return replace(read, metadata=replace(read.metadata, language=guess.code))


def language_of(text: str) -> LanguageGuess:
    """The language of the beginning of a text; give it words of the speech, not of the header."""
    sample = text[:_SAMPLE]
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample)) or 1
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) > _SCRIPT_SHARE * letters:
                return LanguageGuess(code, sure=True)
    best, most, second = _by_small_words(sample[:_BEGINNING].lower().split())
    if most < _PLENTY or most < _BEYOND_DOUBT * second:
        best, most, second = _by_small_words(_WORD.findall(sample.lower()))
    if most < _FEWEST:
        return LanguageGuess("", sure=False)
    return LanguageGuess(best, sure=most >= _CLEARLY * second)


def _by_small_words(words: Sequence[str]) -> tuple[str, int, int]:
    """The language with the most small words, how many, and how many the next one has."""
    counts = Counter(chain.from_iterable(map(_LANGUAGES_OF.get, words, repeat(()))))
    best, runner_up, *_ = sorted(_SMALL_WORDS, key=lambda code: -counts[code])
    return best, counts[best], counts[runner_up]
