"""The one error tree, by who must act next.

A message says what happened, to which thing, and what to do next. It never carries personal data:
things are named by file position, source, kind, table, column or internal id.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a file: `path:line:column`, both counted from 1; 0 = unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Print as an editor understands it, leaving out what is unknown."""
        if not self.line:
            return self.path  # as it is: where there are no lines it may be a sentence
        parts = [self.path, str(self.line)]
        if self.column:
            parts.append(str(self.column))
        return ":".join(parts)


class VarsamError(Exception):
    """Anything that Varsam refuses or fails at, with a hint for whoever must act.

    `where` names the place (a position, a source, a plan id); `hint` says what to do next.
    """

    def __init__(self, message: str, *, where: Position | str = "", hint: str = "") -> None:
        """Keep the three parts apart, so that a face can lay them out."""
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Join the parts as one line: `where: message (hint)`."""
        where = f"{self.where}: " if str(self.where) else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{hint}"


class RegisterError(VarsamError):
    """A file of the home must be mended: register, source map, rule, or a value given on the command line."""


class RegisterErrors(RegisterError):
    """Several faults of one file, so that a person mends them in one go."""

    def __init__(self, errors: tuple[RegisterError, ...]) -> None:
        """Take at least one error; the first stands for all where only one can be shown."""
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(first.message + more, where=first.where, hint=first.hint)
        self.errors = errors


class PlanRefused(VarsamError):
    """A person must look and decide: schema faults, drift, ambiguity, limits, missing approval."""


class SchemaChanged(PlanRefused):
    """A source's schema isn't the one that the plan was made for; what is done stands, plan again."""


class NotAllowed(VarsamError):
    """The rule forbids this move in this state; nothing was changed."""


class SourceUnavailable(VarsamError):
    """The source can't be reached now; trying again later may help."""


class SourceBusy(SourceUnavailable):
    """Somebody holds a lock there, or its replicas lag: nothing of the batch was changed; try later."""


class SourceRejected(VarsamError):
    """The source refused; trying again won't help until something there is changed."""
