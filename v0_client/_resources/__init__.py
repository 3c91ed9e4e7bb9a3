"""The tables of operations: a package per version, a module per group, such as ``v2.chats`` for ``client.v2.chats``."""
