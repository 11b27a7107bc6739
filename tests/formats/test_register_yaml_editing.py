"""A register is edited as a person would: the change is made, every comment stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from varsam.domain.calendar import Period, Unit
from varsam.domain.errors import RegisterError, RegisterErrors
from varsam.domain.register import Basis, Outcome, Proposal, Purpose
from varsam.domain.retention import EventRef, Plus, formal
from varsam.formats.register_yaml import (
    AcceptProposal,
    AddProposal,
    AddPurpose,
    ConfirmPurpose,
    WaiveProposal,
    edit,
    parse,
)

ON = date(2026, 11, 22)
TEXT = """\
# first of all
register: Test
entities:
  a: {name: Company AB}   # in braces

activities:
  one:
    title: One
    role: controller
    categories: [billing]   # kinds
    subjects: [customer]
    purposes:
      # about p
      p:
        title: 'Do it'
        basis: contract
        rule: contract.end + 1 year  # the rule
        assumed: true
        # before the question
        question: Is it?

  # about two
  two:
    title: Two
    role: processor
    purposes:
      q:
        title: Do
        basis: contract
        needs_person: "så länge det behövs"
    # after the purposes
    published: {retention: "så länge det behövs"}

# about proposals
proposals:
  b:
    activity: one
    concerns: [p]
    outcome: proposed  # accepted | waived
    # about the purpose
    purpose:
      id: p-books
      title: Books
      basis: legal_obligation
      rule: year_end(fiscal_year.end + 7 years)
      law: BFL 7 kap. 2 §
# last of all
"""
NEW = Purpose("r", "no", Basis.CONSENT, EventRef("consent.withdrawn"), interest="a: b", marketing=True)
COMMENTS = [line.partition("#")[2] for line in TEXT.splitlines() if "#" in line]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_an_accepted_proposal_adds_its_purpose() -> None:
    register = parse(edit(TEXT, [AcceptProposal("b", ON, "no")]))
    assert register.proposals[0].outcome is Outcome.ACCEPTED
    assert (register.proposals[0].decided_on, register.proposals[0].reason) == (ON, "no")
    assert [each.id for each in register.activities[0].purposes] == ["p", "p-books"]
    assert register.activities[0].purposes[1] == parse(TEXT).proposals[0].purpose
    assert register.undecided() == frozenset()


def test_a_waived_proposal_needs_a_reason_and_adds_nothing() -> None:
    register = parse(edit(TEXT, [WaiveProposal("b", ON, "the invoices are kept: elsewhere")]))
    assert register.proposals[0].outcome is Outcome.WAIVED
    assert register.activities == parse(TEXT).activities
    with pytest.raises(RegisterError, match="without a reason"):
        edit(TEXT, [WaiveProposal("b", ON, " ")])


def test_a_confirmed_purpose_is_settled() -> None:
    purpose = parse(edit(TEXT, [ConfirmPurpose("p")])).purposes()["p"]
    assert (purpose.settled, purpose.question) == (True, None)
    other = Plus(EventRef("case.closed"), Period(2, Unit.MONTH))
    register = parse(edit(TEXT, [ConfirmPurpose("p", other), ConfirmPurpose("q", other)]))
    assert [each.settled for each in register.purposes().values()] == [True, True]
    assert all(
        each.rule and formal(each.rule) == "case.closed + 2 months" for each in register.purposes().values()
    )


def test_a_purpose_is_added_with_words_that_yaml_would_misread() -> None:
    register = parse(edit(TEXT, [AddPurpose("two", NEW)]))
    assert register.activities[1].purposes[1] == NEW


@pytest.mark.parametrize(
    "change",
    [AcceptProposal("b", ON), WaiveProposal("b", ON, "x"), AddPurpose("one", NEW), AddPurpose("two", NEW)],
)
def test_every_line_and_comment_stays_where_it_was(
    change: AcceptProposal | WaiveProposal | AddPurpose,
) -> None:
    edited = edit(TEXT, [change])
    before = [line for line in lines_of(TEXT) if not line.startswith("outcome")]
    after = [line for line in lines_of(edited) if line in before]
    # Lines of the new purpose may be alike; what was there comes in the order it had.
    position = 0
    for line in before:
        position = after.index(line, position) + 1
    assert edited.count("#") == TEXT.count("#")


def test_a_proposal_is_added_and_decided_in_one_edit() -> None:
    proposal = Proposal("floor", "two", NEW, ("q",))
    edited = edit(TEXT, [AddProposal(proposal), WaiveProposal("floor", ON, "bureau: ours")])
    added = parse(edited).proposals[-1]
    assert added == replace(proposal, outcome=Outcome.WAIVED, decided_on=ON, reason="bureau: ours")
    assert edited.count("#") == TEXT.count("#")
    position = 0
    for line in lines_of(TEXT):
        position = lines_of(edited).index(line, position) + 1
    accepted = parse(edit(TEXT, [AddProposal(proposal), AcceptProposal("floor", ON)]))
    assert accepted.activities[1].purposes[-1] == NEW
    with pytest.raises(RegisterError, match="already"):
        edit(edited, [AddProposal(proposal)])
    without = TEXT[: TEXT.index("# about proposals")]
    assert parse(edit(without, [AddProposal(proposal)])).proposals == (proposal,)


def test_comments_around_a_line_that_goes_stay() -> None:
    edited = edit(TEXT, [ConfirmPurpose("p"), ConfirmPurpose("q", EventRef("contract.end"))])
    assert "assumed: true" in TEXT
    assert "assumed" not in edited
    assert "question:" not in edited
    for comment in COMMENTS:
        assert f"#{comment}" in edited
    assert edited.index("# before the question") < edited.index("# about two") < edited.index("two:\n")
    assert edited.index("# after the purposes") < edited.index("published:")


def test_nothing_to_change_changes_nothing() -> None:
    assert edit(TEXT, []) == TEXT


@pytest.mark.parametrize(
    "changes",
    [
        [AcceptProposal("nothing", ON)],
        [AcceptProposal("b", ON), AcceptProposal("b", ON)],
        [AcceptProposal("b", ON), WaiveProposal("b", ON, "x")],
        [ConfirmPurpose("nothing")],
        [ConfirmPurpose("q")],
        [AddPurpose("nothing", NEW)],
        [AddPurpose("one", NEW), AddPurpose("two", NEW)],
    ],
)
def test_a_change_of_what_isnt_there_is_an_error(
    changes: list[AcceptProposal | WaiveProposal | ConfirmPurpose | AddPurpose],
) -> None:
    with pytest.raises(RegisterError):
        edit(TEXT, changes)


def test_a_file_with_faults_isnt_edited() -> None:
    with pytest.raises(RegisterErrors, match="unknown basis"):
        edit(TEXT.replace("basis: contract", "basis: contrakt"), [ConfirmPurpose("p")])
