"""Orders the mail that a step causes, in the step's own transaction; letters.py writes it."""

from academe.actions.district import District
from academe.actions.mailing import order_mail
from academe.definitions.workflows import Transition
from academe.store.content import Content
from academe.store.orders import Order
from academe.store.people import Identity

KIND = "step_mail"


def order_step_mail(
    person: Identity, content: Content, step: Transition, district: District
) -> Order:
    """Ask for mail to those whom the step concerns; who that is, is asked when it is sent."""
    details = {"content": content.id, "number": content.version, "step": step.name}
    return order_mail(person, district.site.orders, KIND, details, district.now)
