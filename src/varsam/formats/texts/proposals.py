"""What is said when a proposed statutory floor is accepted or waived."""

from __future__ import annotations

from collections.abc import Mapping

PROPOSALS: Mapping[str, tuple[str, str]] = {
    "help.policy accept": (
        "Godta ett förslag om lagstadgad tid i ett hem som redan har ett register.",
        "Accept a proposed statutory time in a home that has a register already.",
    ),
    "help.policy waive": (
        "Avstå från ett förslag om lagstadgad tid, med skäl.",
        "Waive a proposed statutory time, with a reason.",
    ),
    "option.proposal": ("Förslagets id.", "The proposal's id."),
    "option.policy accept.reason": (
        "Varför, om det ska stå i registret.",
        "Why, if the register shall say it.",
    ),
    "option.policy waive.reason": (
        "Varför lagen inte kräver att uppgifterna sparas här.",
        "Why the law doesn't want the data kept here.",
    ),
    "talk.proposal_accepted": (
        "{proposal} är godtaget: ändamålet {purpose} står nu i registret.",
        "{proposal} is accepted: the purpose {purpose} stands in the register now.",
    ),
    "talk.proposal_waived": (
        "{proposal} följs inte. Skälet står i registret.",
        "{proposal} isn't followed. The reason stands in the register.",
    ),
}
