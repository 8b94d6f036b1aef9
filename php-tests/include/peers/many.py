"""An echo server for as many connections as the limit of descriptors allows."""

import json
import os
import resource
import selectors
import socket
import sys

hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(4096)
listener.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(listener, selectors.EVENT_READ, "listener")
selector.register(0, selectors.EVENT_READ, "stdin")
print(json.dumps({"port": listener.getsockname()[1], "limit": hard}), flush=True)
most = count = 0
while True:
    for key, _ in selector.select():
        if key.data == "stdin":
            if not os.read(0, 1):
                sys.exit()
            print(f"{most} at once", flush=True)
        elif key.data == "listener":
            try:
                while True:
                    client, _ = listener.accept()
                    client.setblocking(False)
                    selector.register(client, selectors.EVENT_READ, "client")
                    count += 1
                    most = max(most, count)
            except BlockingIOError:
                pass
        else:
            client = key.fileobj
            try:
                data = client.recv(4096)
            except OSError:
                data = b""
            if data:
                client.send(data)
            else:
                selector.unregister(client)
                client.close()
                count -= 1
