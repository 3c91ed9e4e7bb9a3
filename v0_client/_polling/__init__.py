"""Waiting for a generation without a stream."""
