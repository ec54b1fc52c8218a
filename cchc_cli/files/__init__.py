"""What is on disk: the only code that opens users' files."""
