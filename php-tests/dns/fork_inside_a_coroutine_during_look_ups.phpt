--TEST--
dns: a coroutine forks while others resolve: parent and child go on, what the others do is the parent's
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/dns.php';
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

// It is asked first and says nothing, so that the look-ups are still under way when the coroutine forks.
$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$servers = ['127.0.0.1:' . port_of($silent), '127.0.0.1:' . server('knot')->port];
$port = server('echo')->port;
foreach (['returns', 'exits'] as $how) {
    $resolved = [];
    // Another limit is another resolver, which does not know yet that the first server is silent.
    Coroutine::set(['dns_servers' => $servers, 'dns_timeout' => $how === 'exits' ? 0.5 : 0.6]);
    run(function () use ($port, $how, &$resolved) {
        $open = connected($port);
        // Two of them share a question.
        foreach (['one', 'two', 'two'] as $name) {
            go(function () use ($name, $how, &$resolved) {
                try {
                    $resolved[] = "$name: " . System::gethostbyname("$name.$how.any.test");
                } finally {
                    $resolved[] = "$name has ended";
                }
            });
        }
        if (($pid = pcntl_fork()) === 0) {
            resolve_and_talk("two.$how.any.test", $port);
            resolve_and_talk("another.$how.any.test", $port);
            print_result($open->send('of the child'), $open);
            print_look_up([$resolved, Coroutine::stats()['coroutine_num']]);
            $how === 'exits' && exit;
            return;
        }
        wait_for_child($pid);
        $open->send('still open');
        echo $open->recv(), "\n";
    });
    sort($resolved);
    print_look_up($resolved);
    if ($resolved === []) {
        exit; // the child, which returned
    }
}
?>
--EXPECTF--
two.returns.any.test resolves
another.returns.any.test resolves
false [5001] send to 127.0.0.1:%d failed: not connected (opened before fork)
[[],1]
[]
still open
["one has ended","one: 127.0.0.1","two has ended","two has ended","two: 127.0.0.1","two: 127.0.0.1"]
two.exits.any.test resolves
another.exits.any.test resolves
false [5001] send to 127.0.0.1:%d failed: not connected (opened before fork)
[[],1]
still open
["one has ended","one: 127.0.0.1","two has ended","two has ended","two: 127.0.0.1","two: 127.0.0.1"]
