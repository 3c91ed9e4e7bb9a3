"""Asynchronous code called from synchronous code: an event loop in a thread, and operations wrapped around it."""
