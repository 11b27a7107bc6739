"""Prints a rule in one of three tongues and reads it back as the same value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import assert_never

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from varsam.domain.errors import Position, RegisterError
from varsam.domain.retention import EVENT_NAME, Earliest, EventRef, Latest, Period, Plus, Rule, Unit, YearEnd
from varsam.formats.rule_text.tongues import EVENT_WORDINGS, WORDS, Tongue, Words, event_wording

# Keeps nesting, and so every walk over a rule, far from the interpreter's limit.
LONGEST_TEXT = 2000
START_OF_RULE = Position("rule", 1, 1)
_EXAMPLE = Plus(EventRef("contract.end"), Period(1, Unit.YEAR))

# One grammar for all tongues; only the terminals in capitals differ.
GRAMMAR = r"""
    ?start: sum
    ?sum: term
        | sum "+" INTEGER UNIT                             -> plus
    ?term: EVENT                                           -> event
        | EARLIEST _OPEN sum (_SEPARATOR sum)* _CLOSE      -> earliest
        | LATEST _OPEN sum (_SEPARATOR sum)* _CLOSE        -> latest
        | YEAR_END _OPEN sum _CLOSE                        -> year_end
        | _OPEN sum _CLOSE
    _OPEN: "("
    _CLOSE: ")"
    INTEGER: /[0-9]+/
    %ignore /\s+/
"""


def print_rule(rule: Rule, tongue: Tongue = "formal") -> str:
    """Print a rule in a tongue; `parse` of the same tongue gives back the same rule.

    Swedish and English begin with a capital unless the text begins with an event's formal name.
    """
    text = _print(rule, tongue, WORDS[tongue])
    return text if tongue == "formal" or EVENT_NAME.match(text) else text[0].upper() + text[1:]


def _print(rule: Rule, tongue: Tongue, words: Words) -> str:
    match rule:
        case EventRef(name):
            return event_wording(name, tongue)
        case Plus(of, Period(amount, unit)):
            singular, plural = words.units[unit]
            return f"{_print(of, tongue, words)} + {amount} {singular if amount == 1 else plural}"
        case YearEnd(of):
            return _call(words.year_end, (of,), tongue, words)
        case Earliest(parts):
            return _call(words.earliest, parts, tongue, words)
        case Latest(parts):
            return _call(words.latest, parts, tongue, words)
    assert_never(rule)


def _call(word: str, parts: tuple[Rule, ...], tongue: Tongue, words: Words) -> str:
    inside = words.separator.join(_print(part, tongue, words) for part in parts)
    return f"{word}{'' if tongue == 'formal' else ' '}({inside})"


def parse(text: str, tongue: Tongue = "formal", where: Position = START_OF_RULE) -> Rule:
    """Read the one line of a rule, strictly; for the free wording of a policy see `read_phrase`.

    Superfluous parentheses and white space fall away; in Swedish and English capitals don't matter.
    `where` is the place of the text's first character. Raises RegisterError at the exact column, naming
    what was expected there and, for a misspelt word, what it resembles.
    """
    if len(text) > LONGEST_TEXT:
        raise RegisterError(
            f"a rule of {len(text)} characters is too long",
            where=where,
            hint=f"a rule has at most {LONGEST_TEXT}; make it several purposes",
        )
    try:
        tree = _parser(tongue).parse(text)
    except UnexpectedInput as error:
        raise _unexpected(error, text, tongue, where) from None
    try:
        return _build(tree, WORDS[tongue])
    except RegisterError as error:
        raise RegisterError(error.message, where=where, hint=error.hint) from error


def _build(tree: Tree[Token] | Token, words: Words) -> Rule:
    if isinstance(tree, Token):
        raise TypeError("every rule of the grammar is named, so a bare token can't come here")
    match tree.data:
        case "event":
            name = str(tree.children[0])
            return EventRef(words.event_by_wording.get(_plain(name), name))
        case "plus":
            of, amount, unit = tree.children
            return Plus(_build(of, words), Period(int(str(amount)), words.unit_by_word[_plain(str(unit))]))
        case "year_end":
            return YearEnd(_build(tree.children[1], words))
        case choice:
            parts = tuple(_build(child, words) for child in tree.children[1:])
            return Earliest(parts) if choice == "earliest" else Latest(parts)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


@cache
def _parser(tongue: Tongue) -> Lark:
    words = WORDS[tongue]
    flag = "" if tongue == "formal" else "i"
    # A formal name never ignores case, so that it comes back as it was written.
    event = rf"/(?-i:{EVENT_NAME.pattern})(?![\w.])"
    if words.events:
        event += f"|{_any_of(words.events.values())}"
    terminals = {
        "EVENT.2": f"{event}/{flag}",
        "EARLIEST": f"/{_any_of([words.earliest])}/{flag}",
        "LATEST": f"/{_any_of([words.latest])}/{flag}",
        "YEAR_END": f"/{_any_of([words.year_end])}/{flag}",
        "UNIT": f"/{_any_of(words.unit_by_word)}/{flag}",
        "_SEPARATOR": '","' if tongue == "formal" else '";" | ","',
    }
    lines = "\n".join(f"    {name}: {pattern}" for name, pattern in terminals.items())
    return Lark(GRAMMAR + lines + "\n", parser="lalr")


def _any_of(wordings: Iterable[str]) -> str:
    longest_first = sorted(wordings, key=len, reverse=True)
    spaced = [r"\s+".join(map(re.escape, wording.split())) for wording in longest_first]
    return f"(?:{'|'.join(spaced)})(?!\\w)"


# -- faults --------------------------------------------------------------------------------------------------


def _unexpected(error: UnexpectedInput, text: str, tongue: Tongue, where: Position) -> RegisterError:
    if isinstance(error, UnexpectedToken):
        expected = set(error.accepts or error.expected)
        at = len(text) if error.token.type == "$END" else error.token.start_pos or 0
    elif isinstance(error, UnexpectedCharacters):
        expected = set(error.allowed or ())
        at = error.pos_in_stream
    else:
        expected, at = {"EVENT"}, len(text)
    found = re.compile(r"[\w.]+|\S").match(text, at)
    what = f"“{found.group()}”" if found else "the end"
    place, column = _place(text, at, where)
    return RegisterError(
        f"unexpected {what} at column {column} of the rule, expected {_expected(expected, tongue)}",
        where=place,
        hint=_resembles(found.group() if found else "", expected, tongue),
    )


def _place(text: str, at: int, where: Position) -> tuple[Position, int]:
    lines_before = text.count("\n", 0, at)
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    in_file = column + (max(where.column, 1) - 1 if lines_before == 0 else 0)
    return Position(where.path, where.line + lines_before if where.line else 0, in_file), column


def _expected(terminals: set[str], tongue: Tongue) -> str:
    words = WORDS[tongue]
    example = event_wording("contract.end", tongue)
    units = "/".join(plural for _, plural in words.units.values())
    phrases = {
        "EVENT": f"an event such as {example}",
        "EARLIEST": f"{words.earliest}(…)",
        "LATEST": f"{words.latest}(…)",
        "YEAR_END": f"{words.year_end}(…)",
        "_OPEN": "“(”",
        "_CLOSE": "“)”",
        "_SEPARATOR": f"“{words.separator.strip()}”",
        "INTEGER": "a whole number",
        "UNIT": f"a unit ({units})",
        "PLUS": "“+”",
        "$END": "the end",
    }
    return " or ".join(phrase for name, phrase in phrases.items() if name in terminals) or "a rule"


def _resembles(word: str, terminals: set[str], tongue: Tongue) -> str:
    words = WORDS[tongue]
    candidates: list[str] = []
    if "UNIT" in terminals:
        candidates += words.unit_by_word
    if "EVENT" in terminals:
        candidates += [*words.events.values(), *EVENT_WORDINGS, words.earliest, words.latest, words.year_end]
    close = get_close_matches(word.lower(), candidates, n=1)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"a rule looks like “{print_rule(_EXAMPLE, tongue)}”"
