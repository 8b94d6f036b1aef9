--TEST--
tls: ssl_session_from with a client that has no session [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_python');
    $never = new Client(TLS);
    echo tls_resumes($peer, ['ssl_session_from' => $never]), "\n";
    $plain = connected(server('echo')->port);
    echo tls_resumes($peer, ['ssl_session_from' => $plain]), "\n";
    $refused = new Client(TLS);
    $refused->connect('localhost', refused_port());
    echo tls_resumes($peer, ['ssl_session_from' => $refused]), "\n";
    // Connected after set(), as an FTP client may do it.
    $later = new Client(TLS);
    $client = new Client(TLS);
    $client->set(['ssl_cafile' => pki_ca(), 'ssl_session_from' => $later]);
    $later->set(['ssl_cafile' => pki_ca()]);
    $later->connect('localhost', $peer->port);
    tls_line($later, 'hello');
    $client->connect('localhost', server('record', to: $peer->port)->port);
    var_dump($client->getTlsInfo()['resumed']);
});
?>
--EXPECT--
full
resumed
resumed
bool(true)
