"""What the site's database role may do with the tables of packages that know nothing of our roles.

Our own tables say in their migrations what `alteram_app` may do, and for the record that is little. Sessions, accounts
and second factors come from Django and allauth, whose migrations say nothing; they are granted here.
"""

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

OURS = "alteram_web."


def grant(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Grant reading and writing on the tables of `sender`, unless the app is ours. Runs as `alteram_owner`."""
    if sender.name.startswith(OURS):
        return
    names = [model._meta.db_table for model in sender.get_models(include_auto_created=True) if model._meta.managed]
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for name in sorted(present.intersection(names)):
            cursor.execute(
                sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO alteram_app").format(sql.Identifier(name))
            )
        if "django_migrations" in present:
            cursor.execute("GRANT SELECT ON django_migrations TO alteram_app, alteram_log")
