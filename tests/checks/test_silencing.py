"""A silenced finding is listed, needs a reason and a last day, and is heard again afterwards."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from varsam.checks.base import Finding, Level
from varsam.checks.silencing import hear
from varsam.domain.errors import RegisterErrors
from varsam.domain.silences import Silence
from varsam.formats.silences_yaml import parse

LAST = date(2027, 6, 30)
HERE = Finding("LAW018", Level.INFO, "policy", "no word")
THERE = Finding("LAW009", Level.ERROR, "purpose a", "no interest")
OTHER = Finding("LAW009", Level.ERROR, "purpose b", "no interest")


def silence(check: str = "LAW009", where: str = "purpose a") -> Silence:
    return Silence(check, where, "told elsewhere", LAST)


def test_only_the_named_check_at_the_named_place_is_silent() -> None:
    found = hear((HERE, THERE, OTHER), (silence(),), LAST)
    assert found.findings == (HERE, OTHER)
    assert found.silent == ((THERE, silence()),)


def test_a_check_may_be_silent_everywhere() -> None:
    found = hear((HERE, THERE, OTHER), (silence(where="*"),), LAST)
    assert found.findings == (HERE,)
    assert [each for each, _ in found.silent] == [THERE, OTHER]


def test_the_day_after_its_last_day_it_is_heard_again() -> None:
    found = hear((THERE,), (silence(),), date(2027, 7, 1))
    assert found.silent == ()
    assert found.findings[0] == THERE
    assert [each.code for each in found.findings] == ["LAW009", "SIL001"]
    assert "told elsewhere" in found.findings[1].message


def test_a_silence_without_a_finding_is_told() -> None:
    assert [each.code for each in hear((HERE,), (silence(),), LAST).findings] == ["LAW018", "SIL002"]


def test_a_silence_of_what_wasnt_looked_for_isnt_idle() -> None:
    assert hear((), (silence(),), LAST, {"LAW018"}).findings == ()
    assert [each.code for each in hear((), (silence(),), LAST, {"LAW009"}).findings] == ["SIL002"]


def test_a_silence_for_more_than_400_days_is_told() -> None:
    long = hear((THERE,), (silence(),), LAST - timedelta(days=401))
    assert [each.code for each in long.findings] == ["SIL003"]
    assert [each for each, _ in long.silent] == [THERE]
    assert hear((THERE,), (silence(),), LAST - timedelta(days=400)).findings == ()


GOOD = (
    "silences:\n  - check: LAW018\n    where: policy\n    reason: none is required\n    until: 2027-06-30\n"
)


def test_a_file_of_silences_is_read() -> None:
    (found,) = parse(GOOD, {"LAW018"})
    assert (found.check, found.where, found.until) == ("LAW018", "policy", LAST)
    assert found.position == "silences.yaml:2:5"
    assert parse("", {"LAW018"}) == ()
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert parse(shown, {"LAW018"})


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ("LAW018", "LAW999", "2:12"),
        ("    until: 2027-06-30\n", "", "until"),
        ("    reason: none is required\n", "", "reason"),
        ("none is required", '" "', "needs a reason"),
        ("2027-06-30", "soon", "5:12"),
        ("silences:\n", "silences:\n" + GOOD.partition("\n")[2], "twice"),
        ("silences:", "silence:", "1:1"),
    ],
)
def test_a_faulty_file_is_named_where_it_is_wrong(good: str, bad: str, says: str) -> None:
    with pytest.raises(RegisterErrors) as wrong:
        parse(GOOD.replace(good, bad, 1), {"LAW018"})
    assert any(says in str(each) for each in wrong.value.errors), [str(each) for each in wrong.value.errors]
