"""A request is tried again when somebody else wrote the same at that moment.

The first time as everybody else, then alone: eight people who add to one folder
at once would otherwise meet again at every try, and the last of them give up.
"""

from collections.abc import Callable
from typing import Any

from pyramid.router import default_execution_policy
from pyramid.tweens import INGRESS
from pyramid_retry import RetryableExecutionPolicy

ATTEMPTS = 5

Policy = Callable[[Any, Any], Any]


def closing(policy: Policy) -> Policy:
    """Close what a request's body and its files were copied into, once it is answered."""

    def with_closed_copy(environ: Any, router: Any) -> Any:
        given = environ["wsgi.input"]
        try:
            return policy(environ, router)
        finally:
            close_files(environ)
            if environ["wsgi.input"] is not given:
                environ["wsgi.input"].close()

    return with_closed_copy


def close_files(environ: Any) -> None:
    """Close the files of the form that was sent; WebOb would leave that to the collector."""
    form, _body = environ.pop("webob._parsed_post_vars", ((), None))
    for value in form.values() if form else ():
        if getattr(value, "file", None) is not None:
            value.file.close()


def unread(policy: Policy, limit: int) -> Policy:
    """Try a request with a body over ``limit`` bytes once only: it is refused before it is read.

    For another try its body would be copied, before anybody could refuse it.
    """

    def without_a_copy(environ: Any, router: Any) -> Any:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > limit:
            return default_execution_policy(environ, router)
        return policy(environ, router)

    return without_a_copy


def turns_tween(handle: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """Let nobody else commit while a request is tried again."""

    def in_turn(request: Any) -> Any:
        if not request.environ.get("retry.attempt"):
            return handle(request)
        with registry.databases.alone():
            return handle(request)

    return in_turn


def includeme(config: Any) -> None:
    config.add_tween("academe.web.retrying.turns_tween", under=INGRESS)
    limit = config.registry.academe_settings.upload_limit_mb * 1024 * 1024
    policy = closing(RetryableExecutionPolicy(ATTEMPTS))
    config.set_execution_policy(unread(policy, limit))
