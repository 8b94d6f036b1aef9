<?php
/*
 * What the peers have in common that run a real mail server: a folder of its own for configuration, spool and
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
    $folder = sys_get_temp_dir() . "/corio-$name-" . bin2hex(random_bytes(6));
    mkdir($folder);
    chmod($folder, 0755);
    return $folder;
}

/** Makes folders below `$folder`; `$owner` and `$mode` as for chown and chmod. */
function make_folders(string $folder, array $names, string|int $owner = 0, int $mode = 0755): void
{
    foreach ($names as $name) {
        @mkdir("$folder/$name", $mode, true);
        chown("$folder/$name", $owner);
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

/**
 * Starts a daemon and guards it until the test ends. `$configure` gets free ports and returns the command; the
 * daemon is ready when it greets on all of them. Ports that somebody else takes meanwhile are replaced.
 */
function guard(string $folder, array $port_names, callable $configure): never
{
    if (function_exists('pcntl_signal')) {
        pcntl_signal(SIGINT, SIG_IGN);
    }
    for ($attempt = 1; $attempt <= 3; $attempt++) {
        $ports = array_combine($port_names, free_ports(count($port_names)));
        $daemon = proc_open($configure($ports), [['file', '/dev/null', 'r'], ['file', "$folder/output", 'a'], STDERR], $pipes);
        if (all_greet($ports, $daemon)) {
            say(json_encode(['port' => reset($ports), 'folder' => $folder] + $ports));
            while (fgets(STDIN) !== false);
            end_daemon($daemon, $folder);
            exit(0);
        }
        end_daemon($daemon);
    }
    $log = (string) @file_get_contents("$folder/log") . @file_get_contents("$folder/output");
    remove_folder($folder);
    fail("the daemon does not start:\n$log");
}

function all_greet(array $ports, $daemon): bool
{
    $until = hrtime(true) + 10_000_000_000;
    while ($ports !== [] && hrtime(true) < $until && proc_get_status($daemon)['running']) {
        $ports = array_filter($ports, fn (int $port) => !greets($port));
        usleep(10_000);
    }
    return $ports === [];
}

function greets(int $port): bool
{
    $socket = @stream_socket_client("tcp://127.0.0.1:$port", timeout: 1);
    if (!$socket) {
        return false;
    }
    stream_set_timeout($socket, 2);
    return (string) fgets($socket) !== '';
}

/**
 * Ends a daemon and its children. Both daemons pass SIGTERM on at once and then only wait for a second; the
 * children of a killed one see that it is gone.
 */
function end_daemon($daemon, ?string $folder = null): void
{
    proc_terminate($daemon);
    for ($tries = 0; $tries < 10 && proc_get_status($daemon)['running']; $tries++) {
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
