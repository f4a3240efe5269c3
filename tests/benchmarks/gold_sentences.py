"""Which sentences does a reader see? Lines of speech in many languages, cut by hand with a bar.

They were written before any segmenter was run on them, in the manner of press points, debates and
interviews, and are not those that the tests of our own rules are made of. After the first run on
`LINES` our lists of Polish, Russian, Ukrainian, German and Italian abbreviations were filled up;
`LATER` was written after that, and nothing was changed for it.
"""

from __future__ import annotations

ENGLISH = (
    "Thank you, Mr. Secretary-General. | It is good to be back in Brussels.",
    "Lt. Col. Vindman testified on Nov. 19. | Nobody had asked him to.",
    "The U.S. has sent 31 Abrams tanks. | The U.K. has sent 14 Challengers.",
    "We spoke with President Zelenskyy at 3 p.m. | He was clear about what he needs.",
    "The meeting begins at 10 a.m. Central European Time.",
    "I think... I think we should wait. | That is my advice.",
    "“Nobody wants this war.” | Those were his words, not mine.",
    "“Do you trust them?” she asked. | I said that I do.",
    "He said, “We will not stop.” | And they did not.",
    "Is it enough? | No. | Will it be? | I hope so!",
    "The bill (H.R. 815) passed the House. | The Senate voted later.",
    "GDP grew by 2.4 percent in Q3. | Inflation fell to 3.1 percent.",
    "See Art. 4 of the Washington Treaty. | It speaks of consultations.",
    "Sen. McConnell, Rep. Jeffries and Gov. Whitmer were there. | So was I.",
    "I live in Washington, D.C. | My family lives in St. Louis.",
    "She worked for Lockheed Martin Corp. before that. | Now she works for us.",
    "John F. Kennedy said it first. | Ronald Reagan said it louder.",
    "Let me say three things: first, we agree; second, we act; third, we stay. | That is all.",
    "We have, e.g., trained 60,000 soldiers. | We go on.",
    "That’s what he told me. | ‘Never again.’ | And I believed him.",
    "No, no, no. | Let me finish. | You asked, and I answer.",
    "He was born on Jan. 5, 1953 in Mt. Vernon. | He left at 18.",
    "The vote was 93 to 1. | One senator was absent.",
    "Go to nato.int/summit for details. | The programme is there.",
    "This costs $1.5 million a day. | Who pays?",
    "Prof. Dr. Weber and Ms. O’Neil disagree. | They always have.",
    "What?! | You cannot be serious.",
    "I told the P.M. that we would. | He thanked me.",
    "The answer is: yes. | Absolutely yes.",
    "(Applause.) | Thank you. | Please sit down.",
    "We had No. 10 on the line. | They had nothing to say.",
    "It is, as Sec. Austin put it, ironclad. | I agree with Lloyd.",
    "We need air defence, ammunition, etc. | And we need it now.",
    "Yes… but not today. | Tomorrow… | Perhaps.",
    "President Biden Jr. was not the first. | There were others.",
    "We met Adm. Bauer vs. the whole committee. | It was tense.",
)
GERMAN = (
    "Sehr geehrter Herr Dr. Schäuble, ich danke Ihnen. | Das Wort hat Herr Scholz.",
    "Am 24. Februar 2022 begann der Krieg. | Seitdem ist nichts, wie es war.",
    "Das steht in Art. 5 Abs. 3 GG. | Lesen Sie nach!",
    "Wir geben ca. 2 Mrd. Euro aus. | Das ist viel Geld.",
    "Ist das so? | Ja, das ist so.",
    "„Wir schaffen das.“ | So hat sie es gesagt.",
    "„Wollen Sie das?“, fragte er. | Niemand wollte es.",
    "Wir haben z. B. die Bahn. | Wir haben auch die Straße.",
    "Der 1. Vizepräsident eröffnet die Sitzung. | Die Tagesordnung liegt vor.",
    "Das betrifft u. a. Bayern, Hessen usw. | Es betrifft alle.",
    "Die SPD hat 25,7 Prozent. | Die CDU hat 24,1.",
    "Meine Damen und Herren! | Liebe Kolleginnen und Kollegen! | Ich fange an.",
)
FRENCH = (
    "Merci, M. le Président. | Je serai bref.",
    "Mme Colonna et M. Lecornu sont à Kiev. | Ils y restent deux jours.",
    "Pourquoi maintenant ? | Parce qu’il le faut !",
    "« Nous ne céderons pas. » | Voilà ce qu’il a dit.",
    "L’art. 49 al. 3 permet cela. | Nous l’avons utilisé.",
    "Le 1er mars, nous avons signé. | Et puis… rien.",
    "Il y a 3,5 millions de réfugiés, etc. | Il faut les aider.",
    "À quoi bon ? | Écoutez-moi.",
)
SPANISH = (
    "Gracias, Sr. Presidente. | Señorías, seré breve.",
    "¿Por qué ahora? | ¡Porque hace falta!",
    "La Sra. Robles viajó a EE.UU. el 5 de mayo. | Volvió el 7.",
    "«No cederemos.» | Eso fue lo que dijo.",
    "Cuesta 3,5 millones, es decir, mucho. | ¿Quién paga?",
    "El art. 155 es claro. | Léanlo.",
)
ITALIAN = (
    "Grazie, on. Meloni. | La parola al sig. Conte.",
    "Perché adesso? | Perché è necessario!",
    "L’art. 11 della Costituzione ripudia la guerra. | Lo sappiamo tutti.",
    "«Non cederemo.» | Così ha detto.",
    "Il 3,5 per cento, ecc. | È poco.",
)
RUSSIAN = (
    "Добрый день, уважаемые коллеги. | Начнём с вопросов.",
    "Почему сейчас? | Потому что так надо!",
    "Это было 24 февраля 2022 г. | Все помнят этот день.",
    "В 2014 г. мы подписали соглашение. | Оно не работало.",
    "А. С. Пушкин писал об этом. | И Л. Н. Толстой тоже.",
    "«Мы не отступим». | Так он сказал.",
    "Нужны танки, снаряды и т. д. | Деньги тоже нужны.",
    "Это стоит 3,5 млн руб. в день. | Кто платит?",
    "— Вы согласны? | — Нет.",
)
UKRAINIAN = (
    "Добрий день, шановні колеги. | Почнемо з запитань.",
    "Чому зараз? | Бо так треба!",
    "Це сталося 24 лютого 2022 р. | Усі пам’ятають.",
    "У 2014 р. ми підписали угоду. | Вона не діяла.",
    "В. О. Зеленський виступив першим. | Ми слухали.",
    "«Ми не відступимо». | Так він сказав.",
    "Потрібні танки, снаряди тощо. | І гроші.",
    "Це коштує 3,5 млн грн. | Хто платить?",
)
POLISH = (
    "Dziękuję, panie premierze. | Zaczynamy.",
    "Dlaczego teraz? | Bo tak trzeba!",
    "Prof. Kowalski i dr Nowak są przeciw. | Ja też.",
    "W 2022 r. wybuchła wojna. | Wszyscy pamiętają.",
    "Potrzebujemy np. czołgów itd. | I pieniędzy.",
)
ARABIC = (
    "شكرا لكم. | نبدأ الآن.",
    "لماذا الآن؟ | لأن ذلك ضروري!",
    "قال الرئيس: لن نتراجع. | وهكذا كان.",
    "هل توافقون؟ | نعم. | شكرا.",
    "نحتاج إلى 3.5 مليون دولار. | من يدفع؟",
)
HEBREW = (
    "תודה רבה לכולם. | נתחיל עכשיו.",
    "למה עכשיו? | כי צריך!",
    "ראש הממשלה אמר: לא ניסוג. | וכך היה.",
    "זה עולה 3.5 מיליון. | מי משלם?",
    'חה"כ לפיד דיבר. | כולם הקשיבו.',
)
CHINESE = (
    "谢谢各位。|我们现在开始。",
    "为什么是现在？|因为必须这样！",
    "“我们不会退缩。”|他是这样说的。",
    "这需要3.5亿美元。|谁来付？",
    "主席先生，我有三点：第一，同意；第二，行动。|谢谢。",
)
JAPANESE = (
    "ありがとうございます。|始めましょう。",
    "なぜ今ですか？|必要だからです！",
    "「我々は退かない。」|彼はそう言った。",
    "三億五千万ドルかかります。|誰が払うのですか。",
)

LATER = {
    "en": (
        "Maj. Gen. Ryder briefed us at 2:30 p.m. | We had questions.",
        "The E.U. and the A.U. met in Addis. | Nothing came of it.",
        "We lost 1,200 men on Oct. 7. | We will not forget.",
        "“Why?” I asked. | “Because,” he said. | That was all.",
        "She cited Sec. 230 and Reg. 5(b). | I had not read them.",
        "Mr. Speaker, I yield. | Mrs. Pelosi has the floor.",
        "I know what J.D. thinks. | Ask him.",
        "He served in Vietnam, 1968 to 1970. | He came home to Ft. Worth, Tex. in May.",
        "Well, … no. | Next question, please.",
        "It is 5 o’clock. | We close at 6.",
        "Are you sure, Amb. Thomas-Greenfield? | Quite sure.",
        "They said yes; we said no. | [Laughter.] | Let’s move on.",
    ),
    "de": (
        "Lt. Abg. Müller (vgl. Drs. 20/123) gilt das nicht. | Wir prüfen es.",
        "Am 8. Mai 1945 endete der Krieg. | Der 9. November ist ein anderer Tag.",
        "Frau Bundeskanzlerin a. D. Merkel war da. | Sie sprach zuletzt.",
        "Das sind rd. 3 Mio. Menschen bzw. 4 Prozent. | Eine Menge!",
        "„Nein.“ „Doch.“ | So ging es den ganzen Abend.",
        "Der 3. Senat hat entschieden. | Das Urteil vom 12. 3. liegt vor.",
    ),
    "fr": (
        "Le Dr Martin et Mgr Lefebvre sont là. | Ils attendent.",
        "C’est l’art. L. 123 du code. | Lisez-le !",
        "Oui. | Non… | Peut-être, qui sait ?",
        "Il a dit : « Jamais ! » | Puis il est parti.",
    ),
    "it": (
        "Il dott. Rossi e l’avv. Bianchi sono d’accordo. | Io no.",
        "Vedi pag. 5, art. 3, comma 2. | È tutto scritto.",
        "Ha 3,5 mln di euro. | Bastano?",
    ),
    "ru": (
        "По словам г-на Лаврова, в т. ч. вчера, переговоры идут. | Мы ждём.",
        "Погибло ок. 100 чел. | Это известно.",
        "В XX в. было две войны. | В XXI в. хватит и одной.",
        "См. стр. 5 и п. 3 договора. | Там всё сказано.",
        "Зачем? | Не знаю... | Спросите у него.",
        "Он жил на ул. Ленина, д. 5. | Теперь в Москве.",
    ),
    "uk": (
        "За словами п. Кулеби, переговори тривають. | Чекаємо.",
        "Загинуло бл. 100 осіб. | Це відомо.",
        "Див. стор. 5 і ст. 3 договору. | Там усе є.",
        "Навіщо? | Не знаю... | Запитайте його.",
        "Він жив на вул. Шевченка, буд. 5. | Тепер у Києві.",
    ),
    "pl": (
        "Wg min. Sikorskiego rozmowy trwają. | Czekamy.",
        "Zginęło ok. 100 osób. | To pewne.",
        "Zob. s. 5 i art. 3 ust. 2. | Tam jest wszystko.",
        "Spotkanie o godz. 10. | Zapraszam.",
    ),
}
"""By ISO 639-1 code."""

LINES = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
    "pl": POLISH,
    "ar": ARABIC,
    "he": HEBREW,
    "zh": CHINESE,
    "ja": JAPANESE,
}
"""By ISO 639-1 code."""
