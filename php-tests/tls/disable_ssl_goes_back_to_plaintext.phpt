--TEST--
tls: disableSSL() goes back to plaintext, and enableSSL() to TLS again [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        $client = tls_client($peer);
        echo tls_line($client, 'CCC'), "\n";
        print_result($client->disableSSL(), $client);
        print_result($client->getTlsInfo(), $client);
        var_dump($client->connected);
        echo tls_line($client, 'readable'), ' ', tls_line($client, 'by all'), "\n";
        echo tls_line($client, 'AUTH'), "\n";
        print_result($client->enableSSL(), $client);
        echo $client->getTlsInfo()['version'], ' ', tls_line($client, 'secret'), "\n";
        $client->close();
        for ($i = 0; $i < 4; $i++) {
            echo 'server: ', $peer->says(20), "\n";
        }
    }
});
?>
--EXPECTF--
200 bye TLS
true
false [107] TLS is not enabled on the connection to localhost:%d
bool(true)
readable by all
234 go
true
TLSv1.2 secret
server: TLSv1.2 full alpn=None client=none
server: plaintext: readable
server: plaintext: by all
server: TLSv1.2 full alpn=None client=none
200 bye TLS
true
false [107] TLS is not enabled on the connection to localhost:%d
bool(true)
readable by all
234 go
true
TLSv1.3 secret
server: TLSv1.3 full alpn=None client=none
server: plaintext: readable
server: plaintext: by all
server: TLSv1.3 full alpn=None client=none
