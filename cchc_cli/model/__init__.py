"""The words that all layers share. No input, no output, no arithmetic on points."""
