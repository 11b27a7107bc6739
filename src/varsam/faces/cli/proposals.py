"""`policy accept`, `policy waive`: what a person decides about a time that the law wants and no row says."""

from __future__ import annotations

from typing import Annotated

import typer

from varsam.domain.register import Outcome
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import day_of

ProposalArgument = Annotated[str, typer.Argument(metavar="PROPOSAL")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", show_default=False)]


@verb
def accept(invocation: Invocation, proposal: ProposalArgument, reason: ReasonOption = "") -> int:
    """Accept a proposed floor: its purpose joins the register."""
    return _decide(invocation, proposal, Outcome.ACCEPTED, reason)


@verb
def waive(invocation: Invocation, proposal: ProposalArgument, reason: ReasonOption = "") -> int:
    """Waive a proposed floor, with a reason."""
    return _decide(invocation, proposal, Outcome.WAIVED, reason)


def _decide(invocation: Invocation, proposal: str, outcome: Outcome, reason: str) -> int:
    home = invocation.home(needs_state=True)

    from varsam.services import proposals

    decided = proposals.decide(home, proposal, outcome, reason=reason)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "proposal": decided.proposal.id,
                "outcome": decided.proposal.outcome.value,
                "decided_on": day_of(decided.proposal.decided_on),
                "reason": decided.proposal.reason or None,
                "decision": decided.decision,
                "written": str(decided.written),
            }
        )
    purpose = decided.proposal.purpose.id
    if outcome is Outcome.ACCEPTED:
        output.line(output.say("talk.proposal_accepted", proposal=proposal, purpose=purpose))
    else:
        output.line(output.say("talk.proposal_waived", proposal=proposal))
    return exits.DONE
