<?php
/*
 * `openssl s_server`, for what PHP's own TLS cannot do. 'args' are more of its arguments.
 *
 * Prints what s_server prints: what clients send, and what it says of their sessions. A line "!send TEXT" of a
 * client is answered with TEXT; any other line with an exclamation mark is a command of s_server's interactive
 * mode: "!K" is KeyUpdate, "!R" asks for renegotiation, "!q" ends the connection.
 */

require __DIR__ . '/_peer.php';

$options = options(['cert' => 'server', 'args' => []]);
$paths = pki($options['cert']);
$command = ['openssl', 's_server', '-accept', '127.0.0.1:0', '-cert', $paths['cert'], '-key', $paths['key'], ...$options['args']];
$process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes);
for ($said = ''; !preg_match('/^ACCEPT .*:(\d+)$/m', $said, $found); $said .= $line) {
    $line = fgets($pipes[1]);
    if ($line === false) {
        fail("s_server ended: $said");
    }
}
say(json_encode(['port' => (int) $found[1]]));

while (!feof(STDIN) && !feof($pipes[1])) {
    [$read, $write, $except] = [[STDIN, $pipes[1]], null, null];
    stream_select($read, $write, $except, null);
    if (in_array(STDIN, $read, true)) {
        fread(STDIN, 1); // finds its end
    }
    $line = in_array($pipes[1], $read, true) ? (string) fgets($pipes[1]) : '';
    if (str_starts_with($line, '!')) {
        fwrite($pipes[0], str_starts_with($line, '!send ') ? substr($line, 6) : substr($line, 1));
    } elseif ($line !== '') {
        say(rtrim($line, "\r\n"));
    }
}
proc_terminate($process);
