--TEST--
callback: exit and fatal errors in callbacks end the script at once, with its own code; no other callback runs
--FILE--
<?php
require __DIR__ . '/../include/calling.php';
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/watched.php';

$echo = server('echo');
$tarpit = server('tarpit');
$ends = ['exit(7)', 'trigger_error("expected", E_USER_ERROR)', too_much_memory(), 'eval("class A {} class A {}")'];
foreach (['connect', 'receive', 'close'] as $event) {
    foreach ($ends as $end) {
        child("require '" . __DIR__ . "/../include/calling.php';" . <<<PHP
            final class Left { function __destruct() { echo "destructor\\n"; } }
            \$left = new Left();
            register_shutdown_function(fn () => print("shutdown\\n"));
            \$other = quiet(['close' => fn () => print("never\\n")]);
            \$other->connect('127.0.0.1', $tarpit->port);
            \$client = quiet([
                'connect' => function (\$client) { \$client->send('END'); },
                'close' => function () {},
            ]);
            '$event' === 'receive' && \$client->on('connect', fn (\$client) => \$client->send('x'));
            \$client->on('$event', function () { $end; });
            \$client->connect('127.0.0.1', $echo->port);
            PHP);
    }
}
?>
--EXPECTF--
shutdown
destructor
exit code 7
shutdown
Fatal error: expected in %s
exit code 255
shutdown
Fatal error: %s memory %s
exit code 255
shutdown
Fatal error: Cannot %s
exit code 255
shutdown
destructor
exit code 7
shutdown
Fatal error: expected in %s
exit code 255
shutdown
Fatal error: %s memory %s
exit code 255
shutdown
Fatal error: Cannot %s
exit code 255
shutdown
destructor
exit code 7
shutdown
Fatal error: expected in %s
exit code 255
shutdown
Fatal error: %s memory %s
exit code 255
shutdown
Fatal error: Cannot %s
exit code 255
