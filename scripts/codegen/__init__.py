"""The generator: from `openapi/parts/` to `v0_client/_generated/`. `scripts/generate.py` runs it.

In the order in which a document passes through:

    bundling    the parts become one document
    supported   refuses what of OpenAPI is not supported, with its place
    document    reads it: operations, components, unions
    naming      the Python name of each of its names
    rules       refuses what would be generated wrong, with its place
    types       a schema as an annotation, and the expression that decodes it
    checks      what of a schema is checked before a request is sent
    prose       descriptions as docstrings
    building    runs openapi-python-client with our templates, then looks for anything that got lost
"""
