"""Questions in QTI 1.2, as Common Cartridge and Canvas write them: what is asked, what is right."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from academe.errors import ImportRefused
from academe.exchange.limits import Limits
from academe.exchange.markup import child, read_html, read_xml, text_of
from academe.wording import _

_RESPONSES = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")
_TESTS = ("varequal", "varsubset", "varsubstring")
_FROM, _UP_TO = ("vargte", "vargt"), ("varlte", "varlt")
# Here the choices are the accepted answers: whoever sees them needs not think.
_HIDES_CHOICES = ("fill_in_multiple_blanks_question", "short_answer_question")


@dataclass
class Response:
    """One place to answer: what stands before it, what there is to choose from."""

    identifier: str
    words: html.HtmlElement | None
    choices: dict[str, html.HtmlElement]
    right: list[str]
    """Identifiers of choices, or texts and numbers that count as right."""


@dataclass
class Question:
    """One question; ``feedback`` is (when it is shown, what it says)."""

    title: str
    points: str
    prompt: html.HtmlElement
    responses: list[Response]
    feedback: list[tuple[str, html.HtmlElement]]
    formulas: list[str]
    shows_choices: bool


@dataclass
class Quiz:
    """A test or a bank of questions; ``draws`` is (how many, from which bank, points of each)."""

    title: str
    is_bank: bool
    words: list[html.HtmlElement]
    questions: list[Question]
    draws: list[tuple[str, str, str]]


def read_quiz(source: bytes, what: str, limits: Limits) -> Quiz:
    """Read a QTI file; raises ImportRefused when it holds no test and no bank of questions."""
    root = read_xml(source, what, limits)
    quiz = next(root.iter("assessment", "objectbank"), None)
    if quiz is None:
        raise ImportRefused(_("${name} holds no questions in QTI 1.2.", mapping={"name": what}))
    facts = _facts(quiz)
    return Quiz(
        title=quiz.get("title") or facts.get("bank_title", ""),
        is_bank=quiz.tag == "objectbank",
        words=[
            _materials(below, what, limits)
            for below in quiz
            if below.tag in ("rubric", "presentation_material")
        ],
        questions=[_question(item, what, limits) for item in quiz.iter("item")],
        draws=[_draw(bank) for bank in quiz.iter("sourcebank_ref")],
    )


def _draw(bank: etree._Element) -> tuple[str, str, str]:
    selection = bank.getparent()
    number = "" if selection is None else text_of(child(selection, "selection_number"))
    extension = None if selection is None else child(selection, "selection_extension")
    points = "" if extension is None else text_of(child(extension, "points_per_item"))
    return number, text_of(bank), points


def _facts(element: etree._Element) -> dict[str, str]:
    """Read the labels and entries right below an element, whatever stands around them."""
    places = ("qtimetadata", "itemmetadata")
    found = {}
    for place in element:
        if place.tag in places:
            for entry in place.iter("qtimetadatafield"):
                found[text_of(child(entry, "fieldlabel"))] = text_of(child(entry, "fieldentry"))
    return found


def _question(item: etree._Element, what: str, limits: Limits) -> Question:
    facts = _facts(item)
    presentation = child(item, "presentation")
    prompt, responses = html.Element("div"), list[Response]()
    if presentation is not None:
        prompt = _materials(presentation, what, limits)
        found = (e for e in presentation.iter(*_RESPONSES))
        responses = [_response(element, what, limits) for element in found]
    _mark_right(item, responses)
    return Question(
        title=item.get("title", ""),
        points=facts.get("points_possible", facts.get("cc_weighting", "")),
        prompt=prompt,
        responses=responses,
        feedback=list(_feedback(item, responses, what, limits)),
        formulas=[text_of(e) for formulas in item.iter("formulas") for e in formulas],
        shows_choices=facts.get("question_type") not in _HIDES_CHOICES,
    )


def _response(element: etree._Element, what: str, limits: Limits) -> Response:
    choices = {
        label.get("ident", ""): _materials(label, what, limits)
        for label in element.iter("response_label")
        if child(label, "material") is not None or child(label, "flow_mat") is not None
    }
    own = child(element, "material")
    words = None if own is None else _read_material(own, what, limits)
    return Response(element.get("ident", ""), words, choices, [])


def _materials(element: etree._Element, what: str, limits: Limits) -> html.HtmlElement:
    """Join the texts below an element, those of the places to answer left out."""
    division = html.Element("div")
    for material in element.iter("material"):
        above = material.iterancestors()
        inside = next((e for e in above if e is element or e.tag in _RESPONSES), None)
        if inside is element:
            division.extend(list(_read_material(material, what, limits)))
    return division


def _read_material(material: etree._Element, what: str, limits: Limits) -> html.HtmlElement:
    division = html.Element("div")
    for part in material.iter("mattext", "matimage", "mataudio", "matvideo"):
        if part.tag == "mattext":
            division.extend(_read_text(part, what, limits))
        elif part.tag == "matimage":
            division.append(html.Element("img", src=part.get("uri", ""), alt=part.get("label", "")))
        else:
            link = html.Element("a", href=part.get("uri", ""))
            link.text = part.get("label", "") or part.get("uri", "")
            division.append(link)
    return division


def _read_text(part: etree._Element, what: str, limits: Limits) -> list[html.HtmlElement]:
    words = "".join(map(str, part.itertext()))
    if part.get("texttype", "") == "text/html":
        division = read_html(words, what, limits)[1]
        while len(division) == 1 and division[0].tag == "div" and not _has_words(division):
            division = division[0]
        if not _has_words(division):
            return list(division)
        division.tag = "p" if all(_is_inline(below) for below in division) else "div"
        return [division]
    paragraph = html.Element("p")
    paragraph.text = words.strip()
    return [paragraph] if paragraph.text else []


def _has_words(division: html.HtmlElement) -> bool:
    """Say whether text stands loose between the elements."""
    return bool((division.text or "").strip() or any((e.tail or "").strip() for e in division))


def _is_inline(element: html.HtmlElement) -> bool:
    return element.tag not in ("p", "div", "ul", "ol", "dl", "table", "pre", "blockquote", "h3")


# -- what is right


def _mark_right(item: etree._Element, responses: list[Response]) -> None:
    by_identifier = {response.identifier: response for response in responses}
    for condition in item.iter("respcondition"):
        if not _scores(condition):
            continue
        for test in condition.iter(*_TESTS, *_FROM):
            response = by_identifier.get(test.get("respident", ""))
            is_denied = any(e.tag == "not" for e in test.iterancestors("not", "respcondition"))
            words = text_of(test)
            if response is None or is_denied or not words:
                continue
            if test.tag in _FROM:
                words = f"{words} … {_upper_end(test)}".rstrip(" …")
            response.right.append(words)


def _upper_end(test: etree._Element) -> str:
    parent = test.getparent()
    beside = () if parent is None else parent
    return next((text_of(e) for e in beside if e.tag in _UP_TO), "")


def _scores(condition: etree._Element) -> bool:
    """Say whether a condition gives points; every dialect writes the numbers its own way."""
    for change in condition.iter("setvar"):
        try:
            if float(text_of(change)) > 0 and change.get("action", "Set") != "Subtract":
                return True
        except ValueError:
            continue
    return False


def _feedback(
    item: etree._Element, responses: list[Response], what: str, limits: Limits
) -> Iterator[tuple[str, html.HtmlElement]]:
    """Give what is said to an answer: for the choice's own words, "" for any, or a general kind."""
    choices = {key: text for r in responses for key, text in r.choices.items()}
    for told in item.iter("itemfeedback"):
        identifier, words = told.get("ident", ""), _materials(told, what, limits)
        stem = identifier.removesuffix("_fb")
        if not text_of(words) and not len(list(words.iter("img"))):
            continue
        if stem in choices:
            yield text_of(choices[stem]), words
        elif "incorrect" in stem:
            yield "when_wrong", words
        elif "correct" in stem:
            yield "when_right", words
        else:
            yield "", words
