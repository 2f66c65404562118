"""The flow that one begins with who prefers to write: it passes the linter, and says what to put where."""

import re

from ruamel.yaml import YAML

from walkout.errors import BadUsageError
from walkout.shipped_files import shipped_folder

NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
TEXT = """\
# A flow is a map: which pages a person may meet, how each is known, and what is done there.
# Complete what is marked TODO; docs/flows.md tells every key. Nothing of yourself is ever written here.
flow: {flow}
title: "TODO: what it is for, such as: Object to AI training at Example"
right: "TODO: the right that it rests on, such as GDPR Art. 21(1)"
regions: [ALL]                    # TODO: where right and form are for, such as [EU, EEA]
origins: [{origin}]  # TODO: the only places where anything is typed or clicked
ways:                             # ways in, tried in this order
  - way: form
    title: the address of the form
    start: {origin}/          # TODO: the address
needs: [country, email, reason]   # what the steps below use: also first-name, last-name, prompts, screenshots
verified: {{live: never, fixtures: never}}
sources:                          # where each claim comes from, and of when it is
  - claim: "TODO: what the source says"
    source: "TODO: who says it"
    date: {year}
pages:
  # A page is known by all that `known_by` names: field, button, link, option, heading, text. Each is a concept
  # (`email`) or, where there is none, its words: {{words: [Privacy settings]}}. `walkout explain PAGE field:email`
  # shows what is found on a page, and why.

  # --- what may come before; take out what the service does not have ---

  - page: cookies
    known_by: [{{text: cookies}}, {{button: decline-cookies}}]
    covers: true                  # it lies over another page
    steps:
      - click: {{button: decline-cookies}}

  - page: sign-in                 # what is the person's: passwords, codes, checks. walkout waits
    known_by: [{{field: password}}]
    wait_for_person: {{to: sign-in, at_most: 30m}}

  # --- the form ---

  - page: form                    # TODO: the fields of the form
    known_by: [{{field: email}}, {{field: impact}}]
    unless: [{{field: password}}]
    steps:
      - choose: {{field: country-of-residence, value: country}}
      - fill: {{field: email, value: email}}
      - fill: {{field: impact, value: reason}}
      - send: {{button: submit}}    # the last step: the person reads first, and nothing is sent without her word

  # --- after sending ---

  - page: code                    # TODO: take it out if no code is asked for
    known_by: [{{field: one-time-code}}]
    unless: [{{field: password}}]
    wait_for_person: {{to: enter-the-code, at_most: 1h}}

  - page: received                # TODO: by what it is known that it has arrived; add the page's own words as
    known_by: [{{text: request-received}}]     # {{concept: request-received, words: ["Thank you for writing"]}}
    unless: [{{field: one-time-code}}]
    outcome: submitted
"""


def starting_flow(name: str, year: int) -> str:
    """The text of a flow to begin with. name: `service/flow`. Raises BadUsageError."""
    if not NAME.fullmatch(name) or len(name) > 80:
        raise BadUsageError(
            f"{name!r} is no name of a flow", remedy="Such as company/objection: lower-case words joined by '-'."
        )
    return TEXT.format(flow=name, origin=_origin(name.split("/")[0]), year=year)


def _origin(service: str) -> str:
    """The first host that is known to be the service's, else one that stands for it."""
    known = shipped_folder("flows") / service / "service.yaml"
    hosts = YAML(typ="safe").load(known.read_text("utf-8"))["hosts"] if known.is_file() else ["www.example.org"]
    return f"https://{hosts[0]}"
