"""The command line: which verbs there are, and the outermost frame around them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer

from varsam.domain.errors import RegisterError, VarsamError
from varsam.faces.cli import (
    arrangements,
    assessments,
    checking,
    claims,
    confirming,
    customers,
    demo,
    disclosures,
    exits,
    facts,
    holds,
    homes,
    ledger,
    night,
    partner_changes,
    partners,
    people,
    plans,
    policies,
    proposals,
    proposing,
    publishing,
    records_export,
    records_import,
    register,
    rules,
    schemas,
    silences,
    sources,
    standing,
    tasks,
)
from varsam.faces.cli.invocation import (
    COMMON,
    HomeOption,
    JsonOption,
    LangOption,
    OnOption,
    YesOption,
    by_itself,
    language,
)
from varsam.formats.texts import Lang, has, text

FAMILIES: dict[str, dict[str, Any]] = {
    "": {
        "demo": demo.demo,
        "init": homes.init,
        "check": checking.check,
        "deadline": rules.deadline,
        "plan": plans.plan,
        "plans": plans.plans,
        "approve": standing.approve,
        "apply": plans.apply,
        "verify": plans.verify,
        "worker": night.worker,
        "doctor": homes.doctor,
        "silence": silences.silence,
        "silences": silences.silences,
    },
    "policy": {
        "import": policies.policy_import,
        "accept": proposals.accept,
        "waive": proposals.waive,
        "publish": publishing.publish,
        "versions": publishing.versions,
        "diff": publishing.diff,
        "compare": publishing.compare,
        "notice": publishing.notice,
    },
    "register": {
        "versions": register.versions,
        "show": register.show,
        "questions": confirming.questions,
        "confirm": confirming.confirm,
    },
    "claims": {"": claims.claims, "confirm": claims.confirm, "drop": claims.drop},
    "records": {"import": records_import.import_, "export": records_export.export},
    "rule": {"show": rules.show, "read": rules.read},
    "source": {
        "inspect": sources.inspect,
        "propose": proposing.propose,
        "grants": sources.grants,
        "mode": sources.mode,
    },
    "record": {
        "consent": facts.consent,
        "objection": facts.objection,
        "restriction": facts.restriction,
        "erasure": facts.erasure,
    },
    "hold": {"open": holds.open_, "release": holds.release, "list": holds.list_},
    "person": {"find": people.find, "copy": people.copy, "erase": people.erase},
    "assessment": {"list": assessments.list_, "draft": assessments.draft},
    "arrangement": {"show": arrangements.show},
    "customer": {
        "list": customers.list_,
        "show": customers.show,
        "instruction": customers.instruction,
        "ended": customers.ended,
        "plan": customers.plan,
        "certificate": customers.certificate,
    },
    "partner": {
        "list": partners.list_,
        "show": partners.show,
        "transfers": partners.transfers,
        "accept-change": partner_changes.accept_change,
        "object": partner_changes.object_,
        "sign": partner_changes.sign,
        "disclosed": disclosures.disclosed,
        "disclosures": disclosures.listed,
    },
    "task": {"list": tasks.list_, "done": tasks.done},
    "ledger": {
        "verify": ledger.verify,
        "export": ledger.export,
        "proof": ledger.proof,
        "checkpoint": ledger.checkpoint,
    },
    "schema": {
        "register": schemas.register,
        "source": schemas.source,
        "assessments": schemas.assessments,
        "arrangement": schemas.arrangement,
        "customers": schemas.customers,
        "partners": schemas.partners,
        "claims": schemas.claims,
    },
    "keys": {"rotate": homes.keys_rotate},
    "state": {"move": homes.state_move},
}
"""Every verb there is, by family; the first family's verbs stand alone, and "" is the family by itself."""


def around(
    ctx: typer.Context,
    home: HomeOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
    on: OnOption = None,
    yes: YesOption = False,
) -> None:
    """Keep the options that stand before the verb; those nearer to it win."""
    given = {"home": home, "as_json": as_json, "lang": lang, "on": on, "yes": yes}
    before = ctx.obj or {}
    ctx.obj = {name: given[name] or before.get(name) for name in COMMON}


def build(lang: Lang) -> Any:
    """The whole command, with its help in a language."""
    plain: dict[str, Any] = {
        "rich_markup_mode": None,
        "add_completion": False,
        "pretty_exceptions_enable": False,
    }
    top = typer.Typer(**plain, no_args_is_help=True)
    top.callback()(around)
    for family, verbs in FAMILIES.items():
        alone = verbs.get("") if family else None
        into = top if not family else typer.Typer(**plain, no_args_is_help=alone is None)
        for name, call in verbs.items():
            if name:
                into.command(name)(call)
        if family:
            into.callback(invoke_without_command=alone is not None)(
                around if alone is None else by_itself(alone)
            )
            top.add_typer(into, name=family)
    command = typer.main.get_command(top)
    _explain(command, "varsam", lang)
    return command


def _explain(command: Any, path: str, lang: Lang) -> None:
    """Put the catalogue's texts where the help prints them."""
    command.help = text(f"help.{path}", lang)
    command.short_help = None
    for each in command.params:
        own = f"option.{path}.{each.name}"
        key = own if has(own) else f"option.{each.name}"
        if has(key):
            each.help = text(key, lang)
    for name, inner in getattr(command, "commands", {}).items():
        _explain(inner, f"{path} {name}".removeprefix("varsam "), lang)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; everything that it has to say is said."""
    as_json, lang = _asked(arguments)
    try:
        code = build(lang).main(args=list(arguments), prog_name="varsam", standalone_mode=False)
        return code if isinstance(code, int) else exits.DONE
    except VarsamError as error:
        exits.report(error, sys.stderr, lang, as_json=as_json)
        return exits.code_of(error)
    except typer.TyperException as error:
        return _wrong_use(error, lang, as_json=as_json)
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write(text("talk.interrupted", lang) + "\n")
        return exits.INTERRUPTED
    except Exception as error:  # noqa: BLE001  (the outermost frame)
        exits.report_internal(error, sys.stderr, lang, as_json=as_json)
        return exits.FOUND


def main() -> None:
    """Run what the command line says."""
    sys.exit(run(sys.argv[1:]))


def _wrong_use(error: typer.TyperException, lang: Lang, *, as_json: bool) -> int:
    """Say what was wrong with the call; without any verb the help is the answer."""
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        if not as_json:
            sys.stderr.write(message + "\n")
            return exits.MEND
        message = text("talk.verb_missing", lang)
    hint = text("talk.see_help", lang, command=context.command_path) if context is not None else ""
    exits.report_wrong_use(message, hint, sys.stderr, as_json=as_json)
    return exits.MEND


def _asked(arguments: Sequence[str]) -> tuple[bool, Lang]:
    """See how failures and help are wanted, before the arguments are read in earnest."""
    words = list(arguments)
    options = words[: words.index("--")] if "--" in words else words
    given = [each.removeprefix("--lang=") for each in options if each.startswith("--lang=")]
    given += [after for word, after in pairwise(options) if word == "--lang"]
    try:
        return "--json" in options, language(given[-1] if given else None)
    except RegisterError:
        return "--json" in options, language(None)
