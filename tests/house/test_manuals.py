"""What the manuals promise is there: pictures, commands, addresses, words on buttons, links."""

import click
import pytest
from PIL import Image
from pyramid.config import Configurator
from tests.house.manual_pages import (
    ADDRESS,
    FOLDER,
    anchors_of,
    commands_of,
    links_of,
    pages,
    pictures_of,
    prose_of,
    spoken,
    text_of,
    titles_of,
)

from academe.command import main

GROUPS = {"families", "teachers", "staff", "coordinators", "keepers"}
WIDTH = 1280
EACH, ALL = 120_000, 2_000_000  # bytes
COMMANDS = sorted({line for page in pages() for line in commands_of(page)})


@pytest.fixture(params=pages(), ids=lambda page: page.name)
def page(request):
    return request.param


@pytest.fixture(scope="module")
def view_names():
    config = Configurator()
    config.scan("academe.web.views")
    config.commit()
    entries = config.introspector.get_category("views")
    return {entry["introspectable"]["name"] for entry in entries}


def find_command(words):
    """Return the command and what is left of the words."""
    command, left = main, list(words)
    while isinstance(command, click.Group) and left and left[0] in command.commands:
        command = command.commands[left.pop(0)]
    return command, left


def test_there_is_a_page_for_each_group_and_the_index_leads_to_it():
    assert {page.stem for page in pages()} == GROUPS | {"README"}
    assert {f"{name}.md" for name in GROUPS} <= links_of(FOLDER / "README.md")


def test_every_picture_is_there_and_says_what_it_shows(page):
    for words, address in pictures_of(page):
        assert (page.parent / address).is_file(), address
        assert len(words) > 20, address


def test_every_picture_is_used():
    used = {address for page in pages() for _, address in pictures_of(page)}
    assert {f"pictures/{path.name}" for path in FOLDER.glob("pictures/*")} == used


def test_the_pictures_are_wide_enough_and_small():
    files = sorted(FOLDER.glob("pictures/*.png"))
    assert sum(path.stat().st_size for path in files) < ALL
    for path in files:
        with Image.open(path) as picture:
            assert (picture.width, picture.mode) == (WIDTH, "P"), path.name
        assert path.stat().st_size < EACH, path.name


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: f"{line.page}-{' '.join(line.words)}")
def test_every_command_can_be_typed_as_it_stands(line):
    command, left = find_command(line.words)
    assert not isinstance(command, click.Group), f"There is no such command: {line.words}"
    context = click.Context(command, info_name=command.name)
    answers, too_many, _ = command.make_parser(context).parse_args(list(left))
    assert too_many == []
    if line.is_whole:
        for parameter in command.params:
            given = answers.get(parameter.name)
            assert not parameter.required or given is not None, parameter.name
            if given is not None and not isinstance(parameter.type, click.Path):
                parameter.type_cast_value(context, given)


def test_the_keepers_page_names_every_command():
    named = {" ".join(line.words) for line in COMMANDS if line.page == "keepers.md"}
    for name, command in main.commands.items():
        inside = command.commands if isinstance(command, click.Group) else {"": command}
        for below in inside:
            whole = f"{name} {below}".strip()
            assert any(said == whole or said.startswith(f"{whole} ") for said in named), whole


def test_every_address_of_a_page_is_a_view(page, view_names):
    assert set(ADDRESS.findall(text_of(page))) <= view_names


def test_what_stands_in_bold_stands_on_the_screen(page):
    assert titles_of(page) - spoken() - {"bold"} == set()


def test_every_link_leads_somewhere(page):
    for link in links_of(page):
        address, _, anchor = link.partition("#")
        target = (page.parent / address).resolve() if address else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors_of(target), link


def test_no_page_is_about_how_it_is_built(page):
    for word in ("issue", "zope", "ticket"):
        assert word not in prose_of(page).lower()
