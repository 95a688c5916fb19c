"""What the walks over the real executable share: starting it, asking it, counting checks.

Standard library only. The executable is $SAPA, or build/sapa of this tree.
"""

import hashlib
import hmac
import http.client
import json
import mmap
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

TOP = pathlib.Path(__file__).resolve().parents[2]
NUMBER, ACCOUNT = "440022330055662", "330011220044551"
ACCESS_TOKEN, APP_SECRET = "EAASIMTOKEN0001", "sim_app_secret_0001"
DISPLAY_PHONE = "6281200007700"


def executable():
    path = pathlib.Path(os.environ.get("SAPA") or TOP / "build" / "sapa")
    if not path.exists():
        sys.exit(f"no executable at {path}: run packaging/try --build-only, or set SAPA")
    return str(path)


def has_crash_points():
    return b"SAPA_CRASH_AT" in pathlib.Path(executable()).read_bytes()


def free_port():
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        return spare.getsockname()[1]


class Checks:
    """Prints `ok` and `FAIL` lines and the closing count."""

    def __init__(self, group):
        self.group, self.good, self.bad = group, 0, 0

    def check(self, what, good, why=""):
        if good:
            self.good += 1
            print(f"ok {self.group}: {what}", flush=True)
        else:
            self.bad += 1
            print(f"FAIL {self.group}: {what}: {why}", flush=True)
        return good

    def close(self):
        print(f"{self.good} passed, {self.bad} failed", flush=True)
        return 1 if self.bad else 0


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    def code(self):
        try:
            return self.json["error"]["code"]
        except (ValueError, KeyError, TypeError):
            return ""


class Client:
    """One keep-alive connection. Not for several threads at once."""

    def __init__(self, port, token=None, cookie=None, workspace=None, timeout=30):
        self.port, self.token, self.cookie, self.workspace = port, token, cookie, workspace
        self.timeout, self._link, self._used = timeout, None, 0.0

    def ask(self, method, path, body=None, headers=None, raw=None, content_type=None):
        sent = {}
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        if self.cookie:
            sent["Cookie"] = self.cookie
        if not self.token:
            sent["Sapa-Request"] = "1"
        if self.workspace:
            sent["Sapa-Workspace"] = self.workspace
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        if content_type:
            sent["Content-Type"] = content_type
        sent.update(headers or {})
        if time.monotonic() - self._used > 2:
            self.close()  # it may be closed at the other end by now
        self._used = time.monotonic()
        for last in (False, True):
            fresh = self._link is None
            if fresh:
                self._link = self.connect()
            try:
                self._link.request(method, path, data, sent)
                got = self._link.getresponse()
                return Answer(got.status, got.headers, got.read())
            except (OSError, http.client.HTTPException):
                self.close()
                # An idle connection may have been closed in between; a question is asked again.
                if last or fresh or method != "GET":
                    raise

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def all(self, path):
        """Every row of a paged list."""
        rows, cursor = [], None
        while True:
            extra = {"limit": "100", **({"cursor": cursor} if cursor else {})}
            page = self.get(path + ("&" if "?" in path else "?") + urllib.parse.urlencode(extra))
            if page.status != 200:
                raise RuntimeError(f"{path}: {page.status} {page.text[:200]}")
            rows += page.json["data"]
            cursor = page.json.get("next")
            if not cursor:
                return rows

    def close(self):
        if self._link:
            self._link.close()
        self._link = None


class Process:
    """The executable running until told to stop; what it says goes to a log."""

    def __init__(self, arguments, port, log, environment=None):
        self.port = port
        self.started = time.monotonic()
        with open(log, "ab") as words:
            self.child = subprocess.Popen(
                [executable(), *arguments], stdin=subprocess.DEVNULL, stdout=words, stderr=words,
                env={**os.environ, **(environment or {})})

    def wait_ready(self, within=30.0):
        """Seconds from start until /healthz said 200."""
        while time.monotonic() - self.started < within:
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                link.request("GET", "/healthz")
                status = link.getresponse().status
                link.close()
                if status == 200:
                    return time.monotonic() - self.started
            except (OSError, http.client.HTTPException):
                pass
            if self.child.poll() is not None:
                raise RuntimeError(f"ended with {self.child.returncode} before it was ready")
            time.sleep(0.002)
        raise RuntimeError(f"not ready within {within} s")

    def alive(self):
        return self.child.poll() is None

    def kill(self):
        self.child.kill()
        self.child.wait()

    def stop(self, within=15):
        if self.alive():
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(within)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.child.returncode


class House:
    """A folder of its own with server, simulator and logs."""

    def __init__(self, name):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"sapa-{name}-"))
        self.data = self.folder / "data"
        self.logs = self.folder / "logs"
        self.logs.mkdir()
        self.port, self.simulator_port = free_port(), free_port()
        self.server = self.simulator = None

    def cli(self, *arguments, check=True):
        """Runs a command with --data and --json; gives what it printed."""
        done = subprocess.run([executable(), *arguments, "--data", str(self.data), "--json"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        with open(self.logs / "cli.err", "a", encoding="utf-8") as log:
            log.write(done.stderr)
        if check and done.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments[:2])}: {done.returncode} {done.stderr[-500:]}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def serve(self, environment=None, ready=True, more=()):
        self.server = Process(
            ["serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}",
             "--allow-origin", f"http://127.0.0.1:{self.simulator_port}", *more],
            self.port, self.logs / "server.log", environment)
        if ready:
            self.server.ready = self.server.wait_ready()
        return self.server

    def simulate(self, *more):
        self.simulator = Process(
            ["simulate", "--listen", f"127.0.0.1:{self.simulator_port}", *more],
            self.simulator_port, self.folder / "simulator.log")
        self.simulator.wait_ready()
        return self.simulator

    def workspace(self, slug, email):
        return self.cli("workspace", "create", slug, "--name", slug.title(), "--owner-email", email)

    def token(self, slug, scopes="all", name="test"):
        return self.cli("token", "create", "--workspace", slug, "--name", name,
                        "--scopes", scopes)["token"]

    def channel(self, slug, number=NUMBER, account=ACCOUNT, token=ACCESS_TOKEN, secret=APP_SECRET):
        return self.cli("channel", "add", "whatsapp", "--workspace", slug,
                        "--phone-number-id", number, "--waba-id", account,
                        "--access-token", token, "--app-secret", secret,
                        "--graph-url", f"http://127.0.0.1:{self.simulator_port}")

    def client(self, token=None, **more):
        return Client(self.port, token, **more)

    def phone(self):
        """The simulator's own controls."""
        return Client(self.simulator_port)

    def close(self, keep=False):
        for process in (self.server, self.simulator):
            if process:
                process.stop()
        if keep:
            print(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


def moment(seconds):
    """A time as the API reads it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds * 1000) % 1000:03d}Z"


def signed(body, secret=APP_SECRET):
    """Headers of a webhook as WhatsApp sends it."""
    mark = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=" + mark}


def incoming(person, wamid, text, number=NUMBER, account=ACCOUNT):
    """A webhook with one text; person is (name, phone, user id)."""
    name, phone, user = person
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": account, "changes": [
        {"field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": DISPLAY_PHONE, "phone_number_id": number},
            "contacts": [{"profile": {"name": name}, "wa_id": phone, "user_id": user}],
            "messages": [{"from": phone, "from_user_id": user, "id": wamid,
                          "timestamp": str(int(time.time())), "type": "text",
                          "text": {"body": text}}]}}]}]}).encode()


def within(path, needles):
    """Those of `needles` (name to bytes) that stand in the file, however large it is."""
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            return []
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return [name for name, needle in needles.items() if content.find(needle) >= 0]


def files_with(folder, needles):
    """(file, needle) for each secret or text that lies readable in a file below folder, or in it."""
    folder = pathlib.Path(folder)
    files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    sought = {name: needle.encode() for name, needle in needles.items()}
    return [(str(path.relative_to(folder.parent)), name) for path in files
            if path.is_file() and not path.is_symlink() for name in within(path, sought)]


# Headers that are different every time; that they are there is what counts.
VARY = {"date": "*", "request-id": "*", "content-length": "*", "etag": "*", "last-modified": "*"}


def snapshot(pages):
    """Status and headers of (name, answer) pairs as text that two runs share."""
    lines = []
    for name, got in pages:
        lines.append(f"== {name}: {got.status}")
        for key, value in sorted((k.lower(), v) for k, v in got.headers.items()):
            if key in ("connection", "keep-alive"):
                continue
            value = VARY.get(key, value)
            value = re.sub(r"\b(__Host-)?([sd])=[^;]+", r"\1\2=*", value)
            value = re.sub(r"'sha256-[^']+'", "'sha256-*'", value)
            lines.append(f"{key}: {value}")
        lines.append("")
    return "\n".join(lines)


def changed_headers(before, now):
    """(page, lines that are gone, lines that are new) for each page of the snapshot `now`."""
    then = dict(part.split(":", 1) for part in before.split("== ") if part)
    for part in now.split("== ")[1:]:
        name, rest = part.split(":", 1)
        old, new = set(then.get(name, "").strip().splitlines()), set(rest.strip().splitlines())
        yield name, old - new, new - old


def stream_head(client):
    """How the event stream begins for that client."""
    link = client.connect()
    headers = {"Authorization": "Bearer " + client.token} if client.token else {}
    headers.update({"Cookie": client.cookie} if client.cookie else {})
    headers.update({"Sapa-Workspace": client.workspace} if client.workspace else {})
    link.request("GET", "/api/v1/stream", headers=headers)
    got = link.getresponse()
    link.close()
    return Answer(got.status, got.headers, b"")
