"""Drawing a workflow as text: what `academe draw` prints and what stands above each file.

Each line follows steps from state to state, `==step==>` where it publishes and `--step-->`
where it does not, until it comes to a state that was drawn before.
"""

from academe.definitions.workflows import Transition, Workflow

WIDTH = 96  # fits behind "# " in a file of 100 columns


def draw(workflow: Workflow) -> str:
    """Return the drawing, every step once from every state that it leaves."""
    left = {name: list(workflow.transitions_from(name)) for name in workflow.states}
    lines: list[str] = []
    waiting = [workflow.starts]  # states with steps to draw, in the order in which they came up
    while waiting:
        state = waiting[0]
        if not left[state]:
            waiting.pop(0)
            continue
        line, reached = _follow(state, left)
        lines.append(line)
        waiting += [name for name in reached if name not in waiting]
    return "\n".join(lines)


def _follow(state: str, left: dict[str, list[Transition]]) -> tuple[str, list[str]]:
    """Draw one line from a state; returns it and the states that it came to."""
    line, reached = state, list[str]()
    seen = {state}
    while left[state]:
        arrow = _arrow(left[state][0])
        if reached and len(line) + len(arrow) > WIDTH:
            break
        state = left[state].pop(0).to
        line += arrow
        reached.append(state)
        if state in seen:
            break
        seen.add(state)
    return line, reached


def _arrow(step: Transition) -> str:
    shaft = "==" if step.publishes else "--"
    return f" {shaft}{step.name}{shaft}> {step.to}"
