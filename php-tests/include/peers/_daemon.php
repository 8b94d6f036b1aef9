<?php
/*
 * What the peers have in common that run a real server: a folder of its own for configuration, data and
 * run-time files, free ports, and an end in all cases.
 *
 * The peer is also the guard of its daemon: when its standard input closes, it stops the daemon and removes the
 * folder. Ctrl-C reaches the whole process group, so the peer leaves it to its test to die first.
 */

require __DIR__ . '/_peer.php';

/** A new folder that the unprivileged users of a daemon may enter. */
function daemon_folder(string $name): string
{
    if (fileowner('/proc/self') !== 0) {
        fail("$name changes between users, so its tests run as root only");
    }
    return open_folder($name);
}

/** A new folder for a daemon that runs as whoever started it. */
function open_folder(string $name): string
{
    $folder = sys_get_temp_dir() . "/corio-$name-" . bin2hex(random_bytes(6));
    mkdir($folder);
    chmod($folder, 0755);
    return $folder;
}

/** Copies of a certificate's files, and of the CA's as 'ca', that only `$user` may read; some daemons insist on it. */
function certificate_of(string $user, string $folder, string $name): array
{
    $copies = [];
    foreach (pki($name) + ['ca' => pki_ca()] as $what => $path) {
        $copies[$what] = "$folder/tls-$what.pem";
        copy($path, $copies[$what]);
        chmod($copies[$what], 0600);
        chown($copies[$what], user_id($user));
    }
    return $copies;
}

/** The number of a user: chown() of a thread-safe PHP 8.2 finds no names. */
function user_id(string|int $user): int
{
    $line = preg_grep('/^' . preg_quote((string) $user) . ':/', file('/etc/passwd'));
    return is_int($user) ? $user : (int) explode(':', reset($line) ?: fail("there is no user $user"))[2];
}

/** A command that runs as another user, in the very process that is started. */
function as_user(string $user, array $command): array
{
    return [executable('setpriv'), "--reuid=$user", "--regid=$user", '--init-groups', ...$command];
}

/** Runs a command that prepares something, to its end. */
function run_command(string $folder, array $command): void
{
    $output = ['file', "$folder/output", 'a'];
    if (proc_close(proc_open($command, [['file', '/dev/null', 'r'], $output, $output], $pipes)) !== 0) {
        $log = file_get_contents("$folder/output");
        remove_folder($folder);
        fail(implode(' ', $command) . " fails:\n$log");
    }
}

/** Makes folders below `$folder`; `$owner` and `$mode` as for chown and chmod. */
function make_folders(string $folder, array $names, string|int $owner = 0, int $mode = 0755): void
{
    foreach ($names as $name) {
        @mkdir("$folder/$name", $mode, true);
        chown("$folder/$name", user_id($owner));
        chmod("$folder/$name", $mode);
    }
}

/** Ports that were free a moment ago. */
function free_ports(int $count): array
{
    $held = array_map(fn () => listen(), array_fill(0, $count, null));
    return array_map(port_number(...), $held);
}

/** The path of an executable, or the end of this peer with a message that says what to do. */
function executable(string $name, string ...$folders): string
{
    foreach ([...$folders, ...explode(':', getenv('PATH')), '/usr/sbin', '/usr/local/sbin'] as $folder) {
        if (is_executable("$folder/$name")) {
            return "$folder/$name";
        }
    }
    fail("$name is not installed: run `make test`, which installs what the tests need");
}

/** The php-fpm of the PHP that runs this. */
function php_fpm(): string
{
    $folder = dirname(PHP_BINARY, 2) . '/sbin';
    $name = 'php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
    return is_executable("$folder/$name") ? "$folder/$name" : executable('php-fpm', $folder);
}

/** Apache's module of the PHP that runs this. */
function apache_module(): string
{
    $module = '/usr/lib/apache2/modules/libphp' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '.so';
    return is_file($module) ? $module : fail("$module is not installed: run `make test`, which installs what the tests need");
}

/**
 * Starts a daemon and guards it until the test ends. `$configure` gets free ports and returns the command; the
 * daemon is ready when `$ready(int $port)` holds for all of them, or when it greets. Ports that somebody else takes
 * meanwhile are replaced. `$signal` asks the daemon to end quickly; after `$patience` seconds it is killed.
 */
function guard(
    string $folder, array $port_names, callable $configure, ?callable $ready = null, int $signal = 15, float $patience = 0.1,
): never {
    if (function_exists('pcntl_signal')) {
        pcntl_signal(SIGINT, SIG_IGN);
    }
    $output = ['file', "$folder/output", 'a'];
    for ($attempt = 1; $attempt <= 3; $attempt++) {
        $ports = array_combine($port_names, free_ports(count($port_names)));
        $daemon = proc_open($configure($ports), [['file', '/dev/null', 'r'], $output, $output], $pipes);
        if (all_ready($ports, $daemon, $ready ?? greets(...))) {
            say(json_encode(['port' => reset($ports), 'folder' => $folder] + $ports));
            while (fgets(STDIN) !== false);
            end_daemon($daemon, $folder, $signal, $patience);
            exit(0);
        }
        end_daemon($daemon, null, $signal);
    }
    $log = (string) @file_get_contents("$folder/log") . @file_get_contents("$folder/output");
    remove_folder($folder);
    fail("the daemon does not start:\n$log");
}

function all_ready(array $ports, $daemon, callable $ready): bool
{
    $until = hrtime(true) + 30_000_000_000;
    while (hrtime(true) < $until && proc_get_status($daemon)['running']) {
        $ports = array_filter($ports, fn (int $port) => !$ready($port));
        if ($ports === []) {
            return true;
        }
        usleep(10_000);
    }
    return false;
}

/** Whether the server speaks first, and does. */
function greets(int $port): bool
{
    return answer($port) !== '';
}

/** Whether connections are accepted, for servers that let the client speak first. */
function accepts(int $port): bool
{
    return @stream_socket_client("tcp://127.0.0.1:$port", timeout: 1) !== false;
}

/** The first bytes that a server sends, unasked or to `$question`; '' if there are none. */
function answer(int $port, string $question = ''): string
{
    $socket = @stream_socket_client("tcp://127.0.0.1:$port", timeout: 1);
    if (!$socket) {
        return '';
    }
    stream_set_timeout($socket, 2);
    @fwrite($socket, $question);
    return (string) @fread($socket, 8192);
}

/**
 * Ends a daemon and its children, with force after `$patience` seconds. Some daemons wait for a whole second, but
 * have passed the signal on at once; the children of a killed one see that it is gone.
 */
function end_daemon($daemon, ?string $folder = null, int $signal = 15, float $patience = 0.1): void
{
    proc_terminate($daemon, $signal);
    $until = hrtime(true) + $patience * 1e9;
    while (hrtime(true) < $until && proc_get_status($daemon)['running']) {
        usleep(10_000);
    }
    proc_terminate($daemon, 9);
    proc_close($daemon);
    // A child that is about to end may still write a last file.
    for ($tries = 0; $folder !== null && is_dir($folder) && $tries < 100; $tries++) {
        usleep($tries * 1000);
        remove_folder($folder);
    }
}

function remove_folder(string $folder): void
{
    foreach (array_diff(@scandir($folder) ?: [], ['.', '..']) as $entry) {
        $path = "$folder/$entry";
        is_dir($path) && !is_link($path) ? remove_folder($path) : @unlink($path);
    }
    @rmdir($folder);
}
