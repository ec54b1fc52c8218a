"""What is made while a wheel or an sdist is built: the man pages, the site of the documents."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface):  # type: ignore[type-arg]
    """A wheel has the man pages, an sdist the site: made anew each time, so neither can be out of date."""

    folder: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them in a folder of their own, and say where they belong."""
        sys.path.insert(0, self.root)
        self.folder = Path(tempfile.mkdtemp())
        if self.target_name == "wheel" and version != "editable":
            from tools import man

            places = man.write(self.folder, self.metadata.version)
            build_data["shared_data"].update({str(file): place for file, place in places.items()})
        if self.target_name == "sdist":
            from tools import docs_site

            docs_site.build(self.folder)
            build_data["force_include"][str(self.folder)] = "site"

    def finalize(self, *_what: object) -> None:
        """Put the folder away."""
        if self.folder:
            shutil.rmtree(self.folder)
