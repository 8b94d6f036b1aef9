"""TLS that is ended by the server at once, with close_notify and FIN; prints how many bytes come nevertheless.

'cut' ends it in the middle of a record, after a whole line.
"""

import json
import os
import socket
import ssl
import sys
import threading

options = {"size": 0, "cut": False, **json.loads(sys.argv[1])}
folder = os.environ["CORIO_TEST_PKI"]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/server.chain.pem", f"{folder}/server.key")
# A FIN without close_notify is not to be taken for the end.
context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
listener = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)


def answer(connection):
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_side=True)

    def step(work):
        while True:
            try:
                return work()
            except ssl.SSLWantReadError:
                if outgoing.pending:
                    connection.sendall(outgoing.read())
                data = connection.recv(65536)
                incoming.write(data) if data else incoming.write_eof()

    step(tls.do_handshake)
    if options["cut"]:
        tls.write(b"whole\n")
        outgoing.write(bytes([23, 3, 3, 0, 100, 1, 2, 3]))
    else:
        tls.write(b"goodbye")
        try:
            tls.unwrap()
        except ssl.SSLWantReadError:
            pass
    connection.sendall(outgoing.read())
    connection.shutdown(socket.SHUT_WR)
    total = 0
    while total < options["size"] and (data := step(lambda: tls.read(65536))):
        total += len(data)
    print(f"{total} bytes", flush=True)


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
