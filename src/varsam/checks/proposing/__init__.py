"""A map proposed for a source that nobody here designed, from its schema and counted samples. Pure: looks at
nothing itself.
"""
