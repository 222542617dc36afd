"""The few words that an import writes into contents itself, in the language of the package."""

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "attachments": "Attachments",
        "points": "Points",
        "due": "Due",
        "opens": "Opens",
        "hand_in": "To be handed in as",
        "rubric": "Rubric",
        "criterion": "Criterion",
        "one_point": "1 point",
        "many_points": "{} points",
        "to_match": "To match with",
        "drawn": "{} of the questions of the bank {}",
        "answer_missing": "No answer is given.",
        "when_right": "When right",
        "when_wrong": "When wrong",
        "feedback": "Feedback",
        "formula": "Formula",
        "up_to": "{} to {}",
        "text": "text",
        "file": "file",
        "url": "web address",
        "paper": "paper",
        "recording": "recording",
        "section": "Section {}",
        "week": "Week {}",
        "topic": "Topic {}",
        "in_package": "What is in this package",
        "for_staff": "{} (for staff)",
    },
    "es": {
        "attachments": "Archivos adjuntos",
        "points": "Puntos",
        "due": "Fecha de entrega",
        "opens": "Disponible desde",
        "hand_in": "Se entrega como",
        "rubric": "Rúbrica",
        "criterion": "Criterio",
        "one_point": "1 punto",
        "many_points": "{} puntos",
        "to_match": "Para relacionar con",
        "drawn": "{} de las preguntas del banco {}",
        "answer_missing": "No se indica la respuesta.",
        "when_right": "Si es correcta",
        "when_wrong": "Si no es correcta",
        "feedback": "Comentario",
        "formula": "Fórmula",
        "up_to": "de {} a {}",
        "text": "texto",
        "file": "archivo",
        "url": "dirección web",
        "paper": "papel",
        "recording": "grabación",
        "section": "Sección {}",
        "week": "Semana {}",
        "topic": "Tema {}",
        "in_package": "Qué hay en este paquete",
        "for_staff": "{} (para el personal)",
    },
}


def label(name: str, language: str, *words: object) -> str:
    """Give a word or a few, in English where the language is another than ours."""
    return _WORDS.get(language.partition("-")[0], _WORDS["en"])[name].format(*words)


def points_words(points: str, language: str) -> str:
    """Say how many points something is worth, "" where nobody says: ``2.0`` becomes 2 points."""
    try:
        number = float(points)
    except ValueError:
        return ""
    if number == 1:
        return label("one_point", language)
    return label("many_points", language, f"{number:g}") if 0 < number < 1e6 else ""
