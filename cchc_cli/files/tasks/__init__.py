"""data/tasks.csv and the log of its changes."""
