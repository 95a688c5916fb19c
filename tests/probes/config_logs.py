"""C, G, P: how the server is set up, what it writes down, what it says when it breaks."""

import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile
import time

import kit
from probe import Skip, probe

MOST_EXPOSED = 2.0  # of `systemd-analyze security`


def executable(world):
    if not world.options.sapa:
        raise Skip("wants the executable: --sapa")
    return world.options.sapa


class Own:
    """A server of our own in a folder of its own, as the user nobody when we are root."""

    def __init__(self, sapa):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sapa-probe-"))
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.sapa = shutil.copy(sapa, self.folder / "sapa") if self.user else sapa
        self.data, self.port = self.folder / "data", kit.free_port()
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            os.chmod(self.sapa, 0o755)

    def drop(self):
        if self.user:
            os.setgroups([])
            os.setgid(self.user.pw_gid)
            os.setuid(self.user.pw_uid)

    def run(self, *words):
        return subprocess.run([self.sapa, *words, "--data", str(self.data)], capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, preexec_fn=self.drop)

    def serve(self):
        words = ["serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]
        return subprocess.Popen([self.sapa, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, preexec_fn=self.drop)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


@probe("C1", "a root key that others may read keeps the server from starting")
def open_key(world, case):
    own = Own(executable(world))
    try:
        made = own.run("workspace", "create", "kunci", "--name", "Kunci", "--owner-email", "kunci@example.com")
        case(made.returncode == 0, made.stderr[:200])
        key = pathlib.Path(str(own.data) + ".key")
        case(key.stat().st_mode & 0o777 == 0o600, f"the key is made as {oct(key.stat().st_mode)}")
        case(own.data.stat().st_mode & 0o077 == 0, f"the data folder is made as {oct(own.data.stat().st_mode)}")
        for mode in (0o644, 0o640, 0o604, 0o660, 0o666, 0o700 | 0o044):
            key.chmod(mode)
            child = own.serve()
            try:
                _, said = child.communicate(timeout=10)
                case(child.returncode != 0 and "key" in said.lower(), f"as {oct(mode)}: {child.returncode} {said[-160:]}")
            except subprocess.TimeoutExpired:
                child.kill()
                child.communicate()
                case(False, f"as {oct(mode)} it runs")
        key.chmod(0o600)
        if own.user:
            os.chown(key, 0, 0)
            done = own.run("workspace", "list")
            case(done.returncode != 0, "somebody else's key is taken")
            os.chown(key, own.user.pw_uid, own.user.pw_gid)
        done = own.run("workspace", "list")
        case(done.returncode == 0, f"as 0600 it does not work: {done.stderr[:160]}")
        key.write_bytes(os.urandom(32))
        done = own.run("workspace", "list")
        case(done.returncode != 0, "another key opens the data")
    finally:
        own.remove()


@probe("C3", "the process leaves no core and others of its user cannot look into it")
def no_core(world, case):
    own = Own(executable(world))
    child = own.serve()
    try:
        for _ in range(100):
            if child.poll() is not None or (own.data / "run.json").exists():
                break
            time.sleep(0.05)
        time.sleep(0.3)
        pids = [child.pid] + ([world.options.pid] if world.options.pid else [])
        for pid in pids:
            limits = pathlib.Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
            core = re.search(r"Max core file size\s+(\S+)\s+(\S+)", limits)
            case(core and core[1] == "0" and core[2] == "0", f"core size {core and core.groups()}")
            status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            uid = int(re.search(r"Uid:\s+(\d+)", status)[1])
            if uid:  # what a process that may be dumped has in /proc is its user's
                owner = os.stat(f"/proc/{pid}/environ").st_uid
                case(owner == 0, f"/proc/{pid} belongs to {owner}: it can be dumped")
                looked = subprocess.run(["cat", f"/proc/{pid}/environ"], capture_output=True, preexec_fn=own.drop)
                case(looked.returncode != 0, "its own user reads its environment")
        case.note = f"{len(pids)} processes"
    finally:
        child.kill()
        child.communicate()
        own.remove()


@probe("G1", "no secret of the run, no text and no phone lies in files or logs")
def grep_everything(world, case):
    state, logs = world.options.state, world.options.logs
    if not state and not logs:
        raise Skip("wants --state, --logs or both")
    needles = {name: value for name, value in world.secrets.items() if value}
    if world.options.simulator:
        needles["access token"] = kit.ACCESS_TOKEN
    for name, folder in [("the data folder", state)] + [("the logs", one) for one in logs]:
        if not folder:
            continue
        found = kit.files_with(folder, needles)
        case(not found, f"in {name}: {sorted(set(found))[:5]}")
        folder = pathlib.Path(folder)
        for path in [folder] if folder.is_file() else [p for p in folder.rglob("*") if p.is_file()]:
            if name == "the logs":
                odd = kit.within(path, {"a NUL": b"\0", "an escape": b"\x1b"})
                case(not odd, f"{path.name} holds {odd}")
            else:
                case(path.stat().st_mode & 0o077 == 0, f"{path.name} is {oct(path.stat().st_mode & 0o777)}")
                with open(path, "rb") as file:
                    case(not file.read(16).startswith(b"SQLite format 3"), f"{path.name} is a readable database")
    case.note = f"{len(needles)} secrets"


@probe("G4", "an error says its id and nothing of the inside")
def only_an_id(world, case):
    heard = world.heard
    case(heard.answers > 0, "nothing was asked")
    case(not heard.broken, f"{len(heard.broken)} answers were 500: {heard.broken[:3]}")
    case(not heard.leaks, f"{len(heard.leaks)} answers told of the inside: {heard.leaks[:3]}")
    case(not heard.odd, f"{len(heard.odd)} refusals without a code: {heard.odd[:3]}")
    got = world.anybody().get("/api/v1/nothing-here")
    case(got.status == 404 and set(got.json["error"]) <= {"code", "message", "request_id", "fields"}, got.text[:200])
    for name in ("Server", "X-Powered-By", "Via", "X-AspNet-Version"):
        case(name not in got.headers or not world.place.local, f"{name}: {got.headers[name]}")
    case.note = f"{heard.answers} answers, {heard.refusals} refusals"


@probe("UNIT", "the systemd unit is exposed at most 2.0")
def unit(world, case):
    tool = shutil.which("systemd-analyze")
    path = world.options.unit or kit.TOP / "packaging" / "systemd" / "sapa.service"
    if not tool:
        raise Skip("there is no systemd-analyze here")
    if not os.path.exists(path):
        raise Skip("wants the unit: --unit")
    done = subprocess.run([tool, "security", "--offline=true", str(path)], capture_output=True, text=True, timeout=60)
    found = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
    if not found:
        raise Skip(f"systemd-analyze does not run here: {done.stderr.strip()[:100]}")
    case(float(found[1]) <= MOST_EXPOSED, f"exposed {found[1]}")
    case.note = f"exposed {found[1]}"


@probe("P1", "an answer of the assistant is text and loads nothing")
def assistant(world, case):
    found = [str(op) for op in world.table() if "assistant" in op.path or "/ai" in op.path]
    if not found:
        raise Skip("there is no assistant yet")
    case(False, f"there is an assistant now ({found[0]}) and nobody wrote this probe")
