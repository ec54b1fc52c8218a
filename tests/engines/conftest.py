"""Engines are other processes, which are spoken to."""

import pytest


@pytest.fixture(autouse=True)
def no_network() -> None:
    """In place of the one that lets nothing connect."""
