"""TLS by Python: one context for all connections, so that sessions can be resumed, as PHP's streams cannot.

Echoes lines and prints one line for each handshake: version, whether it was resumed, ALPN, the client's name.
"CERT name" takes another certificate, and forgets the sessions, from the next connection on.
"CCC" is answered with "200 bye TLS"; then 'ccc' says how TLS ends:
  notify  with close_notify; lines are echoed in plaintext then, and printed; "AUTH" begins TLS anew
  data    not at all: data follows
  silent  not at all: nothing follows
  cut     with the end of the stream
"""

import json
import os
import socket
import ssl
import sys
import threading

options = {"cert": "server", "client_ca": "", "min": "", "max": "", "alpn": {}, "curve": "", "ccc": "notify", **json.loads(sys.argv[1])}
folder = os.environ["CORIO_TEST_PKI"]


def make_context(cert):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/{cert}.chain.pem", f"{folder}/{cert}.key")
    if options["min"]:
        context.minimum_version = ssl.TLSVersion[options["min"]]
    if options["max"]:
        context.maximum_version = ssl.TLSVersion[options["max"]]
    if options["alpn"]:
        context.set_alpn_protocols(list(options["alpn"].values()))
    if options["curve"]:
        context.set_ecdh_curve(options["curve"])
    if options["client_ca"]:
        context.load_verify_locations(f"{folder}/{options['client_ca']}.pem")
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def say(line):
    try:
        os.write(1, f"{line}\n".encode())
    except OSError:
        pass  # the test is over, or has not listened for long: nobody is kept waiting for that


def negotiate(connection):
    tls = current["context"].wrap_socket(connection, server_side=True)
    subject = dict(part[0] for part in (tls.getpeercert() or {}).get("subject", ()))
    resumed = "resumed" if tls.session_reused else "full"
    say(f"{tls.version()} {resumed} alpn={tls.selected_alpn_protocol()} client={subject.get('commonName', 'none')}")
    return tls


def has_tls(stream):
    """What unwrap() answers is still an SSLSocket."""
    return stream is not None and stream.version() is not None


def lines(stream):
    buffer = b""
    while data := stream.recv(65536):
        *whole, buffer = (buffer + data).split(b"\n")
        yield from whole


def talk(stream):
    """Echoes until the end, or until TLS is to begin or to end: answers which."""
    for line in lines(stream):
        if line.startswith(b"CERT "):
            current["context"] = make_context(line[5:].decode())
        if line in (b"CCC", b"AUTH"):
            stream.sendall(b"200 bye TLS\n" if line == b"CCC" else b"234 go\n")
            return line
        if not has_tls(stream):
            say("plaintext: " + line.decode())
        stream.sendall(line + b"\n")
    return b""


def end_tls(tls):
    if options["ccc"] == "notify":
        return tls.unwrap()
    while tls.recv(65536):
        pass
    if options["ccc"] == "data":
        tls.sendall(b"data\n")
    if options["ccc"] != "cut":
        threading.Event().wait()
    return None


def answer(connection):
    try:
        stream = negotiate(connection)
        while word := talk(stream):
            stream = end_tls(stream) if word == b"CCC" else negotiate(stream)
            if stream is None:
                break
        if has_tls(stream):
            stream.unwrap()
    except OSError as error:
        say(f"ended: {getattr(error, 'reason', None) or error}")
    connection.close()


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


current = {"context": make_context(options["cert"])}
listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
os.set_blocking(1, False)
threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)  # whatever the threads are at
