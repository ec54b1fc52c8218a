"""Which folder is the workspace, and where things lie in it."""

import os
from dataclasses import dataclass
from pathlib import Path

from cchc_cli.messages import _
from cchc_cli.model.problems import CchcError

CRITERIA = "criteria.yaml"


@dataclass(frozen=True)
class Workspace:
    """A folder with criteria.yaml and data/."""

    root: Path

    @property
    def criteria(self) -> Path:
        """The definition of the index."""
        return self.root / CRITERIA

    @property
    def data(self) -> Path:
        """Everything that was measured or scored."""
        return self.root / "data"

    @property
    def units(self) -> Path:
        """The units that are ranked; optional."""
        return self.data / "units.csv"

    @property
    def tasks(self) -> Path:
        """The improvement plan that is being carried out; optional."""
        return self.data / "tasks.csv"

    def scores(self) -> list[Path]:
        """All files that together are the scores, in the order of their names."""
        return sorted(self.data.glob("scores*.csv"))

    def register(self, name: str) -> list[Path]:
        """All files that together are a register: `dossiers*.csv`, `dossiers/*.parquet` and so on."""
        found = [
            path
            for end in ("csv", "parquet")
            for path in (*self.data.glob(f"{name}*.{end}"), *(self.data / name).glob(f"*.{end}"))
        ]
        return sorted(found)

    @property
    def calendar(self) -> Path:
        """Working days that were swapped; optional."""
        return self.data / "calendar.csv"

    def name(self, path: Path) -> str:
        """How a file of the workspace is called in messages: relative to where the user stands, if it can be."""
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except (ValueError, OSError):
            return str(path)


def find(asked: str | None = None) -> Workspace:
    """The workspace: `asked`, else $CCHC_WORKSPACE, else the nearest folder here or above with a criteria.yaml.

    Raises CchcError where there is none. Example data is never used in its place.
    """
    named = asked or os.environ.get("CCHC_WORKSPACE")
    if named:
        root = Path(named).expanduser()
        if (root / CRITERIA).is_file():
            return Workspace(root.absolute())
        _refuse_what_is_no_file(root / CRITERIA)
        if not root.is_dir():
            raise CchcError(_("There is no folder {folder}.").format(folder=named), hint=_how())
        raise CchcError(_("The folder {folder} has no criteria.yaml.").format(folder=named), hint=_how())
    here = Path.cwd()
    for root in (here, *here.parents):
        _refuse_what_is_no_file(root / CRITERIA)
        if (root / CRITERIA).is_file():
            return Workspace(root)
    raise CchcError(
        _("No workspace here: neither {folder} nor a folder above it has a criteria.yaml.").format(
            folder=here
        ),
        hint=_how(),
    )


def is_there(path: Path) -> bool:
    """Whether anything stands at `path`, be it a folder or a link that leads nowhere."""
    return path.exists() or path.is_symlink()


def no_file() -> str:
    """What is wrong with a path at which something stands that is no plain file."""
    return _("is not a file, or a link that leads to none.")


def _refuse_what_is_no_file(path: Path) -> None:
    if is_there(path) and not path.is_file():
        raise CchcError(f"{path} {no_file()}")


def _how() -> str:
    return _("Go to your workspace, name it with -C DIR, or make one: cchc init DIR")
