<?php
/*
 * Real proxies, and settings that lead through them.
 *
 *     $proxies = proxies();                            // kind => settings
 *     $client = proxied($face, $proxies['tinyproxy']);
 */

require_once __DIR__ . '/face.php';

/** Who the proxies that ask know. */
const KNOWN = ['user' => 'alice', 'password' => 'correct-horse'];

/** Kind => peer, its options, and the prefix of the settings' keys. */
const PROXIES = [
    'microsocks'               => ['microsocks', [], 'socks5'],
    'microsocks, authenticated' => ['microsocks', KNOWN, 'socks5'],
    'dante, SOCKS 5'           => ['dante', [], 'socks5'],
    'dante, SOCKS 4'           => ['dante', [], 'socks4'],
    'ssh, SOCKS 5'             => ['ssh', [], 'socks5'],
    'ssh, SOCKS 4A'            => ['ssh', [], 'socks4'],
    'tinyproxy'                => ['tinyproxy', [], 'http_proxy'],
    'tinyproxy, authenticated' => ['tinyproxy', KNOWN, 'http_proxy'],
    'squid'                    => ['squid', [], 'http_proxy'],
    'squid, authenticated'     => ['squid', KNOWN, 'http_proxy'],
    'microsocks within TLS'    => ['microsocks', KNOWN, 'socks5', true],
    'tinyproxy within TLS'     => ['tinyproxy', KNOWN, 'http_proxy', true],
];

/** All of them, started side by side: kind => the settings that lead through it. */
function proxies(): array
{
    $servers = [];
    foreach (PROXIES as $kind => [$peer, $options]) {
        $servers[$kind] = Server::launch($peer, $options);
    }
    $settings = [];
    foreach (PROXIES as $kind => $proxy) {
        [, $options, $prefix, $tls] = $proxy + [3 => false];
        $port = $servers[$kind]->ready()->port;
        if ($tls) {
            $port = server('stunnel', to: $port)->port;
        }
        $settings[$kind] = proxy_settings($prefix, $port, $options, $tls);
    }
    return $settings;
}

/** The settings that lead through the proxy at `$port`. */
function proxy_settings(string $prefix, int $port, array $known = [], bool $tls = false): array
{
    $settings = ["{$prefix}_host" => '127.0.0.1', "{$prefix}_port" => $port];
    if ($known !== []) {
        $settings += ["{$prefix}_username" => $known['user'], "{$prefix}_password" => $known['password']];
    }
    return $settings + ($tls ? ['proxy_ssl' => true, 'proxy_ssl_cafile' => pki_ca()] : []);
}

/** A client with settings of a proxy that is not connected. */
function proxied(Face $face, array $settings, int $type = Corio\SOCK_TCP): object
{
    $client = $face->client($type);
    $client->set($settings + ['ssl_cafile' => pki_ca()]);
    return $client;
}

/** Prints what connect() came to, without ports. */
function show_connect(object $client, string $host, int $port, ?float $timeout = null): void
{
    $done = $client->connect($host, $port, $timeout);
    $failure = " [$client->errCode] " . preg_replace('/(?<=[a-z\d\]]):\d+\b/', ':PORT', $client->errMsg);
    echo json_encode($done), $done ? '' : $failure, "\n";
}

/** Prints why set() refuses these settings. */
function show_misuse(Face $face, array $settings): void
{
    try {
        $face->client()->set($settings);
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        echo addcslashes($e->getMessage(), "\0..\37"), "\n";
    }
}

/** The name of a target on this host, or its address where the proxy takes no names. */
function target_for(string $kind): string
{
    // Debian's Dante takes the name of a SOCKS 4A request for the first bytes of the conversation.
    return $kind === 'dante, SOCKS 4' ? '127.0.0.1' : 'localhost';
}

/** The address to listen at so that whatever address a proxy finds for localhost is answered. */
function all_of_localhost(): string
{
    return has_ipv6_loopback() ? '[::]' : '127.0.0.1';
}
