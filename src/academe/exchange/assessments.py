"""Tests and banks of questions of a cartridge: a readable page, the answers, the QTI as it came."""

from academe.errors import ImportRefused
from academe.exchange.archives import Package
from academe.exchange.bundle import Value
from academe.exchange.manifest import QUESTION_BANK, Resource
from academe.exchange.markup import child, read_html, read_xml, text_of
from academe.exchange.names import shorten
from academe.exchange.openers import number_in
from academe.exchange.pieces import ASSESSMENT, BANK, FILE, Piece
from academe.exchange.qti import Quiz, read_quiz
from academe.exchange.quiz_pages import write_answers, write_questions
from academe.wording import _

_ALL_QUESTIONS = "non_cc_assessments/{}.xml.qti"
"""Where Canvas writes a test again, with the questions that Common Cartridge has no words for."""

_META = "assessment_meta.xml"


def open_assessment(
    package: Package, resource: Resource, beside: tuple[str, ...], language: str
) -> Piece:
    """Read a test or a bank; ``beside``: the files of the resources that it depends on.

    What cannot be read is kept for staff as the file that it is.
    """
    names = [n for n in resource.files if n in package.files and n.endswith((".xml", ".qti"))]
    if not names:
        return _keep_unread(package, resource)
    fuller = _ALL_QUESTIONS.format(resource.identifier)
    names += [fuller] if fuller in package.files and fuller not in names else []
    kept = tuple(package.files[name] for name in names)
    try:
        name, quiz = _fullest(package, names)
    except ImportRefused as refusal:
        note = _(
            "Its questions could not be read, so its file is kept for staff: ${why}",
            mapping={"why": refusal.sentence},
        )
        return Piece(FILE, resource.facts.title, kept=kept[:1], is_for_staff=True, notes=[note])
    is_bank = quiz.is_bank or resource.kind == QUESTION_BANK
    texts = {"text": write_questions(quiz, language), "answer_key": write_answers(quiz, language)}
    piece = Piece(BANK if is_bank else ASSESSMENT, quiz.title, name, texts, kept=kept)
    meta = next((n for n in beside if n.endswith(_META) and n in package.files), "")
    if meta:
        _add_meta(piece, package, meta)
    return piece


def _keep_unread(package: Package, resource: Resource) -> Piece:
    """Keep what is no QTI (an APIP zip) for staff, as the file that it is."""
    kept = tuple(package.files[name] for name in resource.files if name in package.files)
    if not kept:
        raise ImportRefused(_("Its file is not in the cartridge."))
    note = _(
        "Tests of the type ${type} are not read, so its file is kept for staff.",
        mapping={"type": resource.type},
    )
    return Piece(FILE, resource.facts.title, kept=kept[:1], is_for_staff=True, notes=[note])


def is_bank(package: Package, resource: Resource) -> bool:
    """Say whether a resource that claims to be data is a bank of questions, as Canvas writes it."""
    return any(n.endswith(".qti") and n in package.files for n in resource.files[:1])


def _fullest(package: Package, names: list[str]) -> tuple[str, Quiz]:
    """Read every file and take the one with the most questions, the standard's own if equal."""
    found, refusals = list[tuple[str, Quiz]](), list[ImportRefused]()
    for name in names:
        try:
            found.append((name, read_quiz(package.read(name), shorten(name), package.limits)))
        except ImportRefused as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return max(
        found, key=lambda one: (len(one[1].questions) + len(one[1].draws), -names.index(one[0]))
    )


def _add_meta(piece: Piece, package: Package, name: str) -> None:
    """Add what Canvas says of a test: its description, its points."""
    try:
        meta = read_xml(package.read(name), shorten(name), package.limits)
    except ImportRefused:
        return
    words = child(meta, "description")
    if words is not None and text_of(words):
        source = "".join(map(str, words.itertext()))
        described = read_html(source, shorten(name), package.limits)[1]
        for place, element in enumerate(list(described)):
            piece.texts["text"].insert(place, element)
    points: Value = number_in(text_of(child(meta, "points_possible")))
    if points:
        piece.values["points"] = points
    piece.title = text_of(child(meta, "title")) or piece.title
