"""What a page must know of a language: its own name, and the direction it is written in."""

from __future__ import annotations

_NAMES = {
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


def name_language(tag: str) -> str:
    """Return a language's name in that language, or the tag where we do not know it.

    >>> name_language("de"), name_language("de-AT"), name_language("zz")
    ('Deutsch', 'Deutsch (AT)', 'zz')
    """
    if tag in _NAMES:
        return _NAMES[tag]
    base, _, rest = tag.partition("-")
    return f"{_NAMES[base]} ({rest})" if base in _NAMES else tag


def direction(tag: str) -> str:
    """Return the direction that a language, or the script in its tag, is written in.

    >>> direction("he"), direction("az-Arab"), direction("ar-Latn"), direction("ja")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    parts = tag.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    return "rtl" if (scripts or parts)[0] in _RIGHT_TO_LEFT else "ltr"
