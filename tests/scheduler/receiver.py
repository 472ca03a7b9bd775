"""A server on this machine that takes messages and answers as told; what came stands in ``bodies``."""

import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """``answers`` is worked off one by one: a status, ("json", {...}), "hang", "cut" or None for 200."""

    def __init__(self):
        self.bodies = []
        self.paths = []
        self.answers = []
        self.slow = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = outer.answers.pop(0) if outer.answers else None
                if isinstance(answer, int) and 400 <= answer < 500:
                    self.send_response(answer)
                    self.end_headers()
                    return
                outer.bodies.append(json.loads(body))
                outer.paths.append(self.path)
                time.sleep(outer.slow)
                if answer == "cut":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                if answer == "hang":
                    time.sleep(3)
                if isinstance(answer, int):
                    self.send_response(answer)
                    self.end_headers()
                    return
                text = json.dumps(answer[1] if isinstance(answer, tuple) else {"errcode": 0}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                with suppress(OSError):  # the sender may be dead
                    self.end_headers()
                    self.wfile.write(text)

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"json://127.0.0.1:{self.port}/digest"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
