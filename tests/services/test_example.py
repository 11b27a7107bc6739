"""The example controller: what it holds, that its maps and register fit it, and that its figures are true."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from stdnum import luhn

from tests.services.example_controls import CONTROLS, ENDS
from varsam.checks.maps import check_maps
from varsam.domain.errors import NotAllowed
from varsam.domain.ownership import SourceMap
from varsam.domain.register import Basis, Register
from varsam.domain.retention import formal
from varsam.domain.snapshot import Snapshot
from varsam.formats import policy, register_yaml, source_map
from varsam.services import own_state
from varsam.services.example import build_example, make_example
from varsam.services.example.people import personnummer
from varsam.sources.catalogue import open_source

TODAY = date(2026, 11, 22)
SHOWN = Path(__file__).parents[2] / "examples" / "softmore"
DATABASES = ("newsletter", "recruiting", "shop", "suppliers", "support")
Counts = Mapping[str, Mapping[str, Mapping[str, int]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Counts]]:
    """A home made for the day, and what its maker says of it."""
    home = tmp_path_factory.mktemp("example") / "softmore"
    return home, build_example(home, TODAY).as_json()


@pytest.fixture(scope="module")
def register(made: tuple[Path, Mapping[str, Counts]]) -> Register:
    path = made[0] / "register.yaml"
    return register_yaml.parse(path.read_text(encoding="utf-8"), path.name)


@pytest.fixture(scope="module")
def maps(made: tuple[Path, Mapping[str, Counts]], register: Register) -> dict[str, SourceMap]:
    paths = sorted((made[0] / "sources").glob("*.yaml"))
    read = [source_map.parse(path.read_text(encoding="utf-8"), path.name, register) for path in paths]
    found = {each.source: each for each in read}
    # What Varsam itself stores is no data of the example's; tests/services/test_own_state.py looks at it.
    assert found.pop(own_state.SOURCE)
    return found


@pytest.fixture(scope="module")
def snapshots(made: tuple[Path, Mapping[str, Counts]], maps: dict[str, SourceMap]) -> dict[str, Snapshot]:
    found = {}
    for name, mapped in maps.items():
        if mapped.connector != "manual":
            with open_source(mapped, home=made[0], environment={}) as source:
                found[name] = source.snapshot(counts=True)
    return found


def _contracts(home: Path) -> list[dict[str, str]]:
    with (home / "data" / "contracts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _count(home: Path, source: str, query: str) -> int:
    """Count the rows of a control query; the list of contracts stands beside the database's tables."""
    with closing(sqlite3.connect(home / "data" / f"{source}.sqlite3")) as connection:
        connection.execute("CREATE TEMP TABLE listed (customer_no, email, ended_on)")
        rows = [(each["customer_no"], each["email"], each["ended_on"]) for each in _contracts(home)]
        connection.executemany("INSERT INTO listed VALUES (?, ?, ?)", rows)
        connection.execute(ENDS)
        found = connection.execute(f"SELECT count(*) FROM {query}").fetchone()
        return int(found[0])


def _steps(due: Counts, sources: tuple[str, ...]) -> Iterator[str]:
    for source in sources:
        for kind, counts in due[source].items():
            yield from (f"{source}.{kind}.{step}" for step in counts if step != "rows")


# -- the figures -------------------------------------------------------------------------------------------


def test_the_published_figures_are_what_the_maker_says(made: tuple[Path, Mapping[str, Counts]]) -> None:
    published = json.loads((SHOWN / "expected.json").read_text(encoding="utf-8"))
    assert published == {"on": TODAY.isoformat(), **made[1]}


def test_every_step_in_a_database_has_a_control_query(made: tuple[Path, Mapping[str, Counts]]) -> None:
    assert set(_steps(made[1]["due"], DATABASES)) == set(CONTROLS)


@pytest.mark.parametrize("step", CONTROLS)
def test_control_queries_give_the_published_figures(
    step: str, made: tuple[Path, Mapping[str, Counts]]
) -> None:
    source, kind, name = step.split(".")
    counts = made[1]["due"][source][kind]
    assert _count(made[0], source, CONTROLS[step]) == counts[name]
    assert 0 < counts[name] <= counts["rows"]


def test_rows_are_counted_right(
    made: tuple[Path, Mapping[str, Counts]], maps: dict[str, SourceMap], snapshots: dict[str, Snapshot]
) -> None:
    for source, mapped in maps.items():
        for kind in mapped.kinds:
            assert made[1]["due"][source][kind.name]["rows"] == snapshots[source].tables[kind.table].rows
    assert {source for source, mapped in maps.items() if mapped.kinds} == set(made[1]["due"])


def test_file_names_give_the_published_figures(made: tuple[Path, Mapping[str, Counts]]) -> None:
    home, said = made
    due, root = said["due"], home / "data" / "files"
    ends: dict[str, list[str]] = {}
    for row in _contracts(home):
        ends.setdefault(row["customer_no"], []).append(row["ended_on"])
    ended = {number: max(days) for number, days in ends.items() if "" not in days}

    def over(folder: str, last: str) -> int:
        files = (root / "cloud" / folder).glob("*/*")
        return sum(ended.get(path.parent.name, "9") <= last for path in files)

    assert over("storage", "2026-10-22") == due["cloud"]["stored"]["delete"]
    assert over("backup", "2025-11-21") == due["cloud"]["backup"]["delete"]
    calls = [path.name[:8] for path in (root / "recordings").rglob("*.wav")]
    assert sum(day <= "20241121" for day in calls) == due["recordings"]["recording"]["delete"]
    pictures = [json.loads(path.read_text()) for path in (root / "images").glob("*.json")]
    gone = [
        (each["contract_ended_on"] or "9") <= "2025-11-21"
        if each["basis"] == "contract"
        else not each["consent_given_on"] or (each["consent_withdrawn_on"] or "9") <= "2026-11-21"
        for each in pictures
    ]
    assert sum(gone) == due["images"]["picture"]["delete"]
    with closing(sqlite3.connect(home / "data" / "support.sqlite3")) as connection:
        closed = dict(connection.execute("SELECT case_no, closed_on FROM case_calendar"))
    files = [(closed[path.parent.name] or "9", path.name) for path in (root / "customer-files").glob("*/*")]
    old = [day <= "2026-10-22" or name[:10] <= "2025-11-21" for day, name in files]
    assert sum(old) == due["customer-files"]["file"]["delete"]
    with closing(sqlite3.connect(home / "data" / "recruiting.sqlite3")) as connection:
        control = CONTROLS["recruiting.applicant.delete"]
        numbers = {number for (number,) in connection.execute(f"SELECT a.applicant_no FROM {control}")}
    papers = {path.stem for path in (root / "cv").glob("*.pdf")}
    assert len(papers & numbers) == due["cv"]["curriculum"]["delete"]


def test_the_readme_tells_the_published_figures(made: tuple[Path, Mapping[str, Counts]]) -> None:
    text = (SHOWN / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\|[^|]*\|[^|]*\| `([\w-]+)\.([\w]+)` \| (\d+) \| ([^|]*) \|", text, re.MULTILINE)
    for source, kind, rows, steps in told:
        counts = {name: int(number) for number, name in re.findall(r"(\d+) (\w+)", steps)}
        assert {"rows": int(rows), **counts} == made[1]["due"][source][kind], f"{source}.{kind}"
    silent = {("shop", "address_list"), ("shop", "webinar"), ("support", "case_calendar")}
    silent |= {("newsletter", "ban"), ("recruiting", "recruitment"), ("contracts", "contract")}
    everything = {(source, kind) for source, kinds in made[1]["due"].items() for kind in kinds}
    assert {(source, kind) for source, kind, _, _ in told} == everything - silent


# -- register and maps -------------------------------------------------------------------------------------


def test_the_register_is_the_policy_as_imported_with_the_floor_accepted(
    made: tuple[Path, Mapping[str, Counts]], register: Register
) -> None:
    text = next((made[0] / "policy").glob("*.md")).read_text(encoding="utf-8")
    imported = policy.import_policy(text).register
    assert [each.published for each in register.activities if not each.unpublished] == [
        each.published for each in imported.activities
    ]
    assert register.statements == imported.statements
    own = [each for each in register.activities if each.id == "varsam-own"]
    assert [own_state.joined(replace(register, activities=())).activities[0]] == own
    assert own[0] == register.activities[-1]
    assert len(register.activities) == 20 + 1
    own_purposes = own[0].purposes
    promised = [(each.basis, formal(each.rule)) for each in imported.purposes().values() if each.rule]
    purposes = {key: each for key, each in register.purposes().items() if each not in own_purposes}
    kept = [(each.basis, formal(each.rule)) for each in purposes.values() if each.rule]
    assert (Basis.LEGAL_OBLIGATION, formal(purposes["bookkeeping"].rule)) == kept.pop(1)  # type: ignore[arg-type]
    assert kept == promised
    assert len(purposes) == 27


def test_a_person_stands_behind_every_purpose(register: Register) -> None:
    assert not register.undecided()
    for purpose in register.purposes().values():
        assert purpose.settled, purpose.id
        assert bool(purpose.interest) == (purpose.basis is Basis.LEGITIMATE_INTERESTS), purpose.id
        assert bool(purpose.law) == (purpose.basis is Basis.LEGAL_OBLIGATION), purpose.id
    assert register.purposes()["direct-marketing"].marketing


def test_the_maps_fit_the_systems(
    maps: dict[str, SourceMap], snapshots: dict[str, Snapshot], register: Register
) -> None:
    findings = check_maps(list(maps.values()), snapshots, register)
    # Only where an order is meant to come apart from somebody else's address.
    assert {(each.code, each.where) for each in findings if each.level != "info"} == {
        ("MAP006", "shop.sales_order.groups.delivery")
    }
    emptied = {name: source_map.parse(_unsaid(name), name) for name in ("shop",)}
    worse = check_maps(list(emptied.values()), snapshots, register)
    assert {each.code for each in worse} & {"MAP007", "MAP008"}


def _unsaid(name: str) -> str:
    return f"source: {name}\nconnector: sql\nurl: sqlite:///x\nkinds: {{account: {{table: account}}}}\n"


def test_every_column_is_said_or_ignored(maps: dict[str, SourceMap], snapshots: dict[str, Snapshot]) -> None:
    for name in (*DATABASES, "contracts"):
        for table in snapshots[name].tables.values():
            kinds = [kind for kind in maps[name].kinds if kind.table == table.name]
            if table.name in maps[name].ignored or any(not kind.groups for kind in kinds):
                continue  # said as a whole: ignored, holds nothing, or shares its parent's fate
            said = {column for kind in kinds for group in kind.groups for column in group.columns}
            said |= {column for kind in kinds for column in kind.key}
            said |= {column for kind in kinds for each in kind.references for column in each.columns}
            dated = {kind.collected.column for kind in kinds if kind.collected and not kind.collected.edges}
            for column in table.columns:
                known = column.name in said | dated or f"{table.name}.{column.name}" in maps[name].ignored
                assert known, f"{name}: {table.name}.{column.name}"


def test_each_purpose_has_data_that_is_due_and_data_that_is_not(
    made: tuple[Path, Mapping[str, Counts]], maps: dict[str, SourceMap], register: Register
) -> None:
    promised = [each.id for row in register.activities if not row.unpublished for each in row.purposes]
    goes: dict[str, int] = dict.fromkeys(promised, 0)
    stays = dict(goes)
    for source, mapped in maps.items():
        for kind in mapped.kinds:
            counts = made[1]["due"][source][kind.name]
            for purpose in {each for group in kind.groups for each in group.purposes}:
                goes[purpose] += counts.get("delete", 0)
                stays[purpose] += counts["rows"] - counts.get("delete", 0)
    assert not [purpose for purpose in goes if not goes[purpose] or not stays[purpose]]


# -- the invented world ------------------------------------------------------------------------------------


def _texts(home: Path) -> Iterator[str]:
    for name in DATABASES:
        with closing(sqlite3.connect(home / "data" / f"{name}.sqlite3")) as connection:
            yield "\n".join(connection.iterdump())
    for path in sorted((home / "data").rglob("*")):
        if path.is_file():
            yield path.relative_to(home).as_posix()
        if path.suffix in (".csv", ".json"):
            yield path.read_text(encoding="utf-8")


def test_everybody_is_invented(made: tuple[Path, Mapping[str, Counts]]) -> None:
    text = "\n".join(_texts(made[0]))
    domains = set(re.findall(r"@([\w.-]+)", text))
    assert len(domains) > 5
    assert all(domain.endswith(".example") for domain in domains)
    phones = set(re.findall(r"\b07\d[- ]?\d{7}\b", text))
    assert len(phones) > 50
    assert all(605 <= int(phone[-3:]) <= 699 and re.match("070-?1740", phone) for phone in phones)
    numbers = set(re.findall(r"\b\d{6}-\d{4}\b", text)) - {"556968-7857", "556966-0748"}
    assert len(numbers) > 10
    assert all(
        980 <= int(number[7:10]) <= 999 and luhn.is_valid(number.replace("-", "")) for number in numbers
    )
    addresses = set(re.findall(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", text))
    assert addresses
    assert all(address.startswith("203.0.113.") for address in addresses)
    assert personnummer(0) in numbers


def test_the_kinds_of_person_occur(made: tuple[Path, Mapping[str, Counts]]) -> None:
    with closing(sqlite3.connect(made[0] / "data" / "shop.sqlite3")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM customer")]
        old, recent = (
            connection.execute(
                "SELECT count(*) FROM invoice i JOIN customer c ON c.id = i.buyer_id"
                f" WHERE c.name = 'Elsa Sjögren' AND invoiced_on {when} '2018-12-31'"
            ).fetchone()[0]
            for when in ("<=", ">")
        )
        assert (old, recent) == (1, 1)
    assert names.count("Anna Andersson") == 2
    assert {"Åsa Öberg", "Asa Oberg"} < set(names)
    shared = [each for each in _contracts(made[0]) if each["email"] == "info@delad.example"]
    assert len({each["customer_no"] for each in shared}) == 2
    with closing(sqlite3.connect(made[0] / "data" / "suppliers.sqlite3")) as connection:
        sole = connection.execute("SELECT count(*) FROM supplier WHERE org_no IS NOT NULL").fetchone()[0]
    assert sole == 1


def test_the_same_day_and_seed_make_the_same_world(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("two", 1), ("other", 2)):
        make_example(tmp_path / name, TODAY, seed)
    one, two, other = ("\n".join(_texts(tmp_path / name)) for name in ("one", "two", "other"))
    assert one == two
    assert one != other


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 1, 1), date(2027, 3, 31)])
def test_on_any_day_every_kind_has_something_due(
    day: date, tmp_path: Path, made: tuple[Path, Mapping[str, Counts]]
) -> None:
    due = build_example(tmp_path / "home", day).as_json()["due"]
    for source, kinds in made[1]["due"].items():
        for kind, counts in kinds.items():
            assert set(due[source][kind]) == set(counts), f"{source}.{kind}"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotAllowed):
        make_example(tmp_path, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
