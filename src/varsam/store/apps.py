"""Tells Django that Varsam's own state is one app, called `store`."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The app that holds all of Varsam's own state."""

    name = "varsam.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
