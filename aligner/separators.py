"""Tell what separates the passages of a text from its sentences: ornaments, numbers of pages, places of pictures."""

from __future__ import annotations

import re

# Marks that printers set between two scenes: stars, asterisms, fleurons, lozenges, rules. No punctuation of sentences
# is among them: "…", "?!" and "。" alone are a speaker's silence or surprise, which a translation has too.
_ORNAMENTS = (
    "*＊∗⁎⁑⁂※†‡§#＃=＝~～〜_＿+•·∙⋅∘°○●◎◦◇◆◈❖□■▪▫△▲▽▼☆★✦✧✩✪✱✲✳✴✵✶✷✸✹✺✻✼✽❀❁❃❇❈❉❊❋"
    "❦❧☙♦♢♠♣♥♡\u2010\u2011\u2012\u2013\u2014\u2015─━═-"
)
_ORNAMENT = re.escape(_ORNAMENTS)
_DASH = r"[-\u2010-\u2015]"
# Marks of the volunteers who type books, in the languages of their catalogues: "[Illustration]",
# "[Illustration: The ferry.]", "[Musical notation]", "[挿絵]".
_PICTURE = (
    r"illustrations?|ilustraci[oó]n(?:es)?|ilustraç(?:ão|ões)|illustrazion[ei]|ilustracj[ae]|иллюстраци[яи]|рисунок"
    r"|abbildung(?:en)?|bild|image|imagen|imagem|immagine|figure|frontispiece|decoration|music(?:al)?(?:\ notation)?"
    r"|blank\ page|ilustrasi|gambar|larawan|挿絵|挿図|图|圖|插图|插圖|イラスト|図"
)
# How the page of the printed book is named: "[Pg 12]", "[Page xii]", "[S. 12]", "{12}", "Páhiná 6".
_PAGE = r"pgs?|pages?|seiten?|s|str|strona|p[aá]gin[ae]|p[aá]g|página|pahina|páhiná|стр|с|halaman|hal|p"
ROMAN = r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?<=[ivxlc])"
"""A Roman numeral up to 99, as prefaces number their pages, and never an empty match; "civil" and "mix" are none."""
_SEPARATOR = re.compile(
    rf"""(?:[{_ORNAMENT}][{_ORNAMENT}\s.]{{0,199}}   # "* * *", "⁂", "---"
        |\.(?:\s+\.){{2,20}}                                              # ". . ."
        |[\[［](?:{_PICTURE})(?:\s?[:：.,\s][^\]］]{{0,2000}}|\s?\d{{0,4}})[\]］]  # "[Illustration: The ferry.]"
        |[\[{{［](?:(?:(?:{_PAGE})\.?\s?)?\d{{1,4}}|(?:(?:{_PAGE})[.\s]\s?)?{ROMAN})\.?[\]}}］]  # "[Pg 12]", "{{12}}"
        |{_DASH}{{1,3}}\s?\d{{1,4}}\s?{_DASH}{{1,3}}                          # "- 12 -"
        |(?:page|seite|pagina|página|páhiná|páhina|страница|strona|halaman|pahina)\s\d{{1,4}}\.?
    )""",
    re.IGNORECASE | re.VERBOSE,
)


# A reference to a note, typed directly after a word or a stop: "river[15]", "river.¹"; no unit ("km²") and no code.
_RAISED = re.compile("[¹²³⁰⁴-⁹]")
_NOTE_MARK = re.compile(
    r"(?<=[^\s\[({<=+])\[\d{1,3}(?:,\s?\d{1,3}){0,5}\](?![A-Za-z_\d(=])"
    r"|(?:(?<=[^\W\d_][^\W\d_][^\W\d_])|(?<=[.,;:!?…»”\"’)\]。、」』！？]))[¹²³⁰⁴-⁹]{1,3}(?![A-Za-z\d¹²³⁰⁴-⁹⁻])"
)
_SIGNED = 100  # characters at either end of a note in which its signature is looked for
_TRANSLATOR = (
    r"(?:translator['’]?s['’]? note|note (?:by|of) the translator"
    r"|anm(?:erkung|\.)? ?d(?:es|er|\.) ?(?:übersetzer|übers\b|ü\.)"
    r"|note (?:du|de la) tradu(?:cteur|ctrice)|\bn\. ?(?:d\. ?|del ?|do ?|da ?)t\b|nota d(?:el|ella|o|a|e la) tradu\w+"
    r"|przyp(?:is|\.) ?tłum|прим(?:ечание|\.)? ?пер(?:еводчик|\.)|catatan penerjemah|tala ng tagasalin"
    r"|[译譯訳]者?[注註])"
)
_TRANSLATORS_NOTE = re.compile(_TRANSLATOR, re.IGNORECASE)
_OPENS_WITH_ONE = re.compile(rf"\s*[\[(（［]\s*{_TRANSLATOR}", re.IGNORECASE)


def blank_note_marks(text: str) -> str:
    """Return a text with blanks for the typed references to notes, which are no numbers of it, of the same length.

    >>> blank_note_marks("The river[15] rose 12 km².")
    'The river     rose 12 km².'
    """
    return _NOTE_MARK.sub(lambda match: " " * len(match[0]), text) if "[" in text or _RAISED.search(text) else text


def is_translators_note(text: str, *, note: bool) -> bool:
    """Return whether a paragraph is signed as a translator's note, which the other edition lacks.

    A ``note`` may be signed at either end, other paragraphs must be in brackets and say so first.

    >>> is_translators_note("Ein Maß. (Anm. d. Übers.)", note=True), is_translators_note("[译注：一种尺。]", note=False)
    (True, True)
    """
    if not note:
        return _OPENS_WITH_ONE.match(text) is not None
    ends = text if len(text) <= 2 * _SIGNED else f"{text[:_SIGNED]}\n{text[-_SIGNED:]}"
    return _TRANSLATORS_NOTE.search(ends) is not None


def is_separator(text: str) -> bool:
    """Return whether a whole paragraph or segment separates passages and is no sentence of the text.

    >>> [is_separator(text) for text in ("* * *", "◇", "[Illustration: The ferry.]", "{12}", ". . .")]
    [True, True, True, True, True]
    >>> [is_separator(text) for text in ("…", "?!", "12", "[sic]", "* Not a scene", "")]
    [False, False, False, False, False, False]
    """
    return _SEPARATOR.fullmatch(text.strip()) is not None
