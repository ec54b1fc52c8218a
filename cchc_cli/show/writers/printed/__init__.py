"""Formats that a result can be printed in: each module is called as `--format` calls it."""
