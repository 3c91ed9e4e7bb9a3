"""Compare two OpenAPI documents by what they mean: see scripts/drift.py.

No Python library at hand does: they compare the JSON as it is written or its top level only. To them a `$ref` in place
of an inline schema, or a `const` in place of an enum of one, is a difference, and a field further down is none.
"""
