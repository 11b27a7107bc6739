"""A home's `claims.yaml`: proposed when a policy is imported, then a person's. Needs no state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from varsam.checks.claims.catalogue import BY_ID, PHRASES
from varsam.checks.claims.phrases import recognised
from varsam.domain.claims import Binding
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.register import Register, Statement
from varsam.domain.said import say
from varsam.formats import claims_yaml
from varsam.formats.claims_yaml import Bound
from varsam.services.home import Home
from varsam.services.replacing import write_over


def proposed(register: Register) -> dict[str, tuple[str, ...]]:
    """What each statement looks like, by its words; nothing for those that nobody recognises."""
    return recognised(register, PHRASES)


def put_proposed(folder: Path, register: Register) -> tuple[Path, ...]:
    """Write the proposed bindings into a home that has none; name the file. OSError: it can't be written."""
    path = folder / claims_yaml.FILE
    if path.exists() or path.is_symlink() or not register.statements:
        return ()
    path.write_text(claims_yaml.write(register.statements, proposed(register)), encoding="utf-8")
    return (path,)


def bindings(home: Home) -> dict[str, Binding]:
    """The bindings by statement: the file's, and where it has none for a statement, what its words propose.

    RegisterErrors: the file is faulty.
    """
    written = {each.statement: each for each in claims_yaml.parse(_text(home), tuple(BY_ID))}
    found = {
        name: Binding(name, verifiers) for name, verifiers in proposed(home.register).items() if verifiers
    }
    return found | written


def left_over(home: Home) -> tuple[str, ...]:
    """Statements that are bound and aren't in the policy any more."""
    told = {each.id for each in home.register.statements}
    written = claims_yaml.parse(_text(home), tuple(BY_ID))
    return tuple(each.statement for each in written if each.statement not in told)


def confirm(
    home: Home, statements: Sequence[str], verifiers: Sequence[str] = (), *, nothing: bool = False
) -> tuple[Binding, ...]:
    """Confirm what is proposed for these statements, or these verifiers instead, or that there is nothing.

    RegisterError: no such statement or verifier, or nothing is proposed for one of them.
    """
    for each in verifiers:
        if each not in BY_ID:
            raise RegisterError(
                say("there is no verifier {name}", name=each),
                where="--verifier",
                hint="S1 to S63; see docs/claims.md",
            )
    known, bound = bindings(home), []
    for found in (statement(home, each) for each in statements):
        binding = known.get(found.id)
        chosen = () if nothing else tuple(dict.fromkeys(verifiers)) or (binding.verifiers if binding else ())
        if not chosen and not nothing:
            raise RegisterError(
                say("nothing is proposed for the statement {id}", id=found.id),
                where=claims_yaml.FILE,
                hint="name the verifiers with --verifier, or say with --nothing that it promises nothing",
            )
        bound.append(Bound(found, chosen, home.actor, home.real_today))
    _edit(home, bound, ())
    return tuple(Binding(each.statement.id, each.verifiers, each.by, each.on) for each in bound)


def confirm_all(home: Home) -> tuple[Binding, ...]:
    """Confirm everything that is proposed and that nobody has confirmed yet."""
    told = {each.id for each in home.register.statements}
    waiting = [each.statement for each in bindings(home).values() if each.verifiers and not each.confirmed]
    return confirm(home, [each for each in waiting if each in told]) if waiting else ()


def drop(home: Home, statements: Sequence[str]) -> tuple[str, ...]:
    """Let these statements be bound to nothing, whatever their words propose.

    Of what the policy doesn't say any more the entry goes. RegisterError: no such statement.
    """
    gone = set(left_over(home))
    names = tuple(each for each in statements if each in gone)
    unbound = [Bound(statement(home, each), ()) for each in statements if each not in gone]
    _edit(home, unbound, names)
    return (*names, *(each.statement.id for each in unbound))


def statement(home: Home, given: str) -> Statement:
    """A statement by its id or the beginning of it."""
    told = home.register.statements
    found = [each for each in told if each.id == given] or [
        each for each in told if each.id.startswith(given)
    ]
    if len(found) == 1 and given:
        return found[0]
    raise RegisterError(
        say("there is no statement {id}, or several begin so", id=given),
        where="STATEMENT",
        hint="`varsam claims` lists them",
    )


def _text(home: Home) -> str:
    path = home.path / claims_yaml.FILE
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError("the file can't be read", where=str(path), hint="save it as UTF-8") from error


def _edit(home: Home, bound: Sequence[Bound], dropped: Sequence[str]) -> None:
    path = home.path / claims_yaml.FILE
    before = _text(home) or claims_yaml.write((), {})
    after = claims_yaml.edit(before, tuple(BY_ID), bound, dropped)
    try:
        write_over(path, after)
    except OSError as error:
        raise NotAllowed(
            "the file can't be written", where=str(path), hint="give this user the right to write there"
        ) from error
