"""Tables of criteria, as drafts of criteria.yaml."""
