"""What the system has: plain files read, files written whole, folders and processes for a while."""

VERSION = "1.0.0"
WRITTEN: dict[str, bool] = {}
"""The files that this process has written, and whether each was there before."""
