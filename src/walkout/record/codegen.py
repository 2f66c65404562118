"""Scripts that `playwright codegen` writes in Python. They are parsed and never run."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from walkout.errors import BadFlowError
from walkout.record.imported import Gathered, Recording
from walkout.record.selectors import Hints
from walkout.view import Element

RECORDER = "Playwright codegen"
Call = tuple[str, tuple[ast.expr, ...], dict[str, ast.expr]]
TYPES = ("fill", "type", "press_sequentially", "insert_text")
CLICKS = ("click", "dblclick", "tap")
SEEN = ("to_be_visible", "to_have_text", "to_contain_text")
LOCATORS = frozenset(
    (
        *("get_by_role", "get_by_label", "get_by_text", "get_by_placeholder", "get_by_alt_text", "get_by_title"),
        *("get_by_test_id", "locator", "frame_locator", "filter", "nth", "first", "last", "content_frame"),
    )
)
LEFT = {
    **dict.fromkeys(("hover", "drag_to", "drag_and_drop"), "walkout has no step that hovers or drags"),
    **dict.fromkeys(("evaluate", "evaluate_handle", "add_init_script"), "a flow cannot run code"),
    **dict.fromkeys(("once", "on"), "walkout leaves a page's own dialogs to the person"),
    **dict.fromkeys(("wait_for_timeout", "wait_for_load_state", "wait_for"), "walkout waits for pages by itself"),
    **dict.fromkeys(("set_viewport_size", "screenshot", "pause"), "it does nothing on a page"),
    **dict.fromkeys(("focus", "blur", "scroll_into_view_if_needed", "clear"), "walkout does so by itself"),
    **dict.fromkeys(("go_back", "go_forward", "reload"), "a flow has no step back: it knows a page where it meets it"),
    "uncheck": "walkout ticks, and does not take a tick away",
}
# What sets up and ends a script, and is no step.
AROUND = frozenset(
    (
        *("launch", "new_context", "new_page", "close", "set_default_timeout", "tracing", "storage_state", "stop"),
        *("start", "run", "main", "connect", "connect_over_cdp", "launch_persistent_context", "route", "use", "value"),
        *("expect_popup", "expect_download", "expect_page", "set_default_navigation_timeout"),
    )
)
PROGRAM = "a condition, loop or other statement of a program; a flow is a map of pages"


def read_codegen(text: str, file: str) -> Recording:
    """The recording. Raises BadFlowError, whose place is the line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they quote the line
            tree = ast.parse(text)
    except SyntaxError as error:
        raise BadFlowError(
            "this is no Python that can be read",
            where=f"{file}, line {error.lineno or 1}",
            remedy="Of `playwright codegen`, the scripts in Python are read: --target python.",
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise BadFlowError("the script is nested too deeply, or is no text", where=file) from None
    reader = _Reader(Gathered())
    for value in _all_texts_typed(tree):
        reader.gathered.type(value)
    try:
        reader.read(tree.body)
    except RecursionError:
        raise BadFlowError("the script is nested too deeply", where=file) from None
    return reader.gathered.recording(reader.title, RECORDER)


def _all_texts_typed(tree: ast.Module) -> Iterator[str]:
    """Every text of the script that is typed or chosen, and that a variable holds: also of steps that are left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in (*TYPES, "select_option", "set_input_files", "to_have_value", "accept", "set_checked"):
                yield from _texts_in(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not isinstance(node.value, ast.Call | ast.Await | None):
            yield from _texts_in(node.value)


def _texts_in(node: ast.expr) -> Iterator[str]:
    arguments = [*node.args, *(one.value for one in node.keywords)] if isinstance(node, ast.Call) else [node]
    for argument in arguments:
        for part in ast.walk(argument):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


@dataclass
class _Reader:
    """Walks the statements. locators: variables that stand for an element."""

    gathered: Gathered
    title: str = ""
    opens_window: bool = False
    locators: dict[str, list[Call]] = field(default_factory=dict)

    def read(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if statement.name not in ("run", "main"):
                    self.title = self.title or statement.name.removeprefix("test_").replace("_", " ")
                self.read(statement.body)
            case ast.ClassDef():
                self.read(statement.body)
            case ast.With() | ast.AsyncWith():
                names = [call[0] for item in statement.items for call in _calls(item.context_expr)]
                self.opens_window = any(name in ("expect_popup", "expect_page") for name in names)
                self.read(statement.body)
                self.opens_window = False
            case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Pass():
                return
            case ast.Expr():
                self._expression(statement.value, f"line {statement.lineno}")
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                calls = self._resolved(value)
                if calls and calls[-1][0] in LOCATORS:
                    self.locators[name] = calls
                elif calls and calls[-1][0] not in AROUND:
                    self._expression(value, f"line {statement.lineno}")
            case ast.If() if _is_main(statement):
                self.read(statement.body)
            case ast.Assign() | ast.AnnAssign() | ast.Return():
                return
            case _:
                self.gathered.leave(f"line {statement.lineno}", "a statement", PROGRAM)

    def _resolved(self, value: ast.expr) -> list[Call]:
        """The calls of an expression, in which a variable that stands for an element is that element."""
        calls = list(_calls(value))
        root = _root(value)
        return [*self.locators.get(root, ()), *calls]

    def _expression(self, value: ast.expr, where: str) -> None:
        calls = self._resolved(value)
        if not calls:
            return
        if calls[0][0] == "expect" and len(calls) > 1:
            self._expectation(calls, where)
            return
        name, arguments, named = calls[-1]
        chain = calls[:-1]
        if (
            _root(value) in ("browser", "context", "playwright")
            or name in AROUND
            or (len(calls) == 1 and not _root(value))
        ):
            return
        self._act(where, name, arguments, named, chain)

    def _act(
        self, where: str, name: str, arguments: tuple[ast.expr, ...], named: dict[str, ast.expr], chain: list[Call]
    ) -> None:
        gathered = self.gathered
        by_keyboard = any(call[0] == "keyboard" for call in chain)
        # Scripts of older versions: page.click("css"), page.fill("css", "value").
        if not any(call[0] in LOCATORS for call in chain) and not by_keyboard and arguments and name != "goto":
            chain = [*chain, ("locator", arguments[:1], {})]
            arguments = arguments[1:]
        gathered.in_frame = any(call[0] in ("frame_locator", "content_frame", "frame") for call in chain)
        match name:
            case "goto":
                gathered.act(where, "open", address=_text(arguments, named, "url"))
            case "wait_for_url":
                gathered.act(where, "lead", address=_text(chain[-1][1], named, "url"))
            case _ if name in CLICKS:
                gathered.act(where, "click", _element(chain), opens_window=self.opens_window)
            case "press":
                self._press(where, _text(arguments, named, "key"))
            case _ if by_keyboard:
                gathered.leave(where, name, "it is typed into no field that is named")
            case _ if name in TYPES:
                gathered.act(where, "fill", _element(chain, is_field=True))
            case "select_option":
                gathered.act(where, "choose", _element(chain, role="combobox"))
            case "set_input_files":
                gathered.act(where, "upload", _element(chain, role="file"))
            case "check":
                gathered.act(where, "tick", _element(chain))
            case "set_checked" if arguments and getattr(arguments[0], "value", None) is True:
                gathered.act(where, "tick", _element(chain))
            case "wait_for_selector":
                gathered.act(where, "see", _element(chain))
            case _:
                gathered.leave(where, name, LEFT.get(name, "walkout does not know this call"))

    def _press(self, where: str, key: str) -> None:
        if key in ("Enter", "NumpadEnter"):
            self.gathered.act(where, "enter")
        else:
            self.gathered.leave(where, "press", "walkout presses no keys but types values")

    def _expectation(self, calls: list[Call], where: str) -> None:
        """`expect(page.get_by_text("Thank you")).to_be_visible()`"""
        arguments, (name, texts, named) = calls[0][1], calls[-1]
        inside = self._resolved(arguments[0]) if arguments else []
        text = _text(texts, named, "expected")
        if name == "to_have_url":
            self.gathered.act(where, "lead", address=text)
        elif name in SEEN and inside:
            hints = _hints(inside)
            if text:
                hints.names.clear()
                hints.texts.insert(0, text)
            self.gathered.act(where, "see", hints.element())
        else:
            self.gathered.leave(where, name, "a flow does not compare; a page is known by its words")


def _is_main(statement: ast.If) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(statement.test))


def _calls(value: ast.expr) -> Iterator[Call]:
    """The calls of a chain from its beginning; an attribute that is not called is one without arguments."""
    found: list[Call] = []
    while True:
        match value:
            case ast.Await():
                value = value.value
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) as call:
                found.append((name, tuple(call.args), _named(call)))
                value = inner
            case ast.Call(func=ast.Name(id=name)) as call:
                found.append((name, tuple(call.args), _named(call)))
                break
            case ast.Attribute(value=inner, attr=name):
                found.append((name, (), {}))
                value = inner
            case _:
                break
    yield from reversed(found)


def _named(call: ast.Call) -> dict[str, ast.expr]:
    return {one.arg: one.value for one in call.keywords if one.arg}


def _root(value: ast.expr) -> str:
    """The variable that a chain begins with; empty where it begins otherwise."""
    while isinstance(value, ast.Await | ast.Call | ast.Attribute):
        value = value.func if isinstance(value, ast.Call) else value.value
        if isinstance(value, ast.Name):
            return value.id
    return ""


def _text(arguments: tuple[ast.expr, ...], named: dict[str, ast.expr], key: str) -> str:
    """A text that is written out in the script; empty for one that is computed, and for a pattern."""
    value = arguments[0] if arguments else named.get(key)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _element(chain: list[Call], *, role: str = "", is_field: bool = False) -> Element:
    hints = _hints(chain)
    hints.role = hints.role or role
    if is_field:
        hints.texts.clear()
    return hints.element()


def _hints(chain: list[Call]) -> Hints:
    """What the innermost locator of a chain says."""
    hints = Hints()
    for name, arguments, named in reversed(chain):
        text = _text(arguments, named, "text")
        match name:
            case "filter":
                hints.texts += filter(None, [_text((), named, "has_text")])
                continue
            case "get_by_role":
                hints.role = _text(arguments, named, "role")
                hints.names.append(_text((), named, "name"))
            case "get_by_label":
                hints.names.append(text)
            case "get_by_text":
                hints.text(text)
            case "get_by_placeholder" | "get_by_alt_text" | "get_by_title":
                key = {"get_by_placeholder": "placeholder", "get_by_alt_text": "alt"}.get(name, "title")
                hints.attributes[key] = text
            case "get_by_test_id":
                hints.ident(text)
            case "locator":
                _located(hints, _text(arguments, named, "selector"))
            case _:
                continue
        break
    return hints


def _located(hints: Hints, selector: str) -> None:
    if selector.startswith(("xpath=", "//", "(//")):
        hints.xpath(selector.removeprefix("xpath="))
    elif selector.startswith("text="):
        hints.text(selector.removeprefix("text=").strip("\"'"))
    else:
        hints.css(selector.removeprefix("css="))
