"""Finds the table of processing activities in a policy: by its heads, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from varsam.domain.errors import Position, RegisterError
from varsam.formats.policy.document import Part, Table

# Heads in Swedish, English, French and Dutch, as policies and the authorities' templates print them.
_HEADS = MappingProxyType(
    {
        "basis": r"(?:rättslig|laglig|legal) grund\b.*|rättsligt stöd|lagstöd|(?:legal|lawful) bas[ie]s\b.*|"
        r"legal ground\b.*|base légale|base juridique|grondslag",
        "retention": r"lagrings?-?(?:tid|period|s?horisont)(?:er|en)?\b.*|lagring|bevarande(?:tid)?|"
        r"sparas\b.*|"
        r"horisont för lagring|gallring(?:s\w+)?|hur länge\b.*|(?:data )?retention\b.*|"
        r"(?:storage|retention|storing)[ -](?:period|time|limit|schedule)\b.*|how long\b.*|"
        r"délai d.effacement|durée de conservation|bewaartermijn",
        "categories": r"(?:kategori(?:er)? av )?personuppgift(?:er|erna)?|uppgiftskategori(?:er)?|"
        r"(?:typ(?:er)? av|vilka) (?:person)?uppgifter\b.*|uppgifter|"
        r"(?:categor(?:y|ies) of |types? of )?(?:personal )?data|(?:personal )?data categor(?:y|ies)|"
        r"catégories de données\b.*|persoonsgegevens",
        "subjects": r"(?:kategori(?:er)? av )?registrerade?(?: personer)?|vilka (?:som )?berörs|"
        r"personkategori(?:er)?|"
        r"(?:categor(?:y|ies) of )?(?:data )?subjects?|(?:categor(?:y|ies) of )?individuals|"
        r"personnes concernées|betrokkenen",
        "recipients": r"(?:kategori(?:er)? av )?mottagare|delas med\b.*|(?:categor(?:y|ies) of )?recipients?|"
        r"shared with\b.*|destinataires|ontvangers",
        "purpose": r"syfte(?:t|n|na)?\b.*|ändamål(?:et|en)?\b.*|purposes?\b.*|why\b.*|finalités?\b.*|"
        r"doel(?:einden?)?",
        "activity": r"personuppgiftsbehandling(?:ar|en)?|behandling(?:ar|en|"
        r"s?aktivitet(?:er)?)?(?: av personuppgifter)?|"
        r"aktivitet(?:er)?|(?:data )?processing(?: activit(?:y|ies))?|activit(?:y|ies)|traitements?|"
        r"verwerking(?:sactiviteit(?:en)?)?|business function",
    }
)
_SWEDISH = re.compile(r"[åäö]|grund|lagring|gallring|behandling|syfte|uppgift|registrerad|mottagare|sparas")
_NEEDED = ("basis", "retention")
_NAMES = MappingProxyType(
    {
        "activity": "activity (Personuppgiftsbehandling, Processing activity)",
        "purpose": "purpose (Syfte, Ändamål, Purpose)",
        "categories": "categories of data (Kategorier av personuppgifter, Data categories)",
        "subjects": "categories of people (Kategorier av registrerade, Data subjects)",
        "basis": "legal basis (Rättslig grund, Legal basis)",
        "retention": "time of storage (Lagringstid, Gallring, Retention)",
    }
)


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """A table of processing activities and which column of it holds what."""

    table: Table
    columns: Mapping[str, int]
    extra: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language of the heads: `sv`, or `en` for any other."""
        return "sv" if any(_SWEDISH.search(head.casefold()) for head in self.table.heads) else "en"

    @property
    def missing(self) -> tuple[str, ...]:
        """What a table of this kind has, and this one hasn't."""
        return tuple(name for key, name in _NAMES.items() if key not in self.columns)


def recognise(table: Table) -> ActivityTable:
    """Say which column of a table holds what; the first column that fits wins."""
    columns: dict[str, int] = {}
    extra: list[str] = []
    for place, head in enumerate(table.heads):
        name = _column(head)
        if name is None or name in columns:
            extra.append(head)
        else:
            columns[name] = place
    return ActivityTable(table, MappingProxyType(columns), tuple(extra))


def activity_tables(parts: Sequence[Part], path: str) -> tuple[tuple[ActivityTable, ...], tuple[Table, ...]]:
    """The tables of processing activities, and the other tables of the document.

    Raises RegisterError when there is none: it names the heads that the likeliest table lacks.
    """
    seen = [recognise(part) for part in parts if isinstance(part, Table)]
    good = tuple(each for each in seen if _is_complete(each))
    if good:
        return good, tuple(each.table for each in seen if not _is_complete(each))
    if not seen:
        raise RegisterError(
            "the document has no table",
            where=Position(path),
            hint="the policy needs a table with the columns activity, legal basis and time of storage",
        )
    likeliest = max(seen, key=lambda each: len(each.columns))
    wanted = [*_NEEDED, *(("activity",) if "purpose" not in likeliest.columns else ())]
    lacking = ", ".join(_NAMES[name] for name in wanted if name not in likeliest.columns)
    heads = ", ".join(repr(head) for head in likeliest.table.heads[:12])
    raise RegisterError(
        f"no table of the document has a head for {lacking}",
        where=Position(path, likeliest.table.line),
        hint=f"name the columns so; the heads here are {heads}",
    )


def _is_complete(table: ActivityTable) -> bool:
    named = "activity" in table.columns or "purpose" in table.columns
    return named and all(name in table.columns for name in _NEEDED)


def _column(head: str) -> str | None:
    text = re.sub(r"[\s*:?.]+", " ", head.casefold()).strip()[:200]
    return next((name for name, pattern in _HEADS.items() if re.fullmatch(pattern, text)), None)
