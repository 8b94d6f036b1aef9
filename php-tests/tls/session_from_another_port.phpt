--TEST--
tls: ssl_session_from resumes another client's session on another port [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        $data = server('record', to: $peer->port);
        $control = tls_client($peer);
        tls_line($control, 'hello');
        $from = ['ssl_session_from' => $control];
        // While the first one is open, as with FTPS.
        echo tls_resumes($data), ' ', tls_resumes($data, $from), ' ', tls_resumes($data, $from), "\n";
        // Another name, other settings.
        echo tls_resumes($data, $from, '127.0.0.1'), ' ', tls_resumes($data, $from + ['ssl_verify_depth' => 4]), "\n";
        // The first one is gone: what it had is still there.
        $client = new Client(TLS);
        $client->set($from + ['ssl_cafile' => pki_ca()]);
        $control->close();
        unset($control, $from);
        gc_collect_cycles();
        $client->connect('localhost', $data->port);
        var_dump($client->getTlsInfo()['resumed']);
        $client->close();
    }
});
?>
--EXPECT--
full resumed resumed
full full
bool(true)
full resumed resumed
full full
bool(true)
