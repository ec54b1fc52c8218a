"""criteria.yaml, and the same as a workbook."""
