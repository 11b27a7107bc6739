"""The keys and fixed words of a source map: the reader and the JSON Schema take them from here."""

from __future__ import annotations

from varsam.domain import containers

CONNECTORS = ("sql", "table", "files", "manual", "memory")
URLS = ("url", "url_env", "url_file")

MAP = (
    *URLS,
    "options",
    "zone",
    "limits",
    "pace",
    "ignored",
    "kinds",
    "manual",
)
MAP_REQUIRED = ("source", "connector")
LIMITS = ("rows", "share")
PACE = (
    "window",
    "lock_timeout_seconds",
    "statement_timeout_seconds",
    "rows_per_second",
    "batch_rows",
    "replica_lag_seconds",
    "replica_wait_seconds",
    "replicas_env",
)
MANUAL = ("every_days", "due_in_days")
MANUAL_REQUIRED = ("description", "for", "responsible")
KIND = (
    "table",
    "inside",
    "fields",
    "key",
    "where",
    "person",
    "identifiers",
    "refs",
    "part_of",
    "owner",
    "seen_by",
    "redact",
    "collected",
    "events",
    "groups",
    "ask",
    "disposal",
    "holds",
    "labels",
)
INSIDE = ("column", "where", "each", "pattern", "encoding", "delimiter", "header")
INSIDE_REQUIRED = ("kind", "codec")
LAYERS = containers.LAYERS
CODECS = tuple(containers.FORMATS)
FIELD = ("at", "type", "format", "decode")
FIELD_TYPES = ("text", "number", "date", "datetime", "instant", "bool")
DECODE = ("percent", "address")
REF = ("column", "columns", "on")
REF_REQUIRED = ("kind",)
IDENTIFIER = ("column", "path", "stored_as", "follow", "scoped")
GROUP = ("category", "for", "only", "provided", "set", "owner", "free_text", "events")
GROUP_REQUIRED = ("columns",)
DROP = "drop container"
DISPOSALS = ("delete", "keep", DROP)
DISPOSAL = ("delete", "when_referred", "overwrite")
TESTS = ("not", "less", "at_most", "more", "at_least")
TAKES = ("column", "last", "first", "every")
STORAGE = ("as", "format", "zone", "unset", "while")
EVENT_FORMS = (*TAKES, "first_of", "fiscal_year_of", "from", "seen")
EVENT = (*EVENT_FORMS, *STORAGE, "by")
OWNER = ("ref", "else", "unset")

# Types of identifier that a source may hold without declaring them for a kind of its own.
IDENTIFIER_TYPES = ("email", "phone", "personnummer", "org_no", "customer_no", "name", "login", "ip")
