"""What is said of learning: LRMI's words in schema.org, from the answers that the page shows."""

from typing import Any

from academe.actions.inheriting import inherited
from academe.store.standards import Framework, Standard, Standards
from academe.web.linked_kinds import answer_of, is_for_learning
from academe.web.standards_shown import label_of, short_of, standards_url

ALIGNED = {  # kind of an alignment -> LRMI's word, and the property that says it shortly
    "taught": ("teaches", "teaches"),
    "introduced": ("teaches", "teaches"),
    "reinforced": ("teaches", "teaches"),
    "assessed": ("assesses", "assesses"),
}
WORDY = ("document", "policy")  # no learning resources, but for a grade and by standards, too


def learning_of(page: Any) -> dict[str, Any]:
    """Return for whom it is, how long it takes, and what it teaches; empty for other contents."""
    if not is_for_learning(page.definitions, page.type_name) and page.type_name not in WORDY:
        return {}
    return {
        "learningResourceType": page.type_title,
        "educationalLevel": _labels(page, "grades"),
        "about": _labels(page, "subjects"),
        "timeRequired": time_required(page),
        **_alignments(page),
    }


def inherited_here(page: Any, name: str) -> Any:
    return inherited(page.person, page.content, name, page.district)


def _labels(page: Any, name: str) -> list[str]:
    listed = page.definitions.choices.get(name)
    labels = listed.labels if listed else {}
    words = inherited_here(page, name) or ()
    return [str(page.request.say(labels.get(word, word))) for word in words]


def time_required(page: Any) -> str | None:
    """Return minutes, hours or weeks as ISO 8601 writes a duration: ``PT1H30M``, ``P3W``."""
    minutes, hours = answer_of(page, "duration"), answer_of(page, "hours")
    if not minutes and isinstance(hours, int | float):
        minutes = round(hours * 60)
    if isinstance(minutes, int) and minutes > 0:
        whole, rest = divmod(minutes, 60)
        return "PT" + (f"{whole}H" if whole else "") + (f"{rest}M" if rest else "")
    weeks = answer_of(page, "weeks")
    return f"P{weeks}W" if isinstance(weeks, int) and weeks > 0 else None


def _alignments(page: Any) -> dict[str, Any]:
    """Return the standards, each as LRMI's alignment and as a term that it teaches or assesses."""
    told: dict[str, Any] = {"teaches": [], "assesses": [], "educationalAlignment": []}
    for name, kind in answer_of(page, "standards") or ():
        standard = _known(page, name)
        target = _target(page, name, standard)
        word, short = ALIGNED.get(kind, ALIGNED["taught"])
        told[short].append(_term(name, standard, target))
        told["educationalAlignment"].append(
            {"@type": "AlignmentObject", "alignmentType": word, **target}
        )
    return told


def _known(page: Any, name: str) -> Standard | None:
    """Return a standard that the page has looked up; what it did not is told by its code."""
    found: Standard | None = page.person.memo.get("standards", {}).get(name)
    return found


def _target(page: Any, name: str, standard: Standard | None) -> dict[str, Any]:
    if standard is None:
        return {"targetName": name}
    framework: Framework | None = Standards(page.district.site).framework(standard.framework)
    site = page.request.full_address(page.district.site.root).rstrip("/")
    path = standards_url(page.request, standard.guid).removeprefix(page.request.prefix)
    return {
        "targetName": label_of(standard),
        "targetDescription": standard.statement,
        "targetUrl": f"{site}{path}",
        "educationalFramework": framework.title if framework else None,
    }


def _term(name: str, standard: Standard | None, target: dict[str, Any]) -> dict[str, Any]:
    if standard is None:
        return {"@type": "DefinedTerm", "termCode": name, "name": name}
    return {
        "@type": "DefinedTerm",
        "termCode": standard.code,
        "name": short_of(standard),
        "url": target["targetUrl"],
        "inDefinedTermSet": target["educationalFramework"],
    }
