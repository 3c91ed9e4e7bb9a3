"""A generation followed to its end over server-sent events."""
