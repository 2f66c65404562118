"""Arguments and options that several commands have."""

from typing import Annotated

import typer

Flow = Annotated[str, typer.Argument(metavar="FLOW", help="A flow such as meta/facebook, or the path of a flow file.")]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Only questions and the end.")]
BrowserPath = Annotated[
    str | None,
    typer.Option("--browser", metavar="PATH", help="This browser (a path, or chrome, edge, chromium)."),
]
Guide = Annotated[
    bool,
    typer.Option("--guide/--no-guide", help="Ask in the window, or add nothing to it and ask in the terminal only."),
]
