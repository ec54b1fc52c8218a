"""Reports as official documents: sentences made from figures, tables, and what stands around them."""
