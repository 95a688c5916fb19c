#!/usr/bin/env python3
"""Puts files into the executable: one assembler file with the bytes, one C++ file with the table.

Usage: embed.py OUT-FOLDER [--web FOLDER] [--phone FOLDER] NAME=PATH...
Files of the two pages get a gzip and a Brotli form; a FILE.br or FILE.gz beside FILE is taken as it is.
"""
import argparse
import gzip
import hashlib
import pathlib
import re
import shutil
import subprocess

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
COMPRESSED_ALREADY = {".gif", ".jpg", ".mp3", ".ogg", ".png", ".webp", ".woff2"}
# What Vite writes: NAME-HASH.EXT below assets/.
HASHED = re.compile(r"^/assets/.*[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+$")


def brotli(data: bytes) -> bytes:
    tool = shutil.which("brotli")
    if not tool:
        return b""
    return subprocess.run([tool, "-q", "11", "-c", "-"], input=data, stdout=subprocess.PIPE, check=True).stdout


def forms(file: pathlib.Path, data: bytes) -> tuple[bytes, bytes]:
    if file.suffix in COMPRESSED_ALREADY or len(data) < 200:
        return b"", b""
    br, gz = file.with_name(file.name + ".br"), file.with_name(file.name + ".gz")
    made_br = br.read_bytes() if br.exists() else brotli(data)
    made_gz = gz.read_bytes() if gz.exists() else gzip.compress(data, 9, mtime=0)
    return tuple(made if len(made) < len(data) else b"" for made in (made_br, made_gz))


class Bytes:
    """The assembler file: every blob under a label, terminated so that it is also a C string."""

    def __init__(self, out: pathlib.Path):
        self.out = out
        self.lines = ['    .section .rodata, "a"']

    def add(self, data: bytes) -> str:
        if not data:
            return "{}"
        digest = hashlib.sha256(data).hexdigest()[:24]
        label = f"sapa_blob_{digest}"
        if not any(line == f"{label}:" for line in self.lines):
            blob = self.out / "blobs" / digest
            if not blob.exists():
                blob.write_bytes(data)
            self.lines += ["    .balign 16", f"    .globl {label}", f"{label}:", f'    .incbin "{blob}"', "    .byte 0"]
        return f"{{{label}, {len(data)}}}"

    def labels(self) -> list[str]:
        return sorted(line[:-1] for line in self.lines if line.startswith("sapa_blob_"))

    def text(self) -> str:
        return "\n".join(self.lines) + '\n    .section .note.GNU-stack, "", %progbits\n'


def site(folder: pathlib.Path | None, blobs: Bytes) -> list[str]:
    """Rows of the table for every file of a built page."""
    rows = []
    if not folder or not folder.is_dir():
        return rows
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.name.startswith(".") or file.suffix in (".br", ".gz") and file.with_suffix("").exists():
            continue
        path = "/" + file.relative_to(folder).as_posix()
        data = file.read_bytes()
        br, gz = forms(file, data)
        kind = CONTENT_TYPES.get(file.suffix, "application/octet-stream")
        etag = hashlib.sha256(data).hexdigest()[:20]
        fixed = "true" if HASHED.match(path) else "false"
        # Only pages ask for these, and every browser takes gzip.
        raw = b"" if gz and HASHED.match(path) else data
        rows.append((path, f'    {{"{path}", "{kind}", "\\"{etag}\\"",\n'
                           f"     {blobs.add(raw)}, {blobs.add(br)}, {blobs.add(gz)}, {fixed}}},\n"))
    return [row for _, row in sorted(rows)]


def write_if_new(path: pathlib.Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--web", type=pathlib.Path)
    arguments.add_argument("--phone", type=pathlib.Path)
    arguments.add_argument("files", nargs="*")
    given = arguments.parse_intermixed_args()
    (given.out / "blobs").mkdir(parents=True, exist_ok=True)
    blobs = Bytes(given.out)

    web, phone = site(given.web, blobs), site(given.phone, blobs)
    files = []
    for name, path in sorted(item.split("=", 1) for item in given.files):
        files.append(f'    {{"{name}", {blobs.add(pathlib.Path(path).read_bytes())}}},\n')

    table = [
        "// Made by cmake/embed.py.\n",
        '#include "base/embedded.hpp"\n\n#include <algorithm>\n#include <vector>\n\nextern "C" {\n',
        *(f"extern char const {label}[];\n" for label in blobs.labels()),
        "}\n\nnamespace base {\n\nstd::span<Embedded const> embedded_web()\n{\n",
        "    static std::vector<Embedded> const all{\n",
        *web,
        "    };\n    return all;\n}\n\nstd::span<Embedded const> embedded_phone()\n{\n",
        "    static std::vector<Embedded> const all{\n",
        *phone,
        "    };\n    return all;\n}\n\nstd::span<EmbeddedFile const> embedded_files()\n{\n",
        "    static std::vector<EmbeddedFile> const all{\n",
        *files,
        "    };\n    return all;\n}\n\nstd::string_view embedded_file(std::string_view name)\n{\n",
        "    auto const all = embedded_files();\n",
        "    auto const found = std::ranges::find(all, name, &EmbeddedFile::name);\n",
        "    return found == all.end() ? std::string_view{} : found->text;\n}\n\n}  // namespace base\n",
    ]
    write_if_new(given.out / "embedded.S", blobs.text())
    write_if_new(given.out / "embedded.cpp", "".join(table))


main()
