"""What a phone has to load: the first page, and one question with an empty cache."""

from __future__ import annotations

import gzip
from collections import Counter

import pytest


def carried(response) -> int:
    """Bytes of a body on the way to the browser.

    The site sends its files compressed. Pages are compressed by the proxy in front of it: counted here as
    gzip at its usual level would leave them.
    """
    if response.headers.get("content-encoding"):
        return response.request.sizes()["responseBodySize"]
    return len(gzip.compress(response.body(), 6))


@pytest.mark.parametrize(("path", "most"), [("/", 30_000), ("/check/1/", 20_000)])
def test_a_page_with_all_its_files_is_small(visitors, path, most):
    visitor = visitors()
    visitor.start()
    cookies = visitor.page.context.cookies()

    fresh = visitors()
    fresh.page.context.add_cookies(cookies)
    responses = []
    fresh.page.on("response", lambda response: responses.append(response))
    fresh.open(path)
    fresh.page.wait_for_load_state("networkidle")
    sizes = {response.url.removeprefix(fresh.url): carried(response) for response in responses}
    kinds = Counter(response.request.resource_type for response in responses)
    # An icon counts as "other". Drawings are pictures, each of them small.
    assert (kinds["document"], kinds["stylesheet"], kinds["script"], kinds["other"]) == (1, 1, 1, 1), sizes
    assert set(kinds) <= {"document", "stylesheet", "script", "other", "image"}, sizes
    assert [name for name, size in sizes.items() if "draw" in name and size >= 3_000] == []
    assert sum(sizes.values()) <= most, sizes
