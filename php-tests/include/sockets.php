<?php
/*
 * For the scenarios of the kinds of sockets.
 */

require_once __DIR__ . '/face.php';

/** Prints a result; `false` with its code, and what is bytes by its length if it is long. */
function outcome(object $client, mixed $result): void
{
    $shown = is_string($result) ? (strlen($result) > 60 ? strlen($result) . ' bytes' : json_encode($result)) : json_encode($result);
    echo $shown, $result === false ? " [$client->errCode]" : '', "\n";
}

/** Sends each and prints what comes back. */
function echoes(object $client, string ...$all): void
{
    foreach ($all as $data) {
        $sent = $client->send($data);
        if ($sent === strlen($data)) {
            $back = $client->recv(20.0);
            echo $back === $data ? strlen($data) . ' bytes came back' : 'not the same: ', "\n";
            $back === $data || outcome($client, $back);
        } else {
            outcome($client, $sent);
        }
    }
}

/** Receives a datagram and says who has sent it. */
function received_from(object $client): array
{
    if ($client instanceof Corio\Coroutine\Client) {
        $client->set(['read_timeout' => 20]);
        $data = $client->recvfrom(65536, $host, $port);
    } else {
        $data = $client->recv(20.0);
        ['host' => $host, 'port' => $port] = $client->getpeername();
    }
    return [$data, $host, $port];
}

/** Sends a datagram that cannot be sent; clients with callbacks are told later. */
function fails_to(object $client, string $host, int $port, string $data = 'x'): void
{
    $sent = @$client->sendto($host, $port, $data);
    if ($sent && $client instanceof CallingClient) {
        $sent = !$client->isTroubled(20);
    }
    outcome($client, $sent);
}

/** Sends what is too long for a datagram; under DTLS clients with callbacks are told later. */
function too_long(object $client, string $data): void
{
    $sent = $client->send($data);
    if ($sent && $client instanceof CallingClient) {
        $sent = $client->isTroubled(20) ? false : $sent;
    }
    outcome($client, $sent);
}

/** Prints what throws, with its code. */
function thrown(Closure $call): void
{
    try {
        echo json_encode($call()), "\n";
    } catch (Throwable $e) {
        echo get_class($e), " [{$e->getCode()}]: {$e->getMessage()}\n";
    }
}

/** A UDP port at which nobody listens. It stays bound by a socket that is not read while the test runs. */
function unused_udp_port(): int
{
    $socket = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
    $port = port_of($socket);
    fclose($socket);
    return $port;
}
