from pathlib import Path
from typing import Any

import pytest

from tests.browser.reader import DESKTOP, PHONE, Open, Reader

Size = tuple[int, int]
STYLE = "(e, name) => getComputedStyle(e)[name]"


def style(reader: Reader, selector: str, name: str) -> str:
    """Return a property of the first element that a selector finds."""
    found: str = reader.page.locator(selector).first.evaluate(STYLE, name)
    return found


def overflow(reader: Reader) -> int:
    """Return by how much the page is wider than its window."""
    found: int = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


@pytest.mark.parametrize(
    "query", ["?show=en,de", "?show=en,ja&view=one", "?show=en,zh-Hans&view=stacked&by=paragraphs"]
)
@pytest.mark.parametrize("window", [(360, 740), (390, 844), (640, 400), (2560, 1440)])
def test_the_page_fits_its_window(open_page: Open, query: str, window: Size) -> None:
    """Nothing has to be scrolled sideways, from a small phone (or a desktop at 200 %) to a very wide screen."""
    reader = open_page("well", query, size=window)
    assert overflow(reader) == 0
    for panel in ("languages", "display", "notes", "contents"):
        place = reader.open_panel(panel).evaluate("e => e.getBoundingClientRect().toJSON()")
        assert place["left"] >= 0
        assert place["right"] <= window[0]
        assert place["bottom"] <= window[1]
        reader.page.keyboard.press("Escape")


def test_lines_do_not_get_too_long(open_page: Open) -> None:
    """On a very wide screen a column is still no wider than a page of a book."""
    reader = open_page("well", "?show=en,de", size=(2560, 1440))
    box = reader.box(12)
    size = float(style(reader, "#s12", "fontSize").removesuffix("px"))
    assert (box["right"] - box["x"]) / size < 36


def test_larger_text_makes_the_page_longer_not_wider(open_page: Open, size: Size) -> None:
    """The largest size is readable in every window."""
    reader = open_page("well", "?show=en,de", size=size)
    before = float(style(reader, "#s2", "fontSize").removesuffix("px"))
    reader.choose("xl")
    assert float(style(reader, "#s2", "fontSize").removesuffix("px")) > 1.5 * before
    assert overflow(reader) == 0


@pytest.mark.parametrize(("scheme", "choice", "dark"), [
    ("light", None, False), ("dark", None, True), ("dark", "light", False), ("light", "dark", True),
])  # fmt: skip
def test_light_and_dark(open_page: Open, scheme: str, choice: str | None, dark: bool) -> None:
    """The page follows the system until the reader chooses."""
    reader = open_page("well", color_scheme=scheme)
    if choice:
        reader.choose(choice)
    channels = [int(part) for part in style(reader, "html", "backgroundColor")[4:-1].split(",")]
    assert (max(channels) < 60) == dark


def test_languages_have_their_own_typography(open_page: Open) -> None:
    """Alphabets are hyphenated; Chinese and Japanese are not, have more room between lines and their own indents."""
    reader = open_page("well", "?show=en,de,ja,zh-Hans")
    line = {
        c: [
            float(style(reader, f".r:has(#s2) > .c{c} > span", p).removesuffix("px"))
            for p in ("lineHeight", "fontSize", "textIndent")
        ]
        for c in range(4)
    }
    assert [style(reader, f".r:has(#s2) > .c{c}", "hyphens") for c in range(4)] == ["auto", "auto", "manual", "manual"]
    assert [round(line[c][0] / line[c][1], 2) for c in range(4)] == [1.55, 1.55, 1.8, 1.8]
    assert [round(line[c][2] / line[c][1], 2) for c in range(4)] == [1.5, 1.5, 1.0, 2.0]
    faces = [style(reader, f".r:has(#s2) > .c{c} > span", "fontFamily") for c in range(4)]
    assert "CJK JP" in faces[2]
    assert "CJK SC" in faces[3]
    assert style(reader, "#s3", "textIndent") == "0px"


def test_letters_without_serifs(open_page: Open) -> None:
    """The reader may choose the face, in every script."""
    reader = open_page("well", "?show=en,ja")
    reader.choose("sans")
    assert "system-ui" in style(reader, "#s2", "fontFamily")
    assert "Hiragino Sans" in style(reader, ".r:has(#s2) > .c2 > span", "fontFamily")


def test_a_hostile_text_stays_in_its_cell(open_page: Open) -> None:
    """Markup is shown as text, and an override of the writing direction ends with its sentence."""
    reader = open_page("short", "?show=en,de")
    assert reader.sentence(11).inner_text().startswith("<script>alert(1)</script></style> & \"quotes\" 'single'")
    assert style(reader, "#s11", "unicodeBidi") == "isolate"
    assert reader.page.locator("footer").inner_text().startswith("Public domain.")


def test_without_scripts_there_are_two_columns_to_read(open_page: Open) -> None:
    """The page needs no script to be read, and even its languages and views can be chosen without."""
    reader = open_page("well", java_script_enabled=False)
    page = reader.page
    cells = page.locator(".r:has(#s3) > * > span:nth-child(2)")
    tops = [cell.bounding_box() for cell in cells.all() if cell.is_visible()]
    assert len(tops) == 2
    assert tops[0]["y"] == tops[1]["y"]
    assert not page.get_by_role("button", name="Search").is_visible()
    page.locator("[popovertarget=languages]").click()
    page.get_by_label("日本語", exact=True).check()
    assert sum(cell.is_visible() for cell in cells.all()) == 3
    page.keyboard.press("Escape")
    page.locator("[popovertarget=contents]").click()
    page.get_by_role("link", name="The Road").click()
    page.locator("#s9").wait_for(state="visible")


def test_the_page_works_under_its_policy(open_page: Open, folder: Path) -> None:
    """A server may send the page's own policy again, and nothing is refused."""
    content = (folder / "well.html").read_text(encoding="utf-8")
    policy = content.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0].replace("&#39;", "'")
    reader = open_page("well", headers={"Content-Type": "text/html", "Content-Security-Policy": policy})
    reader.sentence(3).click()
    reader.choose("one")
    assert reader.page.locator("#card").is_visible()


def test_motion_is_reduced_when_the_reader_wants_it(open_page: Open) -> None:
    """No transition runs for readers who asked for less motion."""
    assert style(open_page("well", reduced_motion="reduce"), "#card", "transitionDuration") == "0s"
    assert style(open_page("well", reduced_motion="no-preference"), "#card", "transitionDuration") == "0.15s"


def test_forced_colours_still_show_what_is_lit(open_page: Open) -> None:
    """Where the system takes the colours away a frame remains."""
    reader = open_page("well", "?show=en,de#s3", forced_colors="active")
    assert style(reader, "#s3", "outlineStyle") == "solid"


def test_paper_has_columns_and_no_buttons(open_page: Open, tmp_path: Path) -> None:
    """In print the columns stay, the bar goes, the colours are those of paper, and no row is on two pages."""
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed (pip: pypdfium2)")
    reader = open_page("well", "?show=en,de#s3", color_scheme="dark")
    reader.page.emulate_media(media="print")
    assert not reader.page.locator("header").is_visible()
    assert not reader.page.locator("#card").is_visible()
    assert style(reader, "main", "color") in {"rgb(38, 35, 31)", "rgb(0, 0, 0)"}
    reader.page.pdf(path=tmp_path / "page.pdf", format="A5")
    document = pdfium.PdfDocument(tmp_path / "page.pdf")
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert len(pages) > 5
    for number in range(1, 41):
        home = [
            page for page in pages if f"until noon of day {number}," in page or f"noon of day {number}, and" in page
        ]
        assert len(home) == 1
        assert "Hügel fort" in home[0]
    document.close()


def test_more_columns_than_paper_has_room_for_are_stacked(open_page: Open) -> None:
    """Twelve languages are printed under each other, and are side by side again afterwards."""
    reader = open_page("twelve", "?show=en,de,es,fr,id,it,ja,pl,pt,ru,tl,zh-Hans", size=(2560, 1300))
    for event, media, level in (("beforeprint", "print", False), ("afterprint", "screen", True)):
        reader.page.emulate_media(media=media)
        reader.page.evaluate("name => { dispatchEvent(new Event(name)) }", event)
        assert (reader.box(1, 0)["y"] == reader.box(1, 1)["y"]) is level


def axe_findings(reader: Reader) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 A and AA and its best practices."""
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = axe.Axe().run(reader.page, options={"runOnly": tags}).response
    return [f"{found['id']}: {node['html'][:120]}" for found in results["violations"] for node in found["nodes"]]


@pytest.mark.parametrize(("window", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_axe_finds_nothing(open_page: Open, window: Size, scheme: str) -> None:
    """Contrast, names, order and roles pass in every view and panel, in light and dark."""
    reader = open_page("short", "?show=en,de,ja#s3", size=window, color_scheme=scheme, bypass_csp=True)
    assert axe_findings(reader) == []
    for view in ("stacked", "one"):
        reader.choose(view)
        assert axe_findings(reader) == [], view
    for panel in ("contents", "languages", "display", "notes", "search"):
        reader.open_panel(panel)
        reader.settle()
        assert axe_findings(reader) == [], panel
        reader.page.keyboard.press("Escape")


def test_the_bar_is_one_line_on_the_smallest_phone(open_page: Open) -> None:
    """At 360 pixels all buttons of the bar stand side by side."""
    reader = open_page("well", size=(360, 740))
    tops = reader.page.locator(".bar button:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    assert len(tops) == 6
    assert len(set(tops)) == 1


def test_first_lines_stand_on_one_height(open_page: Open) -> None:
    """Side by side, a row's first lines have one base line, however high the lines of each script are."""
    reader = open_page("well", "?show=en,ja,zh-Hans", size=(1440, 900))
    feet = reader.page.evaluate(
        "counterparts($('s12')).map(e => { const mark = document.createElement('i'); mark.style.cssText = "
        "'display:inline-block;width:0;height:0'; e.prepend(mark); return mark.getBoundingClientRect().bottom })"
    )
    assert max(feet) - min(feet) < 1
