"""The tables of operations: ``client.v1`` and ``client.v2``."""
