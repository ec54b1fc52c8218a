"""One builder a command: results in, a Report out."""
