"""Every sentence of a finding or refusal is in the catalogue, and says the same with the same parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from tests.formats.code import modules
from varsam.domain.said import Said, say
from varsam.formats.texts import in_words, placeholders
from varsam.formats.texts.sentences import SENTENCES

# Where every text must be in the catalogue, also one without parameters.
WHOLE = (
    "checks/register.py",
    "checks/law",
    "checks/partners",
    "checks/beside",
    "checks/silencing.py",
    "checks/maps",
    "checks/stale",
)
NO_SENTENCE = ("key: [", "as: ", "CREATE INDEX")


@cache
def _said() -> dict[str, str]:
    """The sentences that code says with parameters, and the file."""
    found = {}
    for module in modules():
        if not module.says:
            continue  # a face says texts by their key
        name = module.name
        for call in module.called("say"):
            [sentence] = call.args
            assert isinstance(sentence, ast.Constant), f"{name}:{call.lineno} must say a sentence as it is"
            assert {each.arg for each in call.keywords} == placeholders(str(sentence.value)), sentence.value
            found[str(sentence.value)] = name
    return found


def test_every_sentence_is_in_the_catalogue_with_its_parameters() -> None:
    said = _said()
    assert len(said) > 40
    assert {sentence: place for sentence, place in said.items() if sentence not in SENTENCES} == {}
    for english, swedish in SENTENCES.items():
        assert swedish.strip(), english
        if english in said:
            assert placeholders(swedish) == placeholders(english), english
        assert swedish != english


def test_no_sentence_is_left_over() -> None:
    texts = set(_said())
    for module in modules():
        texts |= module.texts
    assert set(SENTENCES) - texts == set()


def test_what_checks_find_is_said_in_sentences_of_the_catalogue() -> None:
    """A text put together on the spot couldn't be said in another language."""
    hits = 0
    for module in modules():
        name = module.name
        if not name.startswith(WHOLE):
            continue
        for call in module.called("Hit"):
            hits += 1
            for text in call.args[1:]:
                for each in _parts(text):
                    if isinstance(each, ast.JoinedStr):
                        first = each.values[0]
                        assert isinstance(first, ast.Constant), f"{name}:{each.lineno}"
                        assert str(first.value).startswith(NO_SENTENCE), f"{name}:{each.lineno}"
                    elif isinstance(each, ast.Constant) and each.value:
                        assert each.value in SENTENCES, f"{name}:{each.lineno} {each.value}"
    assert hits > 25


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _parts(node.body)
        yield from _parts(node.orelse)
    else:
        yield node


def test_a_text_reads_as_its_english_and_remembers_its_sentence() -> None:
    said = say("the plan has drifted: {why}", why=say("changed since: {changed}", changed="map shop"))
    assert said == "the plan has drifted: changed since: map shop"
    assert isinstance(said, Said)
    assert in_words(said, "en") == said
    assert in_words(said, "sv") == "planen stämmer inte längre: ändrat sedan dess: map shop"
    assert in_words(say("the plan is {state}", state="expired"), "sv") == "planen är utgången"
    assert in_words("plan again", "sv") == "planera igen"
    assert in_words("nobody knows this one", "sv") == "nobody knows this one"
    with pytest.raises(KeyError):
        say("the plan is {state}", stat="expired")
