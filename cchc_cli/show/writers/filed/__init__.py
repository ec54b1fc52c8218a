"""Formats that are files alone: each module is called as its suffix."""
