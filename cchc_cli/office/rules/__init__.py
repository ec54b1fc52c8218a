"""Rules of points as officials write them, read as rules of criteria.yaml."""
