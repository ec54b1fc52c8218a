"""What users see: reports (one builder a command) and writers (one file a format)."""
