"""Words that do not make a password harder to guess: the usual ones and a school district's."""

COMMON = frozenset(
    """
    password passwort passphrase contrasena secret login signin welcome letmein access enter master
    changeme default temporary temp test testing demo sample example guest user username account
    admin administrator root system computer internet website google microsoft windows apple
    iloveyou loveyou sunshine princess dragon monkey football baseball basketball soccer hockey
    superman batman pokemon starwars shadow flower freedom whatever trustno hello hola goodbye
    spring summer autumn fall winter january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday
    qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcv zxcvbnm zxcvb qazwsx poiuytrewq
    0123456789 1234567890 123456789 12345678 1234567 123456 987654321 9876543210
    abc abcd abcdef abcdefg abcdefgh abcdefghij xyz
    academe district school schools elementary primary middle high academy campus classroom class
    teacher teachers teaching student students pupil parent parents principal counselor librarian
    staff coordinator author reviewer board office education educator learning curriculum course
    lesson lessons homework grade grades kindergarten math mathematics english science history
    spanish reading writing library semester graduation mascot eagles tigers lions bears wildcats
    panthers bulldogs hawks falcons warriors my the our is
    """.split()  # noqa: SIM905 - a list of words reads better without 200 quotation marks
)
