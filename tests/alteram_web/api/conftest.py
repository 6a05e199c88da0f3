"""The fixtures of the portals, and connections as any role."""

from tests.alteram_web.casework.conftest import roles
from tests.portal_fixtures import before_notice, league, master_key, signed_in

__all__ = ["before_notice", "league", "master_key", "roles", "signed_in"]
