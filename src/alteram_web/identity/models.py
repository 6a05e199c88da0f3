"""Accounts. What a person may do follows from roles and terms in the record, never from a flag in a row here."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Users(BaseUserManager["User"]):
    """How accounts are made."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account for an address; without a password it can only be opened by a passkey or a reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. There is no superuser and no staff flag: nobody passes by the rules."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or f"account {self.pk}"

    def get_full_name(self) -> str:
        return self.name


class Holder(models.Model):
    """Who an account is in a body: the pseudonymous person id that stands in the record."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holders")
    body = models.UUIDField()
    person = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "body"], name="one_person_per_account_and_body"),
            models.UniqueConstraint(fields=["body", "person"], name="one_account_per_person_and_body"),
        )

    def __str__(self) -> str:
        return self.person


class Token(models.Model):
    """A key for programs that act as a person of a body, or for the feed of their hearings alone.

    The secret itself is kept nowhere.
    """

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)  # what its owner calls it
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret, hex
    made = models.DateTimeField()
    expires = models.DateTimeField()
    last_used = models.DateField(null=True)  # the day alone, UTC
    revoked = models.DateTimeField(null=True)
    opens = models.CharField(max_length=10, default="api")  # "api", or "calendar": never both

    def __str__(self) -> str:
        return f"token {self.pk}"
