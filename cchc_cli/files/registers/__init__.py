"""Registers: dossiers, reporting duties and targets, on this machine (DuckDB) or where they lie (any Ibis engine)."""
