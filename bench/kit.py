"""What the measures share: the machine, the processes, HTTP, and figures with the load they were taken under."""
import contextlib, hashlib, hmac, http.client, json, os, pathlib, signal, socket, statistics, subprocess, time, urllib.request

TOP = pathlib.Path(__file__).resolve().parent.parent
SAPA = TOP / "build" / "sapa"
TOOL = TOP / "build" / "bin" / "bench_tool"
SECRET, TOKEN, PHONE, WABA = "sim_app_secret_0001", "EAASIMTOKEN0001", "440022330055662", "330011220044551"
QUIET = 0.12  # share of the machine that others may use while a figure still counts as undisturbed
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def call(method, url, body=None, token=None, timeout=60):
    request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        text = answer.read()
        return json.loads(text) if text[:1] in b"{[" else text.decode()


def wait_ready(url, limit=60):
    end = time.perf_counter() + limit
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.001)
    raise SystemExit("did not become ready: " + url)


def rss_kb(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p / 100))]


def times_ms(count, what):
    times = []
    for i in range(count):
        start = time.perf_counter()
        what(i)
        times.append((time.perf_counter() - start) * 1000)
    return times


class KeptOpen:
    """One connection for many requests, as a browser has it."""

    def __init__(self, port, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": "Bearer " + token} if token else {}

    def get(self, path):
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:200]}")
        return body

    def ask(self, path, body):
        """A question with a body."""
        self.connection.request("POST", path, body=json.dumps(body), headers=self.headers | {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        got = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {got[:200]}")
        return got

    def post(self, path, body, headers):
        self.connection.request("POST", path, body=body, headers=headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def webhook(text, number, customer=1, account=PHONE):
    """A signed delivery of one text message."""
    phone = f"62877{customer:07}"
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "15550001111", "phone_number_id": account},
             "contacts": [{"profile": {"name": "Bench"}, "wa_id": phone}],
             "messages": [{"from": phone, "id": f"wamid.PROBE{time.time_ns()}.{number}", "timestamp": str(int(time.time())),
                           "type": "text", "text": {"body": text}}]}
    body = json.dumps({"object": "whatsapp_business_account",
                       "entry": [{"id": WABA, "changes": [{"field": "messages", "value": value}]}]}).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return body, {"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=" + signature}


class Machine:
    """How busy the machine is with what is not ours."""

    def __init__(self):
        self.pids = {os.getpid()}

    def own_ticks(self):
        total = 0
        for pid in list(self.pids):
            try:
                fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
                total += sum(int(n) for n in fields[11:15])
            except OSError:
                self.pids.discard(pid)
        return total

    @staticmethod
    def all_ticks():
        user, nice, system, _, _, irq, softirq, steal = (int(n) for n in open("/proc/stat").readline().split()[1:9])
        return user + nice + system + irq + softirq + steal

    @contextlib.contextmanager
    def watched(self):
        """Gives a function that says, afterwards, what share of the machine others used."""
        start, every, own = time.perf_counter(), self.all_ticks(), self.own_ticks()
        share = []
        yield lambda: share[0]
        ticks = (self.all_ticks() - every) - (self.own_ticks() - own)
        share.append(round(max(0.0, ticks / TICKS / os.cpu_count() / (time.perf_counter() - start)), 3))

    def wait_quiet(self, patience):
        end = time.time() + patience
        while time.time() < end:
            with self.watched() as others:
                time.sleep(0.5)
            if others() < QUIET / 2:
                return


class Report:
    def __init__(self, machine, patience):
        self.machine, self.patience, self.figures = machine, patience, {}

    def take(self, name, what, unit, aim=None, runs=3):
        """Runs `what` some times; keeps the median of the undisturbed runs, or the least disturbed one."""
        taken = []
        for _ in range(runs):
            self.machine.wait_quiet(self.patience)
            with self.machine.watched() as others:
                value = what()
            taken.append((float(value), others()))
        return self.note(name, taken, unit, aim)

    def note(self, name, taken, unit, aim=None):
        """`taken`: pairs of value and the share others had. `aim`: ("<=", n) or (">=", n)."""
        calm = [value for value, others in taken if others <= QUIET]
        value = statistics.median(calm) if calm else min(taken, key=lambda one: one[1])[0]
        figure = {"value": round(value, 3), "unit": unit, "disturbed": not calm,
                  "runs": [{"value": round(v, 3), "others": o} for v, o in taken], "loadavg": os.getloadavg()[0]}
        words = ""
        if aim:
            met = value <= aim[1] if aim[0] == "<=" else value >= aim[1]
            figure |= {"aim": f"{aim[0]} {aim[1]}", "met": met}
            words = f"aim {aim[0]} {aim[1]:,}: {'met' if met else 'MISSED'}"
        self.figures[name] = figure
        print(f"{name:52} {value:>12,.2f} {unit:6} {words}{'' if calm else '  (others were busy)'}", flush=True)
        return value

    def value(self, name):
        return self.figures.get(name, {}).get("value")


class House:
    """A data folder with one workspace and one channel, the server on it, and the simulator."""

    def __init__(self, machine, folder):
        self.machine, self.folder = machine, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.children, self.server = [], None
        self.port, self.sim_port = free_port(), free_port()
        self.url, self.sim = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.sim_port}"

    def start(self, *command):
        with open(self.folder / "log", "a") as log:
            child = subprocess.Popen(command, stdout=log, stderr=log)
        self.children.append(child)
        self.machine.pids.add(child.pid)
        return child

    def serve(self):
        """Starts the server; milliseconds until it is ready."""
        start = time.perf_counter()
        self.server = self.start(SAPA, "serve", "--data", self.folder / "data", "--listen", f"127.0.0.1:{self.port}",
                                 "--streams-per-token", "20000")
        wait_ready(self.url + "/readyz")
        return (time.perf_counter() - start) * 1000

    def stop(self, how=signal.SIGTERM):
        self.server.send_signal(how)
        self.server.wait()

    def simulate(self):
        self.start(SAPA, "simulate", "--listen", f"127.0.0.1:{self.sim_port}", "--speed", "100")
        wait_ready(self.sim + "/sim/state")

    def cli(self, *words):
        out = subprocess.run([SAPA, *words, "--data", self.folder / "data", "--json"], capture_output=True, text=True)
        if out.returncode:
            raise SystemExit("sapa " + " ".join(words) + ": " + out.stderr)
        return json.loads(out.stdout)

    def furnish(self):
        """Workspace, token and channel; what an earlier run made in this folder is used again."""
        self.token, self.hook = self.workspace("bench", PHONE)

    def workspace(self, slug, phone):
        """Token and webhook path of a workspace with one channel."""
        note = self.folder / f"{slug}.json"
        if not note.exists():
            self.cli("workspace", "create", slug, "--name", slug.title(), "--owner-email", f"{slug}@example.com")
            token = self.cli("token", "create", "--workspace", slug, "--name", "b", "--scopes", "all")["token"]
            channel = self.cli("channel", "add", "whatsapp", "--workspace", slug, "--phone-number-id", phone, "--waba-id",
                               WABA, "--access-token", TOKEN, "--app-secret", SECRET, "--graph-url", self.sim)
            note.write_text(json.dumps({"token": token, "path": "/webhooks/" + channel["webhook_url"].split("/webhooks/")[1]}))
        known = json.loads(note.read_text())
        return known["token"], known["path"]

    def point_channel(self):
        """A kept folder was filled with the simulator at another port."""
        channel = self.get("/api/v1/channels")["data"][0]["id"]
        call("PATCH", f"{self.url}/api/v1/channels/{channel}", {"graph_url": self.sim}, token=self.token)
        return channel

    def metrics_token(self):
        return self.cli("metrics", "token")["token"]

    def get(self, path):
        return call("GET", self.url + path, token=self.token)

    def begin_load(self, seconds, order, url=None):
        call("POST", self.sim + "/sim/webhook",
             {"url": url or self.url + self.hook, "app_secret": SECRET, "number_id": PHONE})
        call("POST", self.sim + "/sim/load", {"seconds": seconds, "number_id": PHONE, **order})

    def end_load(self):
        for _ in range(600):
            report = call("GET", self.sim + "/sim/load")
            if not report.get("running"):
                return report
            time.sleep(0.1)
        raise SystemExit("the load did not end")

    def load(self, url=None, seconds=5, **order):
        self.begin_load(seconds, order, url)
        time.sleep(seconds)
        return self.end_load()

    def settle(self, limit=600):
        """Waits until what was kept is understood; seconds."""
        start = time.perf_counter()
        while time.perf_counter() - start < limit and self.get("/api/v1/events?state=waiting&limit=1")["data"]:
            time.sleep(0.05)
        return time.perf_counter() - start

    def close(self):
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        for child in self.children:
            child.wait()
