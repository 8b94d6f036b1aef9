"""TLS that reads nothing before the test connects once more, in plaintext; then it prints how much came and how it ended.

That makes the peers before it slow readers for just as long as a test wants them to be.
"""

import json
import os
import socket
import ssl
import sys
import threading

folder = os.environ["CORIO_TEST_PKI"]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/server.chain.pem", f"{folder}/server.key")
# A FIN without close_notify is not to be taken for the end.
context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
listener = socket.create_server(("127.0.0.1", 0))
# So little that not much has to be sent until nothing is taken any more.
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
go = threading.Event()


def answer(connection):
    tls = context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=False)
    go.wait()
    total, end = 0, "close_notify"
    try:
        while data := tls.recv(65536):
            total += len(data)
    except OSError:
        end = "cut"
    try:
        print(f"{total} {end}", flush=True)
    except OSError:
        pass  # the test has heard enough, and is over
    tls.close()


def accept():
    while True:
        connection, _ = listener.accept()
        if connection.recv(1, socket.MSG_PEEK):
            threading.Thread(target=answer, args=(connection,), daemon=True).start()
        else:
            go.set()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
