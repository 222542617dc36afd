"""Orders the mail that a step causes, in the step's own transaction."""

from academe.actions.district import District
from academe.definitions.workflows import Transition
from academe.store.content import Content, new_id
from academe.store.orders import Order
from academe.store.people import Identity


def order_step_mail(
    person: Identity, content: Content, step: Transition, district: District
) -> None:
    """Ask for mail to reviewers or authors; who that is, is looked up when it is sent."""
    details = {"content": content.id, "number": content.version, "step": step.name}
    order = Order(new_id(), "step_mail", details, ordered_by=person.id, ordered_at=district.now)
    district.site.orders[order.id] = order
