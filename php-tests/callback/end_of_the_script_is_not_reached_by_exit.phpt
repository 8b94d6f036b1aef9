--TEST--
callback: exit in {main} closes what is open and calls nothing; objects are destroyed
--FILE--
<?php
require __DIR__ . '/../include/calling.php';
require __DIR__ . '/../include/child.php';

$echo = server('echo');
child("require '" . __DIR__ . "/../include/calling.php';" . <<<PHP
    final class Watched extends Corio\\Async\\Client { function __destruct() { echo "destroyed, ", json_encode(\$this->isConnected()), "\\n"; } }
    \$client = new Watched(Corio\\SOCK_TCP);
    foreach (['connect', 'receive', 'error', 'close'] as \$event) {
        \$client->on(\$event, fn () => print("\$event\\n"));
    }
    \$client->connect('127.0.0.1', $echo->port);
    Corio\\Coroutine\\System::sleep(0.2);
    unset(\$client);
    echo "still there\\n";
    exit(3);
    PHP);
?>
--EXPECT--
connect
still there
destroyed, false
exit code 3
