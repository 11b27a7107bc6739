"""Adds to `silences.yaml` as a person would: everything else, and every comment, stays as it is."""

from __future__ import annotations

import io

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from varsam.domain.silences import Silence

_HEAD = "# Findings that were looked at and needn't be heard for a while: why, and until which day.\n"


def with_silence(text: str, silence: Silence) -> str:
    """Give the file's text with a silence; one of the same check at the same place is written anew.

    The text must be sound (`silences_yaml.parse`).
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text) if text.strip() else None
    if not isinstance(document, CommentedMap):
        document = CommentedMap({"silences": CommentedSeq()})
        text = text if text.strip() else _HEAD
        return text.rstrip("\n") + "\n" + _dumped(yaml, _put(document, silence))
    return _dumped(yaml, _put(document, silence))


def _put(document: CommentedMap, silence: Silence) -> CommentedMap:
    if not isinstance(document.get("silences"), CommentedSeq) or not document["silences"]:
        document["silences"] = CommentedSeq()
    for each in document["silences"]:
        if (each.get("check"), each.get("where")) == (silence.check, silence.where):
            each["reason"] = DoubleQuotedScalarString(silence.reason)
            each["until"] = silence.until
            return document
    document["silences"].append(
        CommentedMap(
            {
                "check": silence.check,
                "where": DoubleQuotedScalarString(silence.where),
                "reason": DoubleQuotedScalarString(silence.reason),
                "until": silence.until,
            }
        )
    )
    return document


def _dumped(yaml: YAML, document: CommentedMap) -> str:
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()
