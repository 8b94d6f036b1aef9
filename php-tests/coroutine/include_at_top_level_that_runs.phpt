--TEST--
coroutine: a file included by the main program may call run()
--FILE--
<?php
$file = tempnam(sys_get_temp_dir(), 'corio');
file_put_contents($file, '<?php
Corio\Coroutine\run(function () { Corio\Coroutine\System::sleep(0.005); echo "in the file\n"; });
return "returned\n";
');
echo include $file;
unlink($file);
?>
--EXPECT--
in the file
returned
