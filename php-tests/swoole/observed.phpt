--TEST--
swoole: functions are watched by an extension that observes all calls, as tracers do, and nothing breaks
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80200) {
    echo 'skip only user functions are observed';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/extension.php';

$observer = build_extension('observer', 'zend_observer_fcall_register(observe);', <<<'C'
    static void begin(zend_execute_data *call) { php_printf("<%s>", ZSTR_VAL(call->func->common.function_name)); }
    static void end(zend_execute_data *call, zval *result) { php_printf("</%s>", ZSTR_VAL(call->func->common.function_name)); }
    static zend_observer_fcall_handlers observe(zend_execute_data *call)
    {
        zend_string *name = call->func->common.function_name;
        bool watched = name && (zend_string_equals_literal(name, "go") || strstr(ZSTR_VAL(name), "swoole"));
        return watched ? (zend_observer_fcall_handlers){begin, end} : (zend_observer_fcall_handlers){NULL, NULL};
    }
    C);
foreach ([[getenv('CORIO_SO'), $observer], [$observer, getenv('CORIO_SO')]] as $extensions) {
    with_extensions($extensions, <<<'PHP'
        function nested(int $depth): string
        {
            return $depth > 0 ? swoole_strerror(110) . nested($depth - 1) : '';
        }
        Co\run(function () {
            for ($i = 0; $i < 3; $i++) {
                go(fn () => print(strlen(nested(2)) . ' ' . swoole_version()));
                echo "\n";
            }
        });
        // What PHP calls in the midst of an observed function has its frame right behind it.
        set_error_handler(function (int $code, string $message) {
            $a = $b = $c = $d = $e = $f = swoole_version();
            echo "\n", swoole_strerror(110), "\n";
            return nested(1) !== '';
        });
        echo json_encode(swoole_timer_tick(0, fn () => 0)), "\n", swoole_version(), "\n";
        PHP, 'corio.swoole_aliases=On');
}
?>
--EXPECT--
<go><swoole_strerror></swoole_strerror><swoole_strerror></swoole_strerror><swoole_version></swoole_version>40 6.2.1</go>
<go><swoole_strerror></swoole_strerror><swoole_strerror></swoole_strerror><swoole_version></swoole_version>40 6.2.1</go>
<go><swoole_strerror></swoole_strerror><swoole_strerror></swoole_strerror><swoole_version></swoole_version>40 6.2.1</go>
<swoole_timer_tick><swoole_version></swoole_version>
<swoole_strerror></swoole_strerror>Connection timed out
<swoole_strerror></swoole_strerror></swoole_timer_tick>false
<swoole_version></swoole_version>6.2.1
<go><swoole_strerror></swoole_strerror><swoole_strerror></swoole_strerror><swoole_version></swoole_version>40 6.2.1</go>
<go><swoole_strerror></swoole_strerror><swoole_strerror></swoole_strerror><swoole_version></swoole_version>40 6.2.1</go>
<go><swoole_strerror></swoole_strerror><swoole_strerror></swoole_strerror><swoole_version></swoole_version>40 6.2.1</go>
<swoole_timer_tick><swoole_version></swoole_version>
<swoole_strerror></swoole_strerror>Connection timed out
<swoole_strerror></swoole_strerror></swoole_timer_tick>false
<swoole_version></swoole_version>6.2.1
