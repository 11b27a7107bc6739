"""`register questions` and `register confirm`: a person answers, and file, state and ledger say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import REGISTER, CliHome
from tests.faces.test_cli_terminal import at_terminal
from varsam.domain.errors import NotAllowed
from varsam.services.replacing import write_over

OPEN = (
    REGISTER
    + """\
  fair:
    title: Fair
    role: controller
    controllers: [north]
    subjects: [prospect]
    categories: [contact]
    purposes:
      # seen at the fair
      fair:
        title: Follow up
        basis: legitimate_interests
        interest: to be remembered
        rule: contact.at + 90 days
        assumed: true  # nobody asked yet
        question: counted from the day of contact?
      list:
        title: Lists
        basis: legitimate_interests
        interest: to sell
        needs_person: as long as it is of use
"""
)


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    made = CliHome(tmp_path / "home").build()
    controller = REGISTER.partition("entities:\n  ")[2].partition(":")[0]
    text = OPEN.replace("[north]", f"[{controller}]")
    (made.path / "register.yaml").write_text(text, encoding="utf-8")
    return made


def register(home: CliHome) -> str:
    return (home.path / "register.yaml").read_text(encoding="utf-8")


def waiting(home: CliHome) -> list[str]:
    return [each["purpose"] for each in home.ok("register", "questions")["questions"]]


def answers(home: CliHome) -> int:
    size = home.ok("ledger", "verify")["entries"]
    entries = [home.ok("ledger", "proof", str(number))["entry"] for number in range(size)]
    return sum(each["type"] == "decision.made" for each in entries)


def test_what_waits_is_confirmed_or_given_another_time(home: CliHome) -> None:
    assert waiting(home) == ["fair", "list"]
    [confirmed] = home.ok("register", "confirm", "fair")["confirmed"]
    assert confirmed["rule"] == "contact.at + 90 days"
    assert waiting(home) == ["list"]
    text = register(home)
    assert "# seen at the fair" in text
    assert "assumed" not in text
    assert "counted from" not in text
    [given] = home.ok("register", "confirm", "list", "--rule", "avtalstiden + 2 år")["confirmed"]
    assert given["rule"] == "contract.end + 2 years"
    assert waiting(home) == []
    assert answers(home) == 2
    assert "needs_person" not in register(home)
    codes = [each["code"] for each in home.run("check", "--json").document["findings"]]
    assert not {"RET002", "RET003"} & set(codes)


def test_what_cant_be_confirmed_changes_nothing(home: CliHome) -> None:
    before = register(home)
    for words, code in (
        (("list",), 2),  # no rule to confirm
        (("no-such",), 2),
        (("fair", "--rule", "for ever and a day"), 2),
        (("fair", "--rule", "2 years"), 2),  # from when?
        (("fair", "list", "--rule", "contract.end"), 2),
        ((), 3),  # nobody sits there
    ):
        ran = home.run("register", "confirm", *words, "--json")
        assert ran.code == code, words
        assert ran.failure["hint"]
    assert register(home) == before
    assert answers(home) == 0
    home.ok("register", "confirm", "fair")
    assert home.run("register", "confirm", "fair", "--json").code == 3  # it waits for nobody


def test_a_person_at_a_terminal_is_asked_one_question_at_a_time(home: CliHome) -> None:
    home.ok("register", "questions")
    typed = "y\ny\nwhenever\ncontract.end + 1 year\n"
    code, seen = at_terminal("--home", str(home.path), "--lang", "en", "register", "confirm", answers=typed)
    assert code == 0
    assert "1/2 Fair" in seen
    assert "counted from the day of contact?" in seen
    assert "“whenever” can't be read as a time" in seen
    assert "0 questions still wait." in seen
    assert waiting(home) == []
    assert "contract.end + 1 year" in register(home)
    code, seen = at_terminal("--home", str(home.path), "--lang", "sv", "register", "confirm")
    assert (code, "Ingenting väntar på dig" in seen) == (0, True)


def test_what_is_left_for_later_stays_as_it_was(home: CliHome) -> None:
    before = register(home)
    code, seen = at_terminal("--home", str(home.path), "--lang", "sv", "register", "confirm", answers="\n\n")
    assert (code, "2 frågor väntar fortfarande." in seen) == (0, True)
    assert register(home) == before


def test_what_somebody_else_saved_meanwhile_is_not_written_over(home: CliHome) -> None:
    """Two people at once: the second one's file was read before the first one saved."""
    path = home.path / "register.yaml"
    read = path.read_text(encoding="utf-8")
    other = read + "# saved by somebody else\n"
    path.write_text(other, encoding="utf-8")
    with pytest.raises(NotAllowed, match="meanwhile"):
        write_over(path, read.replace("assumed", "settled"), before=read)
    assert path.read_text(encoding="utf-8") == other
    write_over(path, read, before=other)
    assert path.read_text(encoding="utf-8") == read
