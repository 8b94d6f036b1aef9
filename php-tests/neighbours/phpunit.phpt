--TEST--
neighbours: PHPUnit runs tests in coroutines, with pcov's coverage
--SKIPIF--
<?php
require __DIR__ . '/../include/own_build.php';
skip_own_build('PHPUnit');
?>
--FILE--
<?php
$command = escapeshellarg(PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS');
foreach (['ctype', 'dom', 'mbstring', 'tokenizer', 'xml', 'xmlwriter', 'pcov'] as $name) {
    $command .= extension_loaded($name) ? '' : " -d extension=$name";
}
$folder = sys_get_temp_dir() . '/corio-phpunit-' . bin2hex(random_bytes(6));
mkdir($folder);
foreach (['CoroutineTest', 'Worker'] as $name) {
    copy(__DIR__ . "/$name.inc", "$folder/$name.php");
}
$options = "--no-configuration --do-not-cache-result --coverage-filter $folder --coverage-clover $folder/coverage --log-junit $folder/results";
exec("$command -d pcov.directory=$folder /usr/bin/phpunit $options $folder/CoroutineTest.php 2>&1", $lines, $code);
echo "exit code $code\n";

// What is printed differs between versions; these two files do not.
preg_match_all('~<testcase name="(\w+)"[^>]*?(/>|>\s*<\w+)~', (string) @file_get_contents("$folder/results"), $cases, PREG_SET_ORDER);
foreach ($cases as [, $name, $rest]) {
    echo $name, ': ', $rest === '/>' ? 'passed' : trim($rest, "<> \n"), "\n";
}
$cases || print(implode("\n", $lines) . "\n");
preg_match_all('~<line num="(\d+)" type="stmt" count="(\d+)"~', explode('Worker.php', (string) @file_get_contents("$folder/coverage"))[1] ?? '', $covered, PREG_SET_ORDER);
foreach ($covered as [, $line, $count]) {
    echo "line $line ", $count > 0 ? 'covered' : 'not covered', "\n";
}
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
exit code 1
testWaits: passed
testOthersRunMeanwhile: passed
testOutputOfCoroutinesIsExpected: passed
testExpectedExceptionOfAChild: passed
testThatFailsInAChild: failure
testMocks: passed
testDeadlockIsAnException: passed
line 7 covered
line 8 covered
line 9 covered
line 11 covered
line 16 not covered
