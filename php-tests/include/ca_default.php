<?php
/*
 * Which certificates a PHP process of its own trusts when the settings name none: it depends on the environment
 * and on php.ini, which this process cannot change for itself.
 */

require_once __DIR__ . '/child.php';

/** Connects in a process with this environment and prints the outcome. */
function print_default_ca(Server $peer, array $environment, array $settings = [], string ...$ini): void
{
    $variables = ['SSL_CERT_FILE', 'SSL_CERT_DIR'];
    foreach ($variables as $name) {
        putenv(isset($environment[$name]) ? "$name=$environment[$name]" : $name);
    }
    child('
        require ' . var_export(__DIR__ . '/server.php', true) . ';
        $client = new Corio\Coroutine\Client(TLS);
        $client->set(' . var_export($settings + ['read_timeout' => 60], true) . ');
        echo $client->connect("localhost", ' . $peer->port . ') ? "trusted" : "$client->errCode $client->errMsg", "\n";
    ', ...$ini);
    array_map('putenv', $variables);
}
