"""The table that is published says what the register does, and reads back as the same register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.calendar import Period, Unit
from varsam.domain.register import Activity, Basis, Entity, Purpose, Register, Role
from varsam.domain.retention import Earliest, EventRef, Latest, Plus, Rule, YearEnd, formal
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.policy import import_policy
from varsam.formats.policy.words import read_bases, read_categories, read_subjects
from varsam.formats.policy_table import BASIS_LABELS, print_table

POLICIES = Path(__file__).parent / "policies"
EVENTS = ("contract.end", "case.closed", "consent.withdrawn", "visit.at", "fiscal_year.end", "own.thing")


def with_table(document: str, table: str) -> str:
    """The document with its only Markdown table replaced."""
    lines = document.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("|"))
    last = max(place for place, line in enumerate(lines) if line.startswith("|"))
    return "\n".join([*lines[:first], *table.splitlines(), *lines[last + 1 :]])


@pytest.mark.parametrize("name", ["softmore-integritetspolicy.md", "lindholm.md"])
def test_import_export_import_gives_the_same_register(name: str) -> None:
    document = (POLICIES / name).read_text(encoding="utf-8")
    first = import_policy(document).register
    table = print_table(first)
    assert import_policy(with_table(document, table)).register == first
    assert print_table(first) == table


def test_the_users_rows_are_published_word_by_word() -> None:
    document = (POLICIES / "softmore-integritetspolicy.md").read_text(encoding="utf-8")

    def rows(text: str) -> list[list[str]]:
        lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]

    printed = rows(print_table(import_policy(document).register))
    assert len(printed) == 21
    assert printed == rows(document)


def test_a_purpose_that_was_added_shows_in_the_table() -> None:
    imported = import_policy((POLICIES / "softmore-integritetspolicy.md").read_text(encoding="utf-8"))
    before = print_table(imported.register).splitlines()
    accepted = imported.accept([imported.register.proposals[0].id]).register
    after = print_table(accepted).splitlines()
    changed = [line for line in after if line not in before]
    assert len(changed) == 1
    assert "Avtal, Rättslig förpliktelse" in changed[0]
    assert "Avtalstiden + 1 år" in changed[0]
    # It is read back as the two purposes that the register now has.
    again = import_policy("\n".join(after)).register.activities[0]
    assert [(each.basis, each.rule) for each in again.purposes] == [
        (each.basis, each.rule) for each in accepted.activities[0].purposes
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_label_of_the_vocabulary_is_read_back_as_its_code(language: str) -> None:
    for code, word in CATEGORIES.items():
        assert read_categories(word.label(language)).codes == (code,)
    for code, word in SUBJECTS.items():
        assert read_subjects(word.label(language)).codes == (code,)
    for basis, labels in BASIS_LABELS.items():
        assert read_bases(labels[language == "en"]).bases == (basis,)
    assert set(BASIS_LABELS) == set(Basis)


def test_marks_of_markdown_in_a_title_are_printed_as_text() -> None:
    title = r"A|B *c* _d_ `e` [f](g) <b>h</b> i_j \k &amp; l"
    purpose = Purpose("p", title, Basis.CONTRACT, EventRef("contract.end"))
    register = Register(
        "x", (Entity("controller", "Controller"),), (Activity("a", title, Role.CONTROLLER, (purpose,)),)
    )
    (found,) = import_policy(print_table(register)).register.activities
    assert (found.title, found.purposes[0].title) == (title, title)


rules = st.recursive(
    st.sampled_from(EVENTS).map(EventRef),
    lambda inner: st.one_of(
        st.builds(Plus, inner, st.builds(Period, st.integers(1, 12), st.sampled_from(Unit))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Earliest(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Latest(tuple(parts))),
        inner.map(YearEnd),
    ),
    max_leaves=4,
)
CODES = st.lists(st.sampled_from(sorted(CATEGORIES)), unique=True, max_size=4).map(tuple)
PEOPLE = st.lists(st.sampled_from(sorted(SUBJECTS)), unique=True, max_size=3).map(tuple)


@st.composite
def promises(draw: st.DrawFn) -> list[tuple[Basis, Rule]]:
    bases = draw(st.lists(st.sampled_from(Basis), min_size=1, max_size=3, unique=True))
    return [(basis, draw(rules)) for basis in bases]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(promises(), min_size=1, max_size=3), CODES, PEOPLE, st.sampled_from(["sv", "en"]), st.booleans()
)
def test_a_settled_register_without_published_rows_is_printed_and_read_back(
    rows: list[list[tuple[Basis, Rule]]],
    categories: tuple[str, ...],
    subjects: tuple[str, ...],
    language: str,
    clause: bool,
) -> None:
    activities = tuple(
        Activity(
            id=f"a{number}",
            title=f"Sak {number}",
            role=Role.CONTROLLER,
            purposes=tuple(
                Purpose(f"a{number}-{basis.value}", f"Sak {number}", basis, rule) for basis, rule in row
            ),
            categories=categories,
            subjects=subjects,
        )
        for number, row in enumerate(rows)
    )
    register = Register("x", (Entity("controller", "Controller"),), activities, language=language)
    text = (
        "Med samtycke sparas uppgifterna tills samtycket återkallas.\n\n" if clause else ""
    ) + print_table(register)
    found = import_policy(text).register.activities
    for wanted, read in zip(activities, found, strict=True):
        assert (read.title, read.categories, read.subjects) == (wanted.title, categories, subjects)
        kept = sorted((each.basis.value, formal(each.rule)) for each in wanted.purposes if each.rule)
        again = sorted((each.basis.value, formal(each.rule)) for each in read.purposes if each.rule)
        assert again == kept


def test_own_words_are_printed_by_their_labels() -> None:
    purpose = Purpose("p", "P", Basis.CONTRACT, EventRef("contract.end"))
    activity = Activity("a", "A", Role.CONTROLLER, (purpose,), categories=("other.bikes",))
    word = Word("other.bikes", "Cyklar", "Bikes")
    register = Register("x", (Entity("e", "E AB"),), (activity,), categories=(word,))
    assert "| Cyklar |" in print_table(register)
    assert "| Bikes |" in print_table(replace(register, language="en"))
