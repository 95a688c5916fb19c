"""Asking a server at any address, and remembering what it said."""

import concurrent.futures
import http.client
import itertools
import socket
import ssl
import threading
import urllib.parse

import kit

# Texts that must stand in no answer: they belong to the log.
INNARDS = ("terminate called", "std::", "sqlite", "SQLITE", ".cpp:", "Traceback", "stack trace",
           "no such table", "syntax error near", "/var/lib/sapa", "what():")


class Place:
    """Where the server is. Loopback gives every asker an address of its own when wanted."""

    def __init__(self, url, authority=None):
        self.authority = authority
        parts = urllib.parse.urlsplit(url)
        self.https = parts.scheme == "https"
        self.name = parts.hostname or "127.0.0.1"
        self.port = parts.port or (443 if self.https else 80)
        self.url = f"{parts.scheme}://{parts.netloc}"
        self.host = parts.netloc
        self.address = socket.getaddrinfo(self.name, self.port, type=socket.SOCK_STREAM)[0][4][0]
        self.local = self.address.startswith("127.")
        self._next, self._lock = itertools.count(1), threading.Lock()

    def elsewhere(self):
        """An address nobody asked from before; None away from loopback."""
        if not self.local:
            return None
        with self._lock:
            n = next(self._next)
        return f"127.9.{n // 250}.{n % 250 + 1}"

    def tls(self):
        return ssl.create_default_context(cafile=self.authority)

    def connect(self, timeout, source=None):
        bound = (source, 0) if source else None
        if self.https:
            return http.client.HTTPSConnection(self.name, self.port, timeout=timeout,
                                               source_address=bound, context=self.tls())
        return http.client.HTTPConnection(self.name, self.port, timeout=timeout, source_address=bound)

    def socket(self, timeout=10, source=None):
        link = socket.create_connection((self.address, self.port), timeout,
                                        (source, 0) if source else None)
        return self.tls().wrap_socket(link, server_hostname=self.name) if self.https else link


class Heard:
    """Every answer of the run: broken ones, and innards that leaked."""

    def __init__(self):
        self.lock = threading.Lock()
        self.answers, self.broken, self.leaks, self.refusals, self.odd = 0, [], [], 0, []

    def add(self, method, path, got):
        with self.lock:
            self.answers += 1
            what = f"{method} {path.split('?')[0][:80]}: {got.status} {got.text[:160]}"
            if got.status == 500:
                self.broken.append(what)
            if got.status >= 400:
                self.refusals += 1
                self.leaks += [f"{word!r} in {what}" for word in INNARDS if word in got.text]
                # A range that cannot be had is answered without a body, as the rules of ranges want.
                if path.startswith("/api/") and not got.code() and method != "HEAD" and got.status != 416:
                    self.odd.append(what)


class Client(kit.Client):
    """A kit client for any address. `source`: the address it comes from."""

    def __init__(self, world, token=None, cookie=None, workspace=None, source=None):
        super().__init__(world.place.port, token, cookie, workspace, timeout=60)
        self.world, self.source = world, source

    def connect(self):
        return self.world.place.connect(self.timeout, self.source)

    def ask(self, method, path, *more, **named):
        got = super().ask(method, path, *more, **named)
        self.world.heard.add(method, path, got)
        self.world.keep_cookies(got)
        return got

    def copy(self):
        """The same person on a connection of their own."""
        return Client(self.world, self.token, self.cookie, self.workspace, self.source)


def plain(world, method, path, headers=None, body=None, source=None, timeout=30):
    """One request with exactly these headers on a connection of its own."""
    link = world.place.connect(timeout, source)
    try:
        link.request(method, path, body, headers or {})
        got = link.getresponse()
        answer = kit.Answer(got.status, got.headers, got.read())
    finally:
        link.close()
    world.heard.add(method, path, answer)
    return answer


def raw(world, data, timeout=5.0, most=1 << 20):
    """Bytes as they are; gives what came back, and whether the server closed."""
    with world.place.socket(timeout) as link:
        closed, got = False, b""
        try:
            link.sendall(data)
            while len(got) < most:
                piece = link.recv(65536)
                if not piece:
                    closed = True
                    break
                got += piece
        except (TimeoutError, ConnectionError) as error:
            closed = isinstance(error, ConnectionError)
    return got, closed


def at_once(count, job):
    """job(0) ... job(count - 1) in as many threads; their results."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(job, range(count)))


def cookies_of(got):
    return "; ".join(one.split(";")[0] for one in got.headers.get_all("Set-Cookie") or []
                     if not one.split(";")[0].endswith("="))
