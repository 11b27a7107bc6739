"""Rows inside the landscape's cells and files: lists, logs, mails and a cache."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import zipfile
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.landscape.restoring import unpack
from tests.landscape.systems import Company, asked, counted, make_home
from tests.landscape.test_files import digests
from tests.store.homes import Home as State
from varsam.domain.facts import FactKind
from varsam.services import people, recording
from varsam.store.people import TypedIdentifier

Make = Callable[..., Company]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
EXPORT = "arende-1003/export.zip"
AT = re.compile(rb"\[(\d\d/\w{3}/\d{4}:[\d:]+ [+-]\d{4})\]")


def company_of(state: State, landscape: Path, name: str, *maps: str) -> Company:
    """A home over one file tree."""
    home = make_home(state.path, landscape, ("contracts", *maps), {})
    unpack(landscape / "dumps" / f"{name}.tar.gz", state.path / "files")
    return Company(home)


def ended(company: Company, email: str, purpose: str) -> None:
    """Record what the customer instructs: nothing about this person is needed any more."""
    who = [TypedIdentifier("email", email)]
    fact = recording.record(company.home, FactKind.OBJECTION, identifiers=who, purpose=purpose)
    recording.record(
        company.home,
        FactKind.OBJECTION_DECIDED,
        identifiers=who,
        refers_to=fact.id,
        details={"outcome": "upheld"},
    )


# -- customers' files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "charset", "row"),
    [
        ("arende-1002/Öström-Sjögren_medlemmar.csv", "utf-8", 1),
        ("arende-1000/Andersson_medlemmar.csv", "latin-1", 2),
        ("arende-1001/Andersson_medlemmar.csv", "utf-8-sig", 0),
    ],
)
def test_one_person_leaves_a_list_and_the_namesake_stays(
    sqlite_state: State, landscape: Path, name: str, charset: str, row: int
) -> None:
    files = company_of(sqlite_state, landscape, "customer_files", "customer_files", "cases")
    cases = ["case,closed", *(f"{number}," for number in range(1000, 1020))]
    (files.home.path / "data" / "cases.csv").write_text("\n".join(cases) + "\n", encoding="utf-8")
    folder = files.home.path / "files" / "customer_files"
    path = folder / name
    lines = path.read_bytes().decode(charset).splitlines(keepends=True)
    assert (len(lines), lines[0]) == (7, "namn;pnr;epost;telefon\r\n")
    who, number, email, _ = lines[1 + row].split(";")
    # Somebody of the same name in the same list: not the same person.
    lines.append(f"{who};19010101-9801;namesake@post.example;\r\n")
    path.write_bytes("".join(lines).encode(charset))
    before = digests(folder)
    elsewhere = {
        each: email.encode() in (folder / each).read_bytes() for each in before if each.endswith(".csv")
    }
    assert elsewhere[name]
    assert counted(files.plan("customer_files")) == {}
    ended(files, email, "customer-files")
    plan = files.plan("customer_files")
    # One of them stands in the export as well, which is stored and not packed.
    packed = email.encode() in (folder / EXPORT).read_bytes()
    expected = {"customer_files.member.delete": sum(elsewhere.values())}
    assert counted(plan) == expected | ({"customer_files.exported.delete": 1} if packed else {})
    files.carry_out(plan)
    assert path.read_bytes() == "".join(lines[: 1 + row] + lines[2 + row :]).encode(charset)
    assert number not in path.read_bytes().decode(charset)
    after = digests(folder)
    assert {each for each in after if after[each] != before[each]} == {
        *(each for each, in_it in elsewhere.items() if in_it),
        *([EXPORT] if packed else []),
    }


def exported(path: Path) -> list[dict[str, str]]:
    """Who stands in the export, as another program reads it."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["register/medlemmar.json"]
        found: list[dict[str, str]] = json.loads(archive.read("register/medlemmar.json"))
    return found


def open_cases(files: Company) -> None:
    """No case is closed."""
    cases = ["case,closed", *(f"{number}," for number in range(1000, 1020))]
    (files.home.path / "data" / "cases.csv").write_text("\n".join(cases) + "\n", encoding="utf-8")


def test_people_leave_a_list_in_a_zip_one_by_one(sqlite_state: State, landscape: Path) -> None:
    """P001 and P002 have one name; P004 goes after P001, each by itself; who isn't meant stays."""
    files = company_of(sqlite_state, landscape, "customer_files", "customer_files", "cases")
    open_cases(files)
    folder = files.home.path / "files" / "customer_files"
    people_in = exported(folder / EXPORT)
    before, stays = digests(folder), (folder / EXPORT).stat()
    with zipfile.ZipFile(folder / EXPORT) as archive:
        text = archive.read("register/medlemmar.json").decode()
    p001, p002, p004 = people_in[0], people_in[1], people_in[3]
    assert p001["name"] == p002["name"] == "Anna Andersson"
    assert (p001["email"].split("@")[0], p004["name"]) == ("anna.andersson1", "Märta Lindqvist")
    named = {
        each
        for each in before
        for who in (p001, p004)
        if who["email"].encode() in (folder / each).read_bytes()
    }
    copied = [
        row
        for row in people.copy(files.home, [TypedIdentifier("email", p001["email"])])
        if row.kind == "exported"
    ]
    assert [(row.data["name"], row.data["personnummer"]) for row in copied] == [(p001["name"], p001["pnr"])]
    for gone in (p001, p004):
        ended(files, gone["email"], "customer-files")
        plan = files.plan("customer_files")
        assert counted(plan)["customer_files.exported.delete"] == 1
        files.carry_out(plan)
        text = text.replace(json.dumps(gone, ensure_ascii=False) + ", ", "")
        with zipfile.ZipFile(folder / EXPORT) as archive:
            assert archive.read("register/medlemmar.json").decode() == text
    assert exported(folder / EXPORT) == [each for each in people_in if each not in (p001, p004)]
    after = digests(folder)
    assert {each for each in after if after[each] != before[each]} == named
    assert (folder / EXPORT).stat().st_mtime == stays.st_mtime


def test_what_cant_be_written_again_in_a_zip_is_left_to_a_person(
    sqlite_state: State, landscape: Path
) -> None:
    files = company_of(sqlite_state, landscape, "customer_files", "customer_files", "cases")
    open_cases(files)
    path = files.home.path / "files" / "customer_files" / EXPORT
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # now it says that it is encrypted
    path.write_bytes(content)
    ended(files, "anna.andersson1@foretag.example.com", "customer-files")
    plan = files.plan("customer_files")
    assert asked(plan)["exported", "container"] == 1
    assert "customer_files.exported.delete" not in counted(plan)


def test_a_closed_cases_list_goes_whole(sqlite_state: State, landscape: Path) -> None:
    files = company_of(sqlite_state, landscape, "customer_files", "customer_files", "cases")
    cases = [
        "case,closed",
        "1002,2026-10-01",
        *(f"{number}," for number in range(1000, 1020) if number != 1002),
    ]
    (files.home.path / "data" / "cases.csv").write_text("\n".join(cases) + "\n", encoding="utf-8")
    plan = files.plan("customer_files")
    assert counted(plan) == {"customer_files.file.delete": 1}
    files.carry_out(plan)
    assert not (files.home.path / "files" / "customer_files" / "arende-1002").exists() or not list(
        (files.home.path / "files" / "customer_files" / "arende-1002").iterdir()
    )


# -- logs ----------------------------------------------------------------------------------------------------


def lines_of(folder: Path) -> dict[str, list[bytes]]:
    """The lines of each log."""
    found = {}
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        found[path.name] = content.splitlines(keepends=True)
    return found


def day_of(line: bytes) -> dt.date:
    """The day of a visit, where the controller is."""
    found = AT.search(line)
    assert found is not None
    moment = dt.datetime.strptime(found[1].decode(), "%d/%b/%Y:%H:%M:%S %z")
    return moment.astimezone(STOCKHOLM).date()


def test_visits_of_more_than_a_year_ago_leave_their_logs(sqlite_state: State, landscape: Path) -> None:
    logs = company_of(sqlite_state, landscape, "accesslogs", "accesslogs")
    folder = logs.home.path / "files" / "logs"
    before = lines_of(folder)
    limit = dt.date(2025, 11, 22)
    old = {name: [line for line in lines if day_of(line) < limit] for name, lines in before.items()}
    # The limit cuts one month's file, five are older, the others are younger.
    assert [len(old[f"access.log.{number}.gz"]) for number in (11, 13, 17)] == [0, 300, 300]
    assert 0 < len(old["access.log.12.gz"]) < 300
    untouched = digests(folder)
    plan = logs.plan("accesslogs")
    assert counted(plan) == {"accesslogs.old_visit.delete": sum(map(len, old.values()))}
    logs.carry_out(plan)
    after = lines_of(folder)
    assert after == {
        name: [line for line in lines if day_of(line) >= limit] for name, lines in before.items()
    }
    same = [name for name, lines in old.items() if not lines]
    assert {name: digests(folder)[name] for name in same} == {name: untouched[name] for name in same}


def test_an_access_request_finds_a_percent_encoded_address_in_logs(
    sqlite_state: State, landscape: Path
) -> None:
    logs = company_of(sqlite_state, landscape, "accesslogs", "accesslogs")
    folder = logs.home.path / "files" / "logs"
    email, trap = "anna.andersson2@hemma.example", "anna.andersson1@"
    encoded = email.replace("@", "%40").encode()
    raw = [line for lines in lines_of(folder).values() for line in lines]
    assert not any(email.encode() in line for line in raw)
    wanted = sum(encoded in line for line in raw)
    assert wanted > 10
    copied = [
        row for row in people.copy(logs.home, [TypedIdentifier("email", email)]) if row.source == "accesslogs"
    ]
    assert len(copied) == wanted
    assert {row.data["email"] for row in copied} == {email}
    assert not any(trap in str(row.data) for row in copied)
    young = [row for row in copied if row.purposes]
    assert 0 < len(young) < len(copied)
    assert all(row.until is not None and row.until >= logs.home.today for row in young)


# -- mail ----------------------------------------------------------------------------------------------------


def sent(path: Path) -> dt.date:
    """The day of a mail, where the controller is."""
    found = re.search(rb"(?m)^Date: (.+)$", path.read_bytes())
    assert found is not None
    return parsedate_to_datetime(found[1].decode()).astimezone(STOCKHOLM).date()


def test_mails_of_more_than_five_years_ago_go_from_all_folders(sqlite_state: State, landscape: Path) -> None:
    mail = company_of(sqlite_state, landscape, "maildir", "maildir")
    folder = mail.home.path / "files" / "maildir"
    before = digests(folder)
    mails = [name for name in before if ".vm" in name]
    old = {name for name in mails if sent(folder / name) < dt.date(2021, 11, 22)}
    assert len({name.rsplit("/", 2)[0] for name in old}) > 3
    assert 50 < len(old) < len(mails)
    # What Dovecot keeps of a folder's headers goes with the first mail that does.
    for each in ("info", "info/.Arkiv.2019", "hr"):
        (folder / each / "dovecot.index.cache").write_bytes(
            b"\x01\x07hdr.subject\0From: somebody@post.example\0"
        )
    before |= digests(folder)
    stale = {
        name
        for name in before
        if Path(name).name.startswith("dovecot.index")
        and any(Path(mail).parent.parent == Path(name).parent for mail in old)
    }
    assert {"info/.Arkiv.2019/dovecot.index.cache", "info/.Arkiv.2019/dovecot.index.log"} <= stale
    plan = mail.plan("maildir")
    assert counted(plan) == {"maildir.file.delete": len(old)}
    assert asked(plan) == {}
    mail.carry_out(plan)
    assert digests(folder) == {name: digest for name, digest in before.items() if name not in old | stale}


# -- cells ---------------------------------------------------------------------------------------------------


@pytest.mark.mariadb
def test_a_cache_that_names_somebody_goes_when_she_is_erased(wordpress: Company) -> None:
    cache = "SELECT option_value FROM wp_options WHERE option_name = '_transient_senaste_besokare'"
    others = "SELECT option_name, md5(option_value) FROM wp_options WHERE option_name NOT LIKE '%besokare'"
    name, email = wordpress.rows("wordpress", "SELECT display_name, user_email FROM wp_users WHERE ID = 2")[0]
    assert f'"{name}"' in wordpress.one("wordpress", cache)
    before = wordpress.rows("wordpress", others)
    assert "wordpress.recent.delete" not in counted(wordpress.plan("wordpress"))
    plan = wordpress.erase("email", email)
    assert counted(plan)["wordpress.recent.delete"] == 1
    wordpress.carry_out(plan)
    assert wordpress.rows("wordpress", cache) == []
    assert wordpress.rows("wordpress", others) == before


@pytest.mark.postgres
def test_somebody_in_a_customers_list_leaves_it_and_the_case_stays(company: Make) -> None:
    rt = company("rt")
    listed = "SELECT content FROM attachments WHERE filename = 'medlemmar.csv'"
    content = rt.one("rt", listed)
    lines = content.splitlines(keepends=True)
    assert (len(lines), "=C3=B6" in lines[3]) == (5, True)
    email = lines[3].strip().rpartition(";")[2]
    others = "SELECT md5(string_agg(id || coalesce(content, ''), '|' ORDER BY id)) FROM attachments"
    others += " WHERE filename IS DISTINCT FROM 'medlemmar.csv'"
    before = rt.one("rt", others)
    copied = [
        row for row in people.copy(rt.home, [TypedIdentifier("email", email)]) if row.kind == "file_row"
    ]
    assert [row.data["email"] for row in copied] == [email]
    assert "Björkman" in str(copied[0].data["name"])
    ended(rt, email, "customer-files")
    plan = rt.plan("rt")
    assert counted(plan)["rt.file_row.delete"] == 1
    rt.carry_out(plan, again=False)
    assert rt.one("rt", listed) == "".join(lines[:3] + lines[4:])
    assert rt.one("rt", "SELECT count(*) FROM tickets WHERE id = 3") == 1
    assert "rt.file_row.delete" not in counted(rt.plan("rt"))
    assert before != ""
