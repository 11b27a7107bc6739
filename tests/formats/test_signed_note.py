"""Notes and checkpoints against the published examples, and every way to break them."""

from __future__ import annotations

import pytest

from varsam.formats.signed_note import (
    Checkpoint,
    NotANote,
    Note,
    NoteSignature,
    VerifierKey,
    parse_note,
)

# The example of Go's package sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n"
)
TEXT = NOTE.split("\n\n")[0] + "\n"


def test_the_published_note_is_read_and_verifies() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = VerifierKey.parse(PETER)
    note = parse_note(NOTE)
    assert str(key) == PETER
    assert (note.text, str(note)) == (TEXT, NOTE)
    assert note.signatures[0].by(key)
    Ed25519PublicKey.from_public_bytes(key.public).verify(note.signatures[0].signature, note.text.encode())
    assert not note.signatures[0].by(VerifierKey("Peter", key.public))


def test_a_checkpoint_is_read_as_it_is_written() -> None:
    checkpoint = Checkpoint("varsam/example", 20852163, bytes(range(32)))
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
    assert Checkpoint.parse(checkpoint.text() + "an extension\n") == checkpoint
    note = Note(checkpoint.text(), (NoteSignature("varsam/example", b"1234", b"s" * 64),))
    assert parse_note(str(note)) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no signature\n",
        "no empty line\n— name AAAAAAAA\n",
        TEXT + "\n",
        NOTE[:-1],
        NOTE.replace("— ", "- "),
        NOTE.replace("BwJnAM=", "BwJnAM"),
        NOTE.replace("BwJnAM=", "BwJnAN="),
        NOTE.replace("If", "\tIf"),
        TEXT + "\n— Peter+Neumann x08go/ZJkuBS9UG=\n",
        TEXT + "\n— PeterNeumann x08g\n",
        NOTE + "trailing\n",
    ],
)
def test_a_broken_note_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        parse_note(text)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n",
        "\n1\nAAAA\n",
        "origin\n01\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n1\nAAAA\n",
        "origin\n1\n" + "A" * 43 + "=",
    ],
)
def test_a_broken_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+c74f20a3",
        PETER.replace("c74f", "c74e"),
        PETER.replace("+AR", "+BR"),
        "a b+00000000+AAAA",
    ],
)
def test_a_broken_key_is_refused(text: str) -> None:
    with pytest.raises(NotANote):
        VerifierKey.parse(text)
