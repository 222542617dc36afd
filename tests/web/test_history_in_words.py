"""The history reads as plain sentences, the newest first."""

from tests.web.test_working import at, course, publish

from academe.actions.changing import change
from academe.actions.stepping import take_step

__all__ = ["course"]  # a fixture


def sentences(site, path, login="ana"):
    page = site.browser(login).get(f"{path}/@@history")
    told = page.html.select(".timeline > li > p:first-child")
    return [" ".join(one.get_text().split()) for one in told]


def test_what_was_changed_is_listed_as_in_a_sentence(site, course):
    lesson = f"{course}/lines/first-of-lines"
    answers = {"objectives": "<p>Lines</p>", "materials": "<p>Ruler</p>", "steps": "<p>Draw</p>"}
    for names in (["objectives"], ["objectives", "steps"], list(answers)):
        text = {name: f"{answers[name]}<p>{len(names)}</p>" for name in names}
        site.as_(
            "ana",
            lambda p, d, text=text: change(p, at(d, lesson), text, d, version=None),
        )
    assert sentences(site, lesson) == [
        "Ana Example changed Objectives, Materials, and Steps.",
        "Ana Example changed Objectives and Steps.",
        "Ana Example changed Objectives.",
        "Ana Example added it.",
    ]


def test_steps_are_told_by_what_they_did_and_the_state_they_led_to(site, course):
    def step(login, name, comment=""):
        site.as_(login, lambda p, d: take_step(p, at(d, course), name, d, comment=comment))

    step("ana", "submit")
    step("rui", "send_back", "Too long.")
    publish(site, course)
    step("ana", "revise")
    step("cora", "retire")
    assert sentences(site, course) == [
        "Cora Example took it away from its readers (Retired).",
        "Ana Example began to revise it (Being revised).",
        "Rui Example published it (Published).",
        "Ana Example sent it for review (In review).",
        "Rui Example sent it back (Draft).",
        "Ana Example sent it for review (In review).",
        "Ana Example added it.",
    ]
    assert sentences(site, f"{course}/lines")[0] == (
        "Rui Example published it together with what it belongs to."
    )


def test_a_changed_address_is_told_as_one(site, course):
    form = site.browser("ana").get(f"{course}/@@rename").forms["form"]
    form["name"] = "Algebra one"
    form.submit()
    told = "changed the last part of its address from “algebra-i” to “algebra-one”."
    assert sentences(site, "/algebra-one")[0] == f"Ana Example {told}"
