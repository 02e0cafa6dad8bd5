"""Spares working out what a style does not say, and styles that nobody asks for.

Rule: what a rule says is the library's to work out.
"""

from __future__ import annotations

from typing import Any

from samverkan_docs.pdf.memory.wrapping import Function, Wrapper


def wrappers() -> list[Wrapper]:
    """Return what spares here."""
    return [
        Wrapper(
            place="css:ComputedStyle.__missing__",
            made_for="41f31070baf30403",
            wrap=_unsaid,
            rests_on=("css:text_decoration",),
        ),
        Wrapper(
            place="css:StyleFor.set_computed_styles",
            made_for="e2eba9140724766a",
            wrap=_of_shown,
            rests_on=("formatting_structure.build:element_to_box",),
        ),
        Wrapper(
            place="layout.page:set_page_type_computed_styles",
            made_for="47b1bcb613819c40",
            wrap=_of_like_pages,
            rests_on=(
                "css:StyleFor.add_page_declarations",
                "css:StyleFor._page_type_match",
                "css:StyleFor.set_computed_styles",
                "layout.page:_standardize_page_based_counters",
            ),
        ),
    ]


def _unsaid(original: Function) -> Function:
    """Answer what no rule says at once: the parent's value, or the initial one."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    # These have rules of their own.
    special = {key for key in INITIAL_VALUES if key.startswith("text_decoration_")}
    special |= {"display", "float", "page", "position"}
    inherited = INHERITED - special
    initial = {
        key: value
        for key, value in INITIAL_VALUES.items()
        if key not in special | INHERITED | INITIAL_NOT_COMPUTED
    }
    logical = {
        function(block="ttb", inline=direction)
        for function in PHYSICAL_FUNCTIONS.values()
        for direction in ("ltr", "rtl")
    }

    def is_said(style: Any, key: str) -> bool:
        """Return whether a rule says it, for instance as margin-block-start."""
        if key in style.cascaded:
            return True
        return key in PHYSICAL_FUNCTIONS and not logical.isdisjoint(style.cascaded)

    def missing(style: Any, key: str) -> Any:
        if key in initial and not is_said(style, key):
            value = style[key] = initial[key]
            return value
        if key in inherited and style.parent_style is not None and not is_said(style, key):
            value = style[key] = style.parent_style[key]
            return value
        return original(style, key)

    return missing


_OF_FOOTNOTES = {"footnote-call", "footnote-marker"}
_OF_NOTES = {"note-call", "note-marker", "note-callback"}


def _of_shown(original: Function) -> Function:
    """Leave out the styles of marks that an element has not: the library has rules for all."""

    def is_shown(style: Any, pseudo_type: str) -> bool:
        if style["float"] == "footnote" or style["position"][0] == "note()":
            return True
        if pseudo_type == "marker":
            return "list-item" in style["display"]
        return pseudo_type not in _OF_FOOTNOTES | _OF_NOTES

    def set_computed_styles(
        style_for: Any, element: Any, parent: Any, *, pseudo_type: str | None = None, **rest: Any
    ) -> None:
        if pseudo_type is None or is_shown(
            style_for.get_computed_styles()[parent, None], pseudo_type
        ):
            original(style_for, element, parent, pseudo_type=pseudo_type, **rest)

    return set_computed_styles


def _of_like_pages(original: Function) -> Function:
    """Share the styles of pages that the same rules match."""

    def matching(style_for: Any, page_type: Any) -> tuple[bool, ...]:
        return tuple(
            style_for._page_type_match(kind, page_type)  # noqa: SLF001 - it rests on it
            for sheet, _, _ in style_for._sheets  # noqa: SLF001 - the same
            for _, selectors, _ in sheet.page_rules
            for _, _, kind in selectors
        )

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        computed = style_for.get_computed_styles()
        known = style_for.__dict__.setdefault("of_like_pages", {})
        rules = matching(style_for, page_type)
        if rules not in known:
            original(page_type, html, style_for)
            known[rules] = {
                pseudo_type: style
                for (element, pseudo_type), style in computed.items()
                if element == page_type
            }
        for pseudo_type, style in known[rules].items():
            computed[page_type, pseudo_type] = style

    return set_page_type_computed_styles
