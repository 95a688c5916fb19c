#!/usr/bin/env python3
"""Writes the licence texts of everything that is linked or bundled into the executable.

Usage: licences.py OUT --sqlite FOLDER --httplib FOLDER [--web FOLDER]
Debian's parts bring theirs in /usr/share/doc, the npm ones beside their code.
"""
import argparse
import json
import pathlib
import re

# What the executable holds, and the packages that say under which terms.
DEBIAN = [
    ("libsodium", ["libsodium-dev"]),
    ("OpenSSL", ["libssl-dev"]),
    ("nlohmann/json", ["nlohmann-json3-dev"]),
    ("CLI11", ["libcli11-dev"]),
    ("SQLiteCpp", ["libsqlitecpp-dev"]),
    ("CA certificates", ["ca-certificates"]),
    ("GNU C library", ["libc6-dev"]),
    ("GCC runtime libraries", ["libstdc++-14-dev", "libstdc++-13-dev", "libstdc++-12-dev", "gcc-12-base"]),
]


def first_text(folder: pathlib.Path, pattern: str) -> str:
    for file in sorted(folder.glob(pattern)):
        if file.is_file():
            return file.read_text(encoding="utf-8", errors="replace").strip()
    return ""


def bundled(web: pathlib.Path) -> list[tuple[str, str]]:
    """Every npm package that the pages can contain, development tools left out."""
    lock = json.loads((web / "package-lock.json").read_text())
    parts = []
    for path, package in sorted(lock["packages"].items()):
        if not path or package.get("dev") or package.get("devOptional") or package.get("optional"):
            continue
        name = path.rsplit("node_modules/", 1)[1]
        text = first_text(web / path, "[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*")
        parts.append((f"{name} {package['version']}", text or f"Licence: {package.get('license', 'see the package')}"))
    return parts


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--sqlite", type=pathlib.Path, required=True)
    arguments.add_argument("--httplib", type=pathlib.Path, required=True)
    arguments.add_argument("--web", type=pathlib.Path)
    given = arguments.parse_args()

    source = (given.sqlite / "sqlite3.c").read_text(encoding="utf-8", errors="replace")
    holders = sorted(set(re.findall(r"Copyright:\s+(\(c\) [0-9-]+ (?:Ulrich Telle|Frank Denis))", source)))
    parts = [
        ("SQLite", "SQLite is in the public domain."),
        ("SQLite3 Multiple Ciphers", "MIT licence. Copyright\n" + "\n".join(holders)
         + "\n\nThe package it is taken from:\n\n" + first_text(given.sqlite, "LICENSE")),
        ("cpp-httplib", first_text(given.httplib, "LICENSE") or "MIT licence. Copyright (c) Yuji Hirose"),
    ]
    for name, packages in DEBIAN:
        text = next(filter(None, (first_text(pathlib.Path("/usr/share/doc") / p, "copyright") for p in packages)), "")
        parts.append((name, text or "See the distribution's documentation of this package."))
    if given.web and (given.web / "package-lock.json").exists():
        parts += bundled(given.web)

    rule = "=" * 80
    text = "Sapa is under the Apache License 2.0. It contains the following.\n"
    text += "".join(f"\n{rule}\n{name}\n{rule}\n\n{terms}\n" for name, terms in parts)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(text, encoding="utf-8")


main()
