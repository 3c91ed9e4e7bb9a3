"""How commands show what happens: in a terminal, as plain lines, or as JSON lines."""
