"""The fixtures of the portals."""

from tests.portal_fixtures import before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "signed_in"]
