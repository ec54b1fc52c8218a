"""What the system has: plain files read, files written whole, folders and processes for a while."""

WRITTEN: list[str] = []
"""The files that this process has written, for the case that nothing else can be told of them."""
