"""Accounts, roles and their terms; never the content of a case."""
