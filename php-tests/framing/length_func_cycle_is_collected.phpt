--TEST--
framing: a client whose package_length_func holds it is found by the collector [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

final class Reader extends Client
{
    public function __construct()
    {
        parent::__construct(Corio\SOCK_TCP);
        // A private method, which is called from outside of the class later.
        $this->set(['open_length_check' => true, 'package_length_func' => [$this, 'length']]);
    }

    private function length(string $head): int
    {
        return 3;
    }

    public function __destruct()
    {
        echo "freed\n";
    }
}

$peer = server('pieces', pieces: [bin2hex('onetwo')], end: 'hold');
no_descriptor_left(function () use ($peer) {
    $reader = new Reader();
    $reader->connect('127.0.0.1', $peer->port);
    print_result($reader->recv(), $reader);
    unset($reader);
    echo "unset\n";
    gc_collect_cycles();
});
?>
--EXPECT--
"one"
unset
freed
no descriptor left
