"""Traces of a person in any text: which identifiers can be looked for, how they are spelled and encoded."""
