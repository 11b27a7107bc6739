"""Customers' files: only the case's number tells when they must go."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.landscape.systems import Company, counted


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with the digest of what it holds."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_files_of_a_closed_case_go_thirty_days_later(customer_files: Company) -> None:
    home = customer_files.home
    folder = home.path / "files" / "customer_files"
    before = digests(folder)
    closed = {name for name in before if name.startswith("arende-1003/")}
    assert (len(closed), len(before)) == (2, 21)
    # 1003 was closed on the first of the month before, 1004 last week, the others are open.
    cases = ["case,closed", "1003,2026-10-01", "1004,2026-11-15"]
    cases += [f"{number},{''}" for number in range(1000, 1020) if number not in (1003, 1004)]
    (home.path / "data" / "cases.csv").write_text("\n".join(cases) + "\n", encoding="utf-8")
    plan = customer_files.plan("customer_files")
    assert counted(plan) == {"customer_files.file.delete": 2}
    customer_files.carry_out(plan)
    assert digests(folder) == {name: digest for name, digest in before.items() if name not in closed}
