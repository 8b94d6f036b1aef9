<?php
/*
 * Clients with callbacks that print what they are told.
 */

require_once __DIR__ . '/server.php';

use Corio\Async\Client;

/**
 * A client that prints each event with its name. `$on` are callbacks that are called after that; each is given what
 * the client gives, and the rest of the script.
 */
function calling(array $on = [], array $settings = [], int $type = Corio\SOCK_TCP, string $name = ''): Client
{
    $client = new Client($type);
    $client->set($settings + ['ssl_cafile' => pki_ca()]);
    $name = $name === '' ? '' : "$name ";
    $told = [
        'connect' => fn () => "{$name}connect",
        'receive' => fn (Client $client, string $data) => "{$name}receive " . shown($data),
        'error' => fn (Client $client) => "{$name}error [$client->errCode] " . without_ports($client->errMsg),
        'close' => fn () => "{$name}close",
        'bufferFull' => fn () => "{$name}bufferFull",
        'bufferEmpty' => fn () => "{$name}bufferEmpty",
    ];
    foreach ($told as $event => $text) {
        $client->on($event, function (Client $client, string ...$data) use ($text, $on, $event) {
            echo $text($client, ...$data), "\n";
            isset($on[$event]) && $on[$event]($client, ...$data);
        });
    }
    return $client;
}

/** One that says nothing by itself. */
function quiet(array $on, array $settings = [], int $type = Corio\SOCK_TCP): Client
{
    $client = new Client($type);
    $client->set($settings + ['ssl_cafile' => pki_ca()]);
    $nothing = function () {
    };
    $failed = fn (Client $client) => print("unexpected error [$client->errCode] $client->errMsg\n");
    foreach ($on + ['connect' => $nothing, 'receive' => $nothing, 'error' => $failed, 'close' => $nothing] as $event => $callback) {
        $client->on($event, $callback);
    }
    return $client;
}

function shown(string $data): string
{
    return strlen($data) > 60 ? strlen($data) . ' bytes' : '"' . addcslashes($data, "\0..\37\"\\\177..\377") . '"';
}

function without_ports(string $message): string
{
    return preg_replace('/(?<=[a-z\d\]]):\d+\b/', ':PORT', $message);
}
