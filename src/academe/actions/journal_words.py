"""Words of the journal that more than one action must agree on."""

WRITING = frozenset({"create", "change", "copy", "import", "revert", "merge"})
"""What counts as having written a text, for ``four_eyes`` and for telling its authors."""

SHARING = frozenset({"share"})
"""What alters who may do what with a content, not the content: no list of changes tells it."""
