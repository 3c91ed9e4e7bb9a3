"""The forms in which a relay sends a stream. Private; :class:`v0_client.Relay` is the public API."""
