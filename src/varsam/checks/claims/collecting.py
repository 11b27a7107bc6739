"""Verifiers of where data comes in, and of the systems in which what was collected lies."""

from __future__ import annotations

from varsam.checks.base import Finding, Level
from varsam.checks.claims.seen import Live, Seen, about
from varsam.checks.claims.verifier import Answer, false, listed, refuted, true, unknown
from varsam.checks.law import words
from varsam.domain.register import Activity, Channel
from varsam.domain.said import say
from varsam.domain.vocabulary import covers, touches

_ORDERS = words.either(words.SELLING.pattern, "handel", "abonnemang", "subscription")
_CONTACTS = words.either(
    "kontakt via", "kundärende", "support", "kundtjänst", "kundservice", "telefon", "chatt?", "ärende",
    "customer service", "customer care", r"\bcalls?\b", "phone", "enquir", "contact by",
)  # fmt: skip
_ACCOUNTS = words.either(words.ACCOUNTS.pattern, "användarkonto", r"\bdemo", "prov", "trial", "konto")
_NO_POINT = "the register names no place where data comes in"
_NO_POINT_HINT = "list them under collection_points in register.yaml, each with its notice"


def informed_where_it_comes_in(seen: Seen) -> Answer:
    """S2."""
    points = seen.register.collection_points
    if not points:
        return unknown(_NO_POINT, _NO_POINT_HINT)
    silent = tuple(each.id for each in points if not each.notice)
    if silent:
        return false(
            say("people aren't informed at: {points}", points=listed(silent)),
            "put the information there, and write under notice where it stands",
            points=silent,
        )
    return true(say("people are informed at each of {count} places where data comes in", count=len(points)))


def every_way_in_known(seen: Seen) -> Answer:
    """S5."""
    points = seen.register.collection_points
    if not points:
        return unknown(_NO_POINT, _NO_POINT_HINT)
    reached = {activity for point in points for activity in point.activities}
    held = seen.held()
    missing = tuple(each for each in seen.own if each.id not in reached)
    kept = tuple(each.id for each in missing if any(purpose.id in held for purpose in each.purposes))
    if kept:
        return false(
            say("data of {names} is held, and nothing says where it came in", names=listed(kept)),
            "name these activities at the collection points where their data comes in",
            activities=kept,
        )
    if missing:
        names = tuple(each.id for each in missing)
        return unknown(
            say("nothing says where data of these activities comes in: {names}", names=listed(names)),
            "name these activities at the collection points where their data comes in",
            activities=names,
        )
    return true(say("each activity has a place where its data comes in, {count} in all", count=len(points)))


def need_told(seen: Seen) -> Answer:
    """S9."""
    fields = [(point, each) for point in seen.register.collection_points for each in point.fields]
    if not fields:
        return unknown(
            "the register doesn't say which fields are asked for, and which of them must be given",
            "list the fields of each collection point in register.yaml",
        )
    silent = tuple(
        f"{point.id}: {each.name}" for point, each in fields if each.required and not each.consequence
    )
    if silent:
        return false(
            say("nothing says what happens if these aren't given: {fields}", fields=listed(silent)),
            "write the consequence of each required field, and tell it where the field is asked for",
            fields=silent,
        )
    return true(
        say("{count} fields: each says whether it must be given, and what happens if not", count=len(fields))
    )


def orders_held(seen: Seen) -> Answer:
    """S10."""
    return _held(seen, about(seen.for_people, _ORDERS))


def contacts_held(seen: Seen) -> Answer:
    """S11."""
    return _held(seen, about(seen.for_people, _CONTACTS))


def accounts_held(seen: Seen) -> Answer:
    """S12."""
    return _held(seen, about(seen.for_people, _ACCOUNTS))


def pictures_held(seen: Seen) -> Answer:
    """S13."""
    return _held(seen, tuple(each for each in seen.activities if touches(each.categories, "image")))


def _held(seen: Seen, activities: tuple[Activity, ...]) -> Answer:
    """Whether what these activities collect lies where a map says, with the dates that end it."""
    if not activities:
        return unknown(
            "the register has no activity about this",
            "add it to register.yaml: what is collected, for what, and for how long",
        )
    wanted = {each.id for activity in activities for each in activity.purposes}
    at = [(source, kind) for source, kind, group in seen.groups() if wanted & set(group.purposes)]
    held = seen.held()
    names = tuple(each.id for each in activities)
    lost = tuple(each.id for each in activities if all(one.id not in held for one in each.purposes))
    for source, kind in at:
        found = _against(seen.live, source.source, kind.name, kind.table)
        if found is not None:
            return refuted(found)
    if lost:
        return unknown(
            say("no map says where the data of these activities lies: {names}", names=listed(lost)),
            "map the system that holds it, or say connector: manual",
            activities=lost,
        )
    places = tuple(dict.fromkeys(f"{source.source}.{kind.name}" for source, kind in at))
    return true(
        say("{names}: held where the maps say, with the dates that end it", names=listed(names)),
        activities=names,
        places=places,
    )


def _against(live: Live | None, source: str, kind: str, table: str) -> Finding | None:
    """What makes a mapped kind unfit: an error, or a date that its rules count from and nobody maps."""
    for each in live.findings if live is not None else ():
        here = each.where == f"{source}.{kind}" or each.where.startswith(
            (f"{source}.{kind}.", f"{source}: {table}")
        )
        if here and (each.level is Level.ERROR or each.code == "MAP013"):
            return each
    return None


def source_told(seen: Seen) -> Answer:
    """S14."""
    points = [each for each in seen.register.collection_points if each.channel is Channel.THIRD_PARTY]
    if not points:
        return unknown(
            "the register names no place where data about people comes from somebody else",
            "add a collection point with channel: third_party, where it comes from, and its notice",
        )
    silent = tuple(each.id for each in points if not (each.obtained_from and each.notice))
    if silent:
        return false(
            say("people aren't told where their data comes from: {points}", points=listed(silent)),
            "write obtained_from and notice for each of them, and send the information (14)",
            points=silent,
        )
    return true(
        say(
            "{count} places where data comes from somebody else, each with its source and notice",
            count=len(points),
        )
    )


def nothing_undeclared(seen: Seen) -> Answer:
    """S15."""
    beyond = []
    for source, kind, group in seen.groups():
        promised = [
            each for each in seen.activities if {one.id for one in each.purposes} & set(group.purposes)
        ]
        told = [code for each in promised for code in each.categories]
        if group.category and promised and not any(covers(code, group.category) for code in told):
            beyond.append(f"{source.source}.{kind.name}: {group.category}")
    if beyond:
        return false(
            say(
                "held, and not among the categories of its activities: {places}", places=listed(tuple(beyond))
            ),
            "add the category to the activity and to the policy, or stop collecting it",
            places=tuple(beyond),
        )
    if (found := seen.standing("MAP045")) is not None:
        return unknown(found.message, found.hint, check=found.code, at=found.where)
    return true(
        say("{count} systems hold no personal column that the policy doesn't tell of", count=_looked(seen)),
        systems=_looked(seen),
    )


def _looked(seen: Seen) -> int:
    return len(seen.live.snapshots) if seen.live is not None else 0


def customers_and_others(seen: Seen) -> Answer:
    """S16."""
    customers = tuple(each for each in seen.own if touches(each.subjects, "customer"))
    prospects = tuple(each for each in seen.own if touches(each.subjects, "prospect"))
    if not seen.own:
        return unknown(
            "the register has no activity about this",
            "add it to register.yaml: what is collected, for what, and for how long",
        )
    if not customers or not prospects:
        return false(
            "the register has no activity about customers, or none about people who aren't customers yet",
            "add the activity, or take the words out of the sentence",
            customers=len(customers),
            prospects=len(prospects),
        )
    open_ = tuple(each.id for each in seen.purposes((*customers, *prospects)) if not each.settled)
    if open_:
        return unknown(
            say("these purposes wait for a person: {purposes}", purposes=listed(open_)),
            "settle their rules in register.yaml: `varsam check` names them",
            purposes=open_,
        )
    return true(
        say(
            "{customers} activities are about customers and {prospects} about people who aren't yet",
            customers=len(customers),
            prospects=len(prospects),
        )
    )
