"""Polling: waiting for a generation without a stream."""
