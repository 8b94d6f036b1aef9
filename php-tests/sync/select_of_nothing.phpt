--TEST--
sync: client_select() of nothing, and of what cannot be waited for
--FILE--
<?php
require __DIR__ . '/../include/server.php';

set_error_handler(fn (int $level, string $message) => print("$message\n"));
$read = $write = $except = [];
var_dump(Corio\client_select($read, $write, $except, 5));
$read = [new Corio\Client(Corio\SOCK_TCP), new stdClass(), 'x', null];
var_dump(Corio\client_select($read, $write, $except, 5), count($read));
$read = [9999];
var_dump(Corio\client_select($read, $write, $except, 5));
try {
    $read = 'x';
    Corio\client_select($read, $write, $except, 5);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
// A plain file is always ready.
$read = ['file' => fopen(__FILE__, 'r')];
var_dump(Corio\client_select($read, $write, $except, 5));
// A typed property that does not take null back is no reason to crash.
$holder = new class { public ?array $read; };
$holder->read = [fopen(__FILE__, 'r')];
var_dump(Corio\client_select($holder->read, $write, $except, 5), count($holder->read));
?>
--EXPECT--
Corio\client_select(): no resource arrays were passed to select
bool(false)
Corio\client_select(): no resource arrays were passed to select
bool(false)
int(4)
Corio\client_select(): cannot wait for 1 descriptors: Bad file descriptor (os error 9)
bool(false)
Corio\client_select(): Argument #1 ($read_array) must be of type array, string given
int(1)
int(1)
int(1)
