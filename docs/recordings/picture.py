"""An animated SVG of what a terminal showed.

Each row of the screen is a strip: all that it ever shows side by side, of which one is in sight at a time. So what stays
the same costs nothing. Who wants no motion, and whoever can't show it, sees the last screen.
"""

import re
from html import escape

CELL_WIDTH = 8.4
CELL_HEIGHT = 18
FONT_SIZE = 14
MARGIN = 16
BAR_HEIGHT = 30

BACKGROUND = "#0d1117"
EDGE = "#3d444d"
FOREGROUND = "#e6edf3"
FAINT = "#8b949e"
CURSOR = "#e6edf3"
# The eight colours of ANSI, and their bright ones.
PALETTE = ["#6e7681", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#e6edf3"]
FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"

SGR = re.compile(r"\x1b\[([0-9;]*)m")
# Blanks inside of a run make no difference, more of them begin another one: a font that is narrower moves nothing far.
GAP = re.compile(r" {2,}")


class Style:
    """How the next characters look."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.color = FOREGROUND
        self.background = None
        self.bold = self.faint = self.underlined = self.inverse = False

    def heed(self, codes):
        for code in (int(code or 0) for code in codes.split(";")):
            if code == 0:
                self.reset()
            elif code == 1:
                self.bold = True
            elif code == 2:
                self.faint = True
            elif code == 4:
                self.underlined = True
            elif code == 7:
                self.inverse = True
            elif code == 22:
                self.bold = self.faint = False
            elif code == 24:
                self.underlined = False
            elif code == 27:
                self.inverse = False
            elif code == 39:
                self.color = FOREGROUND
            elif 30 <= code <= 37:
                self.color = PALETTE[code - 30]
            elif 90 <= code <= 97:
                self.color = PALETTE[code - 90]
            elif code == 49:
                self.background = None
            elif 40 <= code <= 47:
                self.background = PALETTE[code - 40]
            elif 100 <= code <= 107:
                self.background = PALETTE[code - 100]
            else:
                raise ValueError(f"no picture for the code {code} of a terminal")

    def behind(self):
        """The colour behind the characters, or None."""
        return self.color if self.inverse else self.background

    def attributes(self):
        color = (self.background or BACKGROUND) if self.inverse else FAINT if self.faint else self.color
        return (
            ("" if color == FOREGROUND else f' fill="{color}"')
            + (' font-weight="bold"' if self.bold else "")
            + (' text-decoration="underline"' if self.underlined else ""))


def runs(line):
    """Yields column, text, attributes and the colour behind it, for each part of a line that looks alike."""
    style = Style()
    column = 0
    for number, part in enumerate(SGR.split(line)):
        if number % 2:
            style.heed(part)
        elif part:
            yield column, part, style.attributes(), style.behind()
            column += len(part)


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def words(column, text, attributes):
    """The text in pieces, each where its column is and as wide as its cells, whatever the font."""
    begin = 0
    for gap in [*GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[begin:end]
        stripped = piece.strip(" ")
        if stripped:
            x = (column + begin + piece.index(stripped)) * CELL_WIDTH
            width = len(stripped) * CELL_WIDTH
            yield (f'<text x="{number(x)}" textLength="{number(width)}"{attributes}>'
                   f"{escape(stripped, quote=False)}</text>")
        begin = gap.end() if gap else len(text)


def row_picture(line, cursor_column):
    shapes = []
    for column, text, attributes, behind in runs(line):
        if behind:
            shapes.append(block(column, len(text), behind))
        shapes.extend(words(column, text, attributes))
    if cursor_column is not None:
        shapes.append(block(cursor_column, 1, CURSOR, ' opacity=".7"'))
    return "".join(shapes)


def block(column, columns, color, more=""):
    return (f'<rect x="{number(column * CELL_WIDTH)}" y="-13.5" width="{number(columns * CELL_WIDTH)}" '
            f'height="{CELL_HEIGHT}" fill="{color}"{more}/>')


def strips(frames, rows):
    """For each row, when it began to show what: a list of (seconds, picture) without repetitions."""
    for row in range(rows):
        strip = []
        for seconds, screen, cursor in frames:
            line = screen[row].rstrip() if row < len(screen) else ""
            picture = row_picture(line, cursor[1] if cursor and cursor[0] == row else None)
            if not strip or strip[-1][1] != picture:
                strip.append((seconds, picture))
        yield strip


def svg(frames, columns, rows, seconds, title):
    """Returns the recording: frames of (seconds, lines, cursor), shown for so many seconds again and again."""
    inner_width = columns * CELL_WIDTH
    width = inner_width + 2 * MARGIN
    height = BAR_HEIGHT + rows * CELL_HEIGHT + MARGIN
    step = width + MARGIN  # beyond the edge
    rules = []
    body = []
    for row, strip in enumerate(strips(frames, rows)):
        places = {}
        for _, picture in strip:
            places.setdefault(picture, len(places))
        shapes = "".join(
            f'<g transform="translate({number(place * step)})">{picture}</g>' if place else picture
            for picture, place in places.items() if picture)
        if not shapes:
            continue
        animation = ""
        if len(places) > 1:
            moves = [(begin, places[picture]) for begin, picture in strip]
            frames_of_row = "".join(
                f"{number(100 * begin / seconds)}%{{transform:translate({number(-place * step)}px)}}"
                for begin, place in moves)
            last = number(-moves[-1][1] * step)
            rules.append(f"@keyframes r{row}{{{frames_of_row}to{{transform:translate({last}px)}}}}")
            animation = f' class="m" style="transform:translate({last}px);animation-name:r{row}"'
        y = BAR_HEIGHT + (row + 1) * CELL_HEIGHT - 4.5
        body.append(f'<g transform="translate({MARGIN} {number(y)})"><g{animation}>{shapes}</g></g>\n')
    dots = "".join(f'<circle cx="{x}" cy="15" r="5" fill="{EDGE}"/>' for x in (20, 37, 54))
    motion = f".m{{animation-duration:{number(seconds)}s;animation-timing-function:step-end;animation-iteration-count:infinite}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" aria-label="{escape(title)}">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>text{{white-space:pre;font-size:{FONT_SIZE}px;font-family:{FONTS}}}\n{motion}\n"
        "@media(prefers-reduced-motion:reduce){.m{animation:none}}\n"
        + "\n".join(rules) + "</style>\n"
        f'<rect x=".5" y=".5" width="{number(width - 1)}" height="{number(height - 1)}" rx="8" fill="{BACKGROUND}" '
        f'stroke="{EDGE}"/>{dots}\n'
        f'<svg x="0" y="0" width="{number(width)}" height="{number(height)}"><g fill="{FOREGROUND}">\n'
        + "".join(body) + "</g></svg>\n</svg>\n")
