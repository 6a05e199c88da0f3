"""Alteram: the law and the record. Pure: no clock, no database, no network."""
