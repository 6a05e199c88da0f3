"""The fixtures of the portals."""

from tests.alteram_web.casework.conftest import as_log, as_owner
from tests.portal_fixtures import before_notice, league, master_key, signed_in
from tests.register_fixtures import entered, expelled

__all__ = ["as_log", "as_owner", "before_notice", "entered", "expelled", "league", "master_key", "signed_in"]
