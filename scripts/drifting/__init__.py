"""Compare two OpenAPI documents by their meaning: see scripts/drift.py.

No available Python library does: they compare the JSON text, or its top level only. To them a `$ref` in place of an
inline schema, or a `const` in place of an enum of one, is a difference, and a deeper field is not.
"""
