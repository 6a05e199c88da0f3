"""The record, the one door and the rows that follow from it."""
