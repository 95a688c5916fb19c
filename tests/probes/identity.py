"""I: who a visitor of a web chat is. There is no web chat yet: the day a route for visitors appears
these fail, so that they get written."""

from probe import Skip, probe


def wants_web_chat(world, case):
    found = [str(op) for op in world.table() if any(word in op.path for word in ("visitor", "widget"))]
    if not found:
        raise Skip("there is no web chat yet")
    case(False, f"there is a web chat now ({found[0]}) and nobody wrote this probe")


for name, promise in {
    "I1": "an empty, null, odd or missing proof of identity is refused",
    "I2": "another channel's proof is refused",
    "I3": "the same e-mail without proof is another contact",
    "I4": "no field claims to be proven",
    "I5": "a visitor's token is worth nothing on another channel",
}.items():
    probe(name, promise)(wants_web_chat)
