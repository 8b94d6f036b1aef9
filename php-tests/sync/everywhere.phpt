--TEST--
sync: works in destructors, shutdown functions, output handlers, error handlers, and when the request is over
--EXTENSIONS--
session
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';

$port = server('echo')->port;
child(<<<PHP
    function talk(string \$word): string
    {
        \$client = new Corio\\Client(Corio\\SOCK_TCP);
        \$client->connect('127.0.0.1', $port);
        \$client->send(\$word);
        return \$client->recv() . "\\n";
    }

    final class Talks
    {
        public function __construct(private string \$word)
        {
        }

        public function __destruct()
        {
            echo talk(\$this->word);
        }
    }

    final class Sessions implements SessionHandlerInterface
    {
        public function open(string \$path, string \$name): bool { return true; }
        public function close(): bool { return true; }
        public function read(string \$id): string|false { return ''; }
        public function destroy(string \$id): bool { return true; }
        public function gc(int \$lifetime): int|false { return 0; }
        public function write(string \$id, string \$data): bool
        {
            // PHP has shut down our module already.
            file_put_contents('php://stdout', talk('a session is written'));
            return true;
        }
    }

    register_shutdown_function(fn () => print(talk('shutdown function')));
    session_set_save_handler(new Sessions(), false);
    @session_start();
    new Talks('destructor');
    \$late = new Talks('late destructor');
    set_error_handler(fn () => print(talk('error handler')));
    trigger_error('x');
    ob_start(fn (\$text) => \$text . talk('output handler'));
    ob_end_flush();
    Corio\\Coroutine\\go(fn () => print(talk('coroutine')));
    \$cycle = new Talks('collector');
    \$cycle = [\$cycle, &\$cycle];
    unset(\$cycle);
    gc_collect_cycles();
    \$fiber = new Fiber(fn () => print(talk('fiber')));
    \$fiber->start();
    PHP, 'session.use_cookies=0', 'session.cache_limiter=', 'session.save_path=/nowhere');
?>
--EXPECT--
destructor
error handler
output handler
coroutine
collector
fiber
shutdown function
late destructor
a session is written
exit code 0
