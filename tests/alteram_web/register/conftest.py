"""The League with its people and a case or two that were decided."""

from tests.portal_fixtures import league, master_key, signed_in
from tests.register_fixtures import entered, expelled

__all__ = ["entered", "expelled", "league", "master_key", "signed_in"]
