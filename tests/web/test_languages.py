"""The language of pages: by address, then cookie, then browser; kept without a database."""

import pytest

from academe.definitions import spoken

SPANISH = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Your password"
msgstr "Su contraseña"
"""


@pytest.fixture(autouse=True)
def two_languages(tmp_path, monkeypatch):
    """A site that has Spanish as well, of one sentence."""
    folder = tmp_path / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "academe.po").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(spoken, "locale_folder", lambda: tmp_path / "locale")
    forget()
    yield
    forget()


def forget():
    spoken.available_languages.cache_clear()
    spoken.catalogue.cache_clear()


def test_the_language_of_the_address_is_kept_in_a_cookie(site):
    browser = site.browser()
    assert "Your password" in browser.get("/@@sign-in")
    answer = browser.get("/@@sign-in?language=es")
    assert "Su contraseña" in answer
    assert answer.html.html["lang"] == "es"
    cookie = next(one for one in answer.headers.getall("Set-Cookie") if one.startswith("language="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Su contraseña" in browser.get("/@@sign-in")
    assert "Your password" in browser.get("/@@sign-in?language=en")


def test_an_unknown_language_is_not_kept(site):
    browser = site.browser()
    for asked in ("xx", "es%0d%0aX: y", "", "../es"):
        answer = browser.get(f"/@@sign-in?language={asked}")
        assert "language=" not in str(answer.headers.getall("Set-Cookie"))
        assert "Your password" in answer


def test_a_form_with_a_field_called_language_changes_nobodys_language(site):
    browser = site.browser()
    form = browser.get("/@@sign-in").forms[0]
    fields = [*form.submit_fields(), ("language", "es")]
    assert "Your password" in browser.post("/@@sign-in", fields, status=422)


def test_the_language_of_the_browser_counts_where_nothing_was_chosen(site):
    browser = site.browser()
    spanish = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}
    assert "Su contraseña" in browser.get("/@@sign-in", headers=spanish)
    browser.get("/@@sign-in?language=en")
    assert "Your password" in browser.get("/@@sign-in", headers=spanish)


def test_files_that_all_share_carry_no_language(site):
    browser = site.browser()
    address = browser.get("/").html.find("link", rel="stylesheet")["href"]
    answer = browser.get(f"{address}?language=es")
    assert "Set-Cookie" not in answer.headers


def test_my_account_chooses_the_language_of_all_pages(site):
    browser = site.browser("tess")
    form = browser.get("/@@account").forms["person"]
    form["language"] = "es"
    form.submit()
    assert "Su contraseña" in site.browser().get("/@@sign-in?language=es")
    assert browser.get("/@@account").html.html["lang"] == "es"
    form = browser.get("/@@account").forms["person"]
    form["language"] = ""
    form.submit()
    assert browser.get("/@@account").html.html["lang"] == "en"


def test_another_language_on_the_way_in_keeps_the_address_that_was_asked_for(site):
    page = site.browser().get("/@@sign-in?to=/algebra/@@edit").html
    others = {link["href"] for link in page.select("a[hreflang=es]")}
    assert others == {"/@@sign-in?language=es&to=/algebra/@@edit"}


def test_the_switch_keeps_what_was_asked(site):
    page = site.browser("tess").get("/@@find-nothing?q=a%26b&from=x&language=en", status=404).html
    (link,) = page.select("footer a[hreflang=es]")
    assert link["href"] == "/@@find-nothing?language=es&q=a%26b&from=x"
