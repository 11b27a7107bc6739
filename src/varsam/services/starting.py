"""A new home: a commented register, a first source map, and what git shall leave out. Needs no state."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.formats import source_map
from varsam.services import own_state, schemas

FIRST_SOURCE = "shop"
IGNORED = """\
# The state of this home and its key never belong into version control.
/state/
/varsam.key
/.varsam.key.*
"""
FIRST_REGISTER = """\
# The register: what you have promised about personal data, to whom, why and for how long.
# Have you a published policy? `varsam policy import policy.md` reads a register from its table.
# After a change run: varsam check
register: Our register

# Who decides about the data. The first one's time zone says when a day ends.
entities:
  company:
    name: Example AB              # the name as it is registered
    # org_no: "556016-0680"
    contact: privacy@company.example
    zone: Europe/Stockholm

# One activity per row of the register (Art. 30). Each purpose has a legal basis and a time of storage.
activities:
  purchases:
    title: Purchase of products and services
    role: controller              # or processor, for what you do on your customers' behalf
    controllers: [company]
    categories: [contact, billing]
    subjects: [customer]
    purposes:
      purchases:
        title: Deliver and support what the customer bought
        basis: contract           # consent, contract, legal_obligation, legitimate_interests …
        rule: contract.end + 1 year
      purchases-bookkeeping:
        title: Keep accounting records
        basis: legal_obligation
        rule: year_end(fiscal_year.end + 7 years)
        law: BFL 7 kap. 2 §
"""


def init(folder: Path, environment: Mapping[str, str] = MappingProxyType({})) -> tuple[Path, ...]:
    """Write the first files of a new home, and name them; `environment` says where own state will lie.

    NotAllowed: one of them is there already; nothing was written. RegisterError: the folder can't be written.
    """
    of_map = schemas.modeline("source", up=1)
    files = {
        folder / "register.yaml": schemas.modeline("register")
        + FIRST_REGISTER
        + own_state.activity("company"),
        folder / "sources" / f"{FIRST_SOURCE}.yaml": of_map + source_map.starter(FIRST_SOURCE, "sql"),
        folder / own_state.MAP_FILE: of_map
        + own_state.source_map(postgresql=own_state.in_postgresql(environment)),
        folder / ".gitignore": IGNORED,
        **{schemas.file_in(folder, name): schemas.text(name) for name in ("register", "source")},
    }
    there = [path for path in files if path.exists() or path.is_symlink()]
    if there:
        raise NotAllowed(
            "this is a home already, and nothing in it is overwritten",
            where=", ".join(str(path) for path in there),
            hint="name another folder with --home",
        )
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        (folder / "policy").mkdir(exist_ok=True)
    except OSError as error:
        raise RegisterError(
            f"the home can't be written: {error.strerror}",
            where=str(folder),
            hint="give this user the right to write there, or name another folder",
        ) from error
    return tuple(files)
