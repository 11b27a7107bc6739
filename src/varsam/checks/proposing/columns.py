"""Whether a column holds personal data: by the shapes of its values, by its name where they don't tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from varsam.checks.proposing.hints import hints
from varsam.domain.proposal import ProposedColumn, Saying
from varsam.domain.sampled import ColumnSample, Shape, TableSample
from varsam.domain.snapshot import Table, TableColumn

SURE = 0.5
_MOST = 0.5
_SOME = 0.02
_MANY = 0.3
_TEXTS = ("text", "json", "bytes", "other")
_DATES = ("date", "datetime", "instant")

# What a whole cell is -> category, how sure where most cells are it, and from which share that is.
_WHOLE: tuple[tuple[Shape, str, float, float], ...] = (
    (Shape.PERSONNUMMER, "id.personnummer", 0.97, 0.5),
    (Shape.EMAIL, "contact.email", 0.97, 0.5),
    (Shape.IBAN, "billing.bank", 0.95, 0.5),
    (Shape.IP, "online.ip", 0.95, 0.5),
    (Shape.USER_AGENT, "online.device", 0.9, 0.5),
    (Shape.PASSWORD_HASH, "account.login", 0.95, 0.04),
    (Shape.PHONE, "contact.phone", 0.92, 0.5),
    (Shape.STREET, "contact.address", 0.9, 0.4),
    (Shape.NAME, "contact.name", 0.9, 0.35),
    (Shape.GIVEN_NAME, "contact.name", 0.8, 0.5),
)
# What a cell holds -> category. The first that is there names the group where several are.
_HELD: tuple[tuple[Shape, tuple[Shape, ...], str], ...] = (
    (Shape.HOLDS_PERSONNUMMER, (Shape.PERSONNUMMER,), "id.personnummer"),
    (Shape.HOLDS_IBAN, (Shape.IBAN,), "billing.bank"),
    (Shape.HOLDS_EMAIL, (Shape.EMAIL,), "contact.email"),
    (Shape.HOLDS_PHONE, (Shape.PHONE,), "contact.phone"),
    (Shape.HOLDS_IP, (Shape.IP,), "online.ip"),
    (Shape.HOLDS_KNOWN_NAME, (Shape.NAME,), "contact.name"),
)
_NAMED: Mapping[str, tuple[str, float]] = {
    "personnummer": ("id.personnummer", 0.6),
    "email": ("contact.email", 0.5),
    "phone": ("contact.phone", 0.6),
    "birth": ("id.birth_date", 0.8),
    "password": ("account.login", 0.7),
    "login": ("account.login", 0.7),
    "person_name": ("contact.name", 0.7),
    "street": ("contact.address", 0.6),
    "gender": ("id", 0.7),
    "health": ("special.health", 0.8),
    "bank": ("billing.bank", 0.7),
    "image": ("image", 0.6),
    "work": ("work", 0.6),
    "agent": ("online.device", 0.6),
    "ip": ("online.ip", 0.6),
}
# Without values to tell: a sole trader's number is a personnummer.
_NAMED_EMPTY: Mapping[str, tuple[str, float]] = {**_NAMED, "org_no": ("id.personnummer", 0.5)}


@dataclass(frozen=True, slots=True)
class Looked:
    """A table with what was seen of its cells."""

    table: Table
    sample: TableSample

    def cells(self, column: str) -> ColumnSample:
        """The sample of a column."""
        return self.sample.column(column)


def by_values(looked: Looked) -> dict[str, ProposedColumn]:
    """The columns that their values show to be personal, without knowing whose the rows are."""
    found: dict[str, ProposedColumn] = {}
    skipped = _no_data(looked.table)
    for column in looked.table.columns:
        if column.name not in skipped:
            judged = _judged(column, looked.cells(column.name))
            if judged is not None and judged.confidence >= SURE:
                found[column.name] = judged
    found |= _copies(looked, found, skipped)
    return found | _beside_street(looked, found, skipped)


def by_name(looked: Looked) -> dict[str, ProposedColumn]:
    """Columns without a single value whose name says personal data: what they will hold is a guess."""
    found: dict[str, ProposedColumn] = {}
    skipped = _no_data(looked.table)
    for column in looked.table.columns:
        if column.name in skipped or column.family == "bool" or looked.cells(column.name).filled:
            continue
        for sort in hints(column.name) & _NAMED_EMPTY.keys():
            if column.family in _DATES and sort != "birth":
                continue
            if column.family == "number" and sort not in ("personnummer", "phone"):
                continue
            category, sure = _NAMED_EMPTY[sort]
            found[column.name] = ProposedColumn(column.name, category, min(sure, 0.5), Saying("named_only"))
    return found


def personal_key(looked: Looked) -> tuple[str, ...]:
    """The columns of the key whose values look personal; they can't be overwritten while the row stays."""
    columns = [
        column for name in looked.table.primary_key if (column := looked.table.column(name)) is not None
    ]
    return tuple(each.name for each in columns if _judged(each, looked.cells(each.name)) is not None)


def in_owned_rows(
    looked: Looked, found: Mapping[str, ProposedColumn], *, texts: bool = True
) -> dict[str, ProposedColumn]:
    """More columns of a table whose rows belong to people: free text, where all may stand, and secrets.

    `texts` false: only secrets, for rows about somebody that lead to nobody.
    """
    more: dict[str, ProposedColumn] = {}
    skipped = _no_data(looked.table)
    for column in looked.table.columns:
        cells = looked.cells(column.name)
        if column.name in found or column.name in skipped or not cells.filled or _constant(cells):
            continue
        if column.family not in _TEXTS:
            continue
        wordy = cells.share(Shape.FREE_TEXT) >= 0.2 and not cells.words
        called = "text" in hints(column.name) and not cells.words and cells.distinct > 1
        if not texts:
            wordy = called = False
        if wordy or (called and cells.longest >= 8 and cells.share(Shape.NUMBER, Shape.MESSAGE_ID) < _MOST):
            reason = Saying("text_of_somebody", {"count": cells.count(Shape.FREE_TEXT), "of": cells.filled})
            more[column.name] = ProposedColumn(column.name, "correspondence", 0.55, reason, free_text=True)
        elif "secret" in hints(column.name) and cells.share(Shape.TOKEN) >= _MOST:
            more[column.name] = ProposedColumn(column.name, "account.login", SURE, Saying("secret"))
    return more


def _no_data(table: Table) -> set[str]:
    """Keys that are mere numbers, references and computed columns: what they say stands elsewhere."""
    skipped = {column.name for column in table.columns if column.generated}
    skipped |= {name for key in table.foreign_keys for name in key.columns}
    return skipped | set(table.primary_key)


def _constant(cells: ColumnSample) -> bool:
    """The same in every row: a setting, not anybody's."""
    always = not cells.nulls and not cells.sentinels
    return cells.distinct == 1 and cells.filled > 3 and (always or bool(cells.words))


def _judged(column: TableColumn, cells: ColumnSample) -> ProposedColumn | None:
    if not cells.filled:
        return None
    if column.family in _DATES:
        return _birth(column, cells)
    if column.family == "bool":
        return None
    if _constant(cells) and not cells.count(Shape.USER_AGENT, Shape.EMAIL, Shape.IP, Shape.PERSONNUMMER):
        return None
    called = hints(column.name)
    return _whole(column, cells, called) or _held(column, cells) or _called(column, cells, called)


def _whole(column: TableColumn, cells: ColumnSample, called: frozenset[str]) -> ProposedColumn | None:
    numbers = cells.share(Shape.ORG_NO, Shape.PERSONNUMMER)
    if numbers >= _MOST and cells.count(Shape.PERSONNUMMER) and cells.share(Shape.PERSONNUMMER) < _MOST:
        reason = _counted("org_no_of_people", cells, Shape.PERSONNUMMER)
        return ProposedColumn(column.name, "id.personnummer", 0.9, reason)
    several = cells.share(Shape.EMAIL, Shape.PHONE)
    if several >= _MOST and min(cells.share(Shape.EMAIL), cells.share(Shape.PHONE)) > 0.1:
        reason = Saying("reach", {"count": cells.count(Shape.EMAIL, Shape.PHONE), "of": cells.filled})
        return ProposedColumn(column.name, "contact", 0.95, reason)
    for shape, category, sure, least in _WHOLE:
        share = cells.share(shape)
        enough = least
        if shape in (Shape.NAME, Shape.GIVEN_NAME) and called & {"person_name", "name"}:
            enough = least / 2
        if share < enough or (shape is Shape.GIVEN_NAME and cells.words):
            continue
        few = cells.filled < 3 and shape in (Shape.NAME, Shape.PHONE, Shape.STREET)
        if column.family == "number" and shape is Shape.PERSONNUMMER and share < 0.9:
            continue
        return ProposedColumn(column.name, category, sure - 0.1 * few, _counted(str(shape), cells, shape))
    if (
        called & {"person_name"}
        and cells.share(Shape.NAME_SHAPE, Shape.WORD, Shape.GIVEN_NAME, Shape.NAME) >= _MOST
    ):
        return ProposedColumn(column.name, "contact.name", 0.75, Saying("named_and_shaped"))
    return None


def _held(column: TableColumn, cells: ColumnSample) -> ProposedColumn | None:
    hits = {
        shape: (cells.count(shape, *whole), category)
        for shape, whole, category in _HELD
        if cells.count(shape, *whole)
    }
    named = cells.count(Shape.HOLDS_NAME)
    if named and Shape.HOLDS_KNOWN_NAME not in hits and cells.share(Shape.HOLDS_NAME) >= 0.2:
        hits[Shape.HOLDS_NAME] = (named, "contact.name")
    if set(hits) == {Shape.HOLDS_IP} and not cells.count(Shape.IP) and cells.share(Shape.HOLDS_IP) < _MANY:
        return None  # versions of programs look alike
    if cells.share(Shape.ROLE_EMAIL) >= _MOST:
        hits.pop(Shape.HOLDS_EMAIL, None)  # a column of offices: what isn't known as one is still one
    if not hits:
        return None
    most = max(hits, key=lambda shape: hits[shape][0])
    count = hits[most][0]
    share = count / cells.filled
    sure = 0.9 if share >= _MANY else 0.75 if share >= _SOME else SURE
    if set(hits) == {Shape.HOLDS_NAME}:
        sure = min(sure, 0.6)  # a given name may also name a thing
    text = cells.share(Shape.FREE_TEXT) >= _MANY
    category = "correspondence" if text and not cells.containers else hits[most][1]
    if (
        len({category.partition(".")[0] for _, category in hits.values()} | {category}) > 1
        and cells.containers
    ):
        category = "contact"
    wrapped = ", ".join(sorted(map(str, cells.containers)))
    code = "holds_wrapped" if wrapped else "holds"
    values: dict[str, str | int] = {
        "what": str(most),
        "count": min(count, cells.filled),
        "of": cells.filled,
        "wrapped": wrapped,
    }
    return ProposedColumn(column.name, category, sure, Saying(code, values), free_text=text)


def _called(column: TableColumn, cells: ColumnSample, called: frozenset[str]) -> ProposedColumn | None:
    if cells.share(Shape.ROLE_EMAIL) >= _MOST and "password" not in called:
        if cells.distinct > 1 or cells.filled == 1:
            code = "role_email"
            return ProposedColumn(column.name, "contact.email", 0.4, _counted(code, cells, Shape.ROLE_EMAIL))
        return None
    for sort, (category, sure) in _NAMED.items():
        if sort not in called or _contradicted(sort, column, cells):
            continue
        return ProposedColumn(column.name, category, sure, Saying("named", {"of": cells.filled}))
    return None


def _contradicted(sort: str, column: TableColumn, cells: ColumnSample) -> bool:
    """Whether the values can't be what the name says."""
    if column.family == "number":
        return sort not in ("phone", "personnummer")
    if sort in ("email", "ip", "agent"):
        return True
    if sort == "birth":
        return not cells.count(Shape.DATE)
    if sort in ("health", "gender", "image"):
        return cells.share(Shape.NUMBER) >= _MOST and sort != "gender"
    if cells.words and sort not in ("login", "gender", "health"):
        return True
    plain = (
        (Shape.NUMBER, Shape.DATE)
        if sort in ("phone", "personnummer", "bank")
        else (Shape.NUMBER, Shape.DATE, Shape.FREE_TEXT)
    )
    return cells.share(*plain) >= _MANY or (
        sort == "street" and cells.share(Shape.TOKEN, Shape.MESSAGE_ID) > 0
    )


def _birth(column: TableColumn, cells: ColumnSample) -> ProposedColumn | None:
    old = cells.share(Shape.OLD_DATE)
    if "birth" in hints(column.name):
        return ProposedColumn(column.name, "id.birth_date", 0.9, _counted("birth", cells, Shape.DATE))
    if column.family == "date" and old >= 0.6 and cells.distinct > 0.6 * cells.filled and cells.filled > 9:
        return ProposedColumn(
            column.name, "id.birth_date", SURE, _counted("old_dates", cells, Shape.OLD_DATE)
        )
    return None


def _copies(
    looked: Looked, found: Mapping[str, ProposedColumn], skipped: set[str]
) -> dict[str, ProposedColumn]:
    """Columns that repeat a personal column of their row, as a slug or a compact spelling does."""
    more: dict[str, ProposedColumn] = {}
    for column in looked.table.columns:
        cells = looked.cells(column.name)
        if column.name in found or column.name in skipped or cells.distinct < 2:
            continue
        for other, rows in cells.copies.items():
            if other in found and rows >= _MOST * cells.filled and not cells.words:
                reason = Saying("copy", {"column": other, "count": rows, "of": cells.filled})
                sure = min(0.85, found[other].confidence)
                more[column.name] = ProposedColumn(column.name, found[other].category, sure, reason)
    return more


def _beside_street(
    looked: Looked, found: Mapping[str, ProposedColumn], skipped: set[str]
) -> dict[str, ProposedColumn]:
    """Postcode and town of a table that has streets, or that is about people."""
    streets = [each for each in found.values() if each.category == "contact.address"]
    more: dict[str, ProposedColumn] = {}
    for column in looked.table.columns:
        cells = looked.cells(column.name)
        if column.name in found or column.name in skipped or not cells.filled or _constant(cells):
            continue
        called = hints(column.name)
        postal = "postcode" in called and cells.share(Shape.POSTCODE, Shape.NUMBER) >= _MOST
        town = (
            "city" in called
            and cells.share(Shape.WORD, Shape.GIVEN_NAME, Shape.NAME_SHAPE, Shape.NAME) >= _MOST
        )
        if (postal or town) and (streets or found):
            near = streets[0].name if streets else next(iter(found))
            code = "postcode" if postal else "town"
            more[column.name] = ProposedColumn(
                column.name, "contact.address", 0.85 if streets else 0.6, Saying(code, {"column": near})
            )
    return more


def _counted(code: str, cells: ColumnSample, *shapes: Shape) -> Saying:
    return Saying(code, {"count": min(cells.count(*shapes), cells.filled), "of": cells.filled})
