"""The fixtures of the journeys: the demonstration's body and its people."""

from tests.portal_fixtures import league, master_key

__all__ = ["league", "master_key"]
