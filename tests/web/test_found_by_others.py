"""Search engines find what a visitor may read, at one address, and nothing else."""

import re
from datetime import date, timedelta

import pytest
from lxml import etree
from tests.web.public_site import ADDRESS, CANARY, at, fill, step, with_address

from academe.actions import found_by_others
from academe.actions.changing import change
from academe.actions.creating import create
from academe.actions.found_by_others import contents_of_part, count_parts

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture
def public(site):
    fill(site)
    return site


def sitemap(site, address="/sitemap.xml"):
    answer = site.browser().get(address)
    assert answer.content_type == "application/xml"
    return etree.fromstring(answer.body)


def paths(site):
    return {one.removeprefix("http://localhost") for one in locs(sitemap(site))}


def locs(tree):
    return tree.xpath("//s:loc/text()", namespaces=NAMES)


def test_robots_are_told_what_they_may_read(public):
    answer = public.browser().get("/robots.txt")
    assert answer.content_type == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text.splitlines()
    assert "Disallow: /*@@" in answer.text.splitlines()


def test_the_sitemap_names_what_a_visitor_may_read_and_nothing_else(public):
    listed = paths(public)
    halves = "/mathematics/halves"
    below = {f"{halves}/cutting", f"{halves}/cutting/a-pear"}
    assert listed == {"/", "/mathematics", halves, *below, "/mathematics/open-house"}
    for path in listed:
        answer = public.browser().get(path)
        assert 'name="robots"' not in answer, path
    assert (
        public.browser("cora").get("/sitemap.xml").body == public.browser().get("/sitemap.xml").body
    )


def test_the_sitemap_says_when_a_text_was_published(public):
    moment = public.act(lambda d: at(d, "mathematics").in_force(d.today).published_at)
    for url in sitemap(public).xpath("//s:url", namespaces=NAMES):
        if url.find("s:loc", NAMES).text.endswith("/mathematics"):
            told = url.find("s:lastmod", NAMES).text
    assert told == moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def test_what_is_withdrawn_or_not_yet_visible_is_gone_at_once(public):
    assert "/mathematics/halves/cutting" in paths(public)
    step(public, "mathematics/halves", "retire")
    assert not any("halves" in path for path in paths(public))
    tomorrow = date.today() + timedelta(days=2)

    def hide(cora, district):
        content = at(district, "mathematics")
        change(cora, content, {"visible_from": tomorrow}, district, version=content.version)

    public.as_("cora", hide)
    assert "/mathematics" in paths(public), "what is not published does not count"
    step(public, "mathematics", "publish")
    assert paths(public) == {"/"}


def test_translations_name_each_other(public):
    def translate(cora, district):
        answers = {
            "title": "Matemáticas",
            "language": "es",
            "translation_of": at(district, "mathematics").id,
        }
        create(cora, district.site.root, "folder", answers, district, name="matematicas")

    public.as_("cora", translate)
    assert "hreflang" not in public.browser().get("/sitemap.xml")
    step(public, "matematicas")
    found = {}
    for url in sitemap(public).xpath("//s:url[x:link]", namespaces=NAMES):
        links = url.findall("x:link", NAMES)
        found[url.find("s:loc", NAMES).text] = {
            one.get("hreflang"): one.get("href") for one in links
        }
    both = {
        "en": "http://localhost/mathematics",
        "es": "http://localhost/matematicas",
    }
    assert found == {both["en"]: both, both["es"]: both}
    page = public.browser().get("/matematicas")
    links = {one["hreflang"]: one["href"] for one in page.html.select("link[hreflang]")}
    assert links == both


def test_a_large_site_has_an_index_and_each_content_in_one_part(public, monkeypatch):
    def plant(cora, district):
        for number in range(30):
            create(cora, at(district, "mathematics"), "folder", {"title": f"F {number}"}, district)

    public.as_("cora", plant)
    for number in range(30):
        step(public, f"mathematics/f-{number}")
    whole = locs(sitemap(public))
    monkeypatch.setattr(found_by_others, "PART", 10)
    public.app.registry.sitemap_parts.__init__()
    index = sitemap(public)
    assert etree.QName(index).localname == "sitemapindex"
    parts = [locs(sitemap(public, one.removeprefix("http://localhost"))) for one in locs(index)]
    assert len(parts) > 1
    assert sorted(one for part in parts for one in part) == sorted(whole)
    public.browser().get(f"/sitemap.xml?part={len(parts)}", status=404)
    public.browser().get("/sitemap.xml?part=-1", status=404)
    public.browser().get("/sitemap.xml?part=1%0a", status=404)


def test_every_id_lies_in_one_part_however_many_there_are(public, monkeypatch):
    def met(district):
        monkeypatch.setattr(found_by_others, "PART", 2)
        parts = count_parts(district)
        assert parts >= 2
        return [
            one.path for part in range(parts) for one in contents_of_part(part, parts, district)
        ]

    whole = paths(public)
    found = public.act(met)
    assert len(found) == len(set(found))
    assert set(found) == whole


def test_the_sitemap_is_kept_until_a_content_changes(public):
    browser = public.browser()
    first = browser.get("/sitemap.xml")
    again = browser.get("/sitemap.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_int == 304
    assert again.body == b""
    step(public, "mathematics/halves", "retire")
    changed = browser.get("/sitemap.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_int == 200


def test_a_host_that_somebody_made_up_reaches_no_address(public):
    served = with_address(public)
    for path in ("/", "/mathematics", "/sitemap.xml", "/robots.txt", "/mathematics/@@atom"):
        answer = served.browser().get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer, path
        assert ADDRESS in answer, path
    assert f'rel="canonical" href="{ADDRESS}/mathematics"' in served.browser().get("/mathematics")


def test_without_a_set_address_a_made_up_host_is_told_to_its_maker_alone(public):
    evil = public.browser().get("/sitemap.xml", headers={"Host": "evil.example"})
    assert "evil.example" in evil
    assert "evil.example" not in public.browser().get("/sitemap.xml")


def canonical(answer):
    return [one["href"] for one in answer.html.select("link[rel=canonical]")]


@pytest.mark.parametrize("query", ["", "?language=es", "?from=x", "?utm_source=mail", "?a=b&c=d"])
def test_a_content_has_one_address(public, query):
    found = canonical(public.browser().get(f"/mathematics/halves{query}"))
    assert found == ["http://localhost/mathematics/halves"]


def test_the_choice_of_a_family_is_a_page_of_its_own(public):
    found = canonical(public.browser().get("/@@learn?grade=5"))
    assert found == ["http://localhost/@@learn?grade=5"]
    assert canonical(public.browser().get("/@@learn?utm=x")) == ["http://localhost/@@learn"]


def test_what_is_not_public_asks_not_to_be_listed(public):
    for path in ("/mathematics", "/mathematics/secret-course", "/@@account", "/@@feeds"):
        page = public.browser("cora").get(path)
        assert page.html.select_one("meta[name=robots]")["content"] == "noindex, nofollow", path
    for path in ("/mathematics/@@follow", "/@@sign-in"):
        page = public.browser().get(path)
        assert page.html.select_one("meta[name=robots]")["content"] == "noindex, nofollow", path


def test_nothing_of_a_draft_is_told(public):
    for path in ("/sitemap.xml", "/@@atom", "/@@calendar.ics", "/mathematics"):
        answer = public.browser().get(path)
        assert CANARY not in answer, path
        assert "secret" not in answer, path


def test_no_content_can_take_the_place_of_a_file_for_machines(public):
    assert re.fullmatch("[a-z0-9-]+", "robots-txt")
    name = public.as_(
        "cora", lambda c, d: create(c, d.site.root, "folder", {"title": "robots.txt"}, d).__name__
    )
    assert name == "robots-txt"
