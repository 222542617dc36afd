"""A request is tried again when somebody else wrote the same at that moment."""

from collections.abc import Callable
from typing import Any

from pyramid_retry import RetryableExecutionPolicy

ATTEMPTS = 5

Policy = Callable[[Any, Any], Any]


def closing(policy: Policy) -> Policy:
    """Close what a request's body was copied into for its next try, once it is answered."""

    def with_closed_copy(environ: Any, router: Any) -> Any:
        given = environ["wsgi.input"]
        try:
            return policy(environ, router)
        finally:
            if environ["wsgi.input"] is not given:
                environ["wsgi.input"].close()

    return with_closed_copy


def includeme(config: Any) -> None:
    config.set_execution_policy(closing(RetryableExecutionPolicy(ATTEMPTS)))
