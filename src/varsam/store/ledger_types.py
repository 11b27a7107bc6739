"""What may stand in the ledger: the entry types, their fields, and the sort of value each field holds.

The ledger can't be erased, so nothing about a person may ever get in. There is no free text: every value is
an id of ours, a fingerprint, a commitment, a number, a date, a code, or the name of a thing in a map. Who did
something is a salted commitment; the salt lies in erasable state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from varsam.domain.errors import NotAllowed

_HASH = r"[0-9a-f]{64}"
_FORMS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        # Ids are random or made by the program; a bare run of digits could be somebody's number.
        "id": re.compile(rf"[0-9a-f]{{32}}|{_HASH}|[^\W\d][\w.$# /:-]{{1,199}}"),
        "hash": re.compile(_HASH),
        "commitment": re.compile(_HASH),
        "day": re.compile(r"\d{4}-\d\d-\d\d"),
        "instant": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z"),
        "code": re.compile(r"[a-z][a-z_.-]{0,39}"),
        "name": re.compile(r"[\w$#][\w.$# /:-]{0,199}"),
    }
)
_LARGEST = 2**53 - 1
# Names come from maps, and real tables are called `orders_20240101` or `Order Details`: a refusal would come
# after rows were erased. So only the shape of a personnummer, a mobile number or an address is refused.
_LIKE_A_PERSON = re.compile(
    r"(?<!\d)(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])[-+]?\d{4}(?!\d)"
    r"|(?<!\d)(?:0|0046|46)7\d{8}(?!\d)|@"
)

_ROWS = MappingProxyType({"rows": "count"})
_PLAN = MappingProxyType({"plan": "id"})

TYPES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "plan.drafted": {**_PLAN, "fingerprint": "hash", "on": "day", "rows": "count"},
        # `standing`: nobody looked at this plan; it fell under that standing approval of two persons.
        "plan.approved": {**_PLAN, "fingerprint": "hash", "by": "commitment", "standing": "id?"},
        "plan.applying": {**_PLAN, "fingerprint": "hash", "by": "commitment?"},
        "plan.batch": {**_PLAN, "batch": "count", "rows": "count", "keys": "hash?", "gone": "count?"},
        "plan.stopped": {**_PLAN, "batch": "count?", "rows": "count?"},
        "plan.applied": {**_PLAN, "rows": "count", "batches": "count?", "gone": "count?"},
        "plan.drifted": {**_PLAN, "source": "name?", "reason": "code?"},
        "plan.expired": {**_PLAN},
        "plan.failed": {**_PLAN, "source": "name?", "reason": "code?"},
        "plan.taken_out": {**_PLAN, "rows": "count", "reason": "code", "source": "name?", "kind": "name?"},
        "plan.verified": {**_PLAN, "verified": "flag", "remaining": "count", "report": "commitment?"},
        "plan.searched": {
            **_PLAN,
            "found": "count",
            "tables": "count",
            "report": "commitment?",
            "phase": "code?",
            "expected": "count?",
            "not_searched": "count?",
            "trusted": "flag?",
        },
        "step.applied": {
            **_PLAN,
            "step": "id",
            "source": "name",
            "kind": "name?",
            "table": "name?",
            "action": "code",
            "rows": "count",
        },
        "task.done": {
            **_PLAN,
            "task": "id",
            "source": "name",
            "kind": "name",
            "on": "day",
            "statement": "commitment",
            "by": "commitment?",
        },
        "fact.recorded": {"fact": "id", "kind": "code", "statement": "commitment", "by": "commitment?"},
        "fact.erased": {"facts": "count", "reason": "code"},
        "register.adopted": {"fingerprint": "hash", "by": "commitment?"},
        "snapshot.taken": {"source": "name", "fingerprint": "hash"},
        "source.mode": {"source": "name", "mode": "code", "by": "commitment?"},
        "source.restored": {"source": "name", "by": "commitment?"},
        "decision.made": {"decision": "id", "answer": "code", "by": "commitment?"},
        "keys.rotated": {"generation": "count", "resealed": "count", "by": "commitment?"},
        "state.moved": {"entries": "count", "root": "hash"},
        # `customer`: a keyed hash, since the id of a customer may name a person.
        "customer.ended": {"customer": "hash", "on": "day", "by": "commitment?"},
        "customer.instructed": {"customer": "hash", "statement": "hash", "by": "commitment?"},
        "customer.certified": {"customer": "hash", **_PLAN, "statement": "hash", "by": "commitment?"},
        "policy.published": {
            "fingerprint": "hash",
            "by": "commitment?",
            "version": "count?",
            "effective": "day?",
            "register": "hash?",
        },
        "claims.checked": {"true": "count", "false": "count", "unknown": "count", "report": "hash?"},
        "standing.approved": {
            "approval": "id",
            "source": "name",
            "until": "day",
            "by": "commitment",
            "terms": "hash?",
        },
        "standing.ended": {"approval": "id", "source": "name", "reason": "code", "by": "commitment?"},
        "night.ended": {
            "source": "name",
            "night": "day",
            "outcome": "code",
            "rows": "count",
            "plan": "id?",
            "standing": "id?",
        },
        "notice.sent": {"cause": "id", "channel": "code", "solved": "flag"},
        "request.received": {"request": "id", "kind": "code"},
        "request.answered": {"request": "id", "kind": "code", "outcome": "code", "letter": "commitment?"},
    }
)
"""Entry types by name; a field's sort ends with `?` where the field may be left out."""


def check_entry(document: Mapping[str, object]) -> None:
    """Let a document pass that fits its type, and nothing else.

    NotAllowed: unknown type or field, a missing field, or a value that isn't of its sort; it is a mistake in
    the calling code, and the value isn't repeated.
    """
    name = document.get("type")
    if not isinstance(name, str) or name not in TYPES:
        raise NotAllowed(
            "an entry of an unknown type can't go into the ledger", hint=f"known: {', '.join(sorted(TYPES))}"
        )
    fields = {"type": "code", "at": "instant", **TYPES[name]}
    if unknown := sorted(set(document) - set(fields)):
        raise NotAllowed(f"{len(unknown)} fields don't belong into a ledger entry of type {name}")
    for key, sort in fields.items():
        if key not in document:
            if sort.endswith("?"):
                continue
            raise NotAllowed(f"a ledger entry of type {name} needs {key}")
        if key != "type" and not _fits(document[key], sort.rstrip("?")):
            raise NotAllowed(
                f"the value of {key} in a ledger entry of type {name} isn't a {sort.rstrip('?')}"
            )


def _fits(value: object, sort: str) -> bool:
    """Answer whether a value is of a sort, and looks like nothing that belongs to a person."""
    if sort == "count":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST
    if sort == "flag":
        return isinstance(value, bool)
    if not isinstance(value, str) or not _FORMS[sort].fullmatch(value):
        return False
    if sort in ("hash", "commitment", "day", "instant") or _FORMS["hash"].fullmatch(value):
        return True
    if sort == "id" and re.fullmatch("[0-9a-f]{32}", value):
        return not value.isdigit()
    return _LIKE_A_PERSON.search(value) is None
