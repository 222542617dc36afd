"""Every page that a visitor or member of staff gets to is in Spanish, but for what others wrote."""

import re
import shutil
from collections import Counter, deque

import pytest
from lxml import etree
from lxml.html import document_fromstring
from tests.browser.crawling import NO_PAGES, found_at, led_to, links_in, view_in
from tests.web.conftest import ServedSite

ENGLISH = set(
    re.findall(
        r"\w+",
        """the and of is are was were been with for from this that these those which who what when
        where how there here not you your they their them it its can may must will would have had
        add save edit search send open close page pages lesson lessons course unit school grade
        draft published review people role share history nothing everybody somebody yes""",
    )
)
"""Words that no Spanish sentence has; "no" and "has" are Spanish as well."""

UNSAID = {"script", "style", "code", "pre", "textarea", "svg", "template", "time"}
UNSAID_CLASSES = {"said", "kept-text"}
SPOKEN = ("title", "aria-label", "aria-description", "placeholder", "alt", "data-none")
SAID = " | ".join(["//text()", *(f"//@{name}" for name in SPOKEN)])
SAME_PLACE = 3  # contents of one place that are opened
NAMES = re.compile(
    r"CC BY[\w -]*|Common Cartridge|America/[\w ]+|Europe/[\w ]+|https?://\S+|/[\w@/.-]+|[\w.-]+@[\w.-]+"
    r"|[\w-]+\.(?:png|csv|md|docx|pdf|toml|html)"
)


@pytest.fixture(scope="module")
def district(sample_district, tmp_path_factory, definitions):
    """The sample district, served."""
    folder = tmp_path_factory.mktemp("demo") / "site"
    shutil.copytree(sample_district, folder)
    served = ServedSite(folder, definitions)
    yield served
    served.close()


@pytest.fixture(scope="module")
def given(district):
    """What people have written: titles, names and notes, the longest first."""

    def gather(d):
        said = {d.site.root.value("title", "")}
        for content in d.site.contents.values():
            said |= {content.value(name, "") for name in ("title", "summary", "author_credit")}
            said |= {version.note for version in content.versions().values()}
        said |= {one.title for one in d.records.groups.values()}
        return said

    return sorted(filter(None, map(flat, district.act(gather))), key=len, reverse=True)


def flat(text):
    return " ".join(str(text or "").split())


def spanish_of(page):
    """Yield the texts of a page that its own language speaks; what others wrote is cut out."""
    for one in list(page.body.iterdescendants(tag=etree.Element)):
        if is_unsaid(one):
            one.tail = f" {one.tail or ''}"  # what stands around it is no single word
            one.drop_tree()
    yield from (flat(text) for text in page.xpath(SAID) if text.strip())


def is_unsaid(element):
    classes = UNSAID_CLASSES & set(element.get("class", "").split())
    is_others = element.get("lang") != "es" and ("lang" in element.attrib or classes)
    return element.tag in UNSAID or is_others


def english_in(text, given):
    for words in given:
        if words in text:
            text = text.replace(words, " ")
    return ENGLISH & set(re.findall(r"[^\W\d_]+", NAMES.sub(" ", text).casefold()))


def walk(browser):
    """Yield (path, answer) of some contents of each place, and of each view on each type."""
    seen, waiting, known, places = {"/"}, deque(["/"]), set(), Counter()
    while waiting:
        path = waiting.popleft()
        answer = browser.get(path, expect_errors=True)
        links, icon = led_to(answer), ""
        if answer.status_code != 302 and answer.content_type == "text/html":
            icon = found_at(path, answer.text).icon
            links += links_in(answer.text)
            yield path, answer
        for link in links:
            view, place = view_in(link), link.rpartition("/")[0]
            is_new = (view, icon) not in known if view else places[place] < SAME_PLACE
            if (
                link not in seen
                and is_new
                and not any(no in link for no in (*NO_PAGES, "language="))
            ):
                seen.add(link)
                known.add((view, icon))
                places[place] += not view
                waiting.append(link)


@pytest.mark.parametrize("login", [None, "tess", "ana", "ada"])
def test_no_page_speaks_english_to_somebody_who_reads_spanish(district, given, login):
    browser = district.browser(login)
    browser.extra_environ["HTTP_ACCEPT_LANGUAGE"] = "es-MX,es;q=0.9,en;q=0.2"
    opened, wrong, looked_at = 0, {}, set()
    for path, answer in walk(browser):
        opened += 1
        page = document_fromstring(answer.body)  # several times quicker than ``answer.html``
        assert page.get("lang") == "es", path
        (switch,) = page.xpath("//footer//a[@hreflang='en']")
        assert switch.get("href").split("?")[0] == path.split("?")[0]
        for text in set(spanish_of(page)) - looked_at:
            looked_at.add(text)
            found = english_in(text, given)
            if found:
                wrong.setdefault(text[:150], f"{path}: {sorted(found)}")
    assert opened > (40 if login is None else 80)
    assert not wrong, "\n".join(f"{text!r} at {where}" for text, where in wrong.items())
