"""Published tables of results, as claims that can be recomputed."""
