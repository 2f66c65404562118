"""Why an element was taken, in her language. The resolver gives its reasons in English, many times for each look; here
those that are shown are told."""

import re

from walkout.words.kept import retold
from walkout.words.names import in_words, role_words
from walkout.words.speech import N_, OWN, _, spoken_language

FORMS = (
    N_("it says “{words}”"),
    N_("it says “{words}” among other words"),
    N_("it nearly says “{words}”"),
    N_("it hints at it with “{words}”"),
    N_("its label says “{words}”"),
    N_("its label says “{words}” among other words"),
    N_("its label nearly says “{words}”"),
    N_("its label hints at it with “{words}”"),
    N_("its placeholder says “{words}”"),
    N_("its placeholder says “{words}” among other words"),
    N_("its placeholder nearly says “{words}”"),
    N_("its placeholder hints at it with “{words}”"),
    N_("the text before it says “{words}”"),
    N_("the text before it says “{words}” among other words"),
    N_("the text before it nearly says “{words}”"),
    N_("the text before it hints at it with “{words}”"),
    N_("its description says “{words}”"),
    N_("its description says “{words}” among other words"),
    N_("its description nearly says “{words}”"),
    N_("its description hints at it with “{words}”"),
    N_("it is a part of “{words}” in its sentence"),
    N_("its autocomplete is {value}"),
    N_("its type is {value}"),
    N_("it stands in the page's {region}"),
    N_("it is a {role}"),
    N_("it rather asks for a {kind}"),
    N_("it only scrolls within the page"),
    N_("it lists countries"),
    N_("its countries are dialling codes"),
    N_("it takes files"),
    N_("it takes no files"),
    N_("it takes a long answer"),
    N_("it takes no long answer"),
    N_("it takes no e-mail address"),
    N_("it is a box to tick"),
    N_("it is the element that was recorded"),
)
RECORDED = (
    N_("{trait} as it was, and few have that"),
    N_("{trait} nearly as it was"),
    N_("{trait} not as it was"),
    N_("{trait} is not there any more"),
    N_("{trait} is none, as before, and few have none"),
)
REGIONS = {
    "navigation": N_("navigation"),
    "contentinfo": N_("contentinfo"),
    "search": N_("search"),
    "banner": N_("banner"),
    "complementary": N_("complementary"),
}
TRAITS = {
    "address": N_("address"),
    "address without query": N_("address without query"),
    "after": N_("after"),
    "before": N_("before"),
    "beside": N_("beside"),
    "between": N_("between"),
    "classes": N_("classes"),
    "classes as renamed": N_("classes as renamed"),
    "heading": N_("heading"),
    "id and name": N_("id and name"),
    "kind": N_("kind"),
    "marks": N_("marks"),
    "moved along": N_("moved along"),
    "order": N_("order"),
    "path": N_("path"),
    "place": N_("place"),
    "region": N_("region"),
    "sentence": N_("sentence"),
    "single words": N_("single words"),
    "size": N_("size"),
    "sole words": N_("sole words"),
    "tag": N_("tag"),
    "text around": N_("text around"),
    "words": N_("words"),
}
# Which clues of the whole form it were is for developers; that it was the whole form is for everybody.
BY_THE_FORM = re.compile(r".+, as fields for a (.+) have it")


def clue_words(clue: str) -> str:
    """A reason of the resolver in her language; as it is, where it is none of those."""
    if spoken_language() == OWN:
        return clue
    by_form = BY_THE_FORM.fullmatch(clue)
    if by_form:
        return _("the form as a whole tells that this is: {kind}", kind=in_words(by_form[1]))
    return retold(clue, (*FORMS, *RECORDED), CALLED)


def _region(name: str) -> str:
    return _(REGIONS.get(name, name))


def _trait(name: str) -> str:
    return _(TRAITS.get(name, name))


CALLED = {"role": role_words, "kind": in_words, "region": _region, "trait": _trait}
