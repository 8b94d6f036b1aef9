<?php
/*
 * Says 'bye', ends its own direction, and goes on reading; prints what it got when the client has ended too.
 */

require __DIR__ . '/_peer.php';

serve(function (Connection $client) {
    $client->write('bye');
    stream_socket_shutdown($client->stream, STREAM_SHUT_WR);
    $got = '';
    while (($bytes = $client->read()) !== '') {
        $got .= $bytes;
    }
    say("got: $got");
    $client->close();
});
