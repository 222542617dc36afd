"""One class for all requests, with everything that the house and its parts add to them.

Pyramid makes a new class for each request to add its properties, and each class is one more
knot for the garbage collector.
"""

from typing import Any

from pyramid.interfaces import IRequestExtensions
from pyramid.request import Request


def settle_requests(config: Any) -> None:
    """Make the class out of what was added so far; called once, when all parts are included."""
    added = config.registry.getUtility(IRequestExtensions)
    named = {**added.descriptors, **added.methods}
    config.set_request_factory(type("AcademeRequest", (Request,), named))
    config.commit()
    added.descriptors.clear()
    added.methods.clear()
