"""`arrangement show`: the essence of what joint controllers settled, and who owns what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import day_of

if TYPE_CHECKING:
    from varsam.domain.arrangement import Owner


@verb
def show(invocation: Invocation) -> int:
    """Print the essence of each arrangement as it is published, and who answers for which activity."""
    home = invocation.home()

    from varsam.formats.essence import essence
    from varsam.services import arrangements

    output = invocation.output
    settled = home.arrangements
    owners = arrangements.owners(home)
    if output.as_json:
        output.document(
            {
                "arrangements": [
                    {
                        "id": each.id,
                        "parties": list(each.parties),
                        "version": each.version or None,
                        "agreed_on": day_of(each.agreed_on) or None,
                        "published_on": day_of(each.published_on) or None,
                        "essence": {
                            "sv": essence(each, home.register, "sv").markdown,
                            "en": essence(each, home.register, "en").markdown,
                        },
                    }
                    for each in settled.arrangements
                ],
                "owners": [{"of": of, **_owner(owner)} for of, owner in owners],
            }
        )
        return exits.DONE
    for each in settled.arrangements:
        output.line(essence(each, home.register, invocation.lang).markdown)
    if not settled.arrangements:
        output.line(output.say("talk.no_arrangement"))
    rows = [(of, owner.entity or "–", output.say(f"owned_by.{owner.why}")) for of, owner in owners]
    if rows:
        output.heading(output.say("talk.owners"))
        output.table(("of", "entity", "why"), rows)
    return exits.DONE


def _owner(owner: Owner) -> dict[str, object]:
    return {"entity": owner.entity or None, "why": owner.why.value, "among": list(owner.among)}
