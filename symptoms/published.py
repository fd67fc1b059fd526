"""What the site tells about its releases, and the lists of the one it serves."""

from __future__ import annotations

from typing import Any

from knowledge.releases import Status, releases_with_status
from symptoms.catalogue import ATTRIBUTION
from symptoms.engine.version import ENGINE_VERSION
from symptoms.plain import as_plain
from symptoms.serving import NoRelease, holder

__all__ = ["NoRelease", "current_release", "lists", "releases"]


def lists(name: str) -> dict[str, Any]:
    """One list of the served release by its address, such as "questions". Raises NoRelease."""
    served = holder.current()
    items = served.catalogue[name]
    return {
        "release": as_plain(served.release.identity),
        "attribution": ATTRIBUTION,
        "count": len(items),
        "items": items,
    }


def current_release() -> dict[str, Any]:
    """The served release, the engine, the region, and how many of each concept there are. Raises NoRelease."""
    served = holder.current()
    release = served.release
    return {
        "release": as_plain(release.identity),
        "engine": ENGINE_VERSION,
        "region": release.region.key,
        "attribution": ATTRIBUTION,
        "counts": {name: len(items) for name, items in served.catalogue.items()},
    }


def releases() -> dict[str, Any]:
    """Every release, newest first, without its content, and where it stands now."""
    rows = releases_with_status().values("number", "hash", "note", "created_at", "status")
    items = [
        {
            "number": row["number"],
            "hash": row["hash"],
            "published": row["created_at"].date().isoformat(),
            "note": row["note"],
            "live": row["status"] == Status.LIVE,
            "status": row["status"],
        }
        for row in rows
    ]
    return {"count": len(items), "items": items}
