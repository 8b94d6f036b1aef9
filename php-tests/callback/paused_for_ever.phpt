--TEST--
callback: if all that is left is paused, nothing will ever come: a report, not a hang
--FILE--
<?php
require __DIR__ . '/../include/calling.php';
require __DIR__ . '/../include/child.php';

$echo = server('echo');
try {
    Corio\Coroutine\run(fn () => quiet(['connect' => fn ($client) => $client->pause()])->connect('127.0.0.1', $echo->port));
} catch (Corio\DeadlockException $e) {
    echo preg_replace(['/:\d+/', '/ at .*/'], [':PORT', ''], $e->getMessage()), "\n";
}
child("require '" . __DIR__ . "/../include/calling.php';" . <<<PHP
    quiet(['connect' => fn (\$client) => \$client->pause()])->connect('127.0.0.1', $echo->port);
    PHP);
?>
--EXPECTF--
nothing is left that could wake {main} - deadlock!
  {main} waits for the coroutines it has started
%A  the client that is connected to 127.0.0.1:PORT is paused
%AWarning: %Snothing is left that could wake {main} - deadlock!
%A  the client that is connected to 127.0.0.1:%d is paused%A
