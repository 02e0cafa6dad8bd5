"""Answers at once what is asked of ordinary boxes, again and again while lines and pages are tried.

Rule: what depends on a style alone is worked out once and kept with the style; what depends on more
is the library's to answer.
"""

from __future__ import annotations

from typing import Any

from samverkan_docs.pdf.memory.wrapping import Function, Wrapper


def wrappers() -> list[Wrapper]:
    """Return what spares here."""
    return [
        Wrapper(
            place="layout.percent:resolve_percentages",
            made_for="e1b7d80160d81bd9",
            wrap=_lengths,
            rests_on=(
                "layout.percent:resolve_one_percentage",
                "layout.percent:percentage",
                "layout.percent:adjust_box_sizing",
            ),
        ),
        Wrapper(
            place="layout.percent:resolve_radii_percentages",
            made_for="4980b3798c671710",
            wrap=_radii,
        ),
        Wrapper(
            place="draw.border:draw_border",
            made_for="8ba918f30893929f",
            wrap=_border,
        ),
        Wrapper(
            place="formatting_structure.boxes:Box.is_in_normal_flow",
            made_for="6d5c2d0e8c8b68cf",
            wrap=_in_flow,
            rests_on=tuple(
                f"formatting_structure.boxes:Box.{name}"
                for name in (
                    "is_floated",
                    "is_absolutely_positioned",
                    "is_running",
                    "is_footnote",
                    "is_note",
                )
            ),
        ),
        Wrapper(
            place="layout.float:avoid_collisions",
            made_for="27f2f7cb8c3d26da",
            wrap=_collisions,
            rests_on=(
                "formatting_structure.boxes:Box.border_box_y",
                "formatting_structure.boxes:Box.content_box_x",
            ),
        ),
    ]


# --- Lengths ------------------------------------------------------------------------------------

_LENGTHS = (
    *(
        f"{kind}_{side}"
        for kind in ("margin", "padding")
        for side in ("top", "right", "bottom", "left")
    ),
    *(f"{most}{axis}" for most in ("", "min_", "max_") for axis in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)


def _lengths(original: Function) -> Function:
    """Work out a box's lengths once for a style in which none depends on the box around it."""

    def stands_alone(style: Any) -> bool:
        values = [style[name] for name in _LENGTHS]
        fixed = all(value == "auto" or getattr(value, "unit", None) == "px" for value in values)
        return fixed and style["border_collapse"] != "collapse"

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        used = style.__dict__.get("used_lengths")
        if used:
            box.__dict__.update(used)
            return
        original(box, containing_block)
        if used is None:
            alone = stands_alone(style)
            style.used_lengths = (
                {name: box.__dict__[name] for name in (*_LENGTHS, *_BORDERS)} if alone else {}
            )

    return resolve_percentages


def _radii(original: Function) -> Function:
    """Answer at once for a box with square corners, as nearly all have."""
    square = dict.fromkeys(_CORNERS, (0, 0))

    def resolve_radii_percentages(box: Any) -> None:
        style = box.style
        is_square = style.__dict__.get("is_square")
        if is_square is None:
            is_square = style.is_square = all((0, "px") in style[name] for name in _CORNERS)
        if is_square:
            box.__dict__.update(square)
        else:
            original(box)

    return resolve_radii_percentages


# --- Boxes --------------------------------------------------------------------------------------


def _border(original: Function) -> Function:
    """Answer at once for a box without a border, a picture for it, or columns."""

    def draw_border(stream: Any, box: Any) -> None:
        style = box.style
        if (
            any(getattr(box, name) for name in _BORDERS)
            or style["border_image_source"][0] != "none"
            or style["column_width"] != "auto"
            or style["column_count"] != "auto"
        ):
            original(stream, box)

    return draw_border


_FLOWING = {"static", "relative"}


def _in_flow(original: Function) -> Function:
    """Answer at once for an ordinary box."""

    def is_in_normal_flow(box: Any) -> bool:
        style = box.style
        if style["float"] == "none" and style["position"] in _FLOWING:
            return True
        return bool(original(box))

    return is_in_normal_flow


def _collisions(original: Function) -> Function:
    """Answer at once where nothing floats."""

    def avoid_collisions(
        context: Any, box: Any, containing_block: Any, outer: bool = True
    ) -> tuple[float, float, float]:
        is_free = not outer and not context.excluded_shapes and box.style["float"] == "none"
        if not is_free or containing_block.style["direction"] != "ltr":
            x, y, width = original(context, box, containing_block, outer)
            return x, y, width
        # Sums in the library's order: in another one they differ in the last digit.
        left = containing_block.content_box_x()
        right = left + containing_block.width
        left += box.margin_left
        right -= box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return avoid_collisions
