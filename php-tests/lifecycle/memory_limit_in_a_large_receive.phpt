--TEST--
lifecycle: exceeding memory_limit in a large receive ends the script as it does elsewhere, on all faces
--FILE--
<?php
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/server.php';

$port = server('echo')->port;
$head = <<<'PHP'
use function Corio\Coroutine\run;
register_shutdown_function(fn () => print("shutdown: " . substr(error_get_last()['message'], 0, 19) . "\n"));
$all = [];
PHP;
foreach (['Corio\Client', 'Corio\Coroutine\Client'] as $class) {
    child($head . <<<PHP
    run(function () use (&\$all) {
        \$client = new $class(Corio\SOCK_TCP);
        \$client->connect('127.0.0.1', $port);
        \$client->send('SEND 30000000');
        while ((\$all[] = \$client->recv()) !== '');
    });
    PHP, 'memory_limit=12M');
}
child($head . <<<PHP
run(function () use (&\$all) {
\$client = new Corio\Async\Client(Corio\SOCK_TCP);
\$client->on('connect', fn (\$client) => \$client->send('SEND 30000000'));
\$client->on('receive', function (\$client, \$data) use (&\$all) { \$all[] = \$data; });
\$client->on('error', fn () => print("error\\n"));
\$client->on('close', fn () => print("close\\n"));
\$client->connect('127.0.0.1', $port);
});
PHP, 'memory_limit=12M');
?>
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in child.php on line %d
shutdown: Allowed memory size
exit code 255
Fatal error: Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in child.php on line %d
shutdown: Allowed memory size
exit code 255
Fatal error: Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in Unknown on line %d
shutdown: Allowed memory size
exit code 255
