"""cchc: understand and improve an administrative-reform index (CCHC / PAR index)."""

__version__ = "0.1.0"
