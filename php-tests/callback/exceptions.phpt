--TEST--
callback: what a callback throws reaches run(), or ends the script once, with 255
--FILE--
<?php
require __DIR__ . '/../include/calling.php';
require __DIR__ . '/../include/child.php';

$echo = server('echo');
try {
    Corio\Coroutine\run(function () use ($echo) {
        calling([
            'connect' => function ($client) {
                $client->send('hello');
                throw new DomainException('from onConnect');
            },
            'receive' => function ($client) {
                $client->close();
                throw new DomainException('from onReceive');
            },
        ])->connect('127.0.0.1', $echo->port);
    });
} catch (DomainException $e) {
    echo $e->getMessage(), ', ', $e->getPrevious()->getMessage(), "\n";
}
foreach (['', 'set_exception_handler(fn ($e) => print("handled: {$e->getMessage()}\n"));'] as $handler) {
    child("require '" . __DIR__ . "/../include/calling.php';" . <<<PHP
        $handler
        register_shutdown_function(fn () => print("shutdown\\n"));
        \$throw = fn () => throw new DomainException('not today');
        calling(['connect' => \$throw, 'close' => fn () => print("never\\n")])->connect('127.0.0.1', $echo->port);
        \$other = calling(['connect' => fn () => null]);
        \$other->connect('127.0.0.1', $echo->port);
        echo "end of the script\\n";
        PHP);
}
?>
--EXPECTF--
connect
receive "hello"
close
from onConnect, from onReceive
end of the script
shutdown
connect
%AUncaught DomainException: not today in %a
exit code 255
end of the script
shutdown
connect
%Ahandled: not today
exit code 255
