"""The layout of the CNIL's simplified register; its heads are the CNIL's own words, in French."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.domain.records import Record
from varsam.domain.register import Activity
from varsam.domain.vocabulary import covers
from varsam.formats.records_export import wording
from varsam.formats.records_export.art30 import overview, processor
from varsam.formats.records_export.book import Book, Column, Loss, Row, Shape, Sheet, Style
from varsam.formats.records_export.wording import said
from varsam.formats.texts import Lang

_SENSITIVE = "Données sensibles"
_OTHER = "Autres catégories de données"
# The template's groups of data, by the categories that they cover; the first that fits.
# Source: the CNIL's register models of 2019; the wording of its file wasn't compared again.
_GROUPS = (
    (
        "État civil, identité, données d'identification, images…",
        ("contact", "id", "customer", "account", "image", "audio"),
    ),
    ("Vie personnelle (habitudes de vie, situation familiale, etc.)", ("preference", "correspondence")),
    ("Vie professionnelle (CV, scolarité, formation, etc.)", ("work",)),
    (
        "Informations d'ordre économique et financier (revenus, situation financière, situation fiscale,"
        " etc.)",
        ("billing", "order"),
    ),
    (
        "Internet (cookies, traceurs, données de navigation, mesures d'audience, etc.)",
        ("online.cookie", "online.behaviour"),
    ),
    ("Données de connexion (adresse IP, logs, etc.)", ("online",)),
    ("Données de localisation (déplacements, données GPS, GSM, etc.)", ("location",)),
    (_SENSITIVE, ("special", "criminal")),
)
_ROOM = 6
_SHEET = (Column("", 50), Column("", 52), Column("", 44), Column("", 44))


def cnil(record: Record, lang: Lang) -> Book:
    """The record as the CNIL's register: a list of activities, then a sheet for each."""
    sheets = [overview(record, lang)]
    losses: list[Loss] = []
    if record.controlled:
        sheets.append(_list(record))
        sheets += [_sheet(record, number, each, lang) for number, each in enumerate(record.controlled, 1)]
        losses += [Loss("cnil_basis"), Loss("cnil_rule"), Loss("cnil_dates")]
        losses += [
            Loss("cnil_purposes", {"activity": each.title, "purposes": len(each.purposes)})
            for each in record.controlled
            if len(each.purposes) > _ROOM
        ]
    if record.processed:
        sheets.append(processor(record, lang))
        losses.append(Loss("cnil_processor"))
    return Book(said("title", lang), lang, tuple(sheets), tuple(losses))


def _list(record: Record) -> Sheet:
    rows = tuple(
        Row(
            (
                f"RT-{number:03}",
                activity.title,
                wording.names(record.who(activity)),
                wording.lines(dict.fromkeys(each.title for each in activity.purposes)),
                record.on.isoformat(),
            )
        )
        for number, activity in enumerate(record.controlled, 1)
    )
    heads = (
        Column("N° / RÉF", 12),
        Column("Nom / sigle", 44),
        Column("Responsable du traitement", 36),
        Column("Finalité(s)", 56),
        Column("Mise à jour", 14),
    )
    return Sheet("Liste des traitements", "Liste des traitements", heads, rows)


def _sheet(record: Record, number: int, activity: Activity, lang: Lang) -> Sheet:
    reference = f"RT-{number:03}"
    rows = (
        *_described(record, reference, activity),
        *_actors(record, activity, lang),
        *_purposes(activity, lang),
        *_protected(record, activity, lang),
        *_data(record, activity, lang),
        *_subjects(record, activity, lang),
        *_recipients(record, activity, lang),
        *_transfers(record, activity, lang),
    )
    name = f"{reference} {activity.title}"
    title = Row((f"Fiche de registre {name}",), Style.TITLE)
    return Sheet(name, name, _SHEET, rows, above=(title,), shape=Shape.FORM)


def _section(*cells: str) -> Row:
    return Row(cells, Style.SECTION)


def _described(record: Record, reference: str, activity: Activity) -> Iterator[Row]:
    yield _section("Description du traitement")
    yield Row(("Nom / sigle", activity.title))
    yield Row(("N° / RÉF", reference))
    yield Row(("Date de création de la fiche", ""))
    yield Row(("Mise à jour de la fiche", record.on.isoformat()))


def _actors(record: Record, activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Acteurs", "Nom", "Adresse", "Contact")
    for place, entity in enumerate(record.who(activity)):
        role = "Responsable conjoint" if place else "Responsable du traitement"
        contact = wording.lines(dict.fromkeys((entity.email, entity.phone, entity.contact)))
        yield Row((role, entity.name, entity.address, contact))
        yield Row(("Délégué à la protection des données", wording.officer(entity, lang)))
        if entity.representative:
            yield Row(("Représentant", entity.representative))


def _purposes(activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Finalité(s) du traitement effectué")
    for place, purpose in enumerate(activity.purposes):
        head = f"Sous-finalité {place}" if place else "Finalité principale"
        law = f", {purpose.law}" if purpose.law else ""
        yield Row((head, f"{purpose.title} ({wording.basis(purpose, lang)}{law})"))


def _protected(record: Record, activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Mesures de sécurité", "Description")
    found = record.protected(activity)
    for place, measure in enumerate(found, 1):
        yield Row((f"Mesure de sécurité {place}", measure.title, measure.text))
    if not found:
        yield Row(("Mesures de sécurité", said("unsaid", lang)))


def _data(record: Record, activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Catégories de données personnelles concernées", "Description", "Délai d'effacement")
    limits = wording.lines(dict.fromkeys(wording.lawful_limit(each, lang) for each in activity.purposes))
    for category in activity.categories:
        yield Row((_group(category), record.label("categories", category, lang), limits))


def _group(category: str) -> str:
    return next((head for head, codes in _GROUPS if any(covers(code, category) for code in codes)), _OTHER)


def _subjects(record: Record, activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Catégories de personnes concernées", "Description")
    for place, code in enumerate(activity.subjects, 1):
        yield Row((f"Catégorie de personnes {place}", record.label("subjects", code, lang)))


def _recipients(record: Record, activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Destinataires", "Description", "Type de destinataire", "Précisions")
    found = record.disclosed(activity)
    for place, each in enumerate(found, 1):
        yield Row(
            (f"Destinataire {place}", each.name, wording.role(each, lang), wording.agreements(each, lang))
        )
    if not found:
        yield Row(("Destinataires", said("unsaid", lang)))


def _transfers(record: Record, activity: Activity, lang: Lang) -> Iterator[Row]:
    yield _section("Transferts hors UE", "Destinataire", "Pays", "Type de garanties")
    names = {each.id: each.name for each in record.recipients}
    found = record.transferred(activity)
    for place, each in enumerate(found, 1):
        grounds = wording.lines((wording.ground(each, lang), wording.safeguards(each, lang)))
        yield Row(
            (
                f"Organisme destinataire {place}",
                names.get(each.recipient, each.recipient),
                each.country,
                grounds,
            )
        )
    if not found:
        yield Row(("Transferts hors UE", wording.transfers(record, activity, lang)))
