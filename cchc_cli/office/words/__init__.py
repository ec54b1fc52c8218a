"""The words of real tables: headings, kinds of rows, numbers, names of units."""
