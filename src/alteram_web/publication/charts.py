"""The chart of a release: how cases ended, drawn once when the release is made and kept as SVG.

The table beside it holds every figure, hidden ones included; the chart only draws what may be shown.
"""

from __future__ import annotations

import altair as alt
import vl_convert

from alteram_web.publication.figures import HIDDEN, Json

# The colours of the site (ui/styles/_tokens.scss), light: a picture of its own cannot follow the reader's mode.
PAPER, INK, SOFT, RULE, MAY = "#fbfaf6", "#1b2026", "#545a60", "#dad6ca", "#12504b"
FONT = "Atkinson Hyperlegible Next, Verdana, sans-serif"
WIDTH, BAR = 240, 16  # pixels


def outcomes(drawn: Json) -> str:
    """SVG of the totals of the table of outcomes; a bar for each cell in which there was a case."""
    table = drawn["tables"][0]
    shown = [(name, figures[-1]) for name, *figures in table["rows"] if figures[-1] != 0]
    values = [
        {
            "cell": name[:1].upper() + name[1:], "cases": 0 if total == HIDDEN else total,
            "said": "hidden" if total == HIDDEN else f"{total:,}",
        }
        for name, total in shown
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("cell:N", sort=None, title=None, axis=alt.Axis(labelLimit=240)),
        x=alt.X("cases:Q", title=None, axis=None),
    )
    drawing = (base.mark_bar(color=MAY, size=BAR) + base.mark_text(align="left", dx=6, color=INK).encode(
        text="said:N"
    )).properties(width=WIDTH, height=alt.Step(30), background=PAPER, padding=12)  # fmt: skip
    styled = (
        drawing.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(domainColor=RULE, labelColor=INK, labelFontSize=15, ticks=False, labelPadding=8)
        .configure_text(fontSize=15, font=FONT)
    )
    return str(vl_convert.vegalite_to_svg(styled.to_dict()))
