--TEST--
swoole: beside Swoole itself, or an extension with one of the names, none is registered, whichever is loaded first
--FILE--
<?php
require __DIR__ . '/../include/extension.php';

$others = [
    'swoole' => build_extension('swoole'),
    'openswoole' => build_extension('openswoole'),
    'class' => build_extension('other', 'zend_class_entry ce; INIT_CLASS_ENTRY(ce, "Swoole\\\\Timer", NULL);
        zend_register_internal_class(&ce);'),
    'short class' => build_extension('other', 'zend_class_entry ce; INIT_CLASS_ENTRY(ce, "co", NULL);
        zend_register_internal_class(&ce);'),
    'function' => build_extension('other', 'zend_register_functions(NULL, functions, NULL, MODULE_PERSISTENT);', <<<'C'
        static void nothing(INTERNAL_FUNCTION_PARAMETERS) {}
        ZEND_BEGIN_ARG_INFO_EX(info, 0, 0, 0) ZEND_END_ARG_INFO()
        static const zend_function_entry functions[] = { PHP_NAMED_FE(defer, nothing, info) PHP_FE_END };
        C),
    'constant' => build_extension('other', 'REGISTER_LONG_CONSTANT("SWOOLE_SSL", 1, CONST_PERSISTENT);'),
    'some other name' => build_extension('other', 'REGISTER_LONG_CONSTANT("SWOOLE_NOT", 1, CONST_PERSISTENT);'),
];
$corio = getenv('CORIO_SO');
$code = 'require ' . var_export(__DIR__ . '/names.inc', true) . '; ob_start(); say_names();
    echo strtok(ob_get_clean(), "\n"), "\n", json_encode([
        class_exists("Swoole\Coroutine\Client"), function_exists("swoole_version"), defined("SWOOLE_VERSION"), function_exists("go"),
    ]), "\n";';
foreach ($others as $what => $file) {
    echo "$what:\n";
    with_extensions([$corio, $file], $code, 'corio.swoole_aliases=On');
    with_extensions([$file, $corio], $code, 'corio.swoole_aliases=On');
}
?>
--EXPECT--
swoole:
phpinfo(): left out: the extension swoole is loaded
[false,false,false,false]
phpinfo(): left out: the extension swoole is loaded
[false,false,false,false]
openswoole:
phpinfo(): left out: the extension openswoole is loaded
[false,false,false,false]
phpinfo(): left out: the extension openswoole is loaded
[false,false,false,false]
class:
phpinfo(): left out: another extension has the class Swoole\Timer
[false,false,false,false]
phpinfo(): left out: another extension has the class Swoole\Timer
[false,false,false,false]
short class:
phpinfo(): left out: another extension has the class Co
[false,false,false,false]
phpinfo(): left out: another extension has the class Co
[false,false,false,false]
function:
phpinfo(): left out: another extension has the function defer()
[false,false,false,false]
phpinfo(): left out: another extension has the function defer()
[false,false,false,false]
constant:
phpinfo(): left out: another extension has the constant SWOOLE_SSL
[false,false,false,false]
phpinfo(): left out: another extension has the constant SWOOLE_SSL
[false,false,false,false]
some other name:
phpinfo(): Swoole\..., SWOOLE_..., swoole_...() and short names
[true,true,true,true]
phpinfo(): Swoole\..., SWOOLE_..., swoole_...() and short names
[true,true,true,true]
