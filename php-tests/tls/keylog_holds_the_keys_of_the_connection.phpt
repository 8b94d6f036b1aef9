--TEST--
tls: ssl_keylog writes the keys of the connection, and nobody else may read them [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$log = sys_get_temp_dir() . '/corio-keylog-' . bin2hex(random_bytes(6));
run(function () use ($log) {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        // The handshake in plaintext passes through here: the client's random is in its first message.
        $proxy = server('record', to: $peer->port);
        $client = connected($proxy->port, ['ssl_cafile' => pki_ca(), 'ssl_keylog' => $log], 'localhost', TLS);
        tls_line($client, 'hello');
        $random = substr($proxy->says(20), 2 * 11, 64);
        $lines = file($log, FILE_IGNORE_NEW_LINES);
        sort($lines);
        foreach ($lines as $line) {
            [$label, $of, $secret] = explode(' ', $line);
            echo "$label ", $of === $random ? 'of this connection ' : 'of another one ', strlen($secret) / 2, " bytes\n";
        }
    }
});
printf("%o\n", fileperms($log) & 0777);
unlink($log);
?>
--EXPECT--
CLIENT_RANDOM of this connection 48 bytes
CLIENT_HANDSHAKE_TRAFFIC_SECRET of this connection 48 bytes
CLIENT_RANDOM of another one 48 bytes
CLIENT_TRAFFIC_SECRET_0 of this connection 48 bytes
EXPORTER_SECRET of this connection 48 bytes
SERVER_HANDSHAKE_TRAFFIC_SECRET of this connection 48 bytes
SERVER_TRAFFIC_SECRET_0 of this connection 48 bytes
600
