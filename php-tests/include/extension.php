<?php
/*
 * Another extension beside the one under test, made for one test: what it registers is C code of a few lines.
 */

/**
 * Builds an extension `$name` that does `$startup` in MINIT, and answers the path of its file, which is removed at
 * the end of the test. `$more` is C code before that.
 */
function build_extension(string $name, string $startup = '', string $more = ''): string
{
    $folder = sys_get_temp_dir() . '/corio-extension-' . bin2hex(random_bytes(6));
    mkdir($folder);
    register_shutdown_function(function () use ($folder) {
        array_map('unlink', glob("$folder/*"));
        rmdir($folder);
    });
    file_put_contents("$folder/$name.c", <<<C
        #define ZEND_ENABLE_STATIC_TSRMLS_CACHE 1
        #include "php.h"
        #include "zend_observer.h"
        #ifdef ZTS
        ZEND_TSRMLS_CACHE_DEFINE()
        #endif
        $more
        static int startup(int type, int module_number)
        {
            $startup
            return SUCCESS;
        }
        static zend_module_entry other_module_entry = {
            STANDARD_MODULE_HEADER, "$name", NULL, startup, NULL, NULL, NULL, NULL, "1.0", STANDARD_MODULE_PROPERTIES
        };
        ZEND_GET_MODULE(other)
        C);
    $includes = shell_exec(escapeshellarg(PHP_BINDIR . '/php-config') . ' --includes');
    $flags = '-DCOMPILE_DL_' . strtoupper($name) . ' -Wno-unused-parameter -fPIC -shared';
    $command = 'cc ' . trim($includes) . " $flags -o $folder/$name.so $folder/$name.c 2>&1";
    exec($command, $output, $code);
    if ($code !== 0) {
        throw new RuntimeException(implode("\n", [$command, ...$output]));
    }
    return "$folder/$name.so";
}

/** Runs `$code` in a PHP process that loads `$extensions` in this order and has `$settings`; prints what it prints. */
function with_extensions(array $extensions, string $code, string ...$settings): void
{
    $script = tempnam(sys_get_temp_dir(), 'corio-script-');
    file_put_contents($script, "<?php $code");
    $command = [PHP_BINARY, '-n'];
    foreach ([...array_map(fn (string $file) => "extension=$file", $extensions), 'display_errors=1', ...$settings] as $setting) {
        array_push($command, '-d', $setting);
    }
    $process = proc_open([...$command, $script], [['file', '/dev/null', 'r'], STDOUT, STDOUT], $pipes);
    $code = proc_close($process);
    unlink($script);
    echo $code === 0 ? '' : "exit code $code\n";
}
