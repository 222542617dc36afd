"""A link that one types tells nothing of what one may not know."""

from academe.actions.access import forget
from academe.actions.creating import create
from academe.actions.sharing import Sharing, share


def linking(person, place, path, district):
    text = f'<p><a href="{path}">there</a></p>'
    made = create(person, place, "page", {"title": "Page", "text": text}, district)
    return made.value("text").html


def test_a_link_to_what_one_knows_is_kept_as_a_link_inside(district, cora, ana, commit):
    course = create(cora, district.site.root, "course", {"title": "Algebra"}, district)
    commit()
    html = linking(ana, district.site.root, "/algebra", district)
    assert f"academe:{course.id}" in html


def test_a_link_to_what_is_hidden_stays_as_one_to_nothing(district, cora, ana, commit):
    secret = create(cora, district.site.root, "folder", {"title": "Secret"}, district)
    share(cora, secret, Sharing({}, inherits_roles=False), district)
    commit()
    forget(ana)
    hidden = linking(ana, district.site.root, "/secret", district)
    missing = linking(ana, district.site.root, "/nothing", district)
    assert hidden == missing.replace("/nothing", "/secret")
