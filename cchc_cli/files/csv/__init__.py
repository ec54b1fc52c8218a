"""Tables in csv files and sheets: read whole or in pieces, and edited in place."""
