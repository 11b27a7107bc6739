"""Organisation numbers are told apart from people's numbers, which are never repeated."""

from __future__ import annotations

import pytest

from varsam.domain.errors import RegisterError
from varsam.formats.org_no import Holder, holder_of, org_no


@pytest.mark.parametrize(
    "text", ["556968-7857", "5569687857", "16556968-7857", "SE556968785701", " 556968 7857 "]
)
def test_an_organisations_number_in_any_spelling_is_one(text: str) -> None:
    assert org_no(text) == "556968-7857"


@pytest.mark.parametrize(
    "text", ["890201-9808", "19890201-9808", "8902019808", "19890201+9808", "730288-9931"]
)
def test_a_persons_number_is_refused_as_such_and_not_repeated(text: str) -> None:
    assert holder_of(text) is Holder.PERSON
    with pytest.raises(RegisterError, match="personnummer") as caught:
        org_no(text, where="register.yaml:3:5")
    assert text not in str(caught.value)
    assert str(caught.value.where) == "register.yaml:3:5"


@pytest.mark.parametrize(
    "text", ["556968-7858", "556968-785", "hello", "", "16890201-9808", "5569687857x", "５５６９６８７８５７"]
)
def test_what_is_neither_is_refused_without_being_repeated(text: str) -> None:
    assert holder_of(text) is Holder.NOBODY
    with pytest.raises(RegisterError, match="isn't a valid organisation number") as caught:
        org_no(text)
    assert not text or text not in str(caught.value)


def test_each_slip_of_one_key_is_seen() -> None:
    good = "5569660748"
    for place in range(3, 10):
        for digit in "0123456789":
            wrong = good[:place] + digit + good[place + 1 :]
            assert (holder_of(wrong) is Holder.ORGANISATION) is (wrong == good)
