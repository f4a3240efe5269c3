"""What does a title say besides: the kind of event, and by whom the words are?"""

from __future__ import annotations

import re

from annotator.transcripts.names import Person, person_in

_TITLE_WORDS = re.compile(
    r"\b(?:remarks|press|statements?|interview|briefing|debate|speech|address|doorstep|transcript"
    r"|hearing|conference|opening|keynote|lecture|session|sitting|meeting|testimony|town hall"
    r"|pressekonferenz|rede|regierungserklärung|erklärung|sitzung"
    r"|discours|déclaration|conférence|allocution|entretien"
    r"|discurso|declaraci[oó]n|rueda de prensa|entrevista"
    r"|conferenza|intervento|discorso|dichiarazion\w+|konferencja|wystąpienie|wywiad"
    r"|пресс?-конференц\w+|промова|виступ|речь|выступление|заявление|інтерв['’]ю|интервью)\b"
    r"|會議|会议|記者會|记者会|讲话|講話",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(
    r"\b(?:by|BY|von|par|por|di|da|del)\s+(?:the\s+|der\s+|le\s+|la\s+|el\s+)?(?=[^\W\d_])"
)
_AFTER_NAME = re.compile(
    r"\s+(?:upon|at|on|following|after|before|during|ahead|prior|in|to|from|via|beim?|am|im|nach"
    r"|vor|zur?|lors|à|au|en|sur|ante|tras|durante|a|al|alla|del)\b|\s*[,;(|–—]|\s+-\s"
)
_SEVERAL = re.compile(r"\b(?:with|and|und|et|y|e|mit|avec|con)\b|[;&]")
_PRESS_CONFERENCE = (
    "press conference|pressekonferenz|conférence de presse|rueda de prensa|conferenza stampa"
    "|konferencja prasowa|пресс?-конференц"
)
_KINDS = (
    ("press conference", _PRESS_CONFERENCE),
    ("press briefing", r"press briefing|briefing with reporters|daily briefing"),
    ("press point", r"press point|point de presse"),
    ("doorstep", r"doorstep"),
    ("debate", r"\bdebate\b|\bdébat\b|\bdebatte\b"),
    ("interview", r"\binterview\b|\bentretien\b|\bentrevista\b|\bwywiad\b|інтерв['’]ю|интервью"),
    ("hearing", r"\bhearing\b|anhörung"),
    ("focus group", r"focus group"),
    ("town hall", r"town hall"),
    ("speech", r"\bspeech\b|\bkeynote\b|\brede von\b|\bdiscours\b|\bdiscurso\b|\bdiscorso\b"),
)


def reads_like_title(line: str) -> bool:
    """Whether a line names an event: remarks, a press conference, a sitting."""
    return _TITLE_WORDS.search(line) is not None


def speaker_in_title(title: str) -> Person | None:
    """The only person by whom a title says that the words are, or None."""
    found = _BY_WHOM.search(title)
    if found is None:
        return None
    words = title[found.end() :]
    end = _AFTER_NAME.search(words)
    name = words if end is None else words[: end.start()]
    if _SEVERAL.search(name):
        return None
    person = person_in(name.strip(" .:"))
    named = person.role or len(person.name.split()) > 1
    return person if named and person.name[:1].isupper() else None


def kind_in(title: str) -> str:
    """The kind of event that a title plainly names, or nothing."""
    folded = title.casefold()
    return next((kind for kind, words in _KINDS if re.search(words, folded)), "")
