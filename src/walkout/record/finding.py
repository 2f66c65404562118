"""Where an element of one look is in a later look at the same page."""

from walkout.view import Element, PageView

# What tells elements of one role apart, the surest first. Without a doubt one of these must say it.
TELLING = (
    ("frame", "name", "ident", "path", "href"),
    ("name", "ident", "path"),
    ("name", "ident", "href"),
    ("ident", "path"),
    ("name", "path"),
    ("name",),
    ("ident",),
)


def find(element: Element, view: PageView) -> tuple[int, int] | None:
    """Frame and number of an element in a later look; None where it is not there, or could be several."""
    alike = [one for one in view.elements if (one.role, one.tag) == (element.role, element.tag)]
    for parts in TELLING:
        wanted = [getattr(element, part) for part in parts]
        # A place alone is not enough where something else may stand in it now.
        if len(parts) < 3 and not wanted[0]:
            continue
        found = [one for one in alike if [getattr(one, part) for part in parts] == wanted]
        shown = [one for one in found if one.visible] or found
        if len(shown) == 1:
            return shown[0].frame, shown[0].index
    return None
