#!/usr/bin/env python3
"""Starts a server with a simulator beside it, one workspace to probe and a neighbour's, and runs
every probe against it. SAPA names the executable; more words are passed on to tests/probes/run."""

import contextlib
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "kit"))
import kit  # noqa: E402
import main  # noqa: E402
from asking import cookies_of  # noqa: E402

EMAIL, PASSWORD = "pemilik@example.com", "gerimis pemilik di beranda"
OTHER, OTHER_PASSWORD = "tetangga@example.com", "kabut tetangga di lereng"
SMALL = 180 << 20  # holds the ballast and a few databases


class SmallDisk:
    """A server whose folder lies on a small file system."""

    def __init__(self, house, phone_port):
        self.house, self.port = house, phone_port
        self.token = house.token("kecil")
        self.client = house.client(self.token)
        channel = house.channel("kecil", "440022330055999", "330011220044999")
        self.id = channel["id"]
        self.hook = "/webhooks/whatsapp/" + channel["webhook_url"].rsplit("/", 1)[1]

    def deliver(self, text, padding=0, patience=0):
        body = kit.incoming(("Kecil", "628770000099", "ID.70000000000000000099"), "wamid.SMALL" + text.encode().hex(), text,
                            "440022330055999", "330011220044999") + b" " * padding
        until = time.monotonic() + patience
        while True:
            status = self.house.client().post(self.hook, raw=body, headers=kit.signed(body)).status
            if status == 200 or time.monotonic() > until:
                return status
            time.sleep(0.5)

    def fill(self):
        # The server gives its ballast first: it is filled until nothing more goes in.
        for round_ in range(4):
            with open(self.house.folder / "disk" / f"filler{round_}", "wb", buffering=0) as out:
                with contextlib.suppress(OSError):
                    while True:
                        out.write(b"x" * 65536)
                with contextlib.suppress(OSError):
                    while True:
                        out.write(b"x" * 64)
            self.deliver(f"pengisi {round_}", 60_000)
            time.sleep(0.3)

    def make_room(self):
        for one in (self.house.folder / "disk").glob("filler*"):
            one.unlink()

    def reads(self):
        return self.client.get("/api/v1/conversations").status

    def upload(self, size):
        return self.client.ask("POST", f"/api/v1/media?name=a.txt&kind=document&channel_id={self.id}",
                               raw=b"halo " * (size // 5), content_type="text/plain").status

    def alive(self):
        return self.house.server.alive()

    def kept(self, within, wanted):
        until = time.monotonic() + within
        while True:
            texts = set()
            for talk in self.client.all("/api/v1/conversations"):
                for row in self.client.all(f"/api/v1/conversations/{talk['id']}/messages"):
                    if row["text"].startswith(("penuh", "satu")):
                        texts.add(row["text"])
            if len(texts) >= wanted or time.monotonic() > until:
                return len(texts)
            time.sleep(0.5)


class Scratch:
    """What only somebody on the server's machine can do."""

    def __init__(self, house):
        self.house = house

    def reset_link(self, email):
        return self.house.cli("user", "reset-link", email)["link"].rsplit("/", 1)[1]

    @contextlib.contextmanager
    def small_disk(self):
        from probe import Skip
        small = kit.House("small")
        disk = small.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", disk], capture_output=True).returncode:
            small.close()
            raise Skip("no file system can be mounted here")
        try:
            small.data = disk / "data"
            small.simulator_port = self.house.simulator_port
            small.workspace("kecil", "kecil@example.com")
            small.serve()
            yield SmallDisk(small, self.house.simulator_port)
        finally:
            if small.server:
                small.server.stop()
            subprocess.run(["umount", "-l", disk], check=False)
            small.close()


def setup_link(house):
    for _ in range(200):
        found = re.search(r"/setup\?code=(\S+)", (house.logs / "server.log").read_text())
        if found:
            return found[1]
        time.sleep(0.05)
    raise RuntimeError("no set-up link was printed")


def furnish(house):
    """Sets the server up through its printed link; gives the code."""
    code = setup_link(house)
    got = house.client().post("/api/v1/setup", {
        "code": code, "email": EMAIL, "name": "Pemilik", "password": PASSWORD, "language": "en",
        "workspace": {"slug": "probes", "name": "Probes", "country": "ID", "time_zone": "Asia/Jakarta", "language": "en"}})
    if got.status != 201:
        raise RuntimeError(f"set-up: {got.status} {got.text}")
    house.channel("probes")
    made = house.workspace("tetangga", OTHER)
    secret = urllib.parse.quote(made["invite_link"].rsplit("/", 1)[1])
    got = house.client().post(f"/api/v1/invitations/{secret}", {"name": "Tetangga", "password": OTHER_PASSWORD})
    if got.status not in (200, 201):
        raise RuntimeError(f"neighbour: {got.status} {got.text}")
    channel = house.channel("tetangga", "440022330055777", "330011220044777", secret="secret_of_the_neighbour")
    hook = urllib.parse.urlsplit(channel["webhook_url"]).path
    for n in range(2):
        person = (f"Kenalan tetangga {n}", f"62877000077{n}", f"ID.7000000000000077{n}")
        body = kit.incoming(person, f"wamid.NEXT{n}", "hanya tetangga", "440022330055777", "330011220044777")
        house.client().post(hook, raw=body, headers=kit.signed(body, "secret_of_the_neighbour"))
    owner = house.client(cookie=cookies_of(got), workspace="tetangga")
    owner.ask("POST", f"/api/v1/media?name=a.txt&kind=document&channel_id={channel['id']}", raw=b"halo", content_type="text/plain")
    return code


def run():
    house = kit.House("probes")
    liar = kit.free_port()
    try:
        house.simulate("--speed", "20")
        extra = ["--allow-origin", f"http://127.0.0.1:{liar}", "--streams-per-token", "20000",
                 "--log-level", "debug", "--log-format", "json"]
        house.serve(more=extra)
        code = furnish(house)
        _, options = main.read_options([
            f"http://127.0.0.1:{house.port}", "--email", EMAIL, "--password", PASSWORD, "--workspace", "probes",
            "--app-secret", kit.APP_SECRET, "--other-email", OTHER, "--other-password", OTHER_PASSWORD,
            "--state", str(house.data), "--logs", str(house.logs), "--pid", str(house.server.child.pid),
            "--sapa", kit.executable(), "--simulator", f"http://127.0.0.1:{house.simulator_port}",
            "--liar", f"http://127.0.0.1:{liar}", *[word for word in sys.argv[1:] if word != "--keep"]])
        options.setup_code = code
        options.scratch = Scratch(house)

        def restart():
            house.server.stop()
            # What follows is logged in the other format; both are searched in the end.
            extra[-1] = "text" if extra[-1] == "json" else "json"
            house.serve(more=extra)
            options.pid = house.server.child.pid
        options.restart_now = restart
        return main.run(options)
    finally:
        house.close("--keep" in sys.argv)


if __name__ == "__main__":
    sys.exit(run())
