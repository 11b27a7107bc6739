"""Everything that verifiers say, in Swedish, by the English sentence."""

from __future__ import annotations

from collections.abc import Mapping

from varsam.formats.texts.claims_sentences import CLAIMS_SENTENCES
from varsam.formats.texts.claims_sentences_rights import CLAIMS_SENTENCES_RIGHTS
from varsam.formats.texts.claims_titles import CLAIMS_TITLES

CLAIMS_SAID: Mapping[str, str] = {**CLAIMS_SENTENCES, **CLAIMS_SENTENCES_RIGHTS, **CLAIMS_TITLES}
