"""One call of the command line: the options that every verb takes, and what follows from them."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.faces.cli import exits
from varsam.faces.cli.output import Output
from varsam.formats.texts import LANGUAGES, Lang, language_of

if TYPE_CHECKING:
    from varsam.services.home import Home

HOME_VARIABLE = "VARSAM_HOME"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

HomeOption = Annotated[str | None, typer.Option("--home", metavar="DIR")]
JsonOption = Annotated[bool, typer.Option("--json")]
LangOption = Annotated[str | None, typer.Option("--lang", metavar="sv|en")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE")]
YesOption = Annotated[bool, typer.Option("--yes")]

COMMON: dict[str, Any] = {
    "home": (HomeOption, None),
    "as_json": (JsonOption, False),
    "lang": (LangOption, None),
    "on": (OnOption, None),
    "yes": (YesOption, False),
}
"""The options of every verb: they may stand before it or after it."""


@dataclass(frozen=True)
class Invocation:
    """What was asked for around the verb."""

    folder: Path
    output: Output
    on: date | None = None
    yes: bool = False

    @property
    def as_json(self) -> bool:
        """Whether the answer is one JSON document."""
        return self.output.as_json

    @property
    def lang(self) -> Lang:
        """The language of every text."""
        return self.output.lang

    def home(self, *, needs_state: bool = False) -> Home:
        """The home that the verb works on. RegisterError: there is none in that folder."""
        from varsam import app

        def told(key_file: Path) -> None:
            self.output.note(self.output.say("talk.new_keys", file=key_file.name))

        return app.open_home(self.folder, on=self.on, needs_state=needs_state, new_keys=told)

    def today(self) -> date:
        """The day that was asked for with --on, else the real one."""
        from varsam import app

        return self.on or app.today()

    def confirm(self, question: str, *, refused_hint: str = "") -> bool:
        """Ask before something is destroyed; `--yes` answers.

        NotAllowed: nobody is there to answer.
        """
        if self.yes:
            self.output.note(f"{question} {self.output.say('word.yes')} (--yes)")
            return True
        self.must_be_answerable(refused_hint)
        self.output.err.write(f"{question} [{self.output.say('talk.yes_or_no')}] ")
        self.output.err.flush()
        answer = sys.stdin.readline().strip().casefold()
        return answer in ("j", "ja", "y", "yes")

    @property
    def somebody_is_there(self) -> bool:
        """Whether a person sits at a terminal and can answer."""
        return sys.stdin.isatty() and self.output.err.isatty()

    def must_be_answerable(self, hint: str = "") -> None:
        """Refuse at once when a question will come that nobody is there to answer."""
        if not self.yes and not self.somebody_is_there:
            raise NotAllowed(
                self.output.say("talk.nobody_to_ask"), hint=hint or self.output.say("talk.nobody_to_ask_hint")
            )


def verb(call: Callable[..., int]) -> Callable[..., None]:
    """Make a typer command of `call(invocation, …) -> exit code`: it also takes the options of every verb."""
    own = inspect.signature(call, eval_str=True)
    parameters = [each for name, each in own.parameters.items() if name != "invocation"]
    common = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in COMMON.items()
    ]
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)

    def command(ctx: typer.Context, **given: Any) -> None:
        around = {name: given.pop(name) for name in COMMON}
        invocation = invoked(ctx.obj or {}, around)
        try:
            code = call(invocation, **given)
            invocation.output.out.flush()
        except BrokenPipeError:
            _let_go(invocation.output)
            code = exits.PIPE_CLOSED
        except KeyboardInterrupt:
            invocation.output.note(invocation.output.say("talk.interrupted"))
            code = exits.INTERRUPTED
        raise typer.Exit(code)

    as_keywords = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters]
    signature = inspect.Signature([context, *as_keywords, *common])
    command.__name__, command.__doc__ = call.__name__, call.__doc__
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__annotations__ = {name: each.annotation for name, each in signature.parameters.items()}
    return command


def by_itself(command: Callable[..., None]) -> Callable[..., None]:
    """Let a verb be a family too: with one of its verbs named, only the options around it are kept."""

    def alone_or_around(ctx: typer.Context, **given: Any) -> None:
        if ctx.invoked_subcommand is None:
            command(ctx, **given)
        before = ctx.obj or {}
        ctx.obj = {name: given[name] or before.get(name) for name in COMMON}

    alone_or_around.__name__, alone_or_around.__doc__ = command.__name__, command.__doc__
    alone_or_around.__signature__ = inspect.signature(command)  # type: ignore[attr-defined]
    alone_or_around.__annotations__ = command.__annotations__
    return alone_or_around


def invoked(before: dict[str, Any], after: dict[str, Any]) -> Invocation:
    """Join the options before the verb with those after it, which win. RegisterError: one can't be read."""
    options = {name: after[name] or before.get(name) for name in COMMON}
    lang = language(options["lang"])
    return Invocation(
        folder=Path(options["home"] or os.environ.get(HOME_VARIABLE) or "."),
        output=Output(lang, as_json=bool(options["as_json"])),
        on=None if options["on"] is None else day(options["on"], "--on"),
        yes=bool(options["yes"]),
    )


def language(given: str | None) -> Lang:
    """The language that was asked for, else the locale's. RegisterError: there is no such language."""
    if given is None:
        locale = next((os.environ[name] for name in LOCALE_VARIABLES if os.environ.get(name)), "")
        return language_of(locale)
    for known in LANGUAGES:
        if given == known:
            return known
    raise RegisterError(
        "the texts aren't there in that language", where="--lang", hint=f"one of: {', '.join(LANGUAGES)}"
    )


def day(given: str, where: str) -> date:
    """Read an ISO date. RegisterError: it is none."""
    try:
        if len(given) != len("2026-11-22"):
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise RegisterError("this is no date", where=where, hint="write it as 2026-11-22") from None


def _let_go(output: Output) -> None:
    """The reader has gone: keep the interpreter from complaining about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, output.out.fileno())
