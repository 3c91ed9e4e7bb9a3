"""Calling asynchronous code from synchronous code: an event loop in a thread, and what wraps operations around it."""
