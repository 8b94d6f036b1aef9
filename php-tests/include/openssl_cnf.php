<?php
/*
 * What openssl.cnf does to a client: only a process of its own can have another one.
 */

require_once __DIR__ . '/child.php';

/**
 * Connects to each of `$peers` in a process whose openssl.cnf has `$demands` of all TLS connections. `$settings` are
 * tried one after the other.
 */
function print_under_openssl_cnf(string $demands, array $peers, array ...$settings): void
{
    $config = tempnam(sys_get_temp_dir(), 'corio-openssl-');
    file_put_contents($config, "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = all\n[all]\n$demands\n");
    putenv("OPENSSL_CONF=$config");
    child('
        require ' . var_export(__DIR__ . '/server.php', true) . ';
        foreach (' . var_export($settings, true) . ' as $settings) {
            echo json_encode($settings), ":\n";
            foreach (' . var_export(array_map(fn (Server $peer) => $peer->port, $peers), true) . ' as $name => $port) {
                $client = new Corio\Coroutine\Client(TLS);
                $client->set($settings + ["ssl_cafile" => pki_ca()]);
                $connected = $client->connect("localhost", $port);
                echo "  $name: ", $connected ? "connected" : "$client->errCode " . rtrim(strtok(substr(strstr($client->errMsg, "failed: "), 8), "(")), "\n";
            }
        }
    ');
    putenv('OPENSSL_CONF');
    unlink($config);
}
