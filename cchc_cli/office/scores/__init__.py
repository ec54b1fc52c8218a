"""Score sheets, as rows of data/scores*.csv."""
