"""The documentation of the checks over registers and policies, made of what the checks say of themselves."""

from __future__ import annotations

from varsam.checks.beside import BESIDE_CHECKS
from varsam.checks.catalogue import CATALOGUE
from varsam.checks.law import LAW_CHECKS
from varsam.checks.partners import PARTNER_CHECKS
from varsam.checks.silencing import SILENCE_CHECKS

_HEAD = """# What `varsam check` finds in a register and its policy

This page is made of what the checks say of themselves. Codes are stable. An *error* makes `varsam check` exit
with 1, a *warning* and an *info* don't. `varsam policy import` shows where in the document a finding stands
(`policy.md:88:212`), `varsam check` where in `register.yaml`. What is said of maps and sources stands in
[source maps](source-maps.md).

A check goes by the sense of words in Swedish and English and knows no sentence, so it can overlook and can be
wrong. What it finds is a question to a person who knows the law, and no advice.

A finding that doesn't matter is silenced at its place in `silences.yaml` beside the register, with a reason
and a last day. `check` lists what is silent each time, and after that day it is heard again. The place is
written as `check` prints it; `"*"` silences a check everywhere. A sentence that changes is another place.
`varsam silence CODE WHERE --until DATE --reason TEXT` writes it, at most 400 days ahead, and keeps
comments; `varsam silences` lists what each silence does today.

`varsam check --watch` checks again after each edit of a file and tells only what is new (`+`), what is gone
(`-`) and how many findings stand.

```yaml
silences:
  - check: LAW018
    where: "*"
    reason: no officer is required, and the owner doesn't want to say so in the policy
    until: 2027-06-30
```
"""


def page() -> str:
    """The page as Markdown; the same checks always give the same text."""
    short = (*CATALOGUE, *SILENCE_CHECKS)
    pages = {check.code: _section(check.code, check.level, check.law, check.about) for check in short}
    for paged in (LAW_CHECKS, PARTNER_CHECKS, BESIDE_CHECKS):
        pages |= {each.code: _section(each.code, each.level, each.law, each.page) for each in paged}
    return "\n".join((_HEAD, *(pages[code] for code in sorted(pages))))


def _section(code: str, level: str, law: str, said: str) -> str:
    first, _, rest = said.partition("\n\n")
    law = f" · {law}" if law else ""
    return f"## {code}\n\n*{level}*{law}\n\n**{first}**\n" + (f"\n{rest}\n" if rest else "")
