"""Where do sentences end? A table of lines in several languages, cut by hand with a bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span
from annotator.transcripts import segmentation, sentences
from annotator.transcripts.abbreviations import Abbreviations

ENGLISH = (
    "We agreed. | They did not.",
    "We see attacks. | intense fighting goes on.",
    "Mr. Miller spoke. | Mrs. Brady listened.",
    "I met Gen. Cavoli and Adm. Bauer. | Both agreed.",
    "Thank you, Sen. Graham.",
    "Sen. Graham and Rep. Smith voted no.",
    "The U.S. Secretary of State came.",
    "That is the view of the U.S. | We share it.",
    "Troops from the U.S. and Canada arrived.",
    "We met at 5 p.m. in Brussels.",
    "We met at 5 p.m. | The room was full.",
    "We meet at 5 p.m. Eastern time.",
    "On Nov. 28 we met. | On Dec. 3 we meet again.",
    "On 28 Nov. 2023 we met.",
    "He sat. | Ukraine waited.",
    "Robert F. Kennedy spoke.",
    "J. K. Rowling wrote it. | It sold well.",
    "I did it and so did I. | We won.",
    "You and I. | Ukraine too.",
    "Go to plan B. | We have no other.",
    "Is that true? | No. | We checked. ",
    "See No. 5 and Art. 5 of the treaty.",
    "He said no. | We went home.",
    "It fell by 3.5 percent. | That is a lot.",
    "It was 2023. | We had won.",
    "In Kyiv. | 50% of it burned.",
    "3. The temporary president said so.",
    "Visit www.nato.int. | We are there.",
    "See https://example.org/a.b?c=d. | Then write.",
    "Write to press@example.org. | They answer.",
    "We need tanks, planes, etc. | That is all.",
    "Tanks, planes, etc. are needed.",
    "Allies, e.g. Poland, agree, i.e. they vote yes.",
    "The Rt. Hon. David Lammy spoke.",
    "The company Smith Corp. and Jones Inc. agreed.",
    "They live in Washington, D.C. | They work there.",
    "Martin Luther King Jr. spoke. | People listened.",
    "St. Petersburg is large.",
    "Dr. Biden and Prof. Smith came vs. the rest.",
    "Well... maybe we should.",
    "Well... | Maybe we should.",
    "Well… | We will see.",
    "... and so we left.",
    "Why? | Because we can! | Really.",
    "What?! | No!!! | Never.",
    "“We will win.” | He smiled.",
    "“We will win,” he said. | She nodded.",
    "“Will we win?” he asked.",
    '"We won." | "They lost."',
    "(We laughed.) | Then we left.",
    "It worked (we were told so.) and that was it.",
    "We won.[1] | They lost.[22]",
    "Amb. Smith-Jones (ret.) and Col. Brown spoke.",
    "Thank you. | – Next question.",
    "Hello.    | Two spaces.",
    "No full stop here",
    "She said: we go. | He said; we stay.",
    "The vote was 5. | to 3.",
    "Pres. Biden and Gov. Newsom met at Ft. Bragg.",
    "The Ph.D. student left.",
    "Resolution 1325 of Oct. 31, 2000. | It matters.",
    "Approx. 50 people came to Sec. 3 of the hall.",
    "The line was red. | We crossed it. | So be it.",
    "Plan b. | We have it. | Come on. | Go.",
)
GERMAN = (
    "Wir kommen z.B. aus Berlin. | Das ist gut.",
    "Am 3. Oktober feiern wir. | Alle kommen.",
    "Der 2. Weltkrieg endete 1945. | Danach kam Frieden.",
    "Das kostet 5 Mio. Euro bzw. mehr.",
    "Hr. Müller und Fr. Schmidt sind da. | Gut so.",
    "„Wir kommen.“ | Sie gehen.",
    "Nach Art. 5 Abs. 2 gilt das usw. | Wir danken.",
    "Prof. Dr. Weber sprach u.a. über Europa.",
    "Das gilt z. B. in Bayern, d. h. überall, u. a. Hessen. | Wir wissen es.",
    "Der 2. Vizepräsident kam. | Wir hatten drei. | Alle kamen.",
    "Über 1.000 Menschen kamen. | Ärzte halfen.",
)
FRENCH = (
    "M. Macron est là. | Mme. Colonna aussi.",
    "Est-ce vrai ? | Oui ! | Merci.",
    "« Oui ! » | Il rit.",
    "Voir l'art. 5 et la p. 3. | C'est clair.",
    "Écoutez. | À demain.",
)
SPANISH = (
    "El Sr. Sánchez y la Sra. Robles llegaron. | Hablaron.",
    "¿Está de acuerdo? | ¡Claro! | Gracias.",
    "EE.UU. y España firmaron. | Es bueno.",
    "Vea la pág. 5 y el núm. 3. | Gracias.",
)
OTHERS = (
    "Добрый день. | Мы начинаем. | Вопросы?",
    "Дякую! | Слава Україні.",
    "Καλημέρα σας. | Ευχαριστώ.",
    "主席：多謝。|我反對！|為什麼？|因為。",
    "「我們同意。」|他說了。",
    "本日はありがとう。|始めます。",
    "مرحبا بكم. | هل هذا صحيح؟ | نعم.",
    "שלום לכולם. | תודה רבה.",
    "यह सच है। | हाँ।",
    "Dziękuję. | Świetnie.",
    "Np. w 2014 r. podpisaliśmy umowę. | Prof. Nowak i dr Kowal też.",
    "Było to w 1989 r. | Pamiętamy czołgi, wojsko itd. | Tak.",
    "В 2014 г. мы были там. | Это было в 2014 г. | Потом ушли.",
    "Танки, снаряды и т. д. и т. п. нужны, т. е. деньги. | И люди.",
    "А. С. Пушкин и ген. Иванов, им. Ленина. | Всё.",
    "Це коштує 5 млн грн. на рік. | У 2014 р. ми підписали. | Тощо.",
)


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked: str) -> None:
    assert _cut(marked, "en") == _expected(marked)


@pytest.mark.parametrize("marked", [*ENGLISH, *GERMAN, *FRENCH, *SPANISH, *OTHERS])
def test_any_language_without_being_told_which(marked: str) -> None:
    assert _cut(marked, "") == _expected(marked)


@pytest.mark.parametrize("marked", GERMAN)
def test_german(marked: str) -> None:
    assert _cut(marked, "de-AT") == _expected(marked)


def test_a_line_feed_always_ends_a_sentence() -> None:
    text = "One line\nanother, with Mr.\nMiller. \n\n  \n End."
    assert [text[s.start : s.end] for s in sentences(text, Span(0, len(text)))] == [
        "One line",
        "another, with Mr.",
        "Miller.",
        "End.",
    ]


def test_only_what_lies_in_the_span_is_cut() -> None:
    text = "Before. Inside one. Inside two. After."
    found = sentences(text, Span(8, 31))
    assert [text[s.start : s.end] for s in found] == ["Inside one.", "Inside two."]


def test_astral_characters_count_as_one() -> None:
    text = "Fine 👍🏻. Good 😀! Yes."
    assert sentences(text, Span(0, len(text))) == [Span(0, 8), Span(9, 16), Span(17, 21)]


@pytest.mark.parametrize("piece", ["Mr. ", "... ", "a.b ", "。", "“", ". ", '?!" '])
def test_a_long_paragraph_is_cut_without_loss(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    found = sentences(text, Span(0, len(text)))
    assert "".join("".join(text[s.start : s.end].split()) for s in found) == "".join(text.split())


def _cut(marked: str, language: str) -> list[str]:
    text = marked.replace(" | ", " ").replace("|", "")
    found = sentences(text, Span(0, len(text)), language=language)
    return [text[span.start : span.end] for span in found]


def _expected(marked: str) -> list[str]:
    return [part.strip() for part in marked.split("|")]


_PIECES = ("Mr", "Dr", "No", "e.g", "etc", "U.S", "well", "I", "A", "7", "Nov", "St", "it", "Élan")


_STOPS = [
    ".",
    "!",
    "?",
    "...",
    " ",
    "”",
    "\n",
    ". ",
    ". ",
    " »",
    "[1]",
    " 5.6. ",
    " 12. ",
    "…",
    "。",
]


@given(st.lists(st.sampled_from([*_PIECES, *_STOPS]), max_size=30))
def test_the_answer_in_a_hurry_is_the_answer(pieces: list[str]) -> None:
    def slowly(
        found: list[segmentation.Bounds], text: str, start: int, line: str, rule: Abbreviations
    ) -> None:
        segmentation._add_at_any_stop(found, text, start, start + len(line), rule)

    text = "".join(pieces)
    span = Span(0, len(text))
    quick = sentences(text, span)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmentation, "_ends_plainly", lambda *_: False)
        patch.setattr(segmentation, "_add_at_full_stops", slowly)
        assert sentences(text, span) == quick
