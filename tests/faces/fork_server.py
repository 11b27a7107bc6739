"""Runs commands in processes of their own without paying for the imports each time.

One process imports the libraries once; each command runs in a fork of it, with its own environment, standard
streams and (not yet configured) Django. It ends when whoever started it closes its standard input.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from typing import IO, Any

LIBRARIES = (
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "varsam.store.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "holidays.countries.sweden",
    "psycopg",
    "sqlalchemy.dialects.sqlite",
    "typer._adapters",
    "varsam.faces.cli.main",
    "varsam.formats.policy",
    "varsam.formats.register_yaml",
    "varsam.formats.source_map",
    "varsam.sources.catalogue",
    "varsam.sources.sql",
)


def serve() -> None:
    """Answer one request a line until the requests end."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            given.write(request["given"].encode())
            given.seek(0)
            child = os.fork()
            if child == 0:
                _command(request, given, out, err)
            _, status = os.waitpid(child, 0)
            answer = {"code": os.waitstatus_to_exitcode(status), "out": _text(out), "err": _text(err)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _command(request: dict[str, Any], *streams: IO[bytes]) -> None:
    """Be the command: nothing of the server may be seen or written to."""
    code = 70
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        os.environ.clear()
        os.environ.update(request["environment"])
        main = importlib.import_module("varsam.faces.cli.main")
        code = main.run(request["arguments"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


if __name__ == "__main__":
    serve()
