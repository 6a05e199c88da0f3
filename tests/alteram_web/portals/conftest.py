"""The fixtures of the portals."""

from tests.portal_fixtures import before_notice, league, master_key, signed_in
from tests.register_fixtures import entered, expelled

__all__ = ["before_notice", "entered", "expelled", "league", "master_key", "signed_in"]
