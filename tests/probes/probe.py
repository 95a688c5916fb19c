"""What every probe is made of: its name, its cases, and how it is told."""

import pathlib
import re
import time
import traceback

CORPORA = pathlib.Path(__file__).parent / "corpora"
SHOWN = 4  # failed cases of one probe that are printed


class Skip(Exception):
    """The probe does not apply to this server, or lacks what it needs; the text says which."""


class Cases:
    """Collects what one probe looked at."""

    def __init__(self):
        self.count, self.failed, self.note = 0, [], ""

    def __call__(self, good, why):
        self.count += 1
        if not good:
            self.failed.append(str(why))
        return bool(good)


PROBES = {}


def probe(name, promise):
    """Registers a function(world, case) as the probe of that name."""
    def keep(run):
        assert name not in PROBES, name
        PROBES[name] = (promise, run)
        return run
    return keep


def run_one(name, world):
    """Prints the line of one probe; gives 'ok', 'FAIL' or 'skip'."""
    promise, run = PROBES[name]
    case, begun = Cases(), time.monotonic()
    try:
        run(world, case)
    except Skip as why:
        if not case.failed:
            print(f"skip {name}: {promise}: {why}", flush=True)
            return "skip"
    except Exception as error:  # a probe that comes apart has not shown what it promises
        where = traceback.extract_tb(error.__traceback__)[-1]
        case(False, f"{type(error).__name__}: {error} ({pathlib.Path(where.filename).name}:{where.lineno})")
    if case.count == 0:
        case(False, "looked at nothing")
    if case.failed:
        for why in case.failed[:SHOWN]:
            print(f"FAIL {name} {promise}: {why[:400]}", flush=True)
        if len(case.failed) > SHOWN:
            print(f"     and {len(case.failed) - SHOWN} more of {case.count}", flush=True)
        return "FAIL"
    more = f"; {case.note}" if case.note else ""
    print(f"ok {name} {promise} ({case.count} cases{more}, {time.monotonic() - begun:.1f} s)", flush=True)
    return "ok"


def in_order(name):
    """Those that use up sign-in tries come late, those that look back at the whole run last."""
    late = {"A7": 1, "H4": 1, "E": 2, "T": 2, "G": 4, "C": 3, "W7": 3, "F5": 3, "UNIT": 3}
    letters, digits = re.match(r"([A-Z]+)(\d*)", name).groups()
    order = "WIABXHJDFSTECPUG"
    return (late.get(name, late.get(letters, 0)), order.find(letters[0]), int(digits or 0))


def corpus(name):
    """The lines of a corpus; # begins a comment, \\xHH \\r \\n \\t \\0 \\\\ stand for bytes."""
    lines = (CORPORA / name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[rnt0\\])")


def unescape(text):
    """A corpus's escapes as text: \\xHH is the code point, \\uHHHH too."""
    plain = {"r": "\r", "n": "\n", "t": "\t", "0": "\0", "\\": "\\"}
    return ESCAPE.sub(lambda m: plain.get(m[1]) or chr(int(m[1][1:], 16)), text)
