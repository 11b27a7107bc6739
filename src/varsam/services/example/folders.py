"""What lies in files: contracts, pictures, recordings, customers' files, cloud storage, papers."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from varsam.services.example.cast import Customer
from varsam.services.example.days import Days, days, years
from varsam.services.example.expected import DELETE, Expected
from varsam.services.example.others import Applicant
from varsam.services.example.people import People
from varsam.services.example.support import Support

# The smallest beginnings of a JPEG, a WAV and a PDF file: enough to be told apart, nothing to see or hear.
_JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
_WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "
_PDF = b"%PDF-1.4\n%%EOF\n"


class Folders:
    """Writes the files below one folder; the list of contracts lies beside it."""

    def __init__(self, root: Path, expected: Expected, at: Days, people: People) -> None:
        """Begin; `root` is the folder in which each source has its own."""
        self._root, self._expected, self._at, self._people = root, expected, at, people

    def _file(
        self,
        source: str,
        kind: str,
        name: str,
        content: bytes,
        *,
        over: bool = False,
        erased: bool = False,
    ) -> None:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._expected.row(source, kind, *([DELETE] if over else []), erased=(DELETE,) if erased else ())

    def contracts(self, cast: Sequence[Customer]) -> None:
        """The list of contracts: the only place that knows when one ended. It is read and never changed."""
        rows = []
        for customer in cast:
            for index, (start, end) in enumerate(customer.contracts):
                self._expected.row("contracts", "contract")
                rows.append(
                    {
                        "contract_no": f"A-{1000 + customer.number}-{index + 1}",
                        "customer_no": customer.customer_no,
                        "email": customer.contract_email or customer.person.email,
                        "started_on": start.isoformat(),
                        "ended_on": end.isoformat() if end else "",
                    }
                )
        with (self._root.parent / "contracts.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def pictures(self, cast: Sequence[Customer]) -> None:
        """Pictures for the web sites: by contract a year after its end, by consent until it is withdrawn."""
        at = self._at
        contracts = [None, at.ago(100), at.first_kept(years(1)), at.last_over(years(1)), at.ago(900)]
        told: list[tuple[str, date | None, date | None, date | None]] = [
            ("contract", end, None, None) for end in contracts
        ]
        told += [("consent", None, at.ago(700), None)] * 4
        told += [("consent", None, at.ago(700), at.ago(1)), ("consent", None, at.ago(700), at.today)]
        told += [("consent", None, None, None)]
        for number, (basis, ended, given, withdrawn) in enumerate(told, 1):
            shown = number == 6
            person = cast[0].person if shown else self._people.person("privat.example")
            if basis == "contract":
                over = at.over(ended, years(1))
            else:
                over = given is None or (withdrawn is not None and withdrawn < at.today)
            name = f"images/B-{number:03d}"
            self._file("images", "picture", f"{name}.jpg", _JPEG, over=over, erased=shown)
            (self._root / f"{name}-small.jpg").write_bytes(_JPEG)
            beside = {
                "person": person.name,
                "email": person.email,
                "basis": basis,
                "contract_ended_on": _text(ended),
                "consent_given_on": _text(given),
                "consent_withdrawn_on": _text(withdrawn),
            }
            text = json.dumps(beside, ensure_ascii=False, indent=2)
            (self._root / f"{name}.jpg.json").write_text(text + "\n", encoding="utf-8")

    def recordings(self, cast: Sequence[Customer]) -> None:
        """Recorded calls, two years each. The name tells the day and the number that called."""
        at = self._at
        called = [at.ago(10 + 53 * index) for index in range(24)]
        called += [at.first_kept(years(2)), at.last_over(years(2))]
        for index, day in enumerate(called):
            person = cast[index].person
            digits = person.phone.replace("-", "")
            name = f"recordings/{day:%Y}/{day:%Y%m%d}_{digits}.wav"
            over = at.over(day, years(2))
            self._file("recordings", "recording", name, _WAV, over=over, erased=index == 0)

    def customer_files(self, support: Support) -> None:
        """Files that customers sent with a case, by case number and the day they came."""
        for case in support.cases:
            for day in case.received:
                self._file(
                    "customer-files",
                    "file",
                    f"customer-files/{case.case_no}/{day.isoformat()}_register.csv",
                    "namn;epost\nPåhittad Person;pahittad@okand.example\n".encode(),
                    over=support.over_file(case, day),
                )

    def cloud(self, cast: Sequence[Customer]) -> None:
        """Customers' own data, thirty days after the contract, and its backups, a year after it."""
        for customer in cast:
            if customer.is_shown or (customer.number % 3 == 0 and not customer.role):
                continue
            ended, no = customer.ended_on, customer.customer_no
            for name in ("medlemmar.db", "bilder.zip"):
                over = self._at.over(ended, days(30))
                self._file("cloud", "stored", f"cloud/storage/{no}/{name}", b"\x00" * 64, over=over)
            for generation in range(2):
                taken = (ended or self._at.today) - timedelta(days=5 + 7 * generation)
                over = self._at.over(ended, years(1))
                name = f"cloud/backup/{no}/{taken:%Y%m%d}.zip"
                self._file("cloud", "backup", name, b"\x00" * 64, over=over)

    def papers(self, applicants: Sequence[Applicant]) -> None:
        """Applicants' curricula, by the applicant's number."""
        for applicant in applicants:
            self._file("cv", "curriculum", f"cv/{applicant.applicant_no}.pdf", _PDF, over=applicant.over)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
