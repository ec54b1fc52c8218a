"""What users type: parse, call, show."""
