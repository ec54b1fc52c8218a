"""Root's power to read and write whatever it likes, laid down for a while: Linux only."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

VERSION_3 = 0x20080522
OVERRIDE = 0b1111
"""CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER."""
IS_ROOT = sys.platform == "linux" and os.geteuid() == 0


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Data(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


@contextmanager
def like_anybody() -> Iterator[None]:
    """This thread heeds the modes of files as everybody has to."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = _Header(VERSION_3, 0), (_Data * 2)()
    assert libc.capget(ctypes.byref(header), data) == 0
    before = data[0].effective
    data[0].effective = before & ~OVERRIDE
    assert libc.capset(ctypes.byref(header), data) == 0
    try:
        yield
    finally:
        data[0].effective = before
        assert libc.capset(ctypes.byref(header), data) == 0
