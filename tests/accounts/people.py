"""A named cast for tests of signing in: Alice reviews, Adam administers, Bob's office files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import make_user

PASSWORD = "kept-secret-4711"
NEW = "Fresh-word-8250"


def sign_in(client: Client, name: str = "alice", password: str = PASSWORD, **extra: Any) -> HttpResponse:
    return client.post(reverse("login"), {"username": name, "password": password}, **extra)


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("indicators:indicator-list")).status_code == 200


def make_administrator(name: str = "adam") -> AbstractUser:
    return make_user(name, "administrator")


def client_of(user: AbstractUser) -> Client:
    client = Client()
    client.force_login(user)
    return client


def trail() -> list[tuple[str, str, str]]:
    """What the trail holds, the oldest first: action, result, who."""
    from trail.models import Event

    return list(Event.objects.order_by("pk").values_list("action", "result", "user_name"))
