"""YAML with the place of everything in it, and its faults in plain words."""
