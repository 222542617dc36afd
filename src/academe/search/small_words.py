"""Words that say little by themselves: a text without them fits a question all the same."""

SMALL = frozenset(
    """
    a about an and are as at be by can do does for from get has have he her his how i if in is it
    its me my of on or our she should so that the their them there they this to was we what when
    where which who why will with you your
    al como con cual cuando de del donde e el ella en es esta la las le les lo los me mi mis o
    para por que quien se si su sus tu un una unas unos y
    au aux avec ce ces dans des du est et il je leur ma mes mon nos notre nous ou par pas pour
    qui quel quelle sa ses son sur une vos votre
    am auf aus bei das dem den der die ein eine einem einen einer fur hat ich ihr im ist mein
    meine mit nach oder sie sind und uns unser unsere von vom was wer wie wo zu zum zur
    ao aos as com da das do dos em eu meu minha na nas no nos os ou pelo pela seu sua um uma
    """.split()  # noqa: SIM905 - a list of words reads better without 200 quotation marks
)
"""English, Spanish, French, German and Portuguese, without accents."""
