"""Holds a database against the model: trees, states, texts, and what each person sees."""

import re
from typing import Any

from tests.actions.exact_trees import check_exact_trees, check_journal
from tests.actions.model import RIGHTS, Edition, Node, Someone
from tests.actions.model_stage import PEOPLE
from tests.actions.model_verbs import followers, writers

from academe.actions.access import may, sees_field
from academe.actions.reading import values_for
from academe.actions.reviewing import review_queue
from academe.store.content import Content, Text
from academe.store.site import Site


class Comparison:
    """What is compared after each step; ``both`` holds the two districts."""

    def __init__(self, both: Any) -> None:
        self.both = both
        self.world = both.world
        self.titles: dict[int, dict[int, object]] = {}  # {content id: {version: title}}
        self.facts: dict[int, tuple] = {}  # what an index knows of each content
        self.done = 0

    def compare(self, touched: dict[str, list[int]] | None) -> None:
        """Fail where the two differ; ``touched``: the ids named in the transaction."""
        self.done += 1
        if self.done % 4 == 0:
            self.both.content.cacheMinimize()  # what is seen comes from the disk
        site = Site(self.both.content)
        self.compare_node(self.world.site, site.root)
        assert {node.id for node in self.world.bin} == set(site.bin)
        for node in self.world.bin:
            self.compare_node(node, site.content(node.id))
        addresses = {path: node.id for path, node in self.world.old_addresses.items()}
        assert dict(site.old_addresses.items()) == addresses
        fields = {name: kind["fields"] for name, kind in self.world.words.types.items()}
        check_exact_trees(site, fields)
        self.compare_waiting(site)
        self.compare_sights()
        self.check_named(touched)

    def check_journals(self) -> None:
        for content_id, titles in self.titles.items():
            check_journal(self.both.district.site.content(content_id), titles)

    def compare_node(self, node: Node, content: Content) -> None:
        node.id = node.id or content.id
        assert node.id == content.id
        assert (node.type, node.state) == (content.type_name, content.state), node.path
        assert node.creator == content.created_by
        assert plain(node.values) == plain(content.values), node.path
        assert node.grants == {
            (principal, role): until
            for principal, roles in content.grants.items()
            for role, until in roles.items()
        }, node.path
        assert node.barrier is not content.inherits_roles
        assert node.owner == content.owner
        assert node.source is None or node.licence == content._origin["licence"]
        assert node.workflow_below == dict(content.workflow_below)
        self.compare_edition(node.leads, content._published)
        self.compare_edition(node.coming, content._coming)
        assert [child.name for child in node.children] == list(content.names()), node.path
        self.titles.setdefault(content.id, {})[content.version] = content.values.get("title")
        for child in node.children:
            self.compare_node(child, content[child.name])

    def compare_edition(self, edition: Edition | None, real: Any) -> None:
        assert (edition is None) == (real is None)
        if edition is not None:
            assert plain(edition.values) == plain(real.values)
            assert edition.day == real.in_force_from

    def compare_waiting(self, site: Site) -> None:
        """The queue of each reviewer, and the small tree behind it."""
        asked: dict[Node, set[str]] = {}
        for node in self.world.nodes():
            state = self.world.state(node) if node.state is not None else None
            if state and state.get("waits_for"):
                asked[node] = set(state["waits_for"]) | self.deciding(node)
            assert (node in asked) == (node.id in site.waiting), node.path
            assert node.sent_to == set(site.sent_back.get(node.id, ())), node.path
        for person in PEOPLE:
            queue = review_queue(self.both.identity(person), self.both.district)
            assert {content.id for content in queue} == {
                node.id
                for node in asked
                if asked[node] & self.world.roles(person, node) and self.can_decide(person, node)
            }

    def deciding(self, node: Node) -> set[str]:
        """The roles that may take a publishing step out of the node's state."""
        steps = self.world.words.publishing(self.world.workflow(node))
        return {role for step in steps if node.state in step["from"] for role in step["by"]}

    def can_decide(self, person: Someone, node: Node) -> bool:
        """Not where all that the person could publish needs other eyes than theirs."""
        roles = self.world.roles(person, node)
        steps = [
            step
            for step in self.world.words.publishing(self.world.workflow(node))
            if node.state in step["from"] and roles & set(step["by"])
        ]
        wrote = any(person.id in writers(place) for place in followers(node))
        return not steps or not (wrote and all(step.get("four_eyes") for step in steps))

    def compare_sights(self) -> None:
        """Each person sees of each content, in the tree and in the bin, what the model says."""
        definitions = self.both.stage.definitions
        for person in PEOPLE:
            identity = self.both.identity(person)
            for node in self.world.everything():
                content = self.both.real(node)
                rights = {right for right in RIGHTS if may(identity, right, content, definitions)}
                assert rights == self.world.rights(person, node), (person.login, node.path)
                seen = values_for(identity, content, self.both.district)
                fields = definitions.types[node.type].fields
                told = seen and {
                    name: value
                    for name, value in seen.items()
                    if sees_field(identity, fields[name], content)
                }
                text = self.world.text(person, node)
                assert plain(told) == plain(text), (person.login, node.path)

    def check_named(self, touched: dict[str, list[int]] | None) -> None:
        """Whatever an index must learn of was named in the transaction."""
        before, self.facts = self.facts, {}
        for node in self.world.nodes():
            line = [place.id for place in node.upward()]
            place = self.world.governing(node)
            stage = (self.world.workflow(place), place.state, place.id)
            texts = [node.values, node.leads and node.leads.values]
            texts.append(node.coming and node.coming.values)
            self.facts[node.id] = (line, stage, [plain(text) for text in texts])
        for content_id in self.facts.keys() | before.keys() if touched else ():
            old, new = before.get(content_id), self.facts.get(content_id)
            if old != new:
                line = {*(old or new)[0], *(new or old)[0]}
                named = content_id in touched["changed"] or line & set(touched["below"])
                assert named, content_id


def plain(values: Any) -> dict | None:
    """Values as one compares them: texts by their words, links by ids."""
    if values is None:
        return None
    made = {}
    for name, value in values.items():
        if isinstance(value, Text):
            value = value.html
        elif name == "related":
            value = tuple(getattr(linked, "id", linked) for linked in value)
        made[name] = re.sub(r"\s+", " ", value) if isinstance(value, str) else value
    return made
