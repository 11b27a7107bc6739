"""Reads `night.yaml`, the settings of a home's nights, and says of every fault where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Final, cast

from varsam.domain.night import Patience
from varsam.domain.night_settings import Mail, NightSettings, Security, Webhook, Window
from varsam.formats.yaml_positions import Faults, Fields, Node, load

FILE: Final = "night.yaml"
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]) ?[-–] ?([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,190}\Z")
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}\Z")
_HERE = ("localhost", "127.0.0.1", "::1")
_SECURITIES = ("starttls", "tls", "none")
_TOP = ("hours", "sources", "observe_nights", "overdue_days", "pause_days", "retry", "notices", "heartbeat")
_MAIL = (("server", "from", "to"), ("port", "security", "user", "password_env"))


def parse(text: str, path: str = FILE) -> NightSettings:
    """Read the settings; `path` only names the file in positions.

    RegisterErrors: every fault with path:line:column, what is wrong and how to mend it.
    """
    node = load(text, path)
    if node.is_null:
        return NightSettings()
    faults = Faults()
    fields = node.mapping(optional=_TOP, what="the night's settings")
    plain = NightSettings()
    found: dict[str, object] = {}
    with faults.catch():
        if "hours" in fields:
            found["hours"] = _window(fields["hours"])
    for name, most in (("observe_nights", 366), ("overdue_days", 366), ("pause_days", 3660)):
        with faults.catch():
            if name in fields:
                found[name] = fields[name].integer(1 if name == "pause_days" else 0, most)
    with faults.catch():
        found["patience"] = _patience(fields, plain.patience)
    with faults.catch():
        found |= _sources(fields, faults)
    with faults.catch():
        found |= _notices(fields, faults)
    with faults.catch():
        if "heartbeat" in fields:
            inner = fields["heartbeat"].mapping(optional=("ping_env",), what="'heartbeat'")
            found["ping_env"] = _variable(inner, "ping_env")
    faults.stop()
    return NightSettings(**found)  # type: ignore[arg-type]


def _window(node: Node) -> Window:
    found = _WINDOW.match(node.text())
    if found is None:
        raise node.error("these are no hours", 'write "01:00-05:00"; "00:00-00:00" is around the clock')
    first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    return first, last


def _patience(fields: Fields, plain: Patience) -> Patience:
    if "retry" not in fields:
        return plain
    inner = fields["retry"].mapping(optional=("first_minutes", "most_minutes"), what="'retry'")

    def minutes(name: str, otherwise: timedelta) -> timedelta:
        return timedelta(minutes=inner[name].integer(1, 1440)) if name in inner else otherwise

    first = minutes("first_minutes", plain.first)
    return Patience(first, max(first, minutes("most_minutes", plain.most)))


def _sources(fields: Fields, faults: Faults) -> dict[str, object]:
    hours: dict[str, Window] = {}
    left_out: dict[str, str] = {}
    node = fields.get("sources")
    for key, value in () if node is None else node.mapping(optional=None, what="'sources'").pairs():
        with faults.catch():
            inner = value.mapping(optional=("hours", "leave_out"), what=f"the source {key.raw!r}")
            if "hours" in inner:
                hours[key.text()] = _window(inner["hours"])
            if "leave_out" in inner:
                left_out[key.text()] = _text(inner["leave_out"], "the reason")
    return {"sources": hours, "left_out": left_out}


def _notices(fields: Fields, faults: Faults) -> dict[str, object]:
    if "notices" not in fields:
        return {}
    inner = fields["notices"].mapping(optional=("language", "mail", "webhook"), what="'notices'")
    found: dict[str, object] = {}
    with faults.catch():
        if "language" in inner:
            found["language"] = inner["language"].choice(("sv", "en"), "language")
    with faults.catch():
        if "mail" in inner:
            found["mail"] = _mail(inner["mail"])
    with faults.catch():
        if "webhook" in inner:
            hook = inner["webhook"].mapping(("url_env", "secret_env"), what="'webhook'")
            found["webhook"] = Webhook(_variable(hook, "url_env"), _variable(hook, "secret_env"))
    return found


def _mail(node: Node) -> Mail:
    fields = node.mapping(*_MAIL, what="'mail'")
    server = fields["server"]
    if not _HOST.match(server.text()):
        raise server.error("this is no server", "a name such as smtp.company.example")
    security = fields["security"].choice(_SECURITIES, "security") if "security" in fields else "starttls"
    user = fields.text("user")
    if security == "none" and (user or server.text() not in _HERE):
        raise fields["security"].error(
            "mail may only go unprotected to a server on this machine, without an account",
            "write starttls or tls",
        )
    if ("user" in fields) != ("password_env" in fields):
        raise node.error("an account needs 'user' and 'password_env'", "give both, or neither")
    return Mail(
        server=server.text(),
        sender=_address(fields["from"]),
        to=tuple(_address(each) for each in _listed(fields["to"])),
        port=fields["port"].integer(1, 65535) if "port" in fields else 465 if security == "tls" else 587,
        security=cast(Security, security),
        user=user,
        password_env=_variable(fields, "password_env") if "password_env" in fields else "",
    )


def _listed(node: Node) -> tuple[Node, ...]:
    if node.kind == "scalar":
        return (node,)
    if not node.sequence():
        raise node.error("nobody is told", "name at least one address")
    return node.sequence()


def _address(node: Node) -> str:
    # The value isn't repeated: a message may end up in a log.
    if not _ADDRESS.match(node.text()):
        raise node.error("this is no e-mail address", "write privacy@company.example")
    return node.text()


def _variable(fields: Fields, name: str) -> str:
    node = fields[name]
    if not _VARIABLE.match(node.text()):
        raise node.error(
            "the name of an environment variable is wanted here", "the secret itself never stands in a file"
        )
    return node.text()


def _text(node: Node, what: str) -> str:
    if not node.text().strip():
        raise node.error(f"{what} is missing", "say why")
    return node.text()


# -- for editors ---------------------------------------------------------------------------------------------


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of `night.yaml`; what hangs together only `parse` knows."""
    hours = _string(
        pattern=_WINDOW.pattern.removesuffix("\\Z") + "$", about="Between which times work may run."
    )
    variable = _string(
        pattern=_VARIABLE.pattern.removesuffix("\\Z") + "$", about="Name of an environment variable."
    )
    address = _string(about="An e-mail address.")
    mail = _object(
        {
            "server": _string(about="The mail server."),
            "port": _number(1, 65535),
            "security": {"enum": list(_SECURITIES)},
            "from": address,
            "to": {"anyOf": [{"type": "array", "items": address, "minItems": 1}, address]},
            "user": _string(about="The account at the server."),
            "password_env": variable,
        },
        required=_MAIL[0],
    )
    source = _object({"hours": hours, "leave_out": _string(about="Why the night leaves the source out.")})
    top: Mapping[str, object] = {
        "hours": hours,
        "sources": {"type": "object", "additionalProperties": source},
        "observe_nights": _number(0, 366),
        "overdue_days": _number(0, 366),
        "pause_days": _number(1, 3660),
        "retry": _object({"first_minutes": _number(1, 1440), "most_minutes": _number(1, 1440)}),
        "notices": _object(
            {
                "language": {"enum": ["sv", "en"]},
                "mail": mail,
                "webhook": _object(
                    {"url_env": variable, "secret_env": variable}, required=("url_env", "secret_env")
                ),
            }
        ),
        "heartbeat": _object({"ping_env": variable}),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Night", **_object(top)}


def _object(properties: Mapping[str, object], required: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": dict(properties),
    }


def _string(*, about: str, pattern: str = "") -> dict[str, object]:
    text: dict[str, object] = {"type": "string", "description": about}
    return text | {"pattern": f"^{pattern}"} if pattern else text


def _number(least: int, most: int) -> dict[str, object]:
    return {"type": "integer", "minimum": least, "maximum": most}
