"""TLS from the first byte; prints the server name (SNI) of each handshake, which PHP's own TLS does not tell."""

import json
import os
import socket
import ssl
import sys
import threading

options = {"cert": "server", **json.loads(sys.argv[1])}
folder = os.environ["CORIO_TEST_PKI"]


def name_seen(connection, name, context):
    print("sni: " + (name or "none"), flush=True)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/{options['cert']}.chain.pem", f"{folder}/{options['cert']}.key")
context.sni_callback = name_seen
listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


def answer(connection):
    try:
        with context.wrap_socket(connection, server_side=True) as tls:
            while data := tls.recv(65536):
                tls.sendall(data)
    except OSError:
        pass


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
