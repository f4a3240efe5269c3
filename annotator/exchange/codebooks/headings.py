"""Which headings do people write over the columns of a codebook, in which languages?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal[
    "code_id", "name", "group", "path", "level", "number", "key", "color", "kind",
    "brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo",
    "fields", "rules", "codes", "",
]  # fmt: skip
"""What a column is: a part of the code, a step of the tree, cells full of codes, or left out."""

ROLES: tuple[Role, ...] = get_args(Role)

ROLE_WORDS: Mapping[Role, str] = {
    "code_id": "Id",
    "name": "Name",
    "group": "Group",
    "path": "Path",
    "level": "Level of the tree",
    "number": "Number",
    "key": "Key",
    "color": "Colour",
    "kind": "Group or code",
    "brief": "Brief definition",
    "full": "Full definition",
    "use_when": "Use when",
    "dont_use_when": "Don\u2019t use when",
    "example": "Example",
    "counter_example": "Counter-example",
    "memo": "Memo",
    "fields": "Fields",
    "rules": "Rules",
    "codes": "Codes in the cells",
    "": "Left out",
}

TEXT_ROLES: tuple[Role, ...] = (
    "brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo",
)  # fmt: skip

ONCE: frozenset[Role] = frozenset(ROLES) - {"level", "memo", "codes", ""}
"""Roles that one column alone can have; several memos are put together."""

SYNONYMS: Mapping[Role, tuple[str, ...]] = {
    "code_id": (
        "code_id", "codeid", "variable_name", "id", "code", "variable", "tag", "label",
        "short_label", "short_name", "abbreviation", "abbr", "kürzel", "codekürzel", "kuerzel",
        "identifiant", "código", "codigo", "codice", "код", "代码", "编码", "コード",
    ),
    "name": (
        "name", "code_name", "codename", "long_name", "title", "label", "long_label", "tag",
        "code", "topic", "short_label", "variable_name", "concept", "subtopic_name", "node",
        "bezeichnung", "codebezeichnung", "titel", "nom", "libellé", "intitulé", "nombre",
        "etiqueta", "nome", "titolo", "etichetta", "naam", "nazwa", "название", "имя", "名称",
        "标签", "代码名称", "名前", "question",
    ),
    "group": (
        "group", "group_name", "parent", "parent_name", "parent_id", "parent_code", "category",
        "theme", "domain_name", "domain", "code_group", "family", "parent_tag", "catname",
        "major_topic", "majortopic", "major", "gruppe", "kategorie", "oberkategorie", "obercode",
        "hauptkategorie", "thema", "übergeordnet", "groupe", "catégorie", "thème", "grupo",
        "categoría", "categoria", "tema", "gruppo", "groep", "categorie", "grupa", "группа",
        "категория", "类别", "组", "分类", "カテゴリ",
    ),
    "path": ("path", "code_path", "full_path", "pfad", "chemin", "ruta", "caminho", "percorso"),
    "number": (
        "code_num", "number", "numeric", "num", "no", "nr", "value", "id", "nummer", "numéro",
        "número", "numero", "wert", "номер", "编号", "番号",
    ),
    "key": ("key", "shortcut", "hotkey", "taste", "tastenkürzel", "touche", "tecla", "tasto"),
    "color": (
        "color", "colour", "color_hex", "colour_hex", "hex", "color_code", "farbe", "couleur",
        "colore", "cor", "kleur", "kolor", "цвет", "颜色", "色",
    ),
    "brief": (
        "brief_definition", "short_definition", "brief", "short_description", "definition",
        "description", "kurzdefinition", "définition", "definición", "definição", "definizione",
        "definitie", "beschreibung", "descripción", "descrição", "descrizione", "beschrijving",
        "definicja", "определение", "описание", "定义", "描述", "说明", "定義", "meaning",
    ),
    "full": (
        "full_definition", "long_definition", "detailed_definition", "full_description",
        "long_description", "definition", "description", "langdefinition",
        "ausführliche_definition", "définition_complète", "definición_completa", "beschreibung",
        "explanation", "erläuterung", "details",
    ),
    "use_when": (
        "use_when", "when_to_use", "inclusion", "inclusion_criteria", "include", "includes",
        "kodierregel", "kodierregeln", "codierregel", "einschluss", "einschlusskriterien",
        "anwendung", "critères_d_inclusion", "quand_utiliser", "cuando_usar", "cuándo_usar",
        "criterios_de_inclusión", "quando_usar", "quando_usare", "纳入标准", "coding_rule",
        "coding_rules", "rule", "rules",
    ),
    "dont_use_when": (
        "dont_use_when", "do_not_use_when", "when_not_to_use", "exclusion", "exclusion_criteria",
        "exclude", "excludes", "ausschluss", "ausschlusskriterien", "abgrenzung",
        "abgrenzungsregel", "critères_d_exclusion", "quand_ne_pas_utiliser", "cuándo_no_usar",
        "cuando_no_usar", "criterios_de_exclusión", "quando_não_usar", "排除标准",
    ),
    "example": (
        "example", "examples", "typical_example", "anchor_example", "typical_exemplar",
        "ankerbeispiel", "ankerbeispiele", "beispiel", "beispiele", "exemple", "exemples",
        "ejemplo", "ejemplos", "exemplo", "exemplos", "esempio", "esempi", "voorbeeld",
        "przykład", "пример", "例子", "示例", "例", "quote",
    ),
    "counter_example": (
        "counter_example", "counterexample", "counter_examples", "non_example",
        "atypical_example", "close_but_no", "gegenbeispiel", "contre_exemple", "contraejemplo",
        "contra_exemplo", "controesempio", "反例",
    ),
    "memo": (
        "memo", "note", "notes", "comment", "comments", "remark", "remarks", "see_also",
        "categories", "values", "notiz", "notizen", "bemerkung", "bemerkungen", "kommentar",
        "remarque", "remarques", "commentaire", "nota", "notas", "comentario", "observações",
        "commento", "备注", "注释",
    ),
    "fields": ("fields", "code_fields", "felder", "champs", "campos", "campi"),
    "rules": ("code_rules",),
    "kind": ("kind", "type", "is_group", "art", "typ", "tipo"),
}  # fmt: skip
"""Role to headings that mean it, the surest first; roles choose in this order."""

LEVEL_STEMS = frozenset(
    {
        "level", "ebene", "niveau", "nivel", "nível", "livello", "poziom", "tier", "stufe",
        "category", "theme", "code", "hierarchy", "kategorie", "catégorie", "categoría",
    }
)  # fmt: skip
"""Headings that are steps of a tree where a number follows: Level 1, Level 2."""

CODES_STEMS = frozenset({"code", "kode", "código", "codigo", "tag"})
"""Headings over cells full of codes, where numbers follow and nothing else names the codes."""

SUB_STEMS: Mapping[str, tuple[str, ...]] = {
    "category": ("subcategory", "sub_category"),
    "theme": ("subtheme", "sub_theme"),
    "topic": ("subtopic", "sub_topic"),
    "code": ("subcode", "sub_code"),
    "major_topic": ("subtopic", "sub_topic", "minor_topic"),
    "majortopic": ("subtopic", "sub_topic", "minortopic"),
    "major": ("sub", "minor", "subtopic"),
    "kategorie": ("subkategorie", "unterkategorie"),
    "hauptkategorie": ("subkategorie", "unterkategorie"),
    "oberkategorie": ("unterkategorie", "subkategorie"),
    "thema": ("unterthema",),
    "catégorie": ("sous_catégorie",),
    "thème": ("sous_thème",),
    "categoría": ("subcategoría",),
    "categoria": ("subcategoria", "sottocategoria"),
    "tema": ("subtema", "sottotema"),
    "类别": ("子类别",),
    "domain": ("category", "subdomain", "topic"),
}
"""A heading and those that stand one step below it."""

GROUP_WORDS = frozenset(
    {"group", "category", "theme", "true", "yes", "1", "gruppe", "groupe", "grupo", "gruppo", "组"}
)
