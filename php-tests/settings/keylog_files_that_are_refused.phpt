--TEST--
settings: ssl_keylog takes neither a link nor a folder, a pipe or a place it may not use [coroutine]
--EXTENSIONS--
posix
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$folder = sys_get_temp_dir() . '/corio-keylog-' . bin2hex(random_bytes(6));
mkdir($folder);
file_put_contents("$folder/target", '');
symlink("$folder/target", "$folder/link");
posix_mkfifo("$folder/pipe", 0600);
$client = new Client(Corio\SOCK_TCP | Corio\SSL);
foreach (["$folder/link", $folder, "$folder/pipe", "$folder/missing/log", '/dev/null'] as $path) {
    var_dump($client->set(['ssl_keylog' => $path]));
    echo "$client->errCode ", str_replace($folder, '', $client->errMsg), "\n";
}
ini_set('open_basedir', __DIR__);
print_result(@$client->set(['ssl_keylog' => __DIR__ . '/../log']), $client);
ini_restore('open_basedir');
print_misuse(['ssl_keylog' => "$folder/x\0"]);
print_misuse(['ssl_keylog' => 'php://stderr']);
print_misuse(['ssl_keylog' => '']);
print_misuse(['ssl_keylog' => true]);
print_misuse(['ssl_keylog' => null]);
?>
--EXPECTF--
bool(false)
1019 setting "ssl_keylog": /link: it is a symbolic link
bool(false)
1019 setting "ssl_keylog": : Is a directory
bool(false)
1019 setting "ssl_keylog": /pipe: not a regular file
bool(false)
1019 setting "ssl_keylog": /missing/log: No such file or directory
bool(false)
1019 setting "ssl_keylog": /dev/null: not a regular file
false [1019] setting "ssl_keylog": %s/settings/../log: open_basedir does not allow it
setting "ssl_keylog" must be without NUL bytes, one with a NUL byte given
setting "ssl_keylog" must be a path of the file system, "php://stderr" given
setting "ssl_keylog" must be a path, an empty string given
setting "ssl_keylog" must be of type string, bool given
accepted
