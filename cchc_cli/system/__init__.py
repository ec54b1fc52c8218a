"""What the system has: plain files read, files written whole, folders and processes for a while."""
