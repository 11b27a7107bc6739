"""Three small systems that nobody tuned a proposal on, with what is personal in them: the hold-out of `source propose`.

All people are invented; addresses are under .example, numbers are the ones kept for fiction.
"""

from __future__ import annotations

# ruff: noqa: E501
import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

ENGLISH = [
    ("Harriet", "Blackwood"), ("Oyelaran", "Adeyemi"), ("Tobias", "Finch"), ("Marguerite", "Delacroix"), ("Quentin", "Marsh"),
    ("Siobhan", "O'Reilly"), ("Rajesh", "Varma"), ("Eleanor", "Whitcombe"), ("Duncan", "McAllister"), ("Beatrix", "Ashdown"),
    ("Wei", "Zhang"), ("Julian", "Prescott"), ("Imogen", "Fairfax"), ("Callum", "Draper"), ("Priya", "Nair"),
    ("Margaret", "Holloway"), ("Lucas", "Pemberton"), ("Aaliyah", "Rahman"), ("George", "Tennant"), ("Freya", "Lockhart"),
]  # fmt: skip
SWEDISH = [
    ("Gullbritt", "Åkerlund"), ("Torsten", "Häggström"), ("Maj-Lis", "Ekdahl"), ("Yusuf", "Demir"), ("Ronja", "Sandgren"),
    ("Hjalmar", "Brännström"), ("Siv", "Öberg"), ("Leila", "Farah"), ("Bengt-Åke", "Nordin"), ("Vilma", "Tjäder"),
    ("Sigvard", "Lundqvist"), ("Aron", "Hjelm"), ("Elsa", "Wikström"), ("Pär", "Gustavsson"), ("Nils", "Kvarnström"),
]  # fmt: skip
STREETS = ["Mill Lane", "Orchard Road", "Church Street", "Kingsway Avenue", "Abbey Close"]
GATOR = ["Ekgatan", "Björkvägen", "Kyrkbacken", "Storgatan", "Slånbärsstigen"]


@dataclass(frozen=True)
class Truth:
    """What is personal, what may go either way, and which answers to "whose?" are right, as in the landscape's file."""

    columns: Mapping[str, tuple[str, ...]]
    owners: Mapping[str, tuple[str, ...]]
    either: Mapping[str, tuple[str, ...]]


def check_digit(nine: str) -> str:
    """The last digit of a personnummer."""
    total = sum(sum(divmod(int(each) * (2 - index % 2), 10)) for index, each in enumerate(nine))
    return str(-total % 10)


def _put(connection: sa.Connection, table: str, rows: list[dict[str, object]]) -> None:
    names = list(rows[0])
    listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
    connection.execute(
        sa.text(_spelled(connection, f'INSERT INTO "{table}" ({listed}) VALUES ({marks})')), rows
    )


def _spelled(connection: sa.Connection, statement: str) -> str:
    """MariaDB quotes names otherwise, and fills its timestamps by itself."""
    if connection.dialect.name not in ("mysql", "mariadb"):
        return statement
    return statement.replace('"', "`").replace(" timestamp", " datetime")


def _guid(number: int) -> str:
    return f"{(number * 2654435761) % 2**32:08x}-4c1d-4b7e-9f00-{number:012x}"


def crm(connection: sa.Connection) -> None:
    """An English sales system: text keys, camel case, no declared keys."""
    for statement in (
        'CREATE TABLE account ("guid" varchar(36) PRIMARY KEY, "companyName" text, website text, industry text)',
        'CREATE TABLE contact ("guid" varchar(36) PRIMARY KEY, "accountGuid" varchar(36), "firstName" text, "lastName" text,'
        ' "jobTitle" text, "workEmail" text, mobile text, dob date, "linkedinUrl" text, notes text, "createdAt" timestamp)',
        'CREATE TABLE contact_audit ("auditId" integer PRIMARY KEY, "changedAt" timestamp, "guid" varchar(36),'
        ' "accountGuid" varchar(36), "firstName" text, "lastName" text, "jobTitle" text, "workEmail" text, mobile text, dob date,'
        ' "linkedinUrl" text, notes text)',
        'CREATE TABLE staff (id integer PRIMARY KEY, login varchar(20), "fullName" text, email text, pwd text)',
        'CREATE TABLE deal (id integer PRIMARY KEY, "accountGuid" varchar(36), "contactGuid" varchar(36), title text, stage text,'
        ' amount numeric, "staffId" integer)',
        'CREATE TABLE touchpoint (id integer PRIMARY KEY, "dealId" integer, medium text, summary text, "happenedAt" timestamp)',
        'CREATE TABLE outbox (id integer PRIMARY KEY, rcpt text, subj text, payload text, "queuedAt" timestamp)',
        "CREATE TABLE product (sku varchar(12) PRIMARY KEY, title text, blurb text)",
        "CREATE TABLE stage (code varchar(12) PRIMARY KEY, label text)",
    ):
        connection.exec_driver_sql(_spelled(connection, statement))
    _put(connection, "account", [
        {"guid": _guid(900 + n), "companyName": f"{word} Ltd", "website": f"https://{word.lower()}.example", "industry": "Retail"}
        for n, word in enumerate(("Northgate", "Bluebell", "Harbour", "Summit", "Foxglove"))
    ])  # fmt: skip
    contacts: list[dict[str, object]] = []
    for n, (first, last) in enumerate(ENGLISH):
        contacts.append({
            "guid": _guid(n), "accountGuid": _guid(900 + n % 5), "firstName": first, "lastName": last,
            "jobTitle": ("Buyer", "Director of Operations", "Accountant")[n % 3],
            "workEmail": f"{first}.{last}@firm.example".lower().replace("'", ""), "mobile": f"+44 7700 900{n:03d}",
            "dob": f"19{50 + n}-0{1 + n % 9}-1{n % 9}", "linkedinUrl": f"https://social.example/in/{first}-{last}".lower(),
            "notes": f"Prefers to be called after lunch, met at the fair in {STREETS[n % 5]}" if n % 2 else "",
            "createdAt": f"2023-0{1 + n % 9}-11 09:00:00",
        })  # fmt: skip
    _put(connection, "contact", contacts)
    audit = [{k: v for k, v in each.items() if k != "createdAt"} for each in contacts[:8]]
    _put(
        connection,
        "contact_audit",
        [{"auditId": n + 1, "changedAt": "2024-02-01 10:00:00", **row} for n, row in enumerate(audit)],
    )
    _put(connection, "staff", [
        {"id": 1, "login": "hblack", "fullName": "Helena Blackburn", "email": "helena@vendor.example",
         "pwd": "$2b$12$abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQ"},
        {"id": 2, "login": "jpike", "fullName": "Jonathan Pike", "email": "jonathan@vendor.example",
         "pwd": "$2b$12$zbcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQ"},
        {"id": 3, "login": "rsoto", "fullName": "Ramona Soto", "email": "ramona@vendor.example",
         "pwd": "$2b$12$ybcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQ"},
    ])  # fmt: skip
    _put(connection, "deal", [
        {"id": n + 1, "accountGuid": _guid(900 + n % 5), "contactGuid": _guid(n), "title": f"Renewal {2020 + n % 4}",
         "stage": ("won", "lost", "open")[n % 3], "amount": 100 * n, "staffId": 1 + n % 3}
        for n in range(18)
    ])  # fmt: skip
    _put(connection, "touchpoint", [
        {"id": n + 1, "dealId": 1 + n % 18, "medium": ("call", "mail")[n % 2], "happenedAt": "2024-03-03 12:00:00",
         "summary": f"Spoke with {ENGLISH[n % 18][0]} {ENGLISH[n % 18][1]} about the quote" if n % 3 else "No answer, try again on Monday"}
        for n in range(40)
    ])  # fmt: skip
    _put(connection, "outbox", [
        {"id": n + 1, "rcpt": contacts[n % 20]["workEmail"], "subj": f"Your quote, {ENGLISH[n % 20][0]}", "queuedAt": "2024-03-03 12:00:00",
         "payload": base64.b64encode(f"Dear {ENGLISH[n % 20][0]} {ENGLISH[n % 20][1]},\nthank you for calling us.".encode()).decode()}
        for n in range(25)
    ])  # fmt: skip
    _put(
        connection,
        "product",
        [
            {
                "sku": f"SKU-{n}",
                "title": f"Garden Chair {n}",
                "blurb": "A sturdy chair made of oak for the garden",
            }
            for n in range(12)
        ],
    )
    _put(connection, "stage", [{"code": each, "label": each.title()} for each in ("won", "lost", "open")])


CRM = Truth(
    {
        "contact": ("firstName", "lastName", "jobTitle", "workEmail", "mobile", "dob", "linkedinUrl", "notes"),
        "contact_audit": ("firstName", "lastName", "jobTitle", "workEmail", "mobile", "dob", "linkedinUrl", "notes"),
        "staff": ("login", "fullName", "email", "pwd"),
        "touchpoint": ("summary",),
        "outbox": ("rcpt", "subj", "payload"),
    },
    {
        "contact": ("person",), "contact_audit": ("contact",), "staff": ("person",), "deal": ("contact",),
        "touchpoint": ("deal",), "outbox": ("email",),
    },
    {"deal": ("title",), "account": ("companyName", "website")},
)  # fmt: skip


def club(connection: sa.Connection) -> None:
    """A Swedish sports club: Swedish words, a natural key, a guardian's details, declared keys in part."""
    for statement in (
        "CREATE TABLE medlem (medlemsnr integer PRIMARY KEY, fornamn text, efternamn text, fodelsedatum varchar(10), personnr varchar(13),"
        " kon varchar(1), gatuadress text, postnr varchar(6), ort text, epost text, mobil text, anteckning text, inskriven date)",
        "CREATE TABLE vardnadshavare (id integer PRIMARY KEY, medlemsnr integer REFERENCES medlem (medlemsnr), namn text, tfn text, epost text)",
        "CREATE TABLE avgift (id integer PRIMARY KEY, medlemsnr integer REFERENCES medlem (medlemsnr), belopp integer, ocr varchar(12), betald date)",
        "CREATE TABLE lag (id integer PRIMARY KEY, namn text, serie text)",
        "CREATE TABLE laguppstallning (id integer PRIMARY KEY, lag_id integer, medlemsnr integer, roll text)",
        "CREATE TABLE narvaro (id integer PRIMARY KEY, medlemsnr integer, traning_id integer, franvaroorsak text)",
        "CREATE TABLE traning (id integer PRIMARY KEY, lag_id integer, plats text, datum date)",
        "CREATE TABLE sponsor (id integer PRIMARY KEY, foretag text, orgnr varchar(11), belopp integer)",
        "CREATE TABLE inloggning (id integer PRIMARY KEY, tidpunkt timestamp, anvandare text, fran_ip varchar(45), lyckades integer)",
    ):
        connection.exec_driver_sql(_spelled(connection, statement))
    members: list[dict[str, object]] = []
    for n, (first, last) in enumerate(SWEDISH):
        nine = f"{60 + n}0{1 + n % 9}1{n % 9}98{n % 10}"
        members.append({
            "medlemsnr": 4000 + 7 * n, "fornamn": first, "efternamn": last, "fodelsedatum": f"19{60 + n}-0{1 + n % 9}-1{n % 9}",
            "personnr": f"19{nine[:6]}-{nine[6:]}{check_digit(nine)}", "kon": "KM"[n % 2], "gatuadress": f"{GATOR[n % 5]} {n + 3}",
            "postnr": f"{411 + n} {10 + n}", "ort": ("Göteborg", "Mölndal", "Kungälv")[n % 3],
            "epost": f"{first}.{last}@brev.example".lower().replace("å", "a").replace("ä", "a").replace("ö", "o"),
            "mobil": f"070-174 06 {5 + n:02d}", "anteckning": "Har glutenallergi och får inte springa på hösten" if n % 4 == 0 else None,
            "inskriven": f"20{10 + n}-09-01",
        })  # fmt: skip
    _put(connection, "medlem", members)
    _put(connection, "vardnadshavare", [
        {"id": n + 1, "medlemsnr": 4000 + 7 * n, "namn": f"{SWEDISH[-1 - n][0]} {SWEDISH[n][1]}", "tfn": f"031-390 06 {n:02d}",
         "epost": f"foralder{n}@hemma.example"} for n in range(6)
    ])  # fmt: skip
    _put(connection, "avgift", [
        {"id": n + 1, "medlemsnr": 4000 + 7 * (n % 15), "belopp": 900, "ocr": f"{70000 + n}", "betald": "2026-02-01"} for n in range(45)
    ])  # fmt: skip
    _put(
        connection,
        "lag",
        [
            {"id": n + 1, "namn": namn, "serie": "Division 4"}
            for n, namn in enumerate(("A-laget", "Damer", "P12", "F10"))
        ],
    )
    _put(connection, "laguppstallning", [
        {"id": n + 1, "lag_id": 1 + n % 4, "medlemsnr": 4000 + 7 * (n % 15), "roll": ("spelare", "ledare")[n % 2]} for n in range(30)
    ])  # fmt: skip
    _put(
        connection,
        "traning",
        [{"id": n + 1, "lag_id": 1 + n % 4, "plats": "Ekvallen", "datum": "2026-03-01"} for n in range(20)],
    )
    _put(connection, "narvaro", [
        {"id": n + 1, "medlemsnr": 4000 + 7 * (n % 15), "traning_id": 1 + n % 20,
         "franvaroorsak": ("Förkyld och hade feber", "Stukade foten på rasten", None)[n % 3]} for n in range(60)
    ])  # fmt: skip
    _put(connection, "sponsor", [
        {"id": 1, "foretag": "Bageriet i Backa AB", "orgnr": "556016-0680", "belopp": 5000},
        {"id": 2, "foretag": "Elmontage Väst AB", "orgnr": "556036-0793", "belopp": 7000},
        {"id": 3, "foretag": "Nordins Plåt", "orgnr": f"640211-983{check_digit('640211983')}", "belopp": 2000},
    ])  # fmt: skip
    _put(connection, "inloggning", [
        {"id": n + 1, "tidpunkt": "2026-03-01 10:00:00", "anvandare": members[n % 15]["epost"], "fran_ip": f"203.0.113.{n}", "lyckades": 1}
        for n in range(30)
    ])  # fmt: skip


CLUB = Truth(
    {
        "medlem": ("fornamn", "efternamn", "fodelsedatum", "personnr", "kon", "gatuadress", "postnr", "ort", "epost", "mobil", "anteckning"),
        "vardnadshavare": ("namn", "tfn", "epost"),
        "narvaro": ("franvaroorsak",),
        "sponsor": ("orgnr",),
        "inloggning": ("anvandare", "fran_ip"),
    },
    {
        "medlem": ("person",), "vardnadshavare": ("medlem", "person"), "avgift": ("medlem",), "laguppstallning": ("medlem",),
        "narvaro": ("medlem",), "inloggning": ("email",), "sponsor": ("asked", "person"),
    },
    {"sponsor": ("foretag",)},
)  # fmt: skip


def helpdesk(connection: sa.Connection) -> None:
    """A helpdesk that keeps what matters in JSON, with sorts of rows in words beside their ids."""
    for statement in (
        "CREATE TABLE requesters (id integer PRIMARY KEY, profile text, created integer)",
        "CREATE TABLE agents (id integer PRIMARY KEY, name text, email text, is_active integer)",
        "CREATE TABLE conversations (id integer PRIMARY KEY, requester_id integer, agent_id integer, subject text, meta text, state text, opened integer)",
        "CREATE TABLE replies (id integer PRIMARY KEY, conversation_id integer, by_type text, by_id integer, html text)",
        "CREATE TABLE files (id integer PRIMARY KEY, attachable_type text, attachable_id integer, filename text, mime text)",
        "CREATE TABLE canned (id integer PRIMARY KEY, title text, body text)",
        "CREATE TABLE config (name varchar(40) PRIMARY KEY, value text)",
        "CREATE TABLE web_sessions (id varchar(40) PRIMARY KEY, agent_id integer, ip_address varchar(45), user_agent text, payload text, last_activity integer)",
    ):
        connection.exec_driver_sql(_spelled(connection, statement))
    people = ENGLISH[:12] + SWEDISH[:8]
    mails = [
        f"person{n}.{last.lower().replace(chr(39), '')}@post.example" for n, (_, last) in enumerate(people)
    ]
    _put(connection, "requesters", [
        {"id": 101 + n, "created": 1_700_000_000 + n * 3600,
         "profile": json.dumps({"display": f"{first} {last}", "mail": mails[n], "phones": [f"+4670174{600 + n:04d}"]})}
        for n, (first, last) in enumerate(people)
    ])  # fmt: skip
    _put(connection, "agents", [
        {"id": 1, "name": "Beatrice Holm", "email": "beatrice@desk.example", "is_active": 1},
        {"id": 2, "name": "Otto Grahn", "email": "otto@desk.example", "is_active": 1},
    ])  # fmt: skip
    _put(connection, "conversations", [
        {"id": n + 1, "requester_id": 101 + n % 20, "agent_id": 1 + n % 2, "state": ("open", "closed")[n % 2], "opened": 1_700_500_000 + n,
         "subject": ("The login does not work", "Refund of my order", "Byta adress på fakturan")[n % 3],
         "meta": json.dumps({"ip": f"198.51.100.{n}", "tags": ["web"], "locale": "sv"})}
        for n in range(30)
    ])  # fmt: skip
    _put(connection, "replies", [
        {"id": n + 1, "conversation_id": 1 + n % 30, "by_type": ("Requester", "Agent")[n % 2],
         "by_id": (101 + n % 20) if n % 2 == 0 else 1 + n % 2,
         "html": f"<p>Hi,<br>please call me on 070-174 06 {5 + n % 90:02d}.</p><p>{people[n % 20][0]} {people[n % 20][1]}</p>"
         if n % 2 == 0 else "<p>Thank you for your message, we will look into it.</p>"}
        for n in range(70)
    ])  # fmt: skip
    _put(connection, "files", [
        {"id": n + 1, "attachable_type": "Reply", "attachable_id": 1 + 3 * n, "filename": f"photo-{n}.jpg", "mime": "image/jpeg"} for n in range(10)
    ])  # fmt: skip
    _put(
        connection,
        "canned",
        [
            {"id": n + 1, "title": f"Answer {n}", "body": "Hello, please restart the program and try again."}
            for n in range(8)
        ],
    )
    _put(
        connection,
        "config",
        [{"name": f"mail.{n}", "value": ("support@desk.example", "30", "true")[n % 3]} for n in range(6)],
    )
    _put(connection, "web_sessions", [
        {"id": f"{n:02d}a8f3c9e7b1d2460f5e", "agent_id": 1 + n % 2, "ip_address": f"192.0.2.{n}", "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
         "payload": base64.b64encode(json.dumps({"user": "Beatrice Holm", "csrf": "a1b2c3d4e5f6"}).encode()).decode(),
         "last_activity": 1_700_900_000 + n} for n in range(12)
    ])  # fmt: skip


HELPDESK = Truth(
    {
        "requesters": ("profile",),
        "agents": ("name", "email"),
        "conversations": ("subject", "meta"),
        "replies": ("html",),
        "web_sessions": ("ip_address", "user_agent", "payload"),
    },
    {
        "requesters": ("person",), "agents": ("person",), "conversations": ("requesters",), "replies": ("conversations", "requesters"),
        "files": ("replies",), "web_sessions": ("agents",),
    },
    {"files": ("filename",)},
)  # fmt: skip

SYSTEMS: Mapping[str, tuple[Callable[[sa.Connection], None], Truth]] = {
    "crm": (crm, CRM),
    "club": (club, CLUB),
    "helpdesk": (helpdesk, HELPDESK),
}


def clinic(connection: sa.Connection) -> None:
    """A clinic with terse names in capitals, no declared keys, and many texts and names of things that are nobody's."""
    for statement in (
        'CREATE TABLE "TBL_PAT" ("PATNO" varchar(8) PRIMARY KEY, "NM" text, "PNR" varchar(12), "ADR1" text, "ADR2" text, "TLF" text, "GDR" varchar(1), "REG" date)',
        'CREATE TABLE "TBL_KIN" ("KINID" integer PRIMARY KEY, "PATNO" varchar(8), "NM" text, "REL" text, "TLF" text)',
        'CREATE TABLE "TBL_VISIT" ("VISITID" integer PRIMARY KEY, "PATNO" varchar(8), "STAFFID" integer, "TRTCODE" varchar(6), "SEEN" date, "JNL" text)',
        'CREATE TABLE "TBL_STAFF" ("STAFFID" integer PRIMARY KEY, "NM" text, "TITLE" text, "MAIL" text)',
        'CREATE TABLE "TBL_TRT" ("TRTCODE" varchar(6) PRIMARY KEY, "DESCR" text, "PRICE" integer)',
        'CREATE TABLE "TBL_SMS" ("SMSID" integer PRIMARY KEY, "TLF" text, "BODY" text, "SENT" date)',
        'CREATE TABLE "TBL_COUNTRY" ("CC" varchar(2) PRIMARY KEY, "NM" text)',
        'CREATE TABLE "TBL_STOCK" ("ITEMNO" integer PRIMARY KEY, "NM" text, "MAKER" text, "SERIAL" text)',
        'CREATE TABLE "TBL_TEXT" ("TEXTID" integer PRIMARY KEY, "SUBJ" text, "BODY" text)',
        'CREATE TABLE "TBL_ROOM" ("ROOMID" integer PRIMARY KEY, "NM" text, "PHONE_EXT" text)',
        'CREATE TABLE "TBL_VISIT_LOG" ("LOGID" integer PRIMARY KEY, "VISITID" integer, "DONE_BY" text, "WHAT" text, "AT" timestamp)',
    ):
        connection.exec_driver_sql(_spelled(connection, statement))
    people = [(f"{last.upper()}, {first.upper()}", first, last) for first, last in SWEDISH + ENGLISH[:10]]
    rows: list[dict[str, object]] = []
    for n, (name, _, _) in enumerate(people):
        nine = f"{40 + 2 * n}0{1 + n % 9}2{n % 9}98{n % 10}"
        rows.append({
            "PATNO": f"P{1000 + n}", "NM": name, "PNR": nine + check_digit(nine), "ADR1": f"{GATOR[n % 5]} {n + 1}",
            "ADR2": f"{411 + n} {10 + n} {('GÖTEBORG', 'PARTILLE')[n % 2]}", "TLF": f"0701740{605 + n}", "GDR": "MF"[n % 2], "REG": "2020-01-02",
        })  # fmt: skip
    _put(connection, "TBL_PAT", rows)
    _put(
        connection,
        "TBL_KIN",
        [
            {
                "KINID": n,
                "PATNO": f"P{1000 + n}",
                "NM": people[-1 - n][0],
                "REL": "MAKE",
                "TLF": f"0701740{640 + n}",
            }
            for n in range(9)
        ],
    )
    _put(connection, "TBL_STAFF", [
        {"STAFFID": 1, "NM": "LINDH, EVA", "TITLE": "Tandläkare", "MAIL": "eva.lindh@clinic.example"},
        {"STAFFID": 2, "NM": "SAND, KARIN", "TITLE": "Hygienist", "MAIL": "karin.sand@clinic.example"},
        {"STAFFID": 3, "NM": "BERGH, OLOF", "TITLE": "Tandläkare", "MAIL": "olof.bergh@clinic.example"},
    ])  # fmt: skip
    _put(
        connection,
        "TBL_TRT",
        [
            {"TRTCODE": f"T{n}", "DESCR": text, "PRICE": 500 + n}
            for n, text in enumerate(
                ("Root Canal", "Dental Crown", "Wisdom Tooth", "Fluoride Rinse", "Check Up")
            )
        ],
    )
    _put(connection, "TBL_VISIT", [
        {"VISITID": n, "PATNO": f"P{1000 + n % 25}", "STAFFID": 1 + n % 3, "TRTCODE": f"T{n % 5}", "SEEN": "2025-05-05",
         "JNL": ("Pat. klagar på ilningar i övre högra hörnet", "Lagning utförd utan bedövning på egen begäran", "Uteblev")[n % 3]} for n in range(60)
    ])  # fmt: skip
    _put(connection, "TBL_SMS", [
        {"SMSID": n, "TLF": f"0701740{605 + n % 25}", "BODY": f"Hej {people[n % 25][1]}! Välkommen till din tid imorgon.", "SENT": "2025-05-04"} for n in range(40)
    ])  # fmt: skip
    _put(
        connection,
        "TBL_COUNTRY",
        [
            {"CC": code, "NM": name}
            for code, name in (
                ("SE", "Sweden"),
                ("JO", "Jordan"),
                ("NZ", "New Zealand"),
                ("CR", "Costa Rica"),
                ("US", "United States"),
                ("GE", "Georgia"),
            )
        ],
    )
    _put(
        connection,
        "TBL_STOCK",
        [
            {
                "ITEMNO": n,
                "NM": f"Alice Chair {n}",
                "MAKER": "Anton Möbler AB",
                "SERIAL": f"{1700000000 + 7919 * n}",
            }
            for n in range(1, 30)
        ],
    )
    _put(
        connection,
        "TBL_TEXT",
        [
            {
                "TEXTID": n,
                "SUBJ": "Kallelse till besök",
                "BODY": "Du är välkommen till oss. Svara till info@clinic.example eller ring oss.",
            }
            for n in range(6)
        ],
    )
    _put(
        connection,
        "TBL_ROOM",
        [{"ROOMID": n, "NM": f"Rum {n}", "PHONE_EXT": f"{100 + n}"} for n in range(1, 7)],
    )
    _put(connection, "TBL_VISIT_LOG", [
        {"LOGID": n, "VISITID": n % 60, "DONE_BY": ("LINDH, EVA", "SAND, KARIN", "BERGH, OLOF")[n % 3], "WHAT": "opened", "AT": "2025-05-05 10:00:00"} for n in range(80)
    ])  # fmt: skip


CLINIC = Truth(
    {
        "TBL_PAT": ("NM", "PNR", "ADR1", "ADR2", "TLF", "GDR"), "TBL_KIN": ("NM", "TLF"), "TBL_VISIT": ("JNL",),
        "TBL_STAFF": ("NM", "TITLE", "MAIL"), "TBL_SMS": ("TLF", "BODY"), "TBL_VISIT_LOG": ("DONE_BY",),
    },
    {
        "TBL_PAT": ("person",), "TBL_KIN": ("TBL_PAT", "person"), "TBL_VISIT": ("TBL_PAT",), "TBL_STAFF": ("person",),
        "TBL_SMS": ("asked",), "TBL_VISIT_LOG": ("TBL_VISIT",),
    },
    {"TBL_KIN": ("REL",)},
)  # fmt: skip

SYSTEMS = {**SYSTEMS, "clinic": (clinic, CLINIC)}
