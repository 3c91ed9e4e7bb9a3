"""Draft an operation of a published document in the conventions of ours: see scripts/draft.py."""
