"""Reads until the client has ended its direction, and answers then: with how much has come, and its MD5.

'tls' for TLS from the first byte, where the end of a direction is close_notify; the answer leaves before its own.
'early' bytes are sent first, while the client still sends.
"""

import hashlib
import json
import os
import socket
import ssl
import sys
import threading

options = {"tls": False, "early": 0, **json.loads(sys.argv[1])}
folder = os.environ["CORIO_TEST_PKI"]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/server.chain.pem", f"{folder}/server.key")
# A FIN without close_notify is not to be taken for the end.
context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
listener = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)


def answer(connection):
    if options["tls"]:
        connection = context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=False)
    connection.sendall(b"x" * options["early"])
    total, digest = 0, hashlib.md5()
    while data := connection.recv(65536):
        total += len(data)
        digest.update(data)
    try:
        connection.sendall(f"got {total} bytes {digest.hexdigest()}".encode())
        if options["tls"]:
            connection = connection.unwrap()
    except OSError:
        pass  # nobody wants to know
    connection.close()


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
