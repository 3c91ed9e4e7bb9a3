"""Draft an operation of a published document in the conventions of our document: see scripts/draft.py."""
