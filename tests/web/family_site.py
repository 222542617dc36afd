"""A district of two schools with courses in every state, for the pages that families read."""

from tests.web.test_working import at, publish

from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.stepping import take_step

CANARY = "CANARY"
FRACTIONS = {
    "title": "Fractions",
    "summary": "Sharing and cutting.",
    "grades": ("5",),
    "subjects": ("mathematics", "science"),
    "length": "trimester",
    "text": "<p>Fractions are numbers.</p>",
    "at_home": "<p>A measuring cup.</p>",
    "assessment": "<p>A drawing and a sentence.</p>",
    "materials": "<p>Paper strips.</p>",
    "teachers_notes": f"<p>{CANARY} notes</p>",
    "standards": (("5.NF.A.1", "taught"),),
}
UNITS = (
    {
        "title": "Halves",
        "starts_in_week": 1,
        "weeks": 3,
        "understandings": "<p>A half is a number.</p>",
        "objectives": "".join(("<ul>", *(f"<li>Goal {n}</li>" for n in range(1, 7)), "</ul>")),
        "assessments": f"<p>{CANARY} test</p>",
    },
    {"title": "Adding", "summary": "One name first.", "starts_in_week": 4, "weeks": 3},
)
SCHOOL = {"title": "Maple Street", "grades": ("4", "5"), "phone": "(555) 0118"}


def fill(site) -> None:
    """Plant and publish; what is a draft, or for staff, says so by the word CANARY."""
    site.as_("cora", _plant)
    for path in ("/fractions", "/maple-street/chess", "/oak-hill/robots", "/letters"):
        publish(site, path)
    site.as_("cora", _add_drafts)


def _plant(cora, district) -> None:
    root = district.site.root
    fractions = create(cora, root, "course", FRACTIONS, district, name="fractions")
    for answers in UNITS:
        create(cora, fractions, "unit", answers, district)
    maple = create(cora, root, "school", SCHOOL, district, name="maple-street")
    oak = {"title": "Oak Hill", "grades": ("5", "9"), "email": "oak@school.example"}
    oak = create(cora, root, "school", oak, district, name="oak-hill")
    answers = {"title": "Chess", "grades": ("5",), "subjects": ("mathematics",)}
    create(cora, maple, "course", answers, district, name="chess")
    create(cora, oak, "course", {"title": "Robots", "grades": ("5",)}, district, name="robots")
    answers = {"title": "Letters", "grades": ("k", "1"), "subjects": ("english",)}
    create(cora, root, "course", answers, district, name="letters")
    for school in (maple, oak):
        take_step(cora, school, "publish", district)


def _add_drafts(cora, district) -> None:
    answers = {"title": f"{CANARY} course", "grades": ("5", "9"), "subjects": ("music",)}
    create(cora, district.site.root, "course", answers, district, name="canary")
    fractions = at(district, "/fractions")
    take_step(cora, fractions, "revise", district)
    create(cora, fractions, "unit", {"title": f"{CANARY} unit"}, district)
    adding = at(district, "/fractions/adding")
    answers = {"title": f"{CANARY} wording"}
    change(cora, adding, answers, district, version=adding.version)
