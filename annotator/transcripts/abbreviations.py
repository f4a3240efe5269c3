"""After which words does a full stop not end a sentence? Lists per language, to read and extend.

Words are written without their last full stop. An entry in lower case fits any case; an entry
with a capital fits as written or in capitals only (`Sat` is a day, `sat` is a verb).
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct


class Abbreviations(Struct, frozen=True):
    """The lists of one language.

    `titles` never end a sentence. `before_number` do not end one where a number follows. `soft`
    may stand at the end of a sentence, which is believed where the next word is one of
    `starters`, words that begin sentences and hardly ever names. `after_ordinal` are the words
    before which "3." is an ordinal number. `before_small` end one but where a small letter follows:
    "в 2014 г. мы".
    """

    titles: frozenset[str]
    before_number: frozenset[str]
    soft: frozenset[str]
    starters: frozenset[str]
    after_ordinal: frozenset[str]
    before_small: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    """All words after which a full stop may not end a sentence."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SHARED = Abbreviations(
    titles=_set("Dr Prof Mr Mrs Ms Mx Gen cf vs viz ibid"),
    before_number=_set("No Nos Art Nr p pp vol fig para ca approx"),
    soft=_set("etc Inc Ltd Corp Co St tel"),
    starters=frozenset(),
    after_ordinal=frozenset(),
)

_ENGLISH = Abbreviations(
    titles=_set(
        "Messrs Sen Sens Rep Reps Gov Govs Pres Amb Adm Capt Cpt Cmdr Cdr Cpl Lt Col Maj Brig Sgt "
        "Pvt Hon Rt Rev Revd Fr Supt Atty Asst Assoc Dep Sec Secy Min Treas Chm Ald Ofc Det Insp "
        "Mt Ft i.e e.g"
    ),
    before_number=_set(
        "no nos art arts sec secs ch chap vol vols ed eds pt pts par paras reg regs res Resol doc "
        "eq ex app n cl sched incl excl circa"
    ),
    soft=_set(
        "Jr Sr Esq Bros Assn Dept Univ Govt Natl Intl Ave Blvd Rd Jan Feb Mar Apr Jun Jul Aug Sep "
        "Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn "
        "Fla Ga Ill Ind Kan Ky La Md Mich Minn Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt "
        "Wis Wyo est resp al govt dept"
    ),
    starters=_set(
        "The A An This That These Those There Here It Its He She They We You I My Our Your His Her "
        "Their And But Or So If When While As At By For From In On Of To With Not No Yes What Who "
        "Why How Where Which Because Although Though After Before Since Now Then Thus However "
        "Let Thank Thanks Please Is Are Was Were Do Does Did Can Could Will Would Have Has Had "
        "Today Tomorrow Yesterday Also Many Some Most All Both Each Every Well It's That's We're "
        "We've I'm I've They're There's Let's Nobody Everyone Further Finally First"
    ),
    after_ordinal=frozenset(),
)

_GERMAN = Abbreviations(
    titles=_set(
        "Hr Hrn Fr Frl Dipl Ing Min.-Präs Bgm Hptm Obst Gebr bzw vgl sog z.B d.h u.a z.T i.d.R "
        "o.g s.o s.u v.a u.U m.E dgl Hl ggf evtl insb inkl exkl einschl zzgl gem lt Abg stellv "
        "bspw näml"
    ),
    before_number=_set("Abs Ziff Kap Bd Bde Anm S Rn Tz Drs Buchst lit Aufl Hrsg ab rd max Abschn"),
    soft=_set("usw u.s.w usf Str Mio Mrd Tsd Okt Dez Mär Std Nov Jh Jhd Verf Red"),
    starters=_set(
        "Der Die Das Ein Eine Wir Ich Er Sie Es Und Aber Denn Dann Doch Auch Im In Am An Auf Bei "
        "Mit Nach Von Vor Zu Für Wenn Weil Dass Da Hier Heute Morgen Jetzt Nun Nein Ja Was Wer Wie "
        "Wo Warum Diese Dieser Dieses Unser Unsere Ihr Ihre Sein Seine Deshalb Danach Damit Nicht "
        "Man Vielen Danke"
    ),
    after_ordinal=_set(
        "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember "
        "Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Jahrhundert Jahrhunderts Weltkrieg "
        "Weltkriegs Sitzung Bundestag Bundestages Deutschen Deutsche Wahlperiode Legislaturperiode "
        "Stock Mal Tag Jahrestag Tagung Gipfel Ausschuss Lesung Vizepräsident Vizepräsidentin "
        "Vorsitzende Vorsitzender Bürgermeister Platz Runde Klasse Halbjahr Quartal Kapitel Punkt"
    ),
)

_FRENCH = Abbreviations(
    titles=_set("M MM Mme Mmes Mlle Mlles Me Mgr Pr Vve c.-à-d p.ex Cie réf"),
    before_number=_set("n° art al chap env av apr p pp fig vol éd"),
    soft=_set("janv févr avr juil sept oct nov déc St Ste bd etc"),
    starters=_set(
        "Le La Les L' Un Une Des Nous Je Il Elle Ils Elles On Vous Et Mais Ou Donc Car Ce Cette "
        "Ces C'est Dans En Au Aux Avec Pour Par Sur Si Quand Qui Que Quoi Comment Pourquoi Notre "
        "Nos Votre Vos Leur Leurs Aujourd'hui Merci Oui Non Ensuite Enfin"
    ),
    after_ordinal=frozenset(),
)

_SPANISH = Abbreviations(
    titles=_set(
        "Sr Sra Srta Sres Sras Dra D Dª Dn Excmo Excma Ilmo Ilma Lic Gral Cnel Cap Ud Uds Vd Vds"
    ),
    before_number=_set("núm núms pág págs cap art arts inc aprox vol"),
    soft=_set("ej p.ej EE.UU Avda Av Cía ene abr ago sept dic"),
    starters=_set(
        "El La Los Las Un Una Nosotros Yo Él Ella Ellos Usted Ustedes Y Pero O Porque Si Cuando "
        "Como En Con Por Para De Del Al Este Esta Estos Estas Eso Esto Hoy Mañana Gracias Sí No "
        "Qué Nuestro Nuestra Su Sus Hay Es Son Lo Se También Además"
    ),
    after_ordinal=frozenset(),
)

_ITALIAN_PORTUGUESE = Abbreviations(
    titles=_set("sig sigg sig.ra dott dott.ssa On avv Exmo Exma V.Exa"),
    before_number=_set("núm pag pagg art artt"),
    soft=_set("ecc gen mag lug ott"),
    starters=_set(
        "Il Lo Gli Noi Questo Questa Ma Perché Nel Nella È O Os As Uma Nós Eu Mas Não No Na"
    ),
    after_ordinal=frozenset(),
)

_POLISH = Abbreviations(
    titles=_set("np tj tzn tzw m.in prof dr inż mgr św ul ks płk mjr kpt ppłk wg woj"),
    before_number=_set("nr poz str ust pkt art zob"),
    soft=frozenset(),
    starters=frozenset(),
    after_ordinal=frozenset(),
    before_small=_set("r w itd itp zł gr tys mln mld godz"),
)

_RUSSIAN_UKRAINIAN = Abbreviations(
    titles=_set(
        "т т.е т.к т.н т.зв т.о им ім ул вул просп акад проф доц ген полк кап г-н г-жа гр обл "
        "респ см ср напр див пор св"
    ),
    before_number=_set("стр пп гл рис табл №"),
    soft=frozenset(),
    starters=frozenset(),
    after_ordinal=frozenset(),
    before_small=_set("г гг р рр в вв ст д п др пр ін руб коп грн млн млрд тыс тис долл дол чел"),
)

LANGUAGES: dict[str, Abbreviations] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "it": _ITALIAN_PORTUGUESE,
    "pt": _ITALIAN_PORTUGUESE,
    "pl": _POLISH,
    "ru": _RUSSIAN_UKRAINIAN,
    "uk": _RUSSIAN_UKRAINIAN,
}


@cache
def abbreviations_for(language: str) -> Abbreviations:
    """The shared lists with those of one language ("en", "de-AT"); all of them where unknown."""
    own = LANGUAGES.get(language[:2].lower())
    return _joined((_SHARED, own) if own is not None else (_SHARED, *LANGUAGES.values()))


def _joined(parts: tuple[Abbreviations, ...]) -> Abbreviations:
    titles = _with_capitals(frozenset().union(*(part.titles for part in parts)))
    before_number = _with_capitals(frozenset().union(*(part.before_number for part in parts)))
    soft = _with_capitals(frozenset().union(*(part.soft for part in parts)))
    return Abbreviations(
        titles=titles,
        before_number=before_number,
        soft=soft,
        starters=frozenset().union(*(part.starters for part in parts)),
        after_ordinal=frozenset().union(*(part.after_ordinal for part in parts)),
        before_small=frozenset().union(*(part.before_small for part in parts)),
        listed=titles | before_number | soft,
    )


def _with_capitals(words: frozenset[str]) -> frozenset[str]:
    """The words as written and in capitals; lower-case ones also with one capital."""
    return words | {w.upper() for w in words} | {w[:1].upper() + w[1:] for w in words}
