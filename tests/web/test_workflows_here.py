"""The page on which an administrator chooses other workflows for a place."""

from academe.actions.creating import create
from academe.actions.stepping import take_step


def make_folder(site):
    def do(cora, district):
        folder = create(cora, district.site.root, "folder", {"title": "Science"}, district)
        create(cora, folder, "course", {"title": "Physics"}, district)

    site.as_("cora", do)


def workflow_form(page):
    return next(form for form in page.forms.values() if "workflow-course" in form.fields)


def test_an_administrator_sees_first_what_another_workflow_changes(site):
    make_folder(site)
    site.as_("cora", lambda p, d: take_step(p, d.site.root["science"]["physics"], "submit", d))
    browser = site.browser("ada")
    page = browser.get("/science").click("Workflows here")
    form = workflow_form(page)
    form["workflow-course"] = "simple"
    told = form.submit()
    assert "<strong>1</strong>" in told
    assert site.act(lambda d: dict(d.site.root["science"].workflow_below)) == {}
    workflow_form(told).submit("confirm", value="yes").follow()
    assert site.act(lambda d: dict(d.site.root["science"].workflow_below)) == {"course": "simple"}
    assert site.act(lambda d: d.site.root["science"]["physics"].state) == "draft"


def test_nobody_else_chooses_workflows(site):
    make_folder(site)
    site.browser("cora").get("/science/@@workflows", status=403)
    site.browser("tess").get("/science/@@workflows", status=404)
