"""What the charts share: pictures that stand alone, and suit dark and light pages."""

from html import escape

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px }
  .group { font-weight: 600 }
  .bar { fill: #8c959f }
  .ours { fill: #0969da }
  .grid { stroke: #8c959f; stroke-opacity: 0.35 }
  .line { fill: none; stroke-width: 2; stroke: #0969da }
  .dot { fill: #0969da }
  .second .line { stroke: #bc4c00 }
  .second .dot, .second text { fill: #bc4c00 }
  .first text { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7681 }
    .ours { fill: #58a6ff }
    .line { stroke: #58a6ff }
    .dot, .first text { fill: #58a6ff }
    .second .line { stroke: #f0883e }
    .second .dot, .second text { fill: #f0883e }
  }
"""


def picture(title, width, height, body):
    """Returns a whole picture, with its title at the top."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
    heading = f'<text class="title" x="12" y="24">{escape(title)}</text>'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", heading, *body, "</svg>"])
