"""`demo`, `init`, `doctor`, `keys rotate`, `state move`: the home itself and the installation around it."""

from __future__ import annotations

import os

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import counted


@verb
def init(invocation: Invocation) -> int:
    """Write the first files of a new home."""
    from varsam.services import starting

    written = starting.init(invocation.folder, os.environ)
    output = invocation.output
    if output.as_json:
        output.document({"home": str(invocation.folder), "written": [str(path) for path in written]})
    for path in written:
        output.line(output.say("talk.written", file=str(path)))
    if not output.as_json:
        output.note(output.say("talk.init_next"))
    return exits.DONE


@verb
def doctor(invocation: Invocation) -> int:
    """Say whether this installation is sound."""
    from varsam import app
    from varsam.services import doctor as examining

    home = app.home_at(invocation.folder, on=invocation.on)
    found = examining.examine(home, lambda: app.connect_state(home.path))
    sound = examining.is_sound(found)
    output = invocation.output
    if output.as_json:
        documents = [
            {
                "check": each.check,
                "ok": each.ok,
                "subject": each.subject,
                "found": each.found,
                "hint": each.hint,
            }
            for each in found
        ]
        output.document({"ok": sound, "checks": documents})
        return exits.DONE if sound else exits.FOUND
    words = {True: "word.ok", False: "word.wrong", None: "word.skipped"}
    rows = [
        (
            f"{output.say(f'doctor.{each.check}')} {each.subject}",
            output.say(words[each.ok]),
            each.found,
            each.hint,
        )
        for each in found
    ]
    styles = ["" if each.ok else "bold red" if each.ok is False else "yellow" for each in found]
    output.table(("check", "result", "found", "hint"), rows, styles=styles)
    output.line(output.say("talk.sound" if sound else "talk.unsound"))
    return exits.DONE if sound else exits.FOUND


@verb
def keys_rotate(invocation: Invocation) -> int:
    """Seal everything that is known of people under a new key."""
    home = invocation.home(needs_state=True)

    from varsam.services import keys

    output = invocation.output
    with output.progress(output.say("talk.sealing")) as progress:
        rotated = keys.rotate(home, progress)
    if output.as_json:
        output.document(
            {"generation": rotated.generation, "resealed": rotated.resealed, "resumed": rotated.resumed}
        )
    said = counted("talk.rotated", rotated.resealed, output.lang, generation=rotated.generation)
    output.line(said)
    return exits.DONE


@verb
def state_move(invocation: Invocation) -> int:
    """Move own state from SQLite to the PostgreSQL database that the environment names."""
    import base64

    home = invocation.home(needs_state=True)

    from varsam.services import states

    output = invocation.output
    to = states.target(home)
    if not invocation.confirm(output.say("talk.move_question")):
        output.note(output.say("talk.nothing_done"))
        return exits.DECIDE
    with output.progress(output.say("talk.moving")) as progress:
        moved = states.move(to, progress)
    if output.as_json:
        root = base64.b64encode(moved.root).decode()
        output.document({"rows": moved.rows, "entries": moved.entries, "root": root})
    output.line(counted("talk.moved", moved.rows, output.lang, entries=output.number(moved.entries)))
    if not states.remap(home):
        output.note(output.say("talk.remap"))
    return exits.DONE
