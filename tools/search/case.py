"""One input of the search: files, a command line, and how it is run. It can be saved, and tried again."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

SEED = Path(__file__).parent / "seed"
"""A small workspace without faults, in which everything is used that files can say."""

Content = bytes | str
"""What stands at a path: a file's bytes, or one of these words: folder, fifo, loop (a link to itself), locked."""


@dataclass(frozen=True)
class Case:
    """What is tried: `kind` knows how to judge it, `how` holds the kind's own settings."""

    kind: str
    command: tuple[str, ...]
    files: Mapping[str, Content] = field(default_factory=dict)
    how: Mapping[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Lay the files out in an empty folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            match content:
                case bytes():
                    path.write_bytes(content)
                case "folder":
                    path.mkdir()
                case "fifo":
                    os.mkfifo(path)
                case "loop":
                    path.symlink_to(path.name)
                case "locked":
                    path.mkdir(mode=0)
                case _:
                    raise ValueError(content)

    def save(self, folder: Path, faults: list[str]) -> None:
        """Keep it for --replay: case.json, what was wrong, and the files as they were."""
        folder.mkdir(parents=True)
        special = {name: content for name, content in self.files.items() if isinstance(content, str)}
        plain = {name: content for name, content in self.files.items() if isinstance(content, bytes)}
        Case(self.kind, self.command, plain).write(folder / "files")
        about = asdict(self) | {"files": special, "how": dict(self.how)}
        text = json.dumps(about, indent=1)
        (folder / "case.json").write_text(text + "\n", encoding="utf-8")
        (folder / "faults.txt").write_text("\n".join(faults) + "\n", encoding="utf-8", errors="backslashreplace")


def saved(folder: Path) -> Case:
    """The case that `Case.save` left in a folder."""
    about = json.loads((folder / "case.json").read_text("utf-8"))
    root = folder / "files"
    files: dict[str, Content] = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
    return Case(about["kind"], tuple(about["command"]), files | about["files"], about["how"])


def seed_files() -> dict[str, Content]:
    """The files of the workspace without faults."""
    return {path.relative_to(SEED).as_posix(): path.read_bytes() for path in sorted(SEED.rglob("*")) if path.is_file()}
