"""Which words make or unmake a speaker label? Offices, honorifics, particles, known impostors.

All in lower case; labels are compared without regard to case.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _lines(entries: str) -> frozenset[str]:
    return frozenset(e.strip() for line in entries.split("\n") for e in line.split("|")) - {""}


HONORIFICS = _set(
    "mr mrs ms miss mx dr prof professor sir lord lady dame madam mme mlle monsieur madame herr "
    "frau señor señora señorita sr sra srta hon rt m sig signor signora pan pani пан пані г-н г-жа"
)

SHORT_TITLES = _set(
    "mr mrs ms mx dr prof st jr sr sra srta mme mlle hon rt rev gen adm col capt cpt lt maj sgt "
    "sen rep gov pres amb sec brig cmdr supt abg"
)
"""Titles that are written with a full stop, which then ends no label."""

WOMEN = _set(
    "mrs ms miss lady dame madam mme mlle madame frau señora señorita sra srta signora pani пані "
    "г-жа chairwoman congresswoman spokeswoman"
)
MEN = _set("mr sir lord monsieur herr señor sr signor pan пан г-н m chairman congressman spokesman")
"""Titles that tell two people of one family name apart."""

ROLES = _set(
    "president premier chancellor minister secretary secretary-general ambassador senator sen "
    "representative rep congressman congresswoman governor gov mayor general major-general admiral "
    "colonel captain commander judge justice chairman chairwoman chairperson chair vice-president "
    "vice-chair speaker spokesperson spokesman spokeswoman commissioner director director-general "
    "chief deputy delegate envoy counsel attorney moderator host interviewer interviewee reporter "
    "reporters journalist journalists question questioner answer presenter anchor correspondent "
    "narrator operator interpreter translator participant respondent witness member leader king "
    "queen prince princess pope candidate facilitator announcer analyst editor adviser advisor "
    "undersecretary taoiseach audience q a "
    "präsident präsidentin vizepräsident vizepräsidentin bundeskanzler bundeskanzlerin kanzler "
    "bundesminister bundesministerin ministerin abgeordneter abgeordnete vorsitzender vorsitzende "
    "staatssekretär staatssekretärin moderatorin frage antwort journalistin regierungssprecher "
    "président présidente ministre député sénateur sénatrice rapporteur journaliste secrétaire "
    "presidente presidenta ministro ministra diputado diputada senador senadora periodista "
    "moderador moderadora pregunta respuesta domanda risposta giornalista deputato senatore "
    "prezydent prezes poseł posłanka marszałek wicemarszałek przewodniczący dziennikarz pytanie "
    "odpowiedź президент прем'єр-міністр міністр голова депутат ведучий ведуча журналіст питання "
    "відповідь секретар секретаря министр председатель ведущий журналист корреспондент вопрос "
    "ответ секретарь секретаря секретарем президента министра міністра председателя голови "
    "главы представника представителя secretario secretaria segretario canciller"
)
"""Offices and parts in a conversation."""

ROLES_ALONE = _set("q a king prince question answer member justice chief audience")
"""Those of them that say nothing about where a name begins."""

PARTICLES = _set(
    "of the and for de von van der den del della di da do dos du des la le les el al bin ibn abu "
    "y e zu zum zur für und to in on at"
)
NAME_PARTICLES = _set("de von van der den del della di da do dos du bin ibn abu al")

DOMAINS = _set(
    "state defence defense foreign affairs interior finance energy justice trade health education "
    "war treasury commerce labor labour agriculture transport environment security staff council "
    "commission commons representatives parliament senate house nato un eu us uk economy "
    "development cooperation policy home exterior culture нато єс ес оон сша"
)
"""What an office may be of: Secretary of State, Minister for Foreign Affairs."""

NEVER_LABELS = _lines(
    """
    last updated|updated|published|participants|participant list|source|sources|subject|date|dates
    time|note|notes|nb|length|byline|by-line|load-date|section|headline|full transcript|transcript
    title|place|location|venue|speakers|panelists|panellists|present|attendees|url|link|links|http
    https|copyright|tags|keywords|topic|topics|language|contact|tel|phone|fax|email|e-mail
    press contact|re|cc|agenda|summary|abstract|editor's note|correction|photo|video|caption
    read more|see also|figure|table|ps|p.s|example|warning|attention|dateline|graphic
    publication-type|body|document-type|credit|credits|advertisement|related|share|download|topic
    key words|keyword|media contact|contacts|press release|for immediate release|embargo|duration
    recorded|recording|transcribed by|transcriber|interview date|start|end|rédaction|thema|länge
    datum|ort|quelle|betreff|hinweis|teilnehmer|lieu|objet|sujet|remarque|fecha|lugar|asunto
    fuente|nota|дата|место|джерело|日期|地點|地点|時間|时间
    """
)

NEVER_FIRST = _set(
    "and but or so now then first second third fourth fifth finally lastly next again remember "
    "look listen well today tomorrow yesterday dear however therefore because if when this that "
    "these those here there it its we my our your his her their what why how who where which "
    "let not no yes one two three four five also still yet as for to in on at with more most "
    "all another segment block item session topic article section "
    "chapter annex paragraph resolution part step day week round "
    "phase goal point option plan group case und aber dann erstens zweitens drittens et mais "
    "donc pero entonces"
)
"""Words that begin sentences with a colon in them ("Now: ...") and no label."""

QUESTION_WORDS = _set(
    "q question questions reporter reporters journalist journalists press media frage journaliste "
    "pregunta periodista domanda giornalista вопрос журналист питання журналіст pytanie "
    "dziennikarz 問 问 記者 记者"
)
"""Labels under which whoever asks is written, one for all."""

NOT_NAMES = _set(
    "points point steps step contact contacts question questions council agenda topic topics news "
    "update background context conclusion introduction remarks statement statements press release "
    "conference summit meeting policy plan plans report results example examples part chapter "
    "thing things issue issues security defence economy bottom line fact facts"
)
"""Words that are no part of a person's name, though written with a capital in headings."""
