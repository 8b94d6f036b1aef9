<?php
/*
 * A debugger as an IDE has one: it speaks DBGp with whoever connects, sets a breakpoint in 'line' of 'file', and at
 * each stop prints what function of which caller it stands in, and a variable; then steps over one line, and goes on.
 */

require __DIR__ . '/_peer.php';

$options = options(['file' => '', 'line' => 0, 'variable' => '']);

serve(function (Connection $client) use ($options) {
    $buffer = '';
    $read = function () use ($client, &$buffer): string {
        // "length NUL xml NUL"
        while (substr_count($buffer, "\0") < 2) {
            if (($bytes = $client->read()) === '') {
                return '';
            }
            $buffer .= $bytes;
        }
        [, $xml, $buffer] = explode("\0", $buffer, 3);
        return $xml;
    };
    $command = function (string $name, string $arguments = '') use ($client, $read): string {
        static $id = 0;
        $client->write(rtrim("$name -i " . ++$id . " $arguments") . "\0");
        return $read();
    };
    // Frames of PHP code; Xdebug's own name for the bottom of a Fiber or a coroutine differs between its versions.
    $stack = function () use ($command): string {
        preg_match_all('~<stack where="([^"]*)" level="\d+" type="\w+" filename="[^"]*" lineno="(\d+)"~', $command('stack_get'), $found);
        $frames = array_map(fn ($where, $line) => preg_replace('/\{closure.*\}/', '{closure}', "$where:$line"), $found[1], $found[2]);
        return implode(' < ', preg_grep('/^\{fiber/', $frames, PREG_GREP_INVERT));
    };
    $read(); // <init>
    $command('breakpoint_set', "-t line -f file://$options[file] -n $options[line]");
    while (str_contains($answer = $command('run'), 'status="break"')) {
        preg_match('~CDATA\[(.*?)\]~', $command('property_get', "-n \$$options[variable]"), $value);
        say('stops in ' . $stack() . ", $options[variable] = $value[1]");
        $command('step_over');
        say('then in ' . $stack());
    }
    say('ended' . (preg_match('~status="(\w+)"~', $answer, $status) ? ": $status[1]" : ''));
    $client->close();
});
