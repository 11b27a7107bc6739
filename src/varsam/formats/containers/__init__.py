"""What lies inside cells and files: rows out of a container's bytes, and it without some of them."""

from varsam.formats.containers.opening import Item, Opened, open_container

__all__ = ["Item", "Opened", "open_container"]
