#!/usr/bin/env python3
"""Splits the full httplib.h into declarations (httplib.h) and bodies (httplib.cc).

The header marks each change between the two with a border comment line; bodies lose
their `inline`. One compiled copy then serves every file that includes the header.
Usage: split-httplib.py HEADER OUT-FOLDER
"""
import pathlib
import sys

BORDER = "// " + "-" * 76


def main() -> None:
    header, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    declarations, bodies = [], ['#include "httplib.h"\nnamespace httplib {\n']
    in_bodies = False
    for line in header.read_text(encoding="utf-8").splitlines(keepends=True):
        if BORDER in line:
            in_bodies = not in_bodies
        elif in_bodies:
            bodies.append(line.replace("inline ", ""))
        else:
            declarations.append(line)
    bodies.append("} // namespace httplib\n")
    (out / "httplib.h").write_text("".join(declarations), encoding="utf-8")
    (out / "httplib.cc").write_text("".join(bodies), encoding="utf-8")


main()
