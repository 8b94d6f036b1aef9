--TEST--
framing: exit and fatal errors in package_length_func end the script as anywhere; its connection can still be closed [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/watched.php';

$peer = server('pieces', pieces: [bin2hex('onetwo')], end: 'hold');
$ends = ['exit(3)', 'trigger_error("fatal", E_USER_ERROR)', '(fn () => ' . too_much_memory() . ')()'];
foreach (['call_user_func', 'Corio\Coroutine\run'] as $run) {
    foreach ($ends as $end) {
        child(<<<PHP
            \$client = new Corio\Coroutine\Client(Corio\SOCK_TCP);
            \$client->set(['open_length_check' => true, 'package_length_func' => function () use (&\$ended) {
                return \$ended++ ? 3 : $end;
            }]);
            \$client->connect('127.0.0.1', $peer->port);
            register_shutdown_function(function () use (\$client) {
                echo json_encode([\$client->recv(), \$client->errCode, \$client->close()]), "\n";
            });
            $run(fn () => \$client->recv());
            echo "not reached\n";
            PHP, 'memory_limit=64M');
    }
}
?>
--EXPECTF--
["one",0,true]
exit code 3
Fatal error: fatal in %s
["one",0,true]
exit code 255
Fatal error: %r(Allowed memory size of 67108864 bytes exhausted|Possible integer overflow).*%r
["one",0,true]
exit code 255
["one",0,true]
exit code 3
Fatal error: fatal in %s
["one",0,true]
exit code 255
Fatal error: %r(Allowed memory size of 67108864 bytes exhausted|Possible integer overflow).*%r
["one",0,true]
exit code 255
