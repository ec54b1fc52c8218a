"""The arithmetic: pure functions, frameworks and tables in, tables out. Nothing is read, printed or rounded for show."""
