"""One story of a member of staff: he finds what he has to know, and keeps his account himself."""

import pytest
from tests.web.public_site import step

from academe.actions import passwords
from academe.actions.creating import create

FIRST, OWN = "seven brass kettles whistle", "copper lantern quiet harbour"


@pytest.fixture
def district_at_work(site):
    """A PD module, a policy whose notes are for staff, and a document that staff alone read."""

    def plant(cora, district):
        root = district.site.root
        module = create(cora, root, "pd_module", {"title": "Reporting abuse"}, district)
        create(cora, module, "page", {"title": "Whom to call", "text": "<p>Call.</p>"}, district)
        create(cora, root, "policy", {"title": "Conduct of staff", "code": "4119"}, district)
        answers = {"title": "Telephone tree", "text": "<p>CANARY 555 0100</p>"}
        create(cora, root, "document", answers, district)

    def give(district):
        district.records.person_called("sam").password_hash = passwords.hash_password(FIRST)

    site.as_("cora", plant)
    site.act(give)
    step(site, "reporting-abuse", "submit")
    step(site, "reporting-abuse", "approve", login="rui")
    step(site, "conduct-of-staff", "submit")
    step(site, "conduct-of-staff", "approve", login="rui")
    step(site, "telephone-tree", "submit")
    step(site, "telephone-tree", "approve_for_staff", login="rui")
    return site


def sign_in(site, password, status=303):
    browser = site.browser()
    form = browser.get("/@@sign-in").forms[0]
    form["login"], form["password"] = "sam", password
    form.submit(status=status)
    return browser


def hits(browser, words):
    page = browser.get("/@@search", {"q": words}).html
    return {link.get_text(): link["href"] for link in page.select(".hits h3 a")}


def test_sam_signs_in_finds_what_is_for_staff_and_keeps_his_account(district_at_work):
    site = district_at_work
    sam, pat, visitor = sign_in(site, FIRST), site.browser("pat"), site.browser()
    assert "Sam Example" in sam.get("/")
    module = sam.get(hits(sam, "abuse")["Reporting abuse"])
    assert "Call." in module.click("Whom to call", index=0)
    assert "4119" in sam.get(hits(sam, "conduct")["Conduct of staff"])
    tree = hits(sam, "telephone")["Telephone tree"]
    assert "CANARY" in sam.get(tree)
    for other in (pat, visitor):
        assert hits(other, "telephone") == {}
        assert "CANARY" not in other.get(tree, status=404)
        assert "Conduct of staff" in hits(other, "conduct")

    form = sam.get("/@@account").forms["person"]
    form["language"] = "es"
    assert form.submit().follow().html.html["lang"] == "es"
    form = sam.get("/@@password").forms["password"]
    form["password"] = FIRST
    form["new_password"], form["new_password-confirm"] = OWN, OWN
    form.submit().follow()
    sign_in(site, FIRST, status=422)
    assert sign_in(site, OWN).get("/").html.html["lang"] == "es"
