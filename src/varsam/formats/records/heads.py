"""The words by which records of processing head their columns, in seven languages.

As the authorities' templates and those made after them print them: Swedish, English, German, Dutch, French,
Danish and Norwegian. What heads a column of a policy's table is known here as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from varsam.formats.policy.heads import head_of

# The first that fits wins, so what is narrower comes first. Empty field: known, and not imported.
_HEADS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (
            "",
            r"links?\b.*|liens?\b.*|article 9\b.*|artikel 9\b.*|rights available.*|"
            r".*\bimpact assessment\b.*|"
            r".*konsekvensbedömning.*|.*breach\b.*|.*schedule 1.*|is personal data retained.*|"
            r"reasons for not.*|location of (?:the )?personal data|system(?:er|namn)?|"
            r"(?:date|datum|créé|skapad|created|updated|uppdaterad|mise à jour|senast)\b.*|"
            r".*data protection officer|.*dataskyddsombud.*",
        ),
        (
            "safeguards",
            r"(?:suitable |appropriate )?safeguards\b.*|(?:lämpliga )?skyddsåtgärder\b.*|"
            r"(?:geeignete )?garantien\b.*|(?:passende )?waarborgen\b.*|(?:types? de )?garanties\b.*|"
            r"(?:fornødne )?garantier\b.*|(?:nødvendige )?garantier\b.*",
        ),
        (
            "countries",
            r"names of third countries\b.*|(?:transfers?|transferred) (?:to|outside)\b.*|third countr\w+.*|"
            r"international transfers?.*|(?:överföring(?:ar)? till )?tredje ?land.*|"
            r"tredjelandsöverföring\w*|"
            r"överför\w* till (?:tredje ?land|land utanför).*|överföring utanför eu.*|"
            r"(?:übermittlung(?:en)? (?:an|in) )?drittl[aä]nd.*|datenübermittlung.*|"
            r"(?:doorgifte\w*(?: aan| naar)? )?(?:buiten de eu|derde landen?).*|doorgifte\w*|"
            r"transferts?\b.*|pays\b.*|(?:overførsel|overføring)\w*\b.*|(?:til )?tredjeland\w*",
        ),
        (
            "joint",
            r".*\bjoint[ -]controllers?\b.*|gemensamt? personuppgiftsansvar\w*|"
            r"gemeinsam verantwortliche\w*.*|gezamenlijke? verwerkingsverantwoordelijken?.*|"
            r"(?:responsables? )?(?:du traitement )?conjoints?(?: du traitement)?.*|"
            r"fælles (?:data)?ansvarlige?.*|felles behandlingsansvarlige?.*",
        ),
        (
            "their_controller",
            r"name and contact details of (?:the |each )?controller.*|(?:för vems räkning|on whose behalf)|"
            r"controller'?s\b.*",
        ),
        (
            "",
            r"representatives?\b.*|représentants?\b.*|(?:vertreter|vertegenwoordiger)\b.*|"
            r"representant(?:er|en)?|företrädare|repræsentant|its \w+.*|dess \w+.*",
        ),
        (
            "controllers",
            r"(?:data )?controllers?|personuppgiftsansvarig(?:a|e)?(?: nämnd| bolag)?|"
            r"ansvarig (?:nämnd|bolag)|verantwortliche[rn]?|verwerkingsverantwoordelijken?|"
            r"responsables? (?:du|de) traitement|"
            r"dataansvarlige?|behandlingsansvarlige?",
        ),
        (
            "measures",
            r".*\bsecurity measures\b.*|(?:technical and organi[sz]ational )?measures|security|"
            r"(?:tekniska och organisatoriska )?(?:säkerhets|skydds)?åtgärder\b.*|säkerhetsåtgärd.*|"
            r"(?:technische und organisatorische )?(?:sicherheits)?maßnahmen.*|tom|"
            r"(?:technische en organisatorische )?(?:beveiligings)?maatregelen.*|beveiliging|"
            r"mesures\b.*|(?:tekniske og organisatoriske )?(?:sikkerheds|sikkerhets)?"
            r"(?:foranstaltninger|tiltak).*",
        ),
        (
            "processing",
            r"categories of processing\b.*|kategorier av behandling(?:ar)?\b.*|"
            r"kategorien von verarbeitungen.*|categorieën verwerkingen.*|catégories de traitements?.*|"
            r"kategorier af behandling(?:er)?.*",
        ),
        (
            "law",
            r"lagrum|lagstöd|författning(?:sstöd)?|law|statute|legal provision|gesetz(?:liche vorschrift)?|"
            r"wettelijke verplichting|texte(?: légal)?|lovhjemmel|lov",
        ),
        (
            "basis",
            r"(?:gdpr )?article 6\b.*|art\.? 6\b.*|(?:rättslig|laglig|legal)a? grund(?:er)?\b.*|"
            r"rättsligt stöd|"
            r"laga grund|(?:legal|lawful) (?:bas[ie]s|grounds?)\b.*|rechtsgrundlagen?\b.*|"
            r"(?:wettelijke |juridische )?(?:rechts)?grondslag(?:en)?\b.*|bases? (?:légales?|"
            r"juridiques?)\b.*|"
            r"fondements? (?:légal|juridique)s?\b.*|(?:retligt |juridisk )?(?:behandlings)?(?:rets)?"
            r"grundlag\b.*|hjemmel\b.*|(?:rettslig |juridisk )?(?:behandlings)?grunnlag\b.*",
        ),
        (
            "interest",
            r"legitimate interests?(?: for\b.*| pursued)?|berättiga(?:t|de) intresse(?:n)?|"
            r"berechtigte[sn]? interessen?|gerechtvaardigde? belang(?:en)?|intérêts? légitimes?(?: .*)?|"
            r"legitime? interesser?|berettiget? interesser?",
        ),
        (
            "retention",
            r"retention\b.*|(?:data )?(?:storage|retention)[ -](?:period|time|limit|schedule)s?\b.*|"
            r"time limits? (?:for erasure|envisaged)\b.*|how long\b.*|"
            r"(?:planerad )?(?:lagrings|bevarande|gallrings)-?(?:tid|period|frist)(?:er|en)?\b.*|lagring|"
            r"gallring(?:s\w+)?\b.*|tidsfrist(?:er)? för radering\b.*|hur länge\b.*|radering|"
            r"(?:speicher|aufbewahrungs|lösch)(?:dauer|frist|fristen|zeit)\b.*|löschung|"
            r"bewaar(?:termijn|periode)(?:en)?\b.*|(?:délais?|durées?) (?:d.effacement|"
            r"de conservation|de la "
            r"conservation)\b.*|conservation|slettefrist(?:er)?\b.*|sletning\b.*|sletting\b.*|"
            r"opbevaring\w*\b.*|(?:lagrings|oppbevarings)(?:tid|periode)\b.*",
        ),
        (
            "subjects",
            r"(?:description of (?:the )?)?categor(?:y|ies) of (?:individuals|(?:data )?subjects?|"
            r"people|persons)"
            r"\b.*|(?:data )?subjects?|individuals|"
            r"(?:beskrivning av )?(?:kategori(?:er)? av )?registrerade?"
            r"(?: personer)?\b.*|(?:kategorien? (?:der )?)?betroffenen?r?(?: personen)?\b.*|"
            r"personengruppen?|"
            r"(?:categorie(?:ën|en)? (?:van )?)?betrokkenen\b.*|"
            r"(?:catégories? de )?personnes(?: concernées)?\b.*|"
            r"(?:kategori(?:er)? (?:af|av|over)? ?)?(?:de )?registrert?e(?:de)?(?: personer)?\b.*",
        ),
        (
            "special",
            r"(?:känsliga|särskilda kategorier av) (?:person)?uppgifter\b.*|(?:special categor(?:y|ies)|"
            r"sensitive)\b.*|besondere kategorien\b.*|bijzondere (?:categorieën|persoonsgegevens)\b.*|"
            r"données sensibles\b.*|(?:følsomme|særlige kategorier af|særlige kategorier) .*",
        ),
        (
            "categories",
            r"(?:description of (?:the )?)?categor(?:y|ies) of (?:personal )?data\b.*|(?:personal )?data"
            r"(?: categor(?:y|ies)| types?)?|(?:beskrivning av )?(?:(?:kategori(?:er)?|typ(?:er)?) av )?"
            r"(?:person)?uppgift(?:er|erna)?\b.*|uppgiftskategori(?:er)?|"
            r"(?:kategorien? |arten? )?(?:der |von )?(?:personenbezogene[rn]? )?daten(?:kategorien?|"
            r"arten)?\b.*|"
            r"(?:categorie(?:ën|en)? (?:van )?)?(?:persoons)?gegevens\b.*|"
            r"(?:catégories? de )?données\b.*|(?:kategori(?:er)? (?:af |"
            r"av )?)?(?:person)?op(?:p)?lysninger?\b.*",
        ),
        (
            "processors",
            r"(?:sub-?|data )?processors?|personuppgiftsbiträden?|biträden?|auftragsverarbeiter\b.*|"
            r"(?:sub)?verwerkers?|sous-traitants?|databehandlere?",
        ),
        (
            "recipients",
            r"(?:categor(?:y|ies) of )?recipients?\b.*|shared with\b.*|"
            r"(?:kategori(?:er)? av )?mottagare\b.*|"
            r"(?:kategorien? (?:der |von )?)?empfängern?\b.*|(?:categorie(?:ën|"
            r"en)? (?:van )?)?ontvangers\b.*|"
            r"(?:catégories? de )?destinataires\b.*|(?:kategori(?:er)? (?:af |av )?)?(?:modtagere|"
            r"mottakere)\b.*",
        ),
        (
            "decisions",
            r".*\bautomated (?:individual )?decisions?\b.*|.*automated decision-making.*|"
            r"automati(?:skt|serat|serade) beslut\w*.*|automatisierte entscheidung\w*.*|"
            r"geautomatiseerde besluit\w*.*|décisions? automatisées?.*|"
            r"automatiske? (?:afgørelser|avgjørelser).*|profil(?:ing|ering|age)",
        ),
        (
            "source",
            r"(?:the )?source of (?:the )?(?:personal )?data\b.*|(?:data )?sources?|källa(?: till\b.*)?|"
            r"varifrån\b.*|ursprung|herkunft(?: der daten)?|herkomst|bron|(?:source|"
            r"origine)(?: des données)?|"
            r"kilde(?:r)?|hvorfra\b.*",
        ),
        (
            "operations",
            r"(?:processing )?operations?|vad som görs|typ(?:er)? av behandling(?:ar)?|"
            r"behandlingens art|art der verarbeitung|aard van de verwerking|opérations?",
        ),
        (
            "role",
            r"role|(?:vår )?roll|controller or processor|ansvarig eller biträde|rolle|rôle|rol",
        ),
        (
            "purpose",
            r"(?:processing )?purposes?\b.*|why\b.*|syfte(?:t|n|na)?\b.*|ändamål(?:et|en)?\b.*|varför\b.*|"
            r"(?:verarbeitungs)?zwecke?\b.*|(?:verwerkings)?doel(?:e?inden?|en)?\b.*|finalités?\b.*|"
            r"objectifs?\b.*|formål(?:et|ene)?\b.*",
        ),
        (
            "activity",
            r"business function|(?:name of (?:the )?)?(?:data )?processing(?: (?:activit(?:y|ies)|"
            r"operations?))?|"
            r"activit(?:y|ies)|(?:namn på )?(?:personuppgifts)?behandling(?:ar|en|s?aktivitet(?:er)?)?"
            r"(?: av personuppgifter)?|(?:beskrivning av )?behandlingen|aktivitet(?:er)?|process|"
            r"(?:bezeichnung der )?(?:daten)?verarbeitung(?:s?tätigkeit(?:en)?|svorg[aä]ng(?:e|en)?|en)?|"
            r"(?:naam )?verwerking(?:en|sactiviteit(?:en)?)?|(?:nom du |activités? de )?traitements?|"
            r"nom(?: ?/ ?sigle)?|activités?|behandlingsaktivitet(?:er)?",
        ),
    )
)
NAMES = MappingProxyType(
    {
        "activity": "activity (Behandling, Processing activity, Traitement)",
        "purpose": "purpose (Ändamål, Purpose, Finalité)",
        "categories": "categories of data (Kategorier av personuppgifter, Categories of personal data)",
        "subjects": "categories of people (Kategorier av registrerade, Categories of individuals)",
        "basis": "legal basis (Rättslig grund, Lawful basis, Base légale)",
        "retention": "time of storage (Lagringstid, Gallring, Retention, Durée de conservation)",
    }
)
_LONGEST = 200
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_MARKS = re.compile(r"[\s*:?.†_]+")
_SWEDISH = re.compile(
    r"[åäö]|grund|lagring|gallring|behandling|syfte|uppgift|registrerad|mottagare|sparas|åtgärd"
)
_NOT_SWEDISH = re.compile(r"[øæß]|verarbeit|daten\b|opplysning|oplysning|registrerte|formål|durée|gegevens")


def field_of(head: str) -> str | None:
    """What a column's head stands for; empty for one that is known and isn't imported, None for no head."""
    words = _MARKS.sub(" ", _ASIDE.sub("", head.casefold())).strip()
    return _known(words) if 0 < len(words) <= _LONGEST else None


def language_of(heads: list[str]) -> str:
    """The language of the register: Swedish where its heads are, else English."""
    swedish = sum(bool(_SWEDISH.search(each.casefold())) for each in heads)
    others = sum(bool(_NOT_SWEDISH.search(each.casefold())) for each in heads)
    return "sv" if swedish * 2 > len(heads) and not others else "en"


@lru_cache(maxsize=4096)
def _known(words: str) -> str | None:
    found = next((field for field, pattern in _HEADS if pattern.fullmatch(words)), None)
    if found is not None:
        return found
    head = head_of(words)
    return head.column if head else None
