"""data/scores*.csv: read, checked, written."""
