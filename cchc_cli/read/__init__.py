"""Any Word or Excel file as grids of bounded size, read in a process of its own."""
