"""The example controller: two small companies, their register, their maps and their systems."""

from varsam.services.example.making import build_example, make_example

SHOWN = ("email", "elsa.sjogren@hantverk.example")
"""The invented person whose erasure is shown: she has an old and a recent invoice."""

__all__ = ["SHOWN", "build_example", "make_example"]
