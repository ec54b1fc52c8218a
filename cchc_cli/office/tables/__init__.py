"""Tables of office files: where their heads are, what their columns and rows hold."""
