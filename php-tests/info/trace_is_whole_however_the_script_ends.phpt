--TEST--
info: the file of corio.trace is valid JSON whether the script ends by exit, a fatal error, an exception, SIGKILL or in a fork
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/trace.php';

$sleep = 'Corio\Coroutine\go(fn () => Corio\Coroutine\System::sleep(0.001)); Corio\Coroutine\System::sleep(0.005);';
$ends = [
    'end' => '',
    'exit' => 'exit(3);',
    'exit in a coroutine' => 'Corio\Coroutine\run(function () { Corio\Coroutine\System::sleep(0.001); exit; });',
    'fatal error' => 'Corio\Coroutine\run(function () { Corio\Coroutine\System::sleep(0.001); trigger_error("the end", E_USER_ERROR); });',
    'exception' => 'Corio\Coroutine\run(function () { throw new Exception("uncaught"); });',
    'parked' => 'Corio\Coroutine\go(fn () => Corio\Coroutine\System::sleep(9)); exit;',
];
foreach ($ends as $name => $end) {
    echo "$name:\n";
    ob_start();
    $files = traced($sleep . $end);
    ob_end_clean();
    print_spans($files['']['events']);
}

// Each write leaves a file that is whole.
echo "killed:\n";
ob_start();
$files = traced('Corio\Coroutine\run(function () { for ($i = 0; $i < 5000; $i++) { Corio\Coroutine\System::sleep(0.001); if ($i % 100 === 0) { echo "at $i\n"; } } });', 'at 800');
ob_end_clean();
var_dump(count($files['']['events']) > 500);

echo "fork:\n";
$files = traced($sleep . 'if (pcntl_fork() === 0) { Corio\Coroutine\System::sleep(0.001); exit; } pcntl_wait($status); Corio\Coroutine\System::sleep(0.001);');
ksort($files);
foreach ($files as $suffix => $file) {
    echo preg_match('/^\.\d+$/', $suffix) ? "child\n" : "parent$suffix\n";
    print_spans($file['events']);
}
?>
--EXPECT--
end:
track 0
  sleep()
track 1
  coroutine #1
    sleep()
exit:
track 0
  sleep()
track 1
  coroutine #1
    sleep()
exit in a coroutine:
track 0
  sleep()
  the coroutines it has started
track 1
  coroutine #1
    sleep()
track 2
  coroutine #2
    sleep()
fatal error:
track 0
  sleep()
  the coroutines it has started
track 1
  coroutine #1
    sleep()
track 2
  coroutine #2
    sleep()
exception:
track 0
  sleep()
track 1
  coroutine #1
    sleep()
track 2
  coroutine #2
parked:
track 0
  sleep()
track 1
  coroutine #1
    sleep()
track 2
  coroutine #2
    sleep()
killed:
bool(true)
fork:
parent
track 0
  sleep()
track 1
  coroutine #1
    sleep()
child
track 0
  sleep()
