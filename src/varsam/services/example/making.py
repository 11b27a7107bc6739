"""Makes a complete home of the example controller: register, maps, policy, databases, files."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from types import MappingProxyType

from varsam.domain.errors import NotAllowed
from varsam.services import own_state
from varsam.services.example.cast import make_customers
from varsam.services.example.days import Days
from varsam.services.example.expected import Expected
from varsam.services.example.folders import Folders
from varsam.services.example.others import Newsletter, make_recruiting, make_suppliers
from varsam.services.example.people import People
from varsam.services.example.shop import Shop
from varsam.services.example.support import Support

SEED = 20261122


def make_example(
    target: Path, today: date, seed: int = SEED, environment: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Make the example controller's home in a folder that is empty or isn't there yet.

    The same day and seed give the same contents. All dates lie around `today`, so that on any day something
    is due. The people are invented. `environment` says where own state will lie. NotAllowed when the folder
    holds something already.
    """
    build_example(target, today, seed, environment)


def build_example(
    target: Path, today: date, seed: int = SEED, environment: Mapping[str, str] = MappingProxyType({})
) -> Expected:
    """Make the home as `make_example` does, and tell what must become of each row on that day."""
    if target.exists() and any(target.iterdir()):
        raise NotAllowed(
            "the folder isn't empty", where=str(target), hint="name a new folder, or empty this one"
        )
    target.mkdir(parents=True, exist_ok=True)
    with as_file(files(__package__).joinpath("home")) as home:
        shutil.copytree(home, target, dirs_exist_ok=True)
    own_state.put_map(target, environment)
    return _fill(target / "data", Days(today), Random(seed))  # noqa: S311  (an invented world, no secret)


def _fill(data: Path, at: Days, dice: Random) -> Expected:
    expected, people = Expected(), People()
    cast = make_customers(people, at)
    shop = Shop(expected, at, people, dice)
    shop.fill(cast).write(data / "shop.sqlite3", {"customer_history": "history_id"})
    support = Support(expected, at, people)
    support.fill(cast).write(data / "support.sqlite3", {"case_calendar": ""})
    Newsletter(expected, at, people).fill(cast).write(data / "newsletter.sqlite3")
    make_suppliers(expected, at, people).write(data / "suppliers.sqlite3")
    recruiting, applicants = make_recruiting(expected, at, people)
    recruiting.write(data / "recruiting.sqlite3")
    folders = Folders(data / "files", expected, at, people)
    folders.contracts(cast)
    folders.pictures(cast)
    folders.recordings(cast)
    folders.customer_files(support)
    folders.cloud(cast)
    folders.papers(applicants)
    return expected
