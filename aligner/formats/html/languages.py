"""A language's own name, and the direction in which it is written."""

from __future__ import annotations

_NAMES = {  # as their speakers write them; a language that is not here is called by its tag
    "ar": "العربية",
    "bg": "Български",
    "ca": "Català",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "eo": "Esperanto",
    "es": "Español",
    "et": "Eesti",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "la": "Latina",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "pt-BR": "Português (Brasil)",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sr": "Српски",
    "sv": "Svenska",
    "th": "ไทย",
    "tl": "Tagalog",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "arab", "hebr", "syrc", "thaa"}
"""Languages whose usual script runs from right to left, and the scripts themselves (ISO 15924)."""


def name_language(tag: str) -> str:
    """Return a language's name in that language, or the tag where the name is not known.

    >>> name_language("de"), name_language("de-AT"), name_language("zz")
    ('Deutsch', 'Deutsch (AT)', 'zz')
    """
    if tag in _NAMES:
        return _NAMES[tag]
    base, _, rest = tag.partition("-")
    return f"{_NAMES[base]} ({rest})" if base in _NAMES else tag


def text_direction(tag: str) -> str:
    """Return "rtl" or "ltr", the direction in which the script of a tag, or else its language, is written.

    >>> text_direction("he"), text_direction("az-Arab"), text_direction("ar-Latn"), text_direction("ja")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    parts = tag.lower().split("-")
    # A script is the one subtag of four letters (RFC 5646, 2.2.3); a variant of four characters begins with a digit.
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    return "rtl" if (scripts or parts)[0] in _RIGHT_TO_LEFT else "ltr"
