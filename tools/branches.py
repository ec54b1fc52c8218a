"""Which statements and branches of index/, files/ and commands/ the tests reach: `make coverage`, from its data.

Prints what each folder has, then for each file what is not reached; ends with 1 where a folder has less than 95 %.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import coverage

FOLDERS = ("index", "files", "commands")
LEAST = 95.0


def main() -> int:
    """Show the figures."""
    data = coverage.Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "coverage.json")
        data.json_report(outfile=str(out))
        files: dict[str, Any] = json.loads(out.read_text("utf-8"))["files"]
    shares = []
    for folder in FOLDERS:
        parts = [each["summary"] for path, each in files.items() if f"cchc_cli/{folder}/" in path.replace("\\", "/")]
        told = []
        for what, all_of in (("covered_lines", "num_statements"), ("covered_branches", "num_branches")):
            reached, there = (sum(part[name] for part in parts) for name in (what, all_of))
            told.append(f"{reached} of {there} {all_of[4:]} ({100 * reached / there:.1f} %)")
            shares.append(100 * reached / there)
        print(f"{folder}: {', '.join(told)}")
    for path, each in sorted(files.items()):
        if each["missing_lines"] or each["missing_branches"]:
            branches = [f"{start}→{end}" if end > 0 else f"{start}→end" for start, end in each["missing_branches"]]
            print(f"{path}: {' '.join(map(str, [*each['missing_lines'], *branches]))}")
    return int(min(shares) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
