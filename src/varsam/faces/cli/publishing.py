"""`policy publish`, `versions`, `diff`, `compare`, `notice`: what the public reads, made of the register."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, day, language, verb

if TYPE_CHECKING:
    from varsam.domain.register import Statement
    from varsam.faces.cli.output import Output
    from varsam.formats.publishing.changes import Change
    from varsam.formats.texts import Lang
    from varsam.services.checking import Placed
    from varsam.services.home import Home
    from varsam.services.policy_archive import Published
    from varsam.services.policy_draft import Draft
    from varsam.services.policy_page import Comparison

_SHOWN = 20
_FORMS = ("text", "md", "html")


@verb
def publish(
    invocation: Invocation,
    language: Annotated[list[str] | None, typer.Option("--language", metavar="sv|en")] = None,
    effective: Annotated[str | None, typer.Option("--effective", metavar="DATE")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT")] = "",
    preview: Annotated[Path | None, typer.Option("--preview", metavar="DIR")] = None,
) -> int:
    """Make the policy of the register and keep it as a new version."""
    home = invocation.home(needs_state=preview is None)

    from varsam.services import policy_draft

    made = policy_draft.draft(home, _languages(language))
    if preview is not None:
        return _preview(invocation, home, made, preview)

    from varsam.services import publishing

    same = policy_draft.unchanged(home, made)
    output = invocation.output
    if same is not None:
        output.line(output.say("talk.policy_unchanged", version=same.number))
        if output.as_json:
            output.document({"version": same.number, "published": False})
        return exits.DONE
    found = policy_draft.stands_against(home, made)
    _stands_against(output, found)
    errors, false = policy_draft.errors(found), publishing.false_sentences(made)
    _untrue(output, false)
    if (errors or false) and not invocation.confirm(
        output.say("talk.policy_publish_despite"), refused_hint=output.say("talk.policy_publish_hint")
    ):
        output.note(output.say("talk.policy_not_published"))
        return exits.DECIDE
    before, changes, _ = policy_draft.changed(home, None, None)
    on = day(effective, "--effective") if effective else home.today
    done = publishing.publish(home, made, on, note, errors, false)
    _published(output, home, made, done, before, changes)
    return exits.DONE


@verb
def versions(invocation: Invocation) -> int:
    """List the published versions, and verify their files."""
    home = invocation.home(needs_state=True)

    from varsam.services import policy_archive, publishing

    known = policy_archive.versions(home)
    output = invocation.output
    rows, documents, sound = [], [], True
    for each in known:
        listed = publishing.in_ledger(each)
        faults = [*each.faults, *([] if listed else [output.say("talk.policy_not_in_ledger")])]
        sound = sound and not faults
        documents.append(_version_json(each) | {"faults": list(each.faults), "in_ledger": listed})
        state = "; ".join(_in_words(fault, output) for fault in faults) or output.say(
            "talk.policy_as_published"
        )
        rows.append(
            (
                each.number,
                each.effective.isoformat(),
                each.facts["published_at"],
                state,
                each.facts.get("note", ""),
            )
        )
    if output.as_json:
        output.document({"versions": documents})
    elif known:
        output.table(("version", "effective", "published", "files", "note"), rows)
    else:
        output.line(output.say("talk.policy_none_yet"))
    return exits.DONE if sound else exits.FOUND


@verb
def diff(
    invocation: Invocation,
    first: Annotated[int | None, typer.Argument(metavar="A", show_default=False)] = None,
    second: Annotated[int | None, typer.Argument(metavar="B", show_default=False)] = None,
    letter: Annotated[bool, typer.Option("--letter")] = False,
    effective: Annotated[str | None, typer.Option("--effective", metavar="DATE")] = None,
) -> int:
    """Say what differs between two versions, or from the last one to the register now."""
    home = invocation.home()

    from varsam.formats.publishing import changes as changing
    from varsam.services import policy_draft

    before, changes, now = policy_draft.changed(home, first, second)
    output = invocation.output
    if before is None:
        if output.as_json:
            output.document({"from": None, "to": None, "changes": [], "letter": None})
        output.line(output.say("talk.policy_none_yet"))
        return exits.DONE
    on = day(effective or str(now.get("effective", home.today.isoformat())), "--effective")
    material = any(each.material for each in changes)
    letters = {each: changing.letter(changes, now, on, each) for each in _languages(None)} if material else {}
    if output.as_json:
        told = {lang: {"subject": each.subject, "body": each.body} for lang, each in letters.items()}
        documents = [each.as_json() for each in changes]
        output.document({"from": before.number, "to": second, "changes": documents, "letter": told or None})
        return exits.DONE
    newer = str(second) if second is not None else output.say("talk.policy_now")
    output.heading(output.say("talk.policy_changes", first=before.number, second=newer))
    _changes(output, changes)
    if letter and letters:
        output.heading(output.say("talk.policy_letter"))
        output.line(letters[output.lang].subject + "\n")
        output.line(letters[output.lang].body.rstrip())
    return exits.DONE


@verb
def compare(invocation: Invocation, page: Annotated[str, typer.Argument(metavar="PAGE")]) -> int:
    """Say which published version a page is, or what was changed on it by hand."""
    home = invocation.home()

    from varsam.services import policy_page

    found = policy_page.compare(home, page)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "state": found.state,
                "version": found.version or None,
                "language": found.language or None,
                "last": found.last,
                "claimed": found.claimed,
                "behind": found.behind,
                "missing": list(found.difference.missing) if found.version else [],
                "added": list(found.difference.added),
            }
        )
    else:
        _compared(output, found)
    return exits.DONE if found.state == "same" else exits.FOUND


@verb
def notice(
    invocation: Invocation,
    point: Annotated[str, typer.Argument(metavar="POINT")],
    form: Annotated[str, typer.Option("--format", metavar="text|md|html")] = "text",
) -> int:
    """Write what a person is told at a collection point."""
    from varsam.domain.errors import RegisterError
    from varsam.formats.publishing.notice import lack_said
    from varsam.services import collecting

    if form not in _FORMS:
        raise RegisterError("there is no such format", where="--format", hint=f"one of: {', '.join(_FORMS)}")
    output = invocation.output
    made, telling = collecting.notice_at(invocation.home(), point, output.lang)
    lacks = [lack_said(each, telling) for each in made.lacks]
    if output.as_json:
        output.document(
            {
                "point": point,
                "language": output.lang,
                "markdown": made.markdown,
                "html": made.html(telling),
                "spoken": made.spoken,
                "lacks": [{"code": each.code, "where": each.where} for each in made.lacks],
            }
        )
        return exits.FOUND if lacks else exits.DONE
    if made.spoken:
        output.note(output.say("talk.policy_spoken"))
        output.line(made.spoken)
        output.line()
    written = {"md": made.markdown, "html": made.html(telling)}.get(form, made.plain())
    output.line(written.rstrip("\n"))
    if lacks:
        output.note(output.say("talk.policy_lacks"))
        for each in lacks:
            output.note(f"- {each}")
    return exits.FOUND if lacks else exits.DONE


def _languages(given: list[str] | None) -> tuple[Lang, ...]:
    from varsam.formats.texts import LANGUAGES

    return tuple(language(each) for each in given) if given else LANGUAGES


def _preview(invocation: Invocation, home: Home, made: Draft, folder: Path) -> int:
    from varsam.services import policy_draft

    found = policy_draft.stands_against(home, made)
    written = policy_draft.preview(made, folder, home.today)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "published": False,
                "written": [str(path) for path in written],
                "findings": _findings(found),
                "left_out": list(made.left_out),
            }
        )
    else:
        _stands_against(output, found)
        _prose(output, made)
        for path in written:
            output.note(output.say("talk.written", file=str(path)))
    return exits.DONE


def _findings(found: tuple[Placed, ...]) -> list[dict[str, str]]:
    return [each.finding.as_json() | {"position": each.position} for each in found]


def _stands_against(output: Output, found: tuple[Placed, ...]) -> None:
    """Show the errors one by one; the others are `check`'s to tell."""
    errors = [each for each in found if each.finding.level == "error"]
    warnings = sum(1 for each in found if each.finding.level == "warning")
    if output.as_json or not found:
        return
    output.note(
        output.say(
            "talk.policy_stands_against",
            errors=output.number(len(errors)),
            warnings=output.number(warnings),
        )
    )
    for code, count in Counter(each.finding.code for each in errors).items():
        times = f" ({output.number(count)})" if count > 1 else ""
        output.note(f"  {code} {output.say(f'check.{code}')}{times}")


def _untrue(output: Output, false: tuple[Statement, ...]) -> None:
    """Name the sentences that the claims found false when they were last checked."""
    if false:
        output.note(output.say("talk.policy_false", count=output.number(len(false))))
        for each in false[:_SHOWN]:
            output.note(f"  “{each.text}”")


def _prose(output: Output, made: Draft) -> None:
    """Say where the running text comes from, and that nobody translates it."""
    tongue = output.say("word.swedish" if made.written == "sv" else "word.english")
    if made.source is not None:
        output.note(output.say("talk.policy_prose", file=made.source.name, language=tongue))
        if made.left_out:
            count = output.number(len(made.left_out))
            output.note(output.say("talk.policy_left_out", file=made.source.name, count=count))
            for each in made.left_out[:_SHOWN]:
                output.note(f"  “{each}”")
    elif made.prose.pieces:
        output.note(output.say("talk.policy_prose_register", language=tongue))
    else:
        output.note(output.say("talk.policy_prose_none"))


def _published(
    output: Output,
    home: Home,
    made: Draft,
    done: Published,
    before: Published | None,
    changes: tuple[Change, ...],
) -> None:
    files = [str((done.folder / name).relative_to(home.path)) for name in sorted(done.facts["files"])]
    if output.as_json:
        more = {"published": True, "written": files, "left_out": list(made.left_out)}
        output.document(_version_json(done) | more)
        return
    output.line(
        output.say("talk.policy_published", version=done.number, effective=done.effective.isoformat())
    )
    for file in files:
        output.line(file)
    _prose(output, made)
    if not any(file.endswith(".pdf") for file in files):
        output.note(output.say("talk.policy_no_pdf"))
    material = sum(1 for each in changes if each.material)
    if before is not None and material:
        output.note(output.say("talk.policy_material", version=before.number, count=output.number(material)))
    output.note(output.say("talk.policy_put_online"))


def _version_json(published: Published) -> dict[str, object]:
    facts = published.facts
    return {
        "version": published.number,
        "effective": facts["effective"],
        "published_at": facts["published_at"],
        "by": facts["by"],
        "note": facts.get("note", ""),
        "despite": facts.get("despite", []),
        "false": facts.get("false", []),
        "content": published.content,
        "register": facts["register"],
        "languages": list(published.languages),
    }


def _in_words(fault: str, output: Output) -> str:
    from varsam.formats.texts import in_words

    return in_words(fault, output.lang)


def _changes(output: Output, changes: tuple[Change, ...]) -> None:
    if not changes:
        output.line(output.say("talk.policy_no_changes"))
        return
    for heading, those in (
        ("talk.policy_material_heading", [each for each in changes if each.material]),
        ("talk.policy_other_heading", [each for each in changes if not each.material]),
    ):
        if those:
            output.heading(output.say(heading))
            for each in those:
                output.line(f"- {each.said(output.lang)}")
    if any(each.code.startswith("sentence") for each in changes):
        output.note(output.say("talk.policy_sentences_hint"))


def _compared(output: Output, found: Comparison) -> None:
    match found.state:
        case "same":
            output.line(output.say("talk.policy_same", version=found.version))
        case "older":
            output.line(output.say("talk.policy_older", version=found.version, last=found.last))
        case "other":
            output.line(output.say("talk.policy_other_page"))
        case _:
            output.line(output.say("talk.policy_by_hand", version=found.version))
            missing = [
                output.say("talk.policy_missing_there", text=each) for each in found.difference.missing
            ]
            added = [output.say("talk.policy_added_there", text=each) for each in found.difference.added]
            for line in (*missing, *added)[:_SHOWN]:
                output.line(f"- {line}")
            more = len(missing) + len(added) - _SHOWN
            if more > 0:
                output.line(output.say("talk.policy_more_differences", count=output.number(more)))
    if found.behind:
        output.note(output.say("talk.policy_behind"))
