"""One story through the browser: written by Ana, reviewed by Rui, read by everybody."""

import io

from PIL import Image
from webtest import Upload


def add(browser, place, kind, **answers):
    """Add a content with the form, as a person does; returns its page."""
    form = browser.get(f"{place}/@@add/{kind}").forms["form"]
    for name, answer in answers.items():
        form[name] = answer
    return form.submit(status=303).follow()


def take(browser, path, step, **answers):
    form = browser.get(f"{path}/@@step/{step}").forms["form"]
    for name, answer in answers.items():
        form[name] = answer
    return form.submit(status=303).follow()


def drawing() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (80, 50), "navy").save(target, "PNG")
    return target.getvalue()


def test_a_course_is_written_sent_back_approved_revised_and_read(site):
    ana, rui, visitor = site.browser("ana"), site.browser("rui"), site.browser()
    add(ana, "", "course", title="Grade 5: Fractions", summary="Eight weeks on fractions.")
    course = "/grade-5-fractions"
    add(ana, course, "unit", title="Sharing", starts_in_week="1", weeks="3")
    lesson = f"{course}/sharing/sandwiches"
    add(
        ana,
        f"{course}/sharing",
        "lesson",
        title="Sandwiches",
        duration="45 min",
        standards="5.NF.B.3 (assessed)",
        steps="1. Cut the bread.\n2. Share it.",
        answer_key="Everybody gets three fifths. CANARY",
        new=[Upload("sheet.pdf", b"%PDF-1.4 sheet", "application/pdf")],
    )
    add(ana, lesson, "image", title="Bread", alt="A loaf", new=Upload("b.png", drawing()))
    form = ana.get(f"{lesson}/@@edit").forms["form"]
    form["steps"] = form["steps"].value + f"\n\n![A loaf]({lesson}/bread)"
    shown = form.submit().follow()
    assert f'src="{lesson}/bread/@@file/picture"' in shown
    visitor.get(lesson, status=404)

    take(ana, course, "submit", comment="Please look at the steps.")
    assert rui.get("/@@review").html.find("tbody").find("a").get_text() == "Grade 5: Fractions"
    take(rui, course, "send_back", comment="How long does the cutting take?")
    assert "How long does the cutting take?" in ana.get(f"{course}/@@history")
    form = ana.get(f"{lesson}/@@edit").forms["form"]
    form["materials"] = "- bread\n- a knife"
    form.submit().follow()
    take(ana, course, "submit")
    page = rui.get(f"{course}/@@step/approve")
    for title in ("Grade 5: Fractions", "Sharing", "Sandwiches", "Bread"):
        assert f"“{title}”" in page
    take(rui, course, "approve")

    assert "Eight weeks on fractions." in visitor.get(course)
    read = visitor.get(lesson)
    assert "Cut the bread." in read
    assert "CANARY" not in read
    assert visitor.get(f"{lesson}/bread/@@file/picture").content_type == "image/png"
    assert visitor.get(f"{lesson}/@@file/handouts/0").body == b"%PDF-1.4 sheet"
    assert "CANARY" in site.browser("tess").get(lesson)

    take(ana, lesson, "revise")
    form = ana.get(f"{lesson}/@@edit").forms["form"]
    form["title"] = "Sandwiches for everybody"
    form.submit().follow()
    assert visitor.get(lesson).html.find("h1").get_text() == "Sandwiches"
    take(ana, lesson, "submit_again")
    take(rui, lesson, "approve")
    assert visitor.get(lesson).html.find("h1").get_text() == "Sandwiches for everybody"

    take(site.browser("cora"), course, "retire")
    visitor.get(lesson, status=404)
