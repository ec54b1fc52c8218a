"""What was found in files, under a title for each kind."""

from collections.abc import Mapping, Sequence

import pandas as pd

from cchc_cli.messages import _
from cchc_cli.model.blocks import Column, Table


def tables_by_kind(findings: pd.DataFrame, titles: Mapping[str, str], columns: Sequence[Column]) -> tuple[Table, ...]:
    """A table a `kind` of findings, in the order of the titles; columns in which nothing stands are left out."""
    tables = []
    for kind, title in titles.items():
        part = findings[findings["kind"] == kind]
        if len(part):
            said = tuple(column for column in columns if part[column.key].astype(bool).any())
            tables.append(Table(part, said, title=_(title)))
    return tuple(tables)
