<?php
/*
 * Connecting and printing, as nearly every test does.
 */

use Corio\Coroutine\Client;

/** A client of `$type` that is connected, or an exception with the reason. */
function connected(int $port, array $settings = [], string $host = '127.0.0.1', int $type = Corio\SOCK_TCP): Client
{
    $client = new Client($type);
    if ($settings !== [] && !$client->set($settings)) {
        throw new RuntimeException("set: [$client->errCode] $client->errMsg");
    }
    if (!$client->connect($host, $port)) {
        throw new RuntimeException("connect: [$client->errCode] $client->errMsg");
    }
    return $client;
}

/** Reads, in as many pieces as it takes, until `$pattern` matches. */
function receive_until(object $client, string $pattern): string
{
    for ($reply = ''; !preg_match($pattern, $reply); $reply .= $chunk) {
        $chunk = $client->recv();
        if ($chunk === false || $chunk === '') {
            throw new RuntimeException("no reply: [$client->errCode] $client->errMsg");
        }
    }
    return $reply;
}

/** Prints what a method returned; with `false` also code and message of the client. */
function print_result(mixed $result, object $client): object
{
    echo json_encode($result), $result === false ? " [$client->errCode] $client->errMsg" : '', "\n";
    return $client;
}

/** Prints whether `$call` took as long as it should, and returns its result. */
function timed(float $at_least, float $at_most, callable $call): mixed
{
    $start = hrtime(true);
    $result = $call();
    $took = (hrtime(true) - $start) / 1e9;
    echo $took >= $at_least && $took <= $at_most ? "in time\n" : sprintf("took %.3f s\n", $took);
    return $result;
}

/** Prints class, message, and for network errors what they carry. */
function print_exception(Throwable $e): void
{
    echo get_class($e), " [{$e->getCode()}]: {$e->getMessage()}\n";
    if ($e instanceof Corio\NetworkException) {
        echo "phase $e->phase, host $e->host, port $e->port\n";
    }
}
