"""The rules of each language, from data files: words that a speaker edits, patterns that an engineer edits.

``data/<language>.txt`` holds words, one per line, in sections (``[title]``); ``data/<language>.toml`` holds regular
expressions and switches. `docs/segmentation.md` has the meaning of each section and key. ``_any`` holds for all
languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aligner.errors import InputError
from aligner.segment.characters import IDEOGRAPH, compile_candidates
from aligner.segment.verdict import Rule

DATA = Path(__file__).parent / "data"
KINDS = {"title": Rule.TITLE, "inner": Rule.INNER, "maybe": Rule.MAYBE, "final": Rule.FINAL}
"""The kinds of abbreviations, the surest first; a word of ``number`` may have one of them too."""
SECTIONS = (*KINDS, "number", "starter", "opener", "section", "speech")
"""The sections of words that the engine asks about. Others, with a name in capitals, are for the patterns."""
# The keys of ``data/<language>.toml`` that hold patterns.
PATTERNS = ("never", "starts", "continues", "tag", "part")

# Languages that share the rules of another: the codes of Filipino, the old code of Indonesian, Malay, and the Chinese
# languages that write as Mandarin does.
_ALIASES = {"fil": "tl", "in": "id", "ms": "id", "cmn": "zh", "yue": "zh"}
_HEADER = re.compile(r"\[(\w+)\]")  # "[title]", a line of a file of words
_LIST = re.compile("[A-Z]{2,}")  # "SAY", the name of a section of words for the patterns
_NAMED = re.compile("<([A-Z]{2,})>")  # "<SAY>", where a pattern uses that section

OwnAbbreviations = Iterable[str] | Mapping[str, Iterable[str]]
"""Abbreviations of the user's own: words, or words under ``title``, ``inner``, ``maybe``, ``final`` and ``number``."""
Frozen = tuple[tuple[str, tuple[str, ...]], ...]
"""The same as pairs of a kind and its words, which can be the key of a cache."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one language adds to the engine; docs/segmentation.md has the meaning of each section and key."""

    candidates: re.Pattern[str]
    abbreviations: dict[str, Rule]
    own: frozenset[str]
    numbers: frozenset[str]
    starter: frozenset[str]
    opener: frozenset[str]
    section: frozenset[str]
    speech: frozenset[str]
    ordinals: bool
    never_sources: dict[str, str]
    never: re.Pattern[str] | None
    starts: re.Pattern[str] | None
    continues: re.Pattern[str] | None
    tag: re.Pattern[str] | None
    part: re.Pattern[str] | None

    def never_source(self, hit: re.Match[str]) -> str:
        """Return the pattern of ``never`` that made a match, as it is written in the data file.

        They are tried again one by one, as a group for each in the joined pattern makes `cut` a third slower in Polish.
        """
        made = (
            source for full, source in self.never_sources.items() if re.compile(full).match(hit.string, hit.start())
        )
        return next(made, "")


@dataclass(frozen=True, slots=True)
class _Data:
    """The two files of a language: its words, its patterns as written and with their lists, its switches."""

    words: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, tuple[str, ...]]
    stops: str
    ordinals: bool


def read_words(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of each section of a file.

    ``[section]`` is a line, the words follow one per line, and ``#`` begins a line that is a comment.

    Raises ``InputError`` for a word before the first section, and for a section that is not known.
    """
    found: dict[str, list[str]] = {}
    words: list[str] | None = None
    for number, line in enumerate(map(str.strip, path.read_text("utf-8").splitlines()), 1):
        header = _HEADER.fullmatch(line)
        if header:
            name = header[1]
            if name not in SECTIONS and not _LIST.fullmatch(name):
                raise InputError(f"{path.name}, line {number}: there is no section {name!r}; use {', '.join(SECTIONS)}")
            words = found.setdefault(name, [])
        elif line and not line.startswith("#"):
            if words is None:
                raise InputError(f"{path.name}, line {number}: {line[:40]!r} is in no section; write [title] above it")
            words.append(line)
    return {name: tuple(entries) for name, entries in found.items()}


def read_data(folder: Path, name: str) -> _Data:
    """Return the words, patterns and switches of a language; either file may be absent.

    ``<SAY>`` in a pattern is any word of the section ``[SAY]`` of the words or of ``lists.SAY`` of the patterns; in the
    words, white space is any white space and no other character is special. Raises ``InputError`` for a wrong key or
    pattern.
    """
    words_path, path = folder / f"{name}.txt", folder / f"{name}.toml"
    words = read_words(words_path) if words_path.is_file() else {}
    try:
        table = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name}: {error}") from error
    lists = {key: [_escape(word) for word in entries] for key, entries in words.items() if _LIST.fullmatch(key)}
    for key, fragments in table.pop("lists", {}).items():
        lists.setdefault(key, []).extend(fragments)
    stops, ordinals = table.pop("stops", ""), table.pop("ordinals", False)
    unknown = set(table) - set(PATTERNS)
    if unknown:
        raise InputError(
            f"{path.name}: there is no key {min(unknown)!r}; use {', '.join(PATTERNS)}, stops, ordinals, lists"
        )
    full = {key: tuple(_fill(source, lists, path.name) for source in sources) for key, sources in table.items()}
    return _Data(words, {key: tuple(sources) for key, sources in table.items()}, full, stops, ordinals)


def _escape(word: str) -> str:
    return r"\s".join(map(re.escape, word.split()))


def _fill(source: str, lists: dict[str, list[str]], name: str) -> str:
    """Return a pattern with the lists that it names put in, after trying whether it compiles."""
    try:
        full = _NAMED.sub(lambda named: f"(?:{'|'.join(lists[named[1]])})", source)
        re.compile(full)
    except KeyError as error:
        raise InputError(f"{name}: {source[:40]!r} names a list that does not exist, {error.args[0]}") from error
    except re.error as error:
        raise InputError(f"{name}: {source[:40]!r} is not a regular expression ({error})") from error
    return full


def find_language(tag: str) -> str | None:
    """Return the name of the data for a BCP 47 tag, that of its primary language (``pt-BR`` → ``pt``), or none."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    name = _ALIASES.get(primary, primary)
    return name if primary.isalpha() and any((DATA / f"{name}.{kind}").is_file() for kind in ("txt", "toml")) else None


@lru_cache(maxsize=64)
def load_rules(language: str, own: Frozen = ()) -> Rules:
    """Return the rules for a BCP 47 tag: those for any language, those of its own, and the user's own abbreviations.

    ``own`` is what `freeze_own` returns, which can be a key of the cache. Raises ``InputError`` for an entry
    that is not an abbreviation.
    """
    everywhere, name = read_data(DATA, "_any"), find_language(language)
    data = (everywhere, read_data(DATA, name)) if name else (everywhere,)
    mine, mine_never = _own_words(own)
    words = {key: [word for part in data for word in part.words.get(key, ())] for key in SECTIONS}
    abbreviations: dict[str, Rule] = {}
    for kinds in [*(part.words for part in data), mine]:
        abbreviations |= _kinds(kinds)
    joined = {key: [pattern for part in data for pattern in part.patterns.get(key, ())] for key in PATTERNS}
    joined["never"] += mine_never
    written = [source for part in data for source in part.sources.get("never", ())]
    return Rules(
        candidates=compile_candidates("".join(part.stops for part in data)),
        abbreviations=abbreviations,
        own=frozenset(_kinds({kind: mine.get(kind, ()) for kind in ("title", "inner")})),
        numbers=frozenset(_forms([*words["number"], *mine.get("number", ())])),
        starter=frozenset(words["starter"]) | _capital_titles(words["title"]),
        opener=frozenset(words["opener"]),
        section=frozenset(words["section"]),
        speech=frozenset(words["speech"]),
        ordinals=any(part.ordinals for part in data),
        never_sources=dict(zip(joined["never"], [*written, *mine_never], strict=True)),
        **{key: _any_of(patterns) for key, patterns in joined.items()},
    )


def _kinds(words: Mapping[str, Iterable[str]]) -> dict[str, Rule]:
    """Return the kind of each abbreviation in each of its forms.

    A form that is written in the file wins over one derived from another word, and then the surest kind wins.
    """
    kinds: dict[str, Rule] = {}
    for kind in reversed(KINDS):
        kinds |= dict.fromkeys(_forms(entry for entry in words.get(kind, ()) if len(entry) > 1), KINDS[kind])
    for kind in reversed(KINDS):
        kinds |= dict.fromkeys(words.get(kind, ()), KINDS[kind])
    return kinds


def _forms(entries: Iterable[str]) -> Iterator[str]:
    """Yield how abbreviations may be written: a small one also capitalised, a longer one also in capitals."""
    for entry in entries:
        yield entry
        if entry[0].islower():
            yield entry[0].upper() + entry[1:]
        if max(map(len, entry.split("."))) > 1:
            yield entry.upper()


def _capital_titles(titles: list[str]) -> frozenset[str]:
    """Return the titles that are written small, with the capital that only the beginning of a sentence gives them.

    ``prof.`` before a name is small in Polish: ``… r. Prof. Nowak`` begins a sentence.
    """
    return frozenset(title.capitalize() for title in titles if title.islower()) - frozenset(titles)


def _any_of(patterns: list[str]) -> re.Pattern[str] | None:
    """Compile patterns into one."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


_OWN_KINDS = (*KINDS, "number")
_PLAIN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")  # "Dyr", "Atty-Gen": what ``full_stop`` sees as one word


def freeze_own(abbreviations: OwnAbbreviations) -> Frozen:
    """Return a user's own abbreviations as a key for the cache; words without a kind are ``inner``.

    >>> freeze_own(["Dyr.", "al."])
    (('inner', ('Dyr.', 'al.')),)

    Raises ``InputError`` for a kind that is not known, and for a value that is not a list of strings.
    """
    if not abbreviations:
        return ()
    kinds = abbreviations if isinstance(abbreviations, Mapping) else {"inner": abbreviations}
    for kind, words in kinds.items():
        if kind not in _OWN_KINDS:
            raise InputError(f"abbreviations: there is no kind {kind!r}; use {', '.join(_OWN_KINDS)}")
        if isinstance(words, str) or not isinstance(words, Iterable):
            raise InputError(f"abbreviations: {words!r} is not a list of words; write it as [{str(words)!r}]")
    frozen = tuple((kind, tuple(words)) for kind, words in kinds.items())
    for word in (word for _, words in frozen for word in words):
        if not isinstance(word, str):
            raise InputError(f"abbreviations: {word!r} is not a word; write it as in the text, between quotation marks")
    return frozen


def _own_words(own: Frozen) -> tuple[dict[str, list[str]], list[str]]:
    """Return a user's abbreviations as the data files write them, and patterns for those that these cannot hold.

    ``Dyr.`` is ``Dyr``, ``n. p. m.`` is ``n.p.m``. What the engine does not see as one word (``gov't.``, ``et
    al.``, ``株.``) becomes a pattern of ``never``.
    """
    words: dict[str, list[str]] = {}
    patterns = []
    for kind, entries in own:
        for entry in entries:
            word = _bare(entry)
            parts = word.split(".")
            # `full_stop` looks at four dotted words, of which all but the last have up to six letters.
            seen = all(map(_PLAIN.fullmatch, parts)) and not IDEOGRAPH.search(word)
            if seen and len(parts) <= 4 and max(map(len, parts[:-1]), default=0) <= 6:
                words.setdefault(kind, []).append(word)
            elif kind in ("title", "inner"):
                patterns.append(_own_pattern(word))
            else:
                raise InputError(f"abbreviations: {entry!r} can be of the kinds title and inner only, not {kind!r}")
    return words, patterns


def _bare(entry: str) -> str:
    """Return an abbreviation without its last full stop and without white space after the others."""
    word = re.sub(r"\.\s+", ".", entry.strip()).rstrip(".")
    if not any(sign.isalpha() for sign in word):
        raise InputError(f"abbreviations: {entry!r} is not a word; write it as in the text: Dyr.")
    return word


def _own_pattern(word: str) -> str:
    """Return a pattern for an abbreviation and its full stop, small or with a capital: ``(?<!\\w)[gG]ov't\\.``."""
    rest = r"\.\s?".join(_escape(part) for part in word[1:].split("."))
    before = "" if IDEOGRAPH.match(word) else r"(?<!\w)"
    first = re.escape(word[0])
    return rf"{before}{f'[{first}{first.upper()}]' if first.islower() else first}{rest}\.?"
