<?php
/*
 * As much HTTP as a test needs that asks a web server.
 */

require_once __DIR__ . '/client.php';

/** The body of the answer, or an exception if it is not 200. */
function http_get(int $port, string $path, array $query = []): string
{
    $client = connected($port);
    $client->send("GET $path?" . http_build_query($query) . " HTTP/1.0\r\n\r\n");
    for ($answer = ''; ($chunk = $client->recv()) !== ''; $answer .= $chunk) {
        if ($chunk === false) {
            throw new RuntimeException("no answer: [$client->errCode] $client->errMsg");
        }
    }
    [$head, $body] = explode("\r\n\r\n", $answer, 2) + [1 => ''];
    if (!preg_match('~^HTTP/1\.. 200 ~', $head)) {
        throw new RuntimeException(strtok($head, "\r\n"));
    }
    return $body;
}
