"""Two texts, compared block by block and word by word."""

from hypothesis import given
from hypothesis import strategies as st

from academe.actions.blocks import blocks_of
from academe.actions.differing import ChangedBlock, Gap, Piece, compare, compare_words

WORDS = st.lists(st.sampled_from(["line", "slope", "point", "graph", "y", "7"]), max_size=12)
TEXTS = st.lists(WORDS, max_size=6).map(
    lambda rows: "".join(f"<p>{' '.join(row)}</p>" for row in rows)
)


def read(found, *kinds):
    """The words of pieces of these kinds, as one would read them."""
    blocks = [one for one in found if isinstance(one, ChangedBlock)]
    return ["".join(p.words for p in one.pieces if p.kind in kinds) for one in blocks]


def test_a_changed_word_is_marked_and_the_others_stay():
    (gap, changed) = compare(
        "<h2>Start</h2><p>Draw a line.</p>", "<h2>Start</h2><p>Draw a curve.</p>"
    )
    assert gap == Gap(1)
    assert changed.pieces == (
        Piece("same", "Draw a "),
        Piece("removed", "line"),
        Piece("added", "curve"),
        Piece("same", "."),
    )


def test_paragraphs_come_and_go_as_a_whole():
    found = compare("<p>One fish</p><p>Two dogs</p>", "<p>One fish</p><p>Red moon over hills</p>")
    assert found[1:] == [
        ChangedBlock("p", (Piece("added", "Red moon over hills"),)),
        ChangedBlock("p", (Piece("removed", "Two dogs"),)),
    ]


def test_an_entry_between_others_is_the_only_one_marked():
    old, new = "<ul><li>a b</li><li>c d</li></ul>", "<ul><li>a b</li><li>new</li><li>c d</li></ul>"
    assert compare(old, new) == [Gap(1), ChangedBlock("li", (Piece("added", "new"),)), Gap(1)]


def test_another_target_of_a_link_is_a_change_of_form():
    old, new = (
        '<p><a href="https://a.example/">x</a></p>',
        '<p><a href="https://b.example/">x</a></p>',
    )
    (changed,) = compare(old, new)
    assert changed.form_only
    assert changed.pieces == (Piece("same", "x"),)


def test_a_picture_and_a_formula_are_read_by_their_words():
    text = '<p><img src="academe:5" alt="A graph"></p><p><math alttext="x/2"><mi>x</mi></math> is it</p>'
    assert [one.words for one in blocks_of(text)] == ["[A graph]", "x/2 is it"]


def test_cells_of_a_table_are_words_apart():
    assert blocks_of("<table><tr><td>a</td><td>b</td></tr></table>")[-1].words == "a b"


def test_a_text_that_is_new_or_gone_is_marked_as_a_whole():
    assert read(compare("", "<p>All of it</p>"), "added") == ["All of it"]
    assert read(compare("<p>All of it</p>", ""), "removed") == ["All of it"]
    assert compare("<p>All of it</p>", "<p>All of it</p>") == []


def test_a_long_text_written_anew_is_not_matched_word_by_word():
    old = " ".join(f"a{n}" for n in range(900))
    new = " ".join(f"b{n}" for n in range(900))
    kinds = [piece.kind for piece in compare_words(old, new)]
    assert kinds == ["removed", "added"]


@given(TEXTS, TEXTS)
def test_old_and_new_can_be_read_out_of_the_difference(old, new):
    """Nothing is lost: without what was added it is the old text, without what went, the new."""
    found = compare(old, new)
    gone = [one.words for one in blocks_of(old)]
    come = [one.words for one in blocks_of(new)]
    if not found:
        assert gone == come
        return
    for words in filter(None, read(found, "same", "removed")):
        assert words.strip() in gone or words == ""
    kept = sum(one.blocks for one in found if isinstance(one, Gap))
    assert kept + len([w for w in read(found, "same", "added") if w]) == len(come)
    assert kept + len([w for w in read(found, "same", "removed") if w]) == len(gone)
