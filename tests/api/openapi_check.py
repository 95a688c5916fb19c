#!/usr/bin/env python3
"""Whether the dashboard's types and the committed document still say what the server says.

Usage: openapi_check.py SAPA   (the executable; it prints the document)
Every path and method of web/src/lib/api/schema.d.ts must exist, and every member of a type that has
the same name on both sides must be one the server sends. docs/openapi.json must be the document.
"""
import json, pathlib, re, subprocess, sys

TOP = pathlib.Path(__file__).resolve().parents[2]
text = subprocess.run([sys.argv[1], "openapi"], capture_output=True, text=True, check=True).stdout
document = json.loads(text)
types = (TOP / "web/src/lib/api/schema.d.ts").read_text()
passed = failed = 0


def shape(path):
    """The address without the names of its places, which never travel."""
    return re.sub(r"\{\w+\}", "{}", path)


served_paths = {}
for path, methods in document["paths"].items():
    served_paths.setdefault(shape(path), set()).update(methods)


def check(fine, what):
    global passed, failed
    if fine:
        passed += 1
    else:
        failed += 1
        print("FAIL openapi:", what)


def blocks(source, indent):
    """Members at one indentation: name and everything up to the next one."""
    heads = list(re.finditer(rf"^{' ' * indent}(?:'([^']+)'|(\w+))\??:", source, re.M))
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(source)
        yield head.group(1) or head.group(2), source[head.end():end]


paths = types[types.index("export interface paths"):]
for path, body in blocks(paths, 2):
    there = served_paths.get(shape("/api/v1" + path))
    check(there is not None, f"{path} is not served")
    for method in set(re.findall(r"\b(get|post|put|patch|delete): ", body)):
        check(there is None or method in there, f"{method} {path} is not served")

schemas = types[types.index("schemas: {"):types.index("export interface paths")]
for name, body in blocks(schemas, 4):
    served = document["components"]["schemas"].get(name, {}).get("properties")
    if served is None:
        continue
    for member in re.findall(r"^      (\w+)\??:", body, re.M) or re.findall(r"[{;] (\w+)\??:", body):
        check(member in served, f"{name}.{member} is not sent")

committed = TOP / "docs/openapi.json"
same = committed.exists() and json.loads(committed.read_text()) == document
check(same, "docs/openapi.json is not what `sapa openapi` prints; write it anew")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
