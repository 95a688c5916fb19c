#!/usr/bin/env python3
"""Whether what is generated from the route table is committed as it would be generated now.

Usage: openapi_check.py SAPA   (the executable; it prints the document)
docs/openapi.json must be the document, web/src/lib/api/schema.d.ts and limits.ts what
web/build/write-api.mjs makes of it. Codes that the rooms refuse with must be in src/api/codes.hpp.
"""
import json, pathlib, re, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
AGAIN = "write it anew with cmake/write-api.sh"
passed = failed = 0


def check(fine, what):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
        print("FAIL openapi:", what)


printed = subprocess.run([sys.argv[1], "openapi"], capture_output=True, text=True, check=True).stdout
document = json.loads(printed)
committed = TOP / "docs/openapi.json"
check(committed.exists() and committed.read_text() == printed,
      f"docs/openapi.json is not what `sapa openapi` prints; {AGAIN}")

with tempfile.TemporaryDirectory() as folder:
    made = subprocess.run(["node", "build/write-api.mjs", folder], cwd=TOP / "web",
                          capture_output=True, text=True)
    check(made.returncode == 0, f"write-api.mjs: {made.stderr[-500:]}")
    for name in ("schema.d.ts", "limits.ts"):
        fresh = pathlib.Path(folder) / name
        check(fresh.exists() and fresh.read_text() == (TOP / "web/src/lib/api" / name).read_text(),
              f"web/src/lib/api/{name} is not what its generator makes; {AGAIN}")

# Every object that travels has a name, so that the client has a type for it.
PAGE = {"data", "next"}


def nameless(schema, where):
    if not isinstance(schema, dict) or "$ref" in schema:
        return
    members = schema.get("properties", {})
    if members and set(members) != PAGE:
        yield where
    for name, one in members.items():
        yield from nameless(one, f"{where}.{name}")
    for one in schema.get("oneOf", []) + [schema.get("items")]:
        yield from nameless(one, where)


for path, methods in document["paths"].items():
    for method, operation in methods.items():
        answers = [a for s, a in operation["responses"].items() if s.startswith("2")]
        for part in answers + [operation.get("requestBody", {})]:
            schema = part.get("content", {}).get("application/json", {}).get("schema")
            for where in nameless(schema, f"{method} {path}"):
                check(False, f"{where} is an object without a name")
        check(True, path)
for name, schema in document["components"]["schemas"].items():
    for member, one in schema.get("properties", {}).items():
        for where in nameless(one, f"{name}.{member}"):
            check(False, f"{where} is an object without a name")

# Codes written in the rooms a request walks through.
known = set(document["components"]["schemas"]["RefusalCode"]["enum"])
ROOMS = "accounts api contacts control conversations intake media outbox".split()
NOT_BY_REQUEST = {"backup", "backup_file", "folder", "root_key", "rotation", "vault", "control", "settings",
                  "door", "turn"}
for room in ROOMS:
    for file in sorted((TOP / "src" / room).glob("*.cpp")):
        if file.stem in NOT_BY_REQUEST:
            continue
        for code in re.findall(r'Fault::\w+,\s*"(\w+)"', file.read_text()):
            check(code in known, f"{file.relative_to(TOP)}: {code} is not in src/api/codes.hpp")

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
