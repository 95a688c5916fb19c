"""A wire between two programs of this machine that can be cut."""

import socket
import threading


class Wire:
    """Passes connections on to a port; cut, nobody answers there and those that were open are gone."""

    def __init__(self, to):
        self.to, self.open, self.lock, self.listener = to, set(), threading.Lock(), None
        self.port = 0
        self.mend()

    def mend(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port, self.listener = listener.getsockname()[1], listener
        threading.Thread(target=self._take, args=(listener,), daemon=True).start()

    def cut(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            gone, self.open = self.open, set()
        for link in gone:
            self._end(link)

    @staticmethod
    def _end(link):
        try:
            link.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def _take(self, listener):
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            try:
                other = socket.create_connection(("127.0.0.1", self.to), 5)
            except OSError:
                link.close()
                continue
            with self.lock:
                self.open |= {link, other}
            for a, b in ((link, other), (other, link)):
                threading.Thread(target=self._pass, args=(a, b), daemon=True).start()

    def _pass(self, source, target):
        try:
            while got := source.recv(65536):
                target.sendall(got)
        except OSError:
            pass
        self._end(source)
        self._end(target)
        with self.lock:
            self.open -= {source}
