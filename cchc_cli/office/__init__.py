"""Word and Excel files of officials: what is in them, and what it means."""
