<?php

/**
 * The PHP API of corio. Generated from the code by `make stubs`: do not edit.
 */

namespace Corio {

    const SOCK_TCP = 1;
    const SOCK_UDP = 2;
    const SOCK_TCP6 = 3;
    const SOCK_UDP6 = 4;
    const SOCK_UNIX_STREAM = 5;
    const SOCK_UNIX_DGRAM = 6;
    const SSL = 512;
    const KEEP = 4096;
    const ASYNC = 1024;
    const SYNC = 2048;
    const SSL_TLSv1 = 8;
    const SSL_TLSv1_1 = 16;
    const SSL_TLSv1_2 = 32;
    const SSL_TLSv1_3 = 64;
    const AF_UNSPEC = 0;
    const AF_INET = 2;
    const AF_INET6 = 10;
    const CHANNEL_OK = 0;
    const CHANNEL_TIMEOUT = -1;
    const CHANNEL_CLOSED = -2;
    const CHANNEL_CANCELED = -3;
    const EVENT_READ = 512;
    const EVENT_WRITE = 1024;
    const TIMER_MIN_MS = 1;
    const TIMER_MAX_MS = 9223372036854775807;
    const STRERROR_SYSTEM = 0;
    const STRERROR_GAI = 1;
    const STRERROR_DNS = 2;
    const STRERROR_SWOOLE = 9;
    const DEFAULT_MAX_CORO_NUM = 100000;
    const CORO_MAX_NUM_LIMIT = 2147483647;
    const EXIT_IN_COROUTINE = 2;
    const EXIT_IN_SERVER = 4;
    const ERROR_MALLOC_FAIL = 501;
    const ERROR_SYSTEM_CALL_FAIL = 502;
    const ERROR_NAME_TOO_LONG = 504;
    const ERROR_INVALID_PARAMS = 505;
    const ERROR_OPERATION_NOT_SUPPORT = 507;
    const ERROR_PROTOCOL_ERROR = 508;
    const ERROR_WRONG_OPERATION = 509;
    const ERROR_DNSLOOKUP_RESOLVE_FAILED = 711;
    const ERROR_DNSLOOKUP_RESOLVE_TIMEOUT = 712;
    const ERROR_DNSLOOKUP_UNSUPPORTED = 713;
    const ERROR_DNSLOOKUP_NO_SERVER = 714;
    const ERROR_BAD_IPV6_ADDRESS = 720;
    const ERROR_BAD_HOST_ADDR = 722;
    const ERROR_BAD_PORT = 723;
    const ERROR_BAD_SOCKET_TYPE = 724;
    const ERROR_EVENT_ADD_FAILED = 801;
    const ERROR_OUTPUT_BUFFER_OVERFLOW = 1009;
    const ERROR_SSL_NOT_READY = 1011;
    const ERROR_SSL_EMPTY_PEER_CERTIFICATE = 1013;
    const ERROR_SSL_VERIFY_FAILED = 1014;
    const ERROR_SSL_BAD_CLIENT = 1015;
    const ERROR_SSL_BAD_PROTOCOL = 1016;
    const ERROR_SSL_RESET = 1017;
    const ERROR_SSL_HANDSHAKE_FAILED = 1018;
    const ERROR_SSL_CREATE_CONTEXT_FAILED = 1019;
    const ERROR_SSL_CREATE_SESSION_FAILED = 1020;
    const ERROR_PACKAGE_LENGTH_TOO_LARGE = 1201;
    const ERROR_PACKAGE_LENGTH_NOT_FOUND = 1202;
    const ERROR_CLIENT_NO_CONNECTION = 5001;
    const ERROR_SOCKET_CLOSED = 6001;
    const ERROR_SOCKET_NOT_EXISTS = 6003;
    const ERROR_SOCKS5_UNSUPPORT_VERSION = 7001;
    const ERROR_SOCKS5_UNSUPPORT_METHOD = 7002;
    const ERROR_SOCKS5_AUTH_FAILED = 7003;
    const ERROR_SOCKS5_SERVER_ERROR = 7004;
    const ERROR_SOCKS5_HANDSHAKE_FAILED = 7005;
    const ERROR_SOCKS5_CONNECT_FAILED = 7006;
    const ERROR_HTTP_PROXY_HANDSHAKE_ERROR = 7101;
    const ERROR_HTTP_INVALID_PROTOCOL = 7102;
    const ERROR_HTTP_PROXY_HANDSHAKE_FAILED = 7103;
    const ERROR_HTTP_PROXY_BAD_RESPONSE = 7104;
    const ERROR_CO_OUT_OF_COROUTINE = 10001;
    const ERROR_CO_HAS_BEEN_BOUND = 10002;
    const ERROR_CO_CANNOT_CANCEL = 10015;
    const ERROR_CO_NOT_EXISTS = 10016;
    const ERROR_CO_CANCELED = 10017;
    const ERROR_CO_TIMEDOUT = 10018;
    const ERROR_CO_SOCKET_CLOSE_WAIT = 10019;
    const TIMER_MIN_SEC = 0.001;
    const TIMER_MAX_SEC = 9223372036854776.0;

    /**
     * This file: the API of the loaded version, for editors and analysers.
     *
     * @param bool $swoole the file of Swoole's names for it, see corio.swoole_aliases
     */
    function stubs(bool $swoole = false): string {}

    /**
     * Why the last function without an object to note it on answered false: an errno, or one of
     * Corio\ERROR_*; 0 after a success. 125: the wait was cancelled.
     */
    function last_error(): int {}

    /**
     * The same in words; for a look-up: the name, who was asked, and what each said.
     */
    function last_error_msg(): string {}

    /**
     * Sets the last error back to 0.
     */
    function clear_error(): void {}

    /**
     * What an error code means.
     *
     * @param int $error_type Corio\STRERROR_SYSTEM: errno or ERROR_*; GAI: getaddrinfo(3)'s; DNS: h_errno;
     * SWOOLE: as SYSTEM
     */
    function strerror(int $errno, int $error_type = 0): string {}

    /**
     * Forgets the answers of name servers. Look-ups that are under way go on.
     */
    function clear_dns_cache(): void {}

    /**
     * How many processors this process may use: those of its CPU set, at most its cgroup's quota.
     */
    function cpu_num(): int {}

    /**
     * The IPv4 address of each network interface but the loopback one; where it has several, the last of them.
     *
     * @return array<string, string> by the interface's name
     */
    function get_local_ip(): array {}

    /**
     * The hardware address of each network interface that has one of six bytes, as 00:1A:2B:3C:4D:5E.
     *
     * @return array<string, string> by the interface's name
     */
    function get_local_mac(): array {}

    /**
     * Blocks until some of many are ready, and leaves only those in the arrays, with their keys.
     *
     * As recv() of Corio\Client it lets nothing else of the script run. What was received ahead counts: a client is
     * readable when recv() would not wait, that is for a whole packet where settings say how packets are cut, and
     * under TLS for bytes of the application. One whose connect() goes on in the background is writable when that
     * is over. A client without a connection is never ready.
     *
     * @param array<\Corio\Client|\Corio\Coroutine\Client|\Socket|resource|int>|null $read_array wait until it can be read
     * @param array<\Corio\Client|\Corio\Coroutine\Client|\Socket|resource|int>|null $write_array wait until it can be written
     * @param array<\Corio\Client|\Corio\Coroutine\Client|\Socket|resource|int>|null $error_array wait for data out of band
     * @param float $timeout seconds; 0 only looks, negative is never over
     * @return int|false how many entries are left, 0 when the time is over; false with a warning when there is
     * nothing to wait for
     */
    function client_select(?array &$read_array, ?array &$write_array, ?array &$error_array, float $timeout = 0.5): int|false {}

    /**
     * Misuse by the script: impossible settings, one connection used by two coroutines at once.
     * Base of all exceptions of this extension.
     */
    class Exception extends \Exception
    {
    }

    /**
     * {main} waits and nothing is left that could wake it. The message says who waits for what, where
     * and since when.
     */
    class DeadlockException extends \Corio\Exception
    {
    }

    /**
     * What exit throws in a coroutine with corio.exit_exception=On.
     */
    class ExitException extends \Corio\Exception
    {
        /**
         * @var mixed What exit was given.
         */
        public $status = null;

        /**
         * @var int Corio\EXIT_IN_COROUTINE.
         */
        public $flags = 0;

        /**
         * What exit was given; null if nothing.
         */
        public function getStatus(): mixed {}

        /**
         * Corio\EXIT_IN_COROUTINE.
         */
        public function getFlags(): int {}
    }

    /**
     * A network failure, thrown instead of answering `false` when the setting `throw` is on.
     * `getCode()` is what `errCode` would be.
     */
    class NetworkException extends \Corio\Exception
    {
        /**
         * @var string resolve, connect, proxy, starttls, handshake, send, receive or deadline.
         */
        public $phase = '';

        /**
         * @var string The host as the script named it.
         */
        public $host = '';

        /**
         * @var int The port.
         */
        public $port = 0;
    }

    /**
     * The name has no address.
     */
    class DnsException extends \Corio\NetworkException
    {
    }

    /**
     * No connection could be made; in phase proxy: the proxy could not be
     * reached, or did not connect to the target.
     */
    class ConnectException extends \Corio\NetworkException
    {
    }

    /**
     * A deadline passed.
     */
    class TimeoutException extends \Corio\NetworkException
    {
    }

    /**
     * The TLS session could not be set up, or broke.
     */
    class TlsException extends \Corio\NetworkException
    {
    }

    /**
     * The peer's certificate was refused.
     */
    class VerifyException extends \Corio\NetworkException
    {
    }

    /**
     * There is no connection, or it broke.
     */
    class ClosedException extends \Corio\NetworkException
    {
    }

    /**
     * Coroutines: functions that give way to each other while they wait.
     *
     * {main} is one too: everything that waits may be called outside of run() as well.
     *
     * ```php
     * \Corio\Coroutine\run(function () {
     *     foreach ([0.2, 0.1] as $seconds) {
     *         \Corio\Coroutine\go(function () use ($seconds) {
     *             \Corio\Coroutine\System::sleep($seconds);
     *             echo "$seconds\n"; // 0.1 comes first
     *         });
     *     }
     * });
     * ```
     */
    final class Coroutine
    {
        /**
         * Starts a coroutine. It runs at once, until it waits for the first time.
         *
         * An exception that leaves it reaches the run() that it belongs to; outside of one it ends
         * the script as if it had been thrown in {main}.
         *
         * @return int|false its id, from 1 upward; false, with a warning, when max_coroutine are alive
         * @throws \Corio\Exception when the system has no room for another stack
         */
        public static function create(callable $func, mixed ...$param): int|false {}

        /**
         * Has the callback called when the running coroutine ends, however it ends; the last one first.
         *
         * @throws \Corio\Exception outside of a coroutine
         */
        public static function defer(callable $callback): void {}

        /**
         * Gives way to the others until somebody calls resume() with this coroutine's id.
         *
         * @return bool false if the coroutine is being killed
         * @throws \Corio\DeadlockException in {main}, when nobody is left who could do so
         */
        public static function yield(): bool {}

        /**
         * Alias of yield().
         */
        public static function suspend(): bool {}

        /**
         * Lets a coroutine that has yielded go on, at once.
         *
         * @return bool false, with a warning, if there is none with this id or it waits for something else
         */
        public static function resume(int $cid): bool {}

        /**
         * Ends the wait that a coroutine stands in, whatever it waits for. That wait answers false, with code 125
         * (ECANCELED): errCode of a client, else Corio\last_error(). Later waits are not touched.
         *
         * The coroutine goes on at once, before this returns. What an unfinished connect() or TLS handshake
         * has made is closed; after a cancelled recv() the connection stays usable, and a packet that has come in part
         * is kept for the next one.
         *
         * @param bool $throw_exception the wait throws Corio\Coroutine\CanceledException instead, whose message
         * says who has cancelled it; errCode and errMsg of a client are not set then
         * @return bool false: see Corio\last_error(): ERROR_CO_NOT_EXISTS (10016), or ERROR_CO_CANNOT_CANCEL
         * (10015) if it does not wait, is the caller itself or waits in a Corio\Client, which blocks
         */
        public static function cancel(int $cid, bool $throw_exception = false): bool {}

        /**
         * Whether the running coroutine's last wait was cancelled.
         */
        public static function isCanceled(): bool {}

        /**
         * The running coroutine's id; -1 in {main}.
         */
        public static function getCid(): int {}

        /**
         * Alias of getCid().
         */
        public static function getuid(): int {}

        /**
         * Whether a coroutine with this id is alive.
         */
        public static function exists(int $cid): bool {}

        /**
         * Waits until all these coroutines have ended.
         *
         * @param list<int> $cid_array ids; those that have ended already do not matter
         * @param float $timeout seconds; negative: without limit
         * @return bool false: see Corio\last_error(): 110 (the time is over), 125 (the wait was cancelled),
         * ERROR_INVALID_PARAMS (none of them is alive), ERROR_WRONG_OPERATION (somebody waits for one of them
         * already; with a warning, if the caller is among them)
         */
        public static function join(array $cid_array, float $timeout = -1): bool {}

        /**
         * Who has created a coroutine (0: the running one): an id, or -1 for {main}; false if there is none.
         */
        public static function getPcid(int $cid = 0): int|false {}

        /**
         * An object that belongs to a coroutine (0: the running one) and is freed when that one ends; null in
         * {main}, and if there is no coroutine with this id.
         */
        public static function getContext(int $cid = 0): ?\Corio\Coroutine\Context {}

        /**
         * Milliseconds since a coroutine (0: the running one) was created, at most four too many; in {main} since
         * the request began; -1 if there is no such coroutine.
         */
        public static function getElapsed(int $cid = 0): int {}

        /**
         * Bytes that the calls of a coroutine (0: the running one) take of its stack of PHP frames; false if
         * there is none.
         */
        public static function getStackUsage(int $cid = 0): int|false {}

        /**
         * Where a coroutine stands (0: the running one), as debug_backtrace() tells it; false if there is none.
         *
         * @param int $options DEBUG_BACKTRACE_PROVIDE_OBJECT, DEBUG_BACKTRACE_IGNORE_ARGS
         * @param int $limit frames; 0: all
         */
        public static function getBackTrace(int $cid = 0, int $options = 1, int $limit = 0): array|false {}

        /**
         * Prints what a coroutine (0: the running one) waits for: the operation with host, port and phase, since
         * when and for how long still; who has created it, and where; then its trace.
         */
        public static function printBackTrace(int $cid = 0, int $options = 1, int $limit = 0): void {}

        /**
         * The ids of all coroutines that are alive.
         */
        public static function list(): \Corio\Coroutine\Iterator {}

        /**
         * Alias of list().
         */
        public static function listCoroutines(): \Corio\Coroutine\Iterator {}

        /**
         * Ends a wait of the running coroutine with TimeoutException when so many seconds are over: the one that
         * it stands in then, or its next one. Once; a coroutine that does not wait goes on.
         *
         * @param float $timeout seconds, fractions count; 0 and less take the limit away
         */
        public static function setTimeLimit(float $timeout): void {}

        /**
         * Sets options of coroutines, and defaults for all clients and look-ups, for the rest of this request.
         * Options of Swoole that mean nothing here are accepted; unknown ones warn.
         *
         * @throws \Corio\Exception for a wrong type or range; then nothing is applied
         *
         * Settings (type; default):
         * - max_coroutine (int; 100000)
         *   How many coroutines may be alive at once.
         * - max_coro_num (int; 100000)
         *   The same as max_coroutine.
         * - c_stack_size (int bytes, or string such as "2M"; corio.stack_size)
         *   Address space for the C stack of each coroutine that is created from now on, 64 KiB to 16 MiB.
         * - stack_size (int bytes, or string such as "2M"; corio.stack_size)
         *   The same as c_stack_size.
         * - enable_deadlock_check (bool; true)
         *   Whether a deadlock is reported. Without, run() and the end of the script end the coroutines that wait
         *   for each other silently.
         * - socket_connect_timeout (float seconds; corio.connect_timeout (10))
         *   What connect_timeout of clients is by default; 0 and less: no limit, as for the following ones.
         * - socket_read_timeout (float seconds; corio.read_timeout (60))
         *   What read_timeout of clients is by default.
         * - socket_recv_timeout (float seconds; corio.read_timeout (60))
         *   The same as socket_read_timeout.
         * - socket_write_timeout (float seconds; corio.write_timeout (60))
         *   What write_timeout of clients is by default.
         * - socket_send_timeout (float seconds; corio.write_timeout (60))
         *   The same as socket_write_timeout.
         * - socket_timeout (float seconds; null)
         *   Sets socket_read_timeout and socket_write_timeout.
         * - socket_dns_timeout (float seconds; 60)
         *   How long a look-up of Coroutine\System may take. That of connect() is bounded by connect_timeout.
         * - socket_buffer_size (int bytes, or string such as "2M"; the system's)
         *   What socket_buffer_size of clients is by default that are made from now on.
         * - throw (bool; false)
         *   What throw of clients is by default that are made from now on.
         * - dns_server (string: IP address, with a port if it is not 53; those of resolv.conf)
         *   The only name server. See dns_servers.
         * - dns_cache_capacity (int 0 to 1000000; 1000)
         *   The same as dns_cache_size.
         * - dns_servers (array of strings: IP address, with a port if it is not 53 (IPv6 in brackets then); those of resolv.conf)
         *   Name servers, in the order in which they are asked.
         * - dns_timeout (float seconds; that of resolv.conf (5))
         *   How long one name server may take.
         * - dns_attempts (int 1 to 10; that of resolv.conf (2))
         *   How often a silent name server is asked.
         * - dns_cache_size (int 0 to 1000000; 1000)
         *   How many answers are remembered, each for as long as its server allows, at most an hour.
         * - ip_family (string: any, ipv4, ipv6; corio.ip_family (any))
         *   Which addresses of a name are used.
         */
        public static function set(array $options): bool {}

        /**
         * What set() was given in this request; null if it was not called.
         */
        public static function getOptions(): ?array {}

        /**
         * Counters of this request.
         *
         * @return array{event_num: int, timer_num: int, c_stack_size: int, coroutine_num: int,
         * coroutine_peak_num: int, coroutine_last_cid: int, tls_handshakes: int, tls_resumed: int,
         * tls_sessions: int, keep_idle: int, keep_hits: int, keep_misses: int, keep_dropped_dirty: int,
         * keep_dropped_dead: int, keep_dropped_expired: int} registered sockets, armed timers (those of waits included), bytes of a C
         * stack, coroutines alive, most alive at once, last id; TLS handshakes of this process (thread)
         * so far, how many resumed a session, sessions at hand; connections kept by the flag KEEP, how often one was
         * taken or missed, and how many were not kept: something was left over, the peer had gone, nobody
         * wanted them in time
         */
        public static function stats(): array {}

        /**
         * Alias of the method of System.
         */
        public static function sleep(float $seconds): bool {}

        /**
         * Alias of the method of System.
         */
        public static function exec(string $command, bool $get_error_stream = false): array|false {}

        /**
         * Alias of the method of System.
         */
        public static function wait(float $timeout = -1): array|false {}

        /**
         * Alias of the method of System.
         */
        public static function waitPid(int $pid, float $timeout = -1): array|false {}

        /**
         * Alias of the method of System.
         */
        public static function waitSignal(int|array $signals, float $timeout = -1): int|false {}

        /**
         * Alias of the method of System.
         */
        public static function waitEvent(mixed $socket, int $events = 512, float $timeout = -1): int|false {}

        /**
         * Alias of the method of System.
         */
        public static function readFile(string $filename, int $flag = 0): string|false {}

        /**
         * Alias of the method of System.
         */
        public static function writeFile(string $filename, string $fileContent, int $flags = 0): int|false {}

        /**
         * Alias of the method of System.
         */
        public static function statvfs(string $path): array|false {}

        /**
         * Alias of the method of System.
         */
        public static function gethostbyname(string $domain_name, int $type = 2, float $timeout = -1): string|false {}

        /**
         * Alias of the method of System.
         */
        public static function dnsLookup(string $domain_name, float $timeout = 60, int $type = 2): string|false {}

        /**
         * Alias of the method of System.
         */
        public static function getaddrinfo(string $domain, int $family = 2, int $socktype = 1, int $protocol = 6, string $service = '', float $timeout = -1): array|false {}
    }

    /**
     * Connections that coroutines share: at most so many are made, when they are needed, and used again.
     *
     * A connection may be anything but null and false. A client of ours that is closed, or whose peer has
     * closed, or that has unread data, or whose last operation failed, is not handed out again: a new connection is
     * made in its place.
     *
     * ```php
     * $pool = new \Corio\ConnectionPool(function () {
     *     $client = new \Corio\Coroutine\Client(\Corio\SOCK_TCP);
     *     $client->set(['throw' => true]);
     *     $client->connect('127.0.0.1', 6379);
     *     return $client;
     * }, 10);
     * $pong = $pool->withConnection(function ($client) {
     *     $client->send("PING\r\n");
     *     return $client->recv();
     * });
     * ```
     */
    class ConnectionPool
    {
        const DEFAULT_SIZE = 64;
        /**
         * @param callable $constructor makes a connection
         * @param int $size how many there may be
         * @param string|null $proxy a class: new $proxy($constructor) is the connection
         * @throws \Corio\Exception for a size below 1
         */
        public function __construct(callable $constructor, int $size = 64, ?string $proxy = null) {}

        /**
         * Makes connections until there are as many as there may be.
         *
         * @throws \Throwable what the constructor throws; those made before stay
         */
        public function fill(): void {}

        /**
         * A connection that nobody else has: an idle one, else a new one, else one that is put back. Give it
         * back with put(), in a finally block.
         *
         * Who waits longest is served first. If making one fails, the next who waits tries.
         *
         * @param float $timeout seconds of waiting for others; 0 and less: as long as it takes
         * @return mixed false after the timeout, when cancelled, or when the pool is closed meanwhile, see
         * Corio\last_error()
         * @throws \RuntimeException when the pool is closed already
         * @throws \Throwable what the constructor throws
         */
        public function get(float $timeout = -1): mixed {}

        /**
         * Gives a connection back; null instead of one that is broken. A new one is made in its place when it
         * is needed. Without effect when the pool is closed.
         *
         * @throws \Corio\Exception for one that is in the pool, and for more than get() has given
         */
        public function put(mixed $connection): void {}

        /**
         * Calls the callback with a connection and gives that back when the callback has returned or thrown.
         *
         * @return mixed what the callback returns
         * @throws \RuntimeException when there is no connection for a reason that makes get() answer false
         * @throws \Throwable what the constructor or the callback throws
         */
        public function withConnection(callable $callback, float $timeout = -1): mixed {}

        /**
         * Gives up the idle connections, and those in use when they are put back. Whoever waits gets false.
         */
        public function close(): void {}

        /**
         * How many connections there may be, are (also being made), are idle and in use, and how many
         * coroutines wait for one.
         *
         * @return array{size: int, connections: int, idle: int, in_use: int, waiting: int}
         */
        public function stats(): array {}
    }

    /**
     * Calls at a time, each in a coroutine of its own.
     *
     * The script does not end while there is a timer; nor does the run() in which it was set. Outside of CLI
     * the end of a script waits for timers of after() only, at most corio.shutdown_timeout seconds. In a forked
     * child no timer of its parent fires.
     *
     * What a callback throws is treated as what a coroutine throws: it reaches the run() in which the timer was
     * set, or ends the script. A repeating timer whose callback throws in a run() is cleared.
     *
     * ```php
     * $tick = \Corio\Timer::tick(100, function (int $id, string $what) {
     *     echo "$what\n";
     * }, 'every 0.1 s');
     * \Corio\Timer::after(1000, fn () => \Corio\Timer::clear($tick));
     * ```
     */
    final class Timer
    {
        /**
         * Has the callback called every so many milliseconds, with the timer's id and then the parameters.
         *
         * It does not drift: times are multiples of the interval from now on. Times that pass while the
         * script computes are left out. A call that waits does not put off the next one: they overlap.
         *
         * @param int $ms milliseconds, at least Corio\TIMER_MIN_MS
         * @return int|false the timer's id; false, with a warning, if the interval is too short, and when
         * the script has ended
         */
        public static function tick(int $ms, callable $callback, mixed ...$params): int|false {}

        /**
         * Has the callback called once, so many milliseconds from now, with the parameters.
         *
         * @param int $ms milliseconds, at least Corio\TIMER_MIN_MS
         * @return int|false as tick()
         */
        public static function after(int $ms, callable $callback, mixed ...$params): int|false {}

        /**
         * Takes a timer away; also from inside its own callback.
         *
         * @return bool false if there is none with this id, as when that of after() has been called
         */
        public static function clear(int $timer_id): bool {}

        /**
         * Takes all timers away.
         */
        public static function clearAll(): bool {}

        /**
         * Whether there is a timer with this id; one of after() is there until it is called.
         */
        public static function exists(int $timer_id): bool {}

        /**
         * What is known of a timer; null if there is none with this id.
         *
         * `exec_msec` is when it fires next, in milliseconds since the first timer of the script was set;
         * `exec_count` is how often a repeating one has fired; `interval` is 0 for after(); `round` counts
         * how often some were due before it was set.
         *
         * @return array{exec_msec: int, exec_count: int, interval: int, round: int, removed: bool}|null
         */
        public static function info(int $timer_id): ?array {}

        /**
         * The ids of all timers, in the order in which they were set.
         */
        public static function list(): \Corio\Timer\Iterator {}

        /**
         * Whether a timer has ever been set, how many there are, and how often some were due.
         *
         * @return array{initialized: bool, num: int, round: int}
         */
        public static function stats(): array {}
    }

    /**
     * Calls when a descriptor is ready, each in a coroutine of its own; and the event loop itself.
     *
     * A descriptor is an int, a stream, a Socket of ext/sockets or a client. It stays its owner's, who reads,
     * writes and closes it: del() it before. One that was closed while it was watched is found out within a
     * second, with a warning. While something is watched the script does not end, nor does the run() in which
     * it was added. Nothing has to be started: the loop runs whenever the script waits, and at its end.
     *
     * ```php
     * $stream = stream_socket_client('tcp://localhost:80');
     * \Corio\Event::add($stream, function ($stream) {
     *     echo fread($stream, 8192);
     *     if (feof($stream)) {
     *         \Corio\Event::del($stream);
     *         fclose($stream);
     *     }
     * });
     * fwrite($stream, "GET / HTTP/1.0\r\n\r\n");
     * ```
     */
    final class Event
    {
        /**
         * Has the callbacks called with the descriptor, as long as it can be read or written: again and again
         * until they have read what is there.
         *
         * Errors and the end count as both. A regular file is always ready. Sockets are made non-blocking; of a
         * stream call stream_set_blocking($stream, false) as well, as with stream_select(): else fread() may
         * wait for all the bytes that it is asked for.
         *
         * @param mixed $fd int, stream, Socket or client
         * @param int $events Corio\EVENT_READ, EVENT_WRITE or both: what to watch; each needs its callback
         * @return int|false the descriptor's number; false, with a warning, if it cannot be watched or is
         * already
         */
        public static function add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 512): int|false {}

        /**
         * Changes what is watched to $events, and the callbacks that are not null.
         *
         * @return bool false, with a warning, if it is not watched or a callback is missing
         */
        public static function set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 0): bool {}

        /**
         * Ends the watch; what write() has kept for it is dropped.
         *
         * @return bool false if it is not watched
         */
        public static function del(mixed $fd): bool {}

        /**
         * Whether one of $events is watched.
         */
        public static function isset(mixed $fd, int $events = 1536): bool {}

        /**
         * Writes to a descriptor that is watched. What the system does not take at once is kept, at most
         * 8 MiB, and follows as soon as it does.
         *
         * Not for streams with TLS or filters: fwrite() knows those.
         *
         * @return bool false if it is not watched, cannot be written to, or too much is kept (1009)
         */
        public static function write(mixed $fd, string $data): bool {}

        /**
         * Has the callback called when whoever is ready now has had its turn.
         */
        public static function defer(callable $callback): bool {}

        /**
         * Has the callback called in each turn of the loop, when all that was ready has had its turn; null:
         * none any more. The loop does not go on for its sake.
         *
         * @param bool $before the callback that is called right before the loop waits, which is another one
         * @return bool false if null is given and there was none
         */
        public static function cycle(?callable $callback, bool $before = false): bool {}

        /**
         * Waits for one turn of the loop and the callbacks that became ready by it.
         *
         * @return bool false if the coroutine was cancelled
         */
        public static function dispatch(): bool {}

        /**
         * Waits until no coroutine, timer or watch is left, or until exit() is called. The end of the script
         * does so too.
         *
         * @throws \Corio\Exception in a coroutine
         * @throws \Corio\DeadlockException when those that are left wait for each other
         */
        public static function wait(): void {}

        /**
         * Ends the loop: clears all timers and watches; wait() returns, and the end of the script waits for
         * nobody. run() still waits for its coroutines.
         */
        public static function exit(): void {}
    }

    /**
     * A client that blocks until an operation is done; no coroutine, timer or callback runs meanwhile.
     *
     * It needs no event loop and works everywhere, also in destructors and at the end of a request. Failures of
     * the network answer `false`, set `errCode` and `errMsg`, and raise E_WARNING; misuse throws.
     * Handlers of signals (pcntl_async_signals) run in the middle of a wait, which then goes on.
     *
     * ```php
     * $client = new \Corio\Client(\Corio\SOCK_TCP | \Corio\SSL);
     * if (!@$client->connect('localhost', 993, 5.0)) {
     *     die($client->errMsg);
     * }
     * echo $client->recv();
     * ```
     */
    class Client
    {
        const MSG_OOB = 1;
        const MSG_PEEK = 2;
        const MSG_DONTWAIT = 64;
        const MSG_WAITALL = 256;
        const SHUT_RD = 0;
        const SHUT_WR = 1;
        const SHUT_RDWR = 2;
        /**
         * @var int Code of the last failure: errno or one of Corio\ERROR_*; 0 after a success.
         */
        public $errCode = 0;

        /**
         * @var string The last failure: phase, host, port and reason.
         */
        public $errMsg = '';

        /**
         * @var int The socket's descriptor; -1 without a connection.
         */
        public $sock = -1;

        /**
         * @var int What the constructor was given.
         */
        public $type = 0;

        /**
         * @var array|null What set() was given, merged.
         */
        public $setting = null;

        /**
         * @var bool Whether the connection was taken from a pool.
         */
        public $reuse = false;

        /**
         * @var int How often it was taken from there.
         */
        public $reuseCount = 0;

        /**
         * @var string|null What the constructor was given.
         */
        public $id = null;

        /**
         * @param int $type Corio\SOCK_TCP or SOCK_UDP (both address families), SOCK_TCP6 or SOCK_UDP6 (IPv6
         * only), SOCK_UNIX_STREAM or SOCK_UNIX_DGRAM, optionally | Corio\SSL for TLS (DTLS) from the first
         * byte on; | Corio\KEEP, and close() keeps the connection for the next client of the process that
         * connects to the same host and port with the same settings: if nothing was sent since the last
         * receive, nothing is left to be received and nothing has failed. One that enableSSL() has upgraded
         * is never kept. php.ini's corio.keep_max and corio.keep_idle bound how many, and how long
         * @param bool $async must be false: Corio\Async\Client is the class with callbacks
         * @param string $id with KEEP: tells connections apart beside host, port and settings
         * @throws \TypeError for a number that is no socket type
         * @throws \Error for $async = true
         * @throws \Corio\Exception for a type that this version does not support
         */
        public function __construct(int $type, bool $async = false, string $id = '') {}

        /**
         * Merges settings, see below. They take effect at the next connect() or
         * enableSSL(); timeouts and what cuts packets at once. Either all are applied or none.
         *
         * @return bool false for an empty array, or if a file cannot be used (errMsg names key and path)
         * @throws \Corio\Exception for a wrong type or range
         *
         * Settings (type; default):
         * - timeout (float seconds; null)
         *   Sets connect_timeout, read_timeout and write_timeout.
         * - connect_timeout (float seconds; corio.connect_timeout (10))
         *   Bounds resolving, connecting, the proxy, the dialogue before TLS and the handshake together, and enableSSL().
         *   Negative: never.
         * - read_timeout (float seconds; corio.read_timeout (60))
         *   Bounds one recv(). Negative: never. Not for Corio\Async\Client, which waits for nothing: deadline there,
         *   or a Timer.
         * - write_timeout (float seconds; corio.write_timeout (60))
         *   Bounds one send(). Negative: never.
         * - throw (bool; false)
         *   Throws Corio\NetworkException where a network failure would answer false. What Corio\Async\Client tells by
         *   onError is not thrown.
         * - open_tcp_nodelay (bool; false)
         *   Sends small packets at once (TCP_NODELAY).
         * - bind_address (string IP address, or path of a Unix socket; null)
         *   The local address; only addresses of its family are connected to. A path (it begins with /) is for Unix
         *   sockets, and removed when the socket is closed; without one SOCK_UNIX_DGRAM gets one below the
         *   system's folder for temporary files.
         * - bind_port (int 0 to 65535; 0)
         *   The local port; 0 lets the system choose.
         * - socket_buffer_size (int bytes, or string such as "2M"; the system's)
         *   SO_SNDBUF and SO_RCVBUF. For Corio\Async\Client also what may wait to be sent, 8 MiB unless set.
         * - bind_device (string; null)
         *   The network interface to go through (SO_BINDTODEVICE); the system may ask for a privilege.
         * - tcp_keepalive (bool; false)
         *   Has the system ask a silent peer whether it is still there (SO_KEEPALIVE).
         * - tcp_keepidle (int seconds, 1 to 32767; the system's)
         *   After how much silence the peer is asked first; switches tcp_keepalive on.
         * - tcp_keepinterval (int seconds, 1 to 32767; the system's)
         *   How long after the question before it is asked again; switches tcp_keepalive on.
         * - tcp_keepcount (int 1 to 127; the system's)
         *   After how many questions without an answer the connection is given up; switches tcp_keepalive on.
         * - udp_broadcast (bool; false)
         *   Allows datagrams to all hosts of a network (SO_BROADCAST).
         * - buffer_high_watermark (int bytes, or string such as "2M"; 0.8 of socket_buffer_size)
         *   So much has to wait to be sent for bufferFull (Corio\Async\Client).
         * - buffer_low_watermark (int bytes, or string such as "2M"; 0)
         *   As soon as no more waits, bufferEmpty is called, after bufferFull (Corio\Async\Client).
         * - deadline (float seconds; null)
         *   Bounds the whole conversation from the beginning of connect() on; when it passes, the connection is closed.
         * - dns_servers (array of strings: IP address, with a port if it is not 53 (IPv6 in brackets then); those of resolv.conf)
         *   Name servers, in the order in which they are asked.
         * - dns_timeout (float seconds; that of resolv.conf (5))
         *   How long one name server may take.
         * - dns_attempts (int 1 to 10; that of resolv.conf (2))
         *   How often a silent name server is asked.
         * - dns_cache_size (int 0 to 1000000; 1000)
         *   How many answers are remembered, each for as long as its server allows, at most an hour.
         * - ip_family (string: any, ipv4, ipv6; corio.ip_family (any))
         *   Which addresses of a name are used.
         * - open_eof_check (bool; false)
         *   recv() delivers one packet, up to and with package_eof.
         * - open_eof_split (bool; false)
         *   As open_eof_check.
         * - package_eof (string of 1 to 64 bytes; "\r\n\r\n")
         *   What a packet ends with.
         * - open_length_check (bool; false)
         *   recv() delivers one packet, whose header tells its length.
         * - package_length_type (string: one of pack()'s c C s S n v l L N V q Q J P; "N")
         *   How the length is written.
         * - package_length_offset (int 0 to 65535; 0)
         *   Where in the packet the length stands.
         * - package_body_offset (int -65535 to 65535; 0)
         *   Bytes of the packet that the length does not count; negative if it counts more than the packet.
         * - package_length_func (callable(string $head): int, or null; null)
         *   Tells the length of the packet that begins with $head, instead of the three settings above;
         *   0 if $head is too short for that. A negative length closes the connection.
         * - package_max_length (int bytes, or string such as "2M"; 2M)
         *   The longest packet; a longer one closes the connection as soon as that is known.
         * - open_mqtt_protocol (bool; false)
         *   recv() delivers one MQTT packet.
         * - open_fastcgi_protocol (bool; false)
         *   recv() delivers one FastCGI record.
         * - ssl_verify_peer (bool; corio.tls_verify (true))
         *   The certificate chain has to lead to a trusted certificate.
         * - ssl_verify_peer_name (bool; as ssl_verify_peer)
         *   The certificate has to carry the name or address in its subjectAltName.
         * - ssl_allow_self_signed (bool; false)
         *   Accepts a certificate that signs itself; name and dates are still checked.
         * - ssl_host_name (string; the host given to connect())
         *   The name that is sent (SNI) and checked. Empty: nothing is sent, the connected host is checked.
         * - ssl_cafile (string path or PEM text; openssl.cafile, else SSL_CERT_FILE, else the system's)
         *   Trusted certificates; they replace the default ones.
         * - ssl_capath (string path; openssl.capath, else SSL_CERT_DIR, else the system's)
         *   A folder of trusted certificates named by subject hash (openssl rehash).
         * - ssl_crlfile (string path or PEM text; null)
         *   Lists of revoked certificates (CRL), one for each CA of the chain: what none covers is refused.
         * - ssl_peer_fingerprint (string or array; null)
         *   SHA-256 in hex of the certificate, or sha256// and base64 of its key: one of them has to match, whatever else is checked.
         * - ssl_cert_file (string path or PEM text; null)
         *   The client's certificate and its chain.
         * - ssl_key_file (string path or PEM text; ssl_cert_file)
         *   The client's private key.
         * - ssl_passphrase (string; null)
         *   What the private key is encrypted with.
         * - ssl_verify_depth (int 0 to 255; 100)
         *   How many intermediate certificates a chain may have.
         * - ssl_ciphers (string; OpenSSL's)
         *   Cipher list for TLS 1.2 and below, in OpenSSL's syntax.
         * - ssl_protocols (int mask of Corio\SSL_TLSv1 to Corio\SSL_TLSv1_3; 0 (TLS 1.2 and above))
         *   The TLS versions that may be negotiated, without a hole. Below 1.2 needs ssl_security_level 0.
         * - ssl_min_version (string TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, or int Corio\SSL_TLSv1 to SSL_TLSv1_3; TLSv1.2)
         *   The lowest TLS version. Not together with ssl_protocols; below 1.2 needs ssl_security_level 0.
         * - ssl_max_version (as ssl_min_version; the library's)
         *   The highest TLS version. Not together with ssl_protocols.
         * - ssl_ciphersuites (string; OpenSSL's)
         *   Cipher suites for TLS 1.3, separated by colons.
         * - ssl_ecdh_curve (string; auto (OpenSSL's))
         *   Key exchange groups in order of preference, separated by colons: X25519:P-256. Under TLS 1.2 the
         *   curve of the server's certificate has to be among them.
         * - ssl_alpn_protocols (array of strings, or string with commas; null)
         *   Application protocols that are offered (ALPN), the preferred one first: h2,http/1.1.
         * - ssl_ocsp_stapling (false, string verify or require; false)
         *   Asks for proof that the certificate is not revoked. verify: one that comes has to be valid;
         *   require: it has to come.
         * - ssl_keylog (string path; null)
         *   Appends the session keys to a file (NSS key log format), so that Wireshark can read the traffic.
         *   Needs corio.allow_keylog.
         * - ssl_session_reuse (bool; true)
         *   Resumes the session of an earlier connection to the same peer with the same settings.
         * - ssl_session_from (Corio\Coroutine\Client; null)
         *   Resumes the session of this client, on whatever port it was, if name and settings agree: FTPS data
         *   connections need it.
         * - ssl_allow_truncation (bool; false)
         *   Takes the end of the connection for the end of the data though the server has not said so (TLS
         *   close_notify): whether something is missing, nobody can tell then. A record that was cut stays an
         *   error.
         * - ssl_security_level (int 0 to 5; 2, or openssl.cnf's if that is higher)
         *   OpenSSL's security level: key sizes and signatures that are accepted.
         * - ssl_starttls (string: smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc or nats; null)
         *   connect() leads this protocol's dialogue up to the upgrade and negotiates TLS. A server that does not
         *   let itself be upgraded is an error. Not with Corio\SSL.
         * - ssl_starttls_name (string; the local address as a literal; for XMPP the host given to connect())
         *   What the client calls itself in EHLO and LHLO, or the domain that XMPP's `to` asks for.
         * - socks5_host (string; null)
         *   Name or address of a SOCKS 5 proxy to connect through; it resolves the name that connect() is given.
         *   One proxy at a time; null or false: none.
         * - socks5_port (int 1 to 65535; 1080)
         *   Its port.
         * - socks5_username (string of 1 to 255 bytes; null)
         *   The user's name, with socks5_password. It travels in plaintext unless there is proxy_ssl.
         * - socks5_password (string of 1 to 255 bytes; null)
         *   The password.
         * - socks4_host (string; null)
         *   Name or address of a SOCKS 4A proxy to connect through, to names and IPv4 addresses; it resolves the name.
         * - socks4_port (int 1 to 65535; 1080)
         *   Its port.
         * - socks4_user (string of 1 to 255 bytes; null)
         *   The user id that the proxy is told.
         * - http_proxy_host (string; null)
         *   Name or address of an HTTP proxy to connect through by CONNECT; it resolves the name. Needs
         *   http_proxy_port.
         * - http_proxy_port (int 1 to 65535; null)
         *   Its port.
         * - http_proxy_username (string without colon; null)
         *   The user's name for Basic authentication, with http_proxy_password. It travels in plaintext unless
         *   there is proxy_ssl.
         * - http_proxy_user (string without colon; null)
         *   Another name of http_proxy_username.
         * - http_proxy_password (string; null)
         *   The password; it may be empty.
         * - proxy_ssl (bool; false)
         *   TLS to the proxy itself, whatever its kind. It is verified for the proxy's host by settings of its own:
         *   each ssl_ setting of TLS but ssl_session_from exists with proxy_ before it (proxy_ssl_cafile,
         *   proxy_ssl_verify_peer, proxy_ssl_cert_file and so on). The target's never apply to the proxy, nor the
         *   proxy's to the target.
         */
        public function set(array $settings): bool {}

        /**
         * Resolves, connects (through a proxy, if one is set) and, with Corio\SSL or the setting ssl_starttls,
         * negotiates TLS: all within the timeout.
         *
         * After a failure it may be called again.
         *
         * @param string $host a name or an IP address; for SOCK_UNIX_STREAM and SOCK_UNIX_DGRAM a path
         * @param int $port 1 to 65535; for a path 0
         * @param float|null $timeout seconds; null or 0: connect_timeout; negative: never. Another value
         * becomes the timeout of later sends and receives too
         * @param int $sock_flag 1: a UDP client hears nobody but the peer then, and of a refusal (111). Any other does not
         * wait but answers true at once, with errCode 115 (EINPROGRESS).
         * All of it, TLS included, goes on in the background while Corio\client_select() or another wait runs;
         * the client becomes writable when it is over. The next operation waits for the end, and tells of a
         * failure
         */
        public function connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool {}

        /**
         * Sends all of the data, within write_timeout.
         *
         * @param int $flag MSG_DONTWAIT: only what leaves at once; MSG_OOB: the last byte is urgent
         * @return int|false bytes sent; after a timeout perhaps fewer than given, with errCode 110
         */
        public function send(string $data, int $flag = 0): int|false {}

        /**
         * Receives what is there, at most so many bytes, or one whole packet where settings say how packets
         * are cut; waits, at most read_timeout, if nothing is.
         *
         * A packet that stalls is continued by the next call; one that cannot be (1201, 1202) closes the
         * connection.
         *
         * @param int $size at most 65536, but for MSG_WAITALL (then 64 MiB); without effect where packets are cut
         * @param int $flag MSG_WAITALL (also the plain number 1, as in Swoole): all of $size, unless the
         * stream ends before; MSG_PEEK: what is there stays there; MSG_DONTWAIT: does not wait; MSG_OOB,
         * together with another flag: the urgent byte
         * @return string|false '' when the peer has closed cleanly, between two packets; false with errCode 11
         * (EAGAIN) when the time is over
         * @throws \Throwable what package_length_func throws
         */
        public function recv(int $size = 65536, int $flag = 0): string|false {}

        /**
         * Upgrades the connection to TLS (STARTTLS), with SNI, verified inside the handshake.
         *
         * Any failure closes the connection. So does plaintext that the server has sent already: it
         * was injected.
         *
         * @param callable|float|null $onSslReady of Corio\Async\Client only; a number is the timeout, so that
         * enableSSL(5.0) means the same for all clients
         * @param float|null $timeout seconds for the whole handshake; null or 0: connect_timeout
         * @throws \Corio\Exception for a callback
         */
        public function enableSSL(callable|float|null $onSslReady = null, ?float $timeout = null): bool {}

        /**
         * Ends TLS in both directions and goes on in plaintext, as FTP's CCC wants it.
         *
         * Any failure closes the connection, also data that the server sends instead of ending TLS.
         *
         * @param float|null $timeout seconds; null or 0: connect_timeout
         */
        public function disableSSL(?float $timeout = null): bool {}

        /**
         * The peer's certificate in PEM format.
         */
        public function getPeerCert(): string|false {}

        /**
         * Checks certificate, chain and name again, completely, whatever the settings switch off.
         */
        public function verifyPeerCert(bool $allow_self_signed = false): bool {}

        /**
         * What TLS has negotiated.
         *
         * `curve` is the key exchange group, `verify_result` is ok or what the settings have forgiven,
         * `peer_chain` is what the peer sent, its own certificate first, in PEM format. `times` are
         * seconds; with a proxy, `dns` and `connect` are the way to it. `starttls` is null unless connect() has led the dialogue; its `greeting` is what the
         * server said first, as it came in plaintext: do not trust it, whoever sits on the line can
         * change it. (MySQL and NATS need the nonce in it.)
         *
         * @return array{version: string, cipher: string, curve: string, alpn: string, sni: string,
         * resumed: bool, verify_result: string, peer_chain: list<string>,
         * starttls: array{protocol: string, greeting: string}|null,
         * times: array{dns: float, connect: float, proxy: float, handshake: float}}|false
         */
        public function getTlsInfo(): array|false {}

        /**
         * Whether there is a connection. The peer may have gone meanwhile.
         */
        public function isConnected(): bool {}

        /**
         * The local address.
         *
         * @return array{host: string, address: string, port: int}|false
         */
        public function getsockname(): array|false {}

        /**
         * The address of the other end: the peer's, or that of the proxy on the way.
         *
         * @return array{host: string, address: string, port: int}|false
         */
        public function getpeername(): array|false {}

        /**
         * Sends one datagram to whoever is named; the socket is opened if there is none, without connect().
         *
         * @param string $ip a name or an IP address; for SOCK_UNIX_DGRAM a path
         * @param int $port without meaning for SOCK_UNIX_DGRAM
         * @param string $data one datagram, which may be empty
         * @return bool false with errCode 93 for a stream, 90 for more than a datagram can carry
         */
        public function sendto(string $ip, int $port, string $data): bool {}

        /**
         * Sends a part of a regular file, within write_timeout; without TLS the kernel copies.
         *
         * @param string $filename a path that open_basedir allows
         * @param int $offset bytes from the beginning
         * @param int $length bytes; 0 is up to the file's end
         * @return bool false, with a warning, if the file cannot be read; errMsg tells how much was sent
         */
        public function sendfile(string $filename, int $offset = 0, int $length = 0): bool {}

        /**
         * Ends one direction of the connection, or both, as shutdown(2); under TLS the peer is told (close_notify).
         *
         * @param int $how 0: receiving (SHUT_RD), 1: sending (SHUT_WR), 2: both (SHUT_RDWR)
         */
        public function shutdown(int $how = 2): bool {}

        /**
         * The socket as an object of the extension sockets, for socket_set_option() and the like.
         *
         * It is a descriptor of its own for the same socket: close() of the client leaves it open.
         *
         * @return \Socket|false false, with a warning, if the extension sockets is not loaded
         */
        public function getSocket(): \Socket|false {}

        /**
         * Closes the connection; with KEEP, and unless forced, it is kept for the next client.
         *
         * @param bool $force with KEEP: closes it for good
         */
        public function close(bool $force = false): bool {}
    }
}

namespace Corio\Async {

    /**
     * A client that never waits and calls back, each time in a coroutine of its own.
     *
     * In order, for each connection: onConnect or onError; onReceive; onClose, once. onError comes before onClose
     * when a connection does not end well; errCode and errMsg are set then. The script does not end while there
     * is a connection, nor does the run() in which it was made; outside of CLI it does after
     * corio.shutdown_timeout. What a callback throws is treated as what a coroutine throws.
     *
     * The object stays alive while it is connected, whoever else holds it.
     *
     * ```php
     * $client = new \Corio\Async\Client(\Corio\SOCK_TCP);
     * $client->on('connect', fn ($client) => $client->send("hello\n"));
     * $client->on('receive', function ($client, string $data) {
     *     echo $data;
     *     $client->close();
     * });
     * $client->on('error', fn ($client) => print "$client->errMsg\n");
     * $client->on('close', fn ($client) => print "closed\n");
     * $client->connect('localhost', 7, 5.0);
     * ```
     */
    class Client extends \Corio\Client
    {
        /**
         * @param int $type Corio\SOCK_TCP or SOCK_UDP (both address families), SOCK_TCP6 or SOCK_UDP6 (IPv6
         * only), SOCK_UNIX_STREAM or SOCK_UNIX_DGRAM, optionally | Corio\SSL for TLS (DTLS) from the first
         * byte on, before onConnect
         * @throws \TypeError for a number that is no socket type
         * @throws \Corio\Exception for one that this version does not support
         */
        public function __construct(int $type) {}

        /**
         * Sets a callback, in place of the one before. Each is given the client first.
         *
         * `connect`: the connection stands, with TLS if there is to be TLS from the beginning
         * `receive`: and what was received: a whole packet where settings say how packets are cut
         * `error`: it could not be made, or did not end well
         * `close`: it has ended, by either side
         * `bufferFull`: so much waits to be sent as buffer_high_watermark says
         * `bufferEmpty`: and so little again as buffer_low_watermark says
         *
         * @param string $event in any case
         * @return bool false, with a warning, for an unknown event
         */
        public function on(string $event, callable $callback): bool {}

        /**
         * Begins to connect: resolves, connects (through a proxy, if one is set) and, with Corio\SSL or the
         * setting ssl_starttls, negotiates TLS: all within the timeout. What comes of it is told by onConnect
         * or onError.
         *
         * After either end it may be called again, also in onError and onClose.
         *
         * @param string $host a name or an IP address; for SOCK_UNIX_STREAM and SOCK_UNIX_DGRAM a path
         * @param int $port 1 to 65535; for a path 0
         * @param float|null $timeout seconds; null or 0: connect_timeout; negative: never
         * @param int $sock_flag 1: of UDP: hears nobody but the peer, and of a refusal (onError 111)
         * @return bool true: it was begun
         * @throws \Corio\Exception without the callbacks connect, receive, error and close; for datagrams
         * receive is enough
         */
        public function connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool {}

        /**
         * Sends the data; what the system does not take at once waits in memory.
         *
         * @param int $flag must be 0
         * @return int|false the length of the data; false with errCode 1009 when more than
         * socket_buffer_size would wait: then nothing was taken
         */
        public function send(string $data, int $flag = 0): int|false {}

        /**
         * Not for this client: what comes is told by onReceive.
         *
         * @throws \Corio\Exception always
         */
        public function recv(int $size = 65536, int $flag = 0): string|false {}

        /**
         * Stops receiving until resume(), so that the peer is slowed down. Nothing is lost meanwhile; an end is
         * noticed afterwards.
         *
         * @return bool false without a connection
         */
        public function pause(): bool {}

        /**
         * As pause().
         */
        public function sleep(): bool {}

        /**
         * Goes on receiving.
         *
         * @return bool false without a connection
         */
        public function resume(): bool {}

        /**
         * As resume().
         */
        public function wakeup(): bool {}

        /**
         * Begins to upgrade the connection to TLS (STARTTLS), with SNI, verified inside the handshake.
         *
         * What was sent before leaves in plaintext first; what is sent from now on leaves under TLS or not at
         * all. A failure is told by onError, and the connection ends. So it does when the server has sent
         * plaintext already that was not received yet: it was injected.
         *
         * @param callable|float|null $onSslReady called with the client when it is done
         * @param float|null $timeout seconds for all of it; null or 0: connect_timeout
         * @return bool true: it was begun
         * @throws \Corio\Exception without a callback
         */
        public function enableSSL(callable|float|null $onSslReady = null, ?float $timeout = null): bool {}

        /**
         * Begins to end TLS in both directions, to go on in plaintext, as FTP's CCC wants it. As enableSSL()
         * otherwise.
         *
         * @param callable|float|null $onDone called with the client when it is done
         * @throws \Corio\Exception without a callback
         */
        public function disableSSL(callable|float|null $onDone = null, ?float $timeout = null): bool {}

        /**
         * Sends one datagram to whoever is named, when all that was sent before has left. A failure is told by
         * onError, and is no end.
         *
         * @param string $ip a name or an IP address; for SOCK_UNIX_DGRAM a path
         * @param int $port without meaning for SOCK_UNIX_DGRAM
         * Without connect() a socket is opened that belongs to nobody: no onConnect, no onClose, isConnected()
         * is false, and connect() takes its place. Answers are told by onReceive (getpeername() says whose)
         * until close(), and so long the script does not end; without an onReceive it ends when all has left.
         *
         * @return bool true: it will be sent; false for a stream (93), or with 1009 as send()
         */
        public function sendto(string $ip, int $port, string $data): bool {}

        /**
         * Sends a part of a regular file, when all that was sent before has left; without TLS the kernel copies.
         * The file is opened at once, and takes no memory while it waits.
         *
         * @param string $filename a path that open_basedir allows
         * @param int $offset bytes from the beginning
         * @param int $length bytes; 0 is up to the file's end
         * @return bool false, with a warning, if the file cannot be read
         */
        public function sendfile(string $filename, int $offset = 0, int $length = 0): bool {}

        /**
         * Ends one direction of the connection, or both, when all that was sent before has left; under TLS the
         * peer is told (close_notify).
         *
         * @param int $how SHUT_RD, SHUT_WR or SHUT_RDWR
         */
        public function shutdown(int $how = 2): bool {}

        /**
         * Closes the connection, or gives up a connect(). onClose (onError) follows, not before the running
         * code has ended or waits. Nothing is received any more.
         *
         * Bytes that wait to be sent leave in the background, within bounds (10 s; 1 MiB under TLS); files
         * and datagrams do not.
         *
         * @param bool $force gives that up
         * @return bool false without a connection
         */
        public function close(bool $force = false): bool {}
    }
}

namespace Corio\Coroutine {

    /**
     * Runs the callback in a coroutine and waits for it and for all that it has started.
     *
     * @return bool false if the wait was cancelled; then they were, too
     * @throws \Throwable the first exception that left one of them, after all have ended
     * @throws \Corio\DeadlockException when they all wait for each other; they were killed
     */
    function run(callable $fn, mixed ...$args): bool {}

    /**
     * Alias of Coroutine::create().
     */
    function go(callable $func, mixed ...$params): int|false {}

    /**
     * Alias of Coroutine::defer().
     */
    function defer(callable $callback): void {}

    /**
     * Runs each callable in a coroutine and waits for all of them, and for what they start.
     *
     * When one fails, the others are cancelled: each wait of theirs throws CanceledException until they end.
     * What they do in finally, in defer() and in destructors may wait for corio.cancel_grace seconds more.
     *
     * @param iterable<callable> $callables
     * @param float $timeout seconds; negative: without limit
     * @return array what they have returned, with their keys
     * @throws \Throwable what the first one has thrown that failed
     * @throws \Corio\Coroutine\TimeoutException when the time is over
     * @throws \Corio\Coroutine\CanceledException when the caller was cancelled
     */
    function all(iterable $callables, float $timeout = -1): array {}

    /**
     * Runs each callable in a coroutine; answers what the first one returns that does not fail. The others are
     * cancelled as by all().
     *
     * @throws \Corio\Coroutine\AggregateException when all have failed
     * @throws \Corio\Coroutine\TimeoutException when the time is over
     */
    function any(iterable $callables, float $timeout = -1): mixed {}

    /**
     * Runs each callable in a coroutine; answers what the first one that ends returns, or throws what it has
     * thrown. The others are cancelled as by all().
     *
     * @throws \Corio\Coroutine\TimeoutException when the time is over
     */
    function race(iterable $callables, float $timeout = -1): mixed {}

    /**
     * Runs the callback in a coroutine, for at most so many seconds; then it is cancelled as by all().
     *
     * @return mixed what it has returned
     * @throws \Corio\Coroutine\TimeoutException when the time is over, after the callback has ended
     */
    function timeout(float $seconds, callable $callback): mixed {}

    /**
     * Calls the callback with a Scope, and waits for the coroutines that it has started in there: what would go
     * on for ever has to be ended by Scope::cancel(). When an exception leaves the callback, they are cancelled.
     * When one of them fails, the others are, and so is the callback.
     *
     * ```php
     * [$user, $mails] = \Corio\Coroutine\scope(function (Scope $scope) {
     *     $scope->go(fn () => keep_alive());
     *     $result = [load_user(), load_mails()];
     *     $scope->cancel();
     *     return $result;
     * });
     * ```
     *
     * @return mixed what the callback has returned
     * @throws \Throwable what the callback, or the first of the coroutines, has thrown
     */
    function scope(callable $callback): mixed {}

    /**
     * Runs each callable in a coroutine of its own and waits for all, also for what they start.
     *
     * Unlike all() it cancels none: not when one fails, and not after the timeout.
     *
     * ```php
     * ['a' => $a, 'b' => $b] = \Corio\Coroutine\batch([
     *     'a' => fn () => fetch('a.example'),
     *     'b' => fn () => fetch('b.example'),
     * ]);
     * ```
     *
     * @param array<array-key, callable> $tasks
     * @param float $timeout seconds; 0 and less: as long as it takes. What has not ended then goes on, its
     * result is null, and Corio\last_error() is 110
     * @return array<array-key, mixed> what they have returned, with the same keys
     * @throws \Throwable the first exception that left one of them, after the wait
     */
    function batch(array $tasks, float $timeout = -1): array {}

    /**
     * Calls the callable for each element in a coroutine of its own; otherwise as batch().
     */
    function map(array $list, callable $fn, float $timeout = -1): array {}

    /**
     * Runs the callable in so many coroutines at once; otherwise as batch().
     *
     * @throws \Corio\Exception for a negative number
     */
    function parallel(int $n, callable $fn): void {}

    /**
     * Somebody has cancelled the coroutine while it waited; the code is 125. One that leaves a coroutine that was
     * cancelled ends it and nothing else: nobody gets it.
     */
    class CanceledException extends \Corio\Exception
    {
    }

    /**
     * The time of timeout(), of all(), any() or race(), or of Coroutine::setTimeLimit() is over; the code is 110.
     */
    class TimeoutException extends \Corio\Exception
    {
    }

    /**
     * All tasks of any() have failed. The first one's exception is the previous one of this.
     */
    class AggregateException extends \Corio\Exception
    {
        /**
         * @var array<\Throwable>|null What each task has thrown, with the keys of the tasks.
         */
        public $exceptions = null;
    }

    /**
     * Coroutines that belong together: none of them outlives the scope. See scope().
     *
     * When one fails, the others are cancelled: each wait of theirs throws CanceledException until they end. What
     * they do in finally, in defer() and in destructors may wait for corio.cancel_grace seconds more.
     */
    class Scope
    {
        public function __construct() {}

        /**
         * Cancels what is left, without waiting for it.
         *
         * @throws \Throwable what one has thrown, if nobody has taken it out of wait()
         */
        public function __destruct() {}

        /**
         * Starts a coroutine in the scope; what that one starts belongs to the scope as well.
         *
         * @return int its id
         * @throws \Corio\Exception when the scope was cancelled, or there is no room for a stack
         */
        public function go(callable $callback, mixed ...$args): int {}

        /**
         * Cancels all coroutines of the scope. They go on in their turn; wait() waits until they have ended.
         */
        public function cancel(): void {}

        /**
         * Waits until all coroutines of the scope have ended.
         *
         * @param float $timeout seconds; negative: without limit
         * @return bool false: the time is over (Corio\last_error() is 110) or the wait was cancelled (125);
         * the coroutines go on
         * @throws \Throwable what the first one has thrown that failed
         * @throws \Corio\Exception when another coroutine waits already
         */
        public function wait(float $timeout = -1): bool {}
    }

    /**
     * What belongs to one coroutine; freed when it ends. See Coroutine::getContext().
     */
    class Context extends \ArrayObject
    {
    }

    /**
     * The ids of coroutines. See Coroutine::list().
     */
    class Iterator extends \ArrayIterator
    {
    }

    /**
     * Collects callables and runs them in coroutines, as run() does with one.
     */
    class Scheduler
    {
        public function __construct() {}

        /**
         * Adds a callable, and what it is called with.
         */
        public function add(callable $func, mixed ...$param): void {}

        /**
         * Adds the same callable so many times.
         */
        public function parallel(int $n, callable $func, mixed ...$param): void {}

        /**
         * The same as Coroutine::set().
         *
         * Settings (type; default):
         * - timeout (float seconds; null)
         *   Sets connect_timeout, read_timeout and write_timeout.
         * - connect_timeout (float seconds; corio.connect_timeout (10))
         *   Bounds resolving, connecting, the proxy, the dialogue before TLS and the handshake together, and enableSSL().
         *   Negative: never.
         * - read_timeout (float seconds; corio.read_timeout (60))
         *   Bounds one recv(). Negative: never. Not for Corio\Async\Client, which waits for nothing: deadline there,
         *   or a Timer.
         * - write_timeout (float seconds; corio.write_timeout (60))
         *   Bounds one send(). Negative: never.
         * - throw (bool; false)
         *   Throws Corio\NetworkException where a network failure would answer false. What Corio\Async\Client tells by
         *   onError is not thrown.
         * - open_tcp_nodelay (bool; false)
         *   Sends small packets at once (TCP_NODELAY).
         * - bind_address (string IP address, or path of a Unix socket; null)
         *   The local address; only addresses of its family are connected to. A path (it begins with /) is for Unix
         *   sockets, and removed when the socket is closed; without one SOCK_UNIX_DGRAM gets one below the
         *   system's folder for temporary files.
         * - bind_port (int 0 to 65535; 0)
         *   The local port; 0 lets the system choose.
         * - socket_buffer_size (int bytes, or string such as "2M"; the system's)
         *   SO_SNDBUF and SO_RCVBUF. For Corio\Async\Client also what may wait to be sent, 8 MiB unless set.
         * - bind_device (string; null)
         *   The network interface to go through (SO_BINDTODEVICE); the system may ask for a privilege.
         * - tcp_keepalive (bool; false)
         *   Has the system ask a silent peer whether it is still there (SO_KEEPALIVE).
         * - tcp_keepidle (int seconds, 1 to 32767; the system's)
         *   After how much silence the peer is asked first; switches tcp_keepalive on.
         * - tcp_keepinterval (int seconds, 1 to 32767; the system's)
         *   How long after the question before it is asked again; switches tcp_keepalive on.
         * - tcp_keepcount (int 1 to 127; the system's)
         *   After how many questions without an answer the connection is given up; switches tcp_keepalive on.
         * - udp_broadcast (bool; false)
         *   Allows datagrams to all hosts of a network (SO_BROADCAST).
         * - buffer_high_watermark (int bytes, or string such as "2M"; 0.8 of socket_buffer_size)
         *   So much has to wait to be sent for bufferFull (Corio\Async\Client).
         * - buffer_low_watermark (int bytes, or string such as "2M"; 0)
         *   As soon as no more waits, bufferEmpty is called, after bufferFull (Corio\Async\Client).
         * - deadline (float seconds; null)
         *   Bounds the whole conversation from the beginning of connect() on; when it passes, the connection is closed.
         * - dns_servers (array of strings: IP address, with a port if it is not 53 (IPv6 in brackets then); those of resolv.conf)
         *   Name servers, in the order in which they are asked.
         * - dns_timeout (float seconds; that of resolv.conf (5))
         *   How long one name server may take.
         * - dns_attempts (int 1 to 10; that of resolv.conf (2))
         *   How often a silent name server is asked.
         * - dns_cache_size (int 0 to 1000000; 1000)
         *   How many answers are remembered, each for as long as its server allows, at most an hour.
         * - ip_family (string: any, ipv4, ipv6; corio.ip_family (any))
         *   Which addresses of a name are used.
         * - open_eof_check (bool; false)
         *   recv() delivers one packet, up to and with package_eof.
         * - open_eof_split (bool; false)
         *   As open_eof_check.
         * - package_eof (string of 1 to 64 bytes; "\r\n\r\n")
         *   What a packet ends with.
         * - open_length_check (bool; false)
         *   recv() delivers one packet, whose header tells its length.
         * - package_length_type (string: one of pack()'s c C s S n v l L N V q Q J P; "N")
         *   How the length is written.
         * - package_length_offset (int 0 to 65535; 0)
         *   Where in the packet the length stands.
         * - package_body_offset (int -65535 to 65535; 0)
         *   Bytes of the packet that the length does not count; negative if it counts more than the packet.
         * - package_length_func (callable(string $head): int, or null; null)
         *   Tells the length of the packet that begins with $head, instead of the three settings above;
         *   0 if $head is too short for that. A negative length closes the connection.
         * - package_max_length (int bytes, or string such as "2M"; 2M)
         *   The longest packet; a longer one closes the connection as soon as that is known.
         * - open_mqtt_protocol (bool; false)
         *   recv() delivers one MQTT packet.
         * - open_fastcgi_protocol (bool; false)
         *   recv() delivers one FastCGI record.
         * - ssl_verify_peer (bool; corio.tls_verify (true))
         *   The certificate chain has to lead to a trusted certificate.
         * - ssl_verify_peer_name (bool; as ssl_verify_peer)
         *   The certificate has to carry the name or address in its subjectAltName.
         * - ssl_allow_self_signed (bool; false)
         *   Accepts a certificate that signs itself; name and dates are still checked.
         * - ssl_host_name (string; the host given to connect())
         *   The name that is sent (SNI) and checked. Empty: nothing is sent, the connected host is checked.
         * - ssl_cafile (string path or PEM text; openssl.cafile, else SSL_CERT_FILE, else the system's)
         *   Trusted certificates; they replace the default ones.
         * - ssl_capath (string path; openssl.capath, else SSL_CERT_DIR, else the system's)
         *   A folder of trusted certificates named by subject hash (openssl rehash).
         * - ssl_crlfile (string path or PEM text; null)
         *   Lists of revoked certificates (CRL), one for each CA of the chain: what none covers is refused.
         * - ssl_peer_fingerprint (string or array; null)
         *   SHA-256 in hex of the certificate, or sha256// and base64 of its key: one of them has to match, whatever else is checked.
         * - ssl_cert_file (string path or PEM text; null)
         *   The client's certificate and its chain.
         * - ssl_key_file (string path or PEM text; ssl_cert_file)
         *   The client's private key.
         * - ssl_passphrase (string; null)
         *   What the private key is encrypted with.
         * - ssl_verify_depth (int 0 to 255; 100)
         *   How many intermediate certificates a chain may have.
         * - ssl_ciphers (string; OpenSSL's)
         *   Cipher list for TLS 1.2 and below, in OpenSSL's syntax.
         * - ssl_protocols (int mask of Corio\SSL_TLSv1 to Corio\SSL_TLSv1_3; 0 (TLS 1.2 and above))
         *   The TLS versions that may be negotiated, without a hole. Below 1.2 needs ssl_security_level 0.
         * - ssl_min_version (string TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, or int Corio\SSL_TLSv1 to SSL_TLSv1_3; TLSv1.2)
         *   The lowest TLS version. Not together with ssl_protocols; below 1.2 needs ssl_security_level 0.
         * - ssl_max_version (as ssl_min_version; the library's)
         *   The highest TLS version. Not together with ssl_protocols.
         * - ssl_ciphersuites (string; OpenSSL's)
         *   Cipher suites for TLS 1.3, separated by colons.
         * - ssl_ecdh_curve (string; auto (OpenSSL's))
         *   Key exchange groups in order of preference, separated by colons: X25519:P-256. Under TLS 1.2 the
         *   curve of the server's certificate has to be among them.
         * - ssl_alpn_protocols (array of strings, or string with commas; null)
         *   Application protocols that are offered (ALPN), the preferred one first: h2,http/1.1.
         * - ssl_ocsp_stapling (false, string verify or require; false)
         *   Asks for proof that the certificate is not revoked. verify: one that comes has to be valid;
         *   require: it has to come.
         * - ssl_keylog (string path; null)
         *   Appends the session keys to a file (NSS key log format), so that Wireshark can read the traffic.
         *   Needs corio.allow_keylog.
         * - ssl_session_reuse (bool; true)
         *   Resumes the session of an earlier connection to the same peer with the same settings.
         * - ssl_session_from (Corio\Coroutine\Client; null)
         *   Resumes the session of this client, on whatever port it was, if name and settings agree: FTPS data
         *   connections need it.
         * - ssl_allow_truncation (bool; false)
         *   Takes the end of the connection for the end of the data though the server has not said so (TLS
         *   close_notify): whether something is missing, nobody can tell then. A record that was cut stays an
         *   error.
         * - ssl_security_level (int 0 to 5; 2, or openssl.cnf's if that is higher)
         *   OpenSSL's security level: key sizes and signatures that are accepted.
         * - ssl_starttls (string: smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc or nats; null)
         *   connect() leads this protocol's dialogue up to the upgrade and negotiates TLS. A server that does not
         *   let itself be upgraded is an error. Not with Corio\SSL.
         * - ssl_starttls_name (string; the local address as a literal; for XMPP the host given to connect())
         *   What the client calls itself in EHLO and LHLO, or the domain that XMPP's `to` asks for.
         * - socks5_host (string; null)
         *   Name or address of a SOCKS 5 proxy to connect through; it resolves the name that connect() is given.
         *   One proxy at a time; null or false: none.
         * - socks5_port (int 1 to 65535; 1080)
         *   Its port.
         * - socks5_username (string of 1 to 255 bytes; null)
         *   The user's name, with socks5_password. It travels in plaintext unless there is proxy_ssl.
         * - socks5_password (string of 1 to 255 bytes; null)
         *   The password.
         * - socks4_host (string; null)
         *   Name or address of a SOCKS 4A proxy to connect through, to names and IPv4 addresses; it resolves the name.
         * - socks4_port (int 1 to 65535; 1080)
         *   Its port.
         * - socks4_user (string of 1 to 255 bytes; null)
         *   The user id that the proxy is told.
         * - http_proxy_host (string; null)
         *   Name or address of an HTTP proxy to connect through by CONNECT; it resolves the name. Needs
         *   http_proxy_port.
         * - http_proxy_port (int 1 to 65535; null)
         *   Its port.
         * - http_proxy_username (string without colon; null)
         *   The user's name for Basic authentication, with http_proxy_password. It travels in plaintext unless
         *   there is proxy_ssl.
         * - http_proxy_user (string without colon; null)
         *   Another name of http_proxy_username.
         * - http_proxy_password (string; null)
         *   The password; it may be empty.
         * - proxy_ssl (bool; false)
         *   TLS to the proxy itself, whatever its kind. It is verified for the proxy's host by settings of its own:
         *   each ssl_ setting of TLS but ssl_session_from exists with proxy_ before it (proxy_ssl_cafile,
         *   proxy_ssl_verify_peer, proxy_ssl_cert_file and so on). The target's never apply to the proxy, nor the
         *   proxy's to the target.
         */
        public function set(array $settings): bool {}

        /**
         * The same as Coroutine::getOptions().
         */
        public function getOptions(): ?array {}

        /**
         * Starts a coroutine for each callable, in their order, and waits for them and for all that they start.
         * The list is empty then.
         *
         * @return bool false, with a warning, if there is none; false too if the wait was cancelled
         * @throws \Throwable as run()
         */
        public function start(): bool {}
    }

    /**
     * What the system offers, without blocking the other coroutines.
     */
    final class System
    {
        /**
         * The first address of a name, as connect() would look it up: hosts file, search list, cache.
         *
         * @param int $type Corio\AF_INET, AF_INET6 or AF_UNSPEC
         * @param float $timeout seconds; 0: 60; negative: as long as the servers take
         * @return string|false false: see Corio\last_error() and last_error_msg()
         */
        public static function gethostbyname(string $domain_name, int $type = 2, float $timeout = -1): string|false {}

        /**
         * As gethostbyname(), with Swoole's other order of arguments.
         */
        public static function dnsLookup(string $domain_name, float $timeout = 60, int $type = 2): string|false {}

        /**
         * All addresses of a name, as strings.
         *
         * @param int $family Corio\AF_INET, AF_INET6 or AF_UNSPEC
         * @param int $socktype without effect, as $protocol and $service
         * @return list<string>|false
         */
        public static function getaddrinfo(string $domain, int $family = 2, int $socktype = 1, int $protocol = 6, string $service = '', float $timeout = -1): array|false {}

        /**
         * Records of a name, in the form of PHP's dns_get_record(), each with its ttl in seconds.
         *
         * @param string $type A, AAAA, ADDR (both), MX, SRV, TXT or TLSA
         * @param float|null $timeout seconds; null or 0: 60; negative: as long as the servers take
         * @return list<array{host: string, type: string, ttl: int}>|false with ip, ipv6, pri and target,
         * weight and port, txt and entries, or usage, selector, matching and data (binary)
         */
        public static function dnsGetRecord(string $name, string $type = 'ADDR', ?float $timeout = null): array|false {}

        /**
         * Runs a command by /bin/sh and waits until it has closed its output and ended; the others run
         * meanwhile. If the coroutine is cancelled the shell is killed.
         *
         * @param bool $get_error_stream whether `output` has what it prints on its error stream as well
         * @return array{code: int, signal: int, output: string}|false its exit code, the signal that ended
         * it (0: none) and what it printed; false: Corio\last_error() is 12 if that is too much for
         * memory_limit
         * @throws \Corio\Exception if php.ini disables exec()
         */
        public static function exec(string $command, bool $get_error_stream = false): array|false {}

        /**
         * Waits until a child process has ended, whichever: but for those that waitPid() and exec() wait for.
         *
         * Children of proc_open() are children too; PHP then does not know how they ended.
         *
         * @param float $timeout seconds; negative: for ever
         * @return array{pid: int, code: int, signal: int}|false false: Corio\last_error() is 10 if there is
         * no child, 110 after the timeout, 125 if the coroutine was cancelled
         */
        public static function wait(float $timeout = -1): array|false {}

        /**
         * As wait(), for one child; no other one's status is taken.
         *
         * @param int $pid -1: as wait()
         * @return array{pid: int, code: int, signal: int}|false
         */
        public static function waitPid(int $pid, float $timeout = -1): array|false {}

        /**
         * Waits for a signal, or the first of several. Meanwhile it does not do what it does by default; a
         * handler set by pcntl_signal() is called as well. Afterwards all is as before. One that comes while
         * it was waited for, but not told, is told to the next wait; so is one that is blocked.
         *
         * @param int|list<int> $signals
         * @param float $timeout seconds; negative: for ever
         * @return int|false the signal; false: Corio\last_error() is 110 after the timeout, 125 if the
         * coroutine was cancelled, 22 for a number that nobody can wait for
         */
        public static function waitSignal(int|array $signals, float $timeout = -1): int|false {}

        /**
         * Reads a whole file, in slices, so that the others have their turn; what is not in memory is fetched
         * meanwhile. open_basedir holds; stream wrappers are refused.
         *
         * @param int $flag LOCK_EX or LOCK_SH: with a shared lock (flock), which is waited for
         * @return string|false false: see Corio\last_error(); 12 if it is too large for memory_limit
         */
        public static function readFile(string $filename, int $flag = 0): string|false {}

        /**
         * Writes a whole file, as readFile() reads one; it is made if there is none.
         *
         * @param int $flags FILE_APPEND: behind what is in it; LOCK_EX: with an exclusive lock
         * @return int|false bytes; after a failure a part may have been written
         */
        public static function writeFile(string $filename, string $fileContent, int $flags = 0): int|false {}

        /**
         * What statvfs(3) tells of the file system that a path is on.
         *
         * @return array{bsize: int, frsize: int, blocks: int, bfree: int, bavail: int, files: int, ffree: int,
         * favail: int, fsid: int, flag: int, namemax: int}|false
         */
        public static function statvfs(string $path): array|false {}

        /**
         * Waits until a descriptor can be read or written; the others run meanwhile.
         *
         * Errors and the end count as both. A stream that has read ahead and a regular file are ready at
         * once.
         *
         * @param mixed $socket int, stream, Socket of ext/sockets or client
         * @param int $events Corio\EVENT_READ, EVENT_WRITE or both
         * @param float $timeout seconds; 0: not at all; negative: for ever
         * @return int|false those of $events that it is ready for; false: Corio\last_error() is 110 after
         * the timeout, 125 if the coroutine was cancelled, 9 if the descriptor is closed
         */
        public static function waitEvent(mixed $socket, int $events = 512, float $timeout = -1): int|false {}

        /**
         * Waits for so many seconds, at least 0.001; the others run meanwhile. Never ends early.
         *
         * @return bool false if the coroutine was cancelled or the time is too short (with a warning)
         */
        public static function sleep(float $seconds): bool {}
    }

    /**
     * A queue between coroutines: push() waits while it is full, pop() while it is empty.
     *
     * Whoever has waited longest is served first, and each value reaches exactly one pop().
     *
     * ```php
     * $channel = new \Corio\Coroutine\Channel(10);
     * \Corio\Coroutine\go(function () use ($channel) {
     *     foreach (['a', 'b'] as $item) {
     *         $channel->push($item);
     *     }
     *     $channel->close();
     * });
     * while (($item = $channel->pop()) !== false) { // false: closed, and nothing is left
     *     echo $item, "\n";
     * }
     * ```
     */
    class Channel
    {
        /**
         * @var int How many values it holds.
         */
        public $capacity = 0;

        /**
         * @var int What the last push() or pop() came to: Corio\CHANNEL_OK, CHANNEL_TIMEOUT, CHANNEL_CLOSED,
         * or CHANNEL_CANCELED.
         */
        public $errCode = 0;

        /**
         * @param int $size how many values it holds; 0 and less mean 1
         */
        public function __construct(int $size = 1) {}

        /**
         * Puts a value in; waits while there is no room.
         *
         * @param float $timeout seconds; 0 and less: as long as it takes
         * @return bool false, with errCode, after the timeout, when the channel is closed, or when the
         * coroutine was cancelled
         * @throws \Corio\DeadlockException in {main}, when nobody is left who could make room
         */
        public function push(mixed $data, float $timeout = -1): bool {}

        /**
         * Takes the oldest value; waits while there is none. What is in a closed channel can still be taken.
         *
         * @param float $timeout seconds; 0 and less: as long as it takes
         * @return mixed false, with errCode, after the timeout, when the channel is closed and empty, or
         * when the coroutine was cancelled
         * @throws \Corio\DeadlockException in {main}, when nobody is left who could push
         */
        public function pop(float $timeout = -1): mixed {}

        /**
         * Waits for several channels at once and does exactly one thing: takes a value from one of $read or
         * puts one into one of $write. If more than one is possible, chance decides, so that none starves.
         *
         * ```php
         * $done = Channel::select(['jobs' => $jobs, 'stop' => $stop], [[$log, 'waiting']], 1.5);
         * if ($done === null) {
         *     echo "nothing for 1.5 s\n";
         * } elseif ($done['key'] === 'jobs' && $done['ok']) {
         *     work($done['value']);
         * }
         * ```
         *
         * @param array<array-key, Channel|null> $read where to take a value from; null is skipped
         * @param array<array-key, array{Channel, mixed}|null> $write channels with the value for each
         * @param float $timeout seconds; 0: only what is possible at once; negative: as long as it takes
         * @return array{type: 'read'|'write', key: int|string, channel: Channel, value: mixed, ok: bool}|null
         * key is the one in $read or $write; value what was taken, else null; ok is false if nothing was
         * done because the channel is closed. null after the timeout or when cancelled
         * @throws \Corio\Exception when there is no channel in either list
         * @throws \TypeError when something else is in them
         */
        public static function select(array $read = [], array $write = [], float $timeout = -1): ?array {}

        /**
         * Closes it: all who wait go on at once, with false and CHANNEL_CLOSED.
         *
         * @return bool false if it was closed already
         */
        public function close(): bool {}

        /**
         * How many values there are.
         */
        public function length(): int {}

        /**
         * Whether there is no value.
         */
        public function isEmpty(): bool {}

        /**
         * Whether there is no room.
         */
        public function isFull(): bool {}

        /**
         * Who waits, and how many values there are.
         *
         * @return array{consumer_num: int, producer_num: int, queue_num: int}
         */
        public function stats(): array {}
    }

    /**
     * Waits until so many have said that they are done.
     *
     * ```php
     * $group = new \Corio\Coroutine\WaitGroup(2);
     * foreach ([0.2, 0.1] as $seconds) {
     *     \Corio\Coroutine\go(function () use ($group, $seconds) {
     *         \Corio\Coroutine\defer(fn () => $group->done()); // after an exception, too
     *         \Corio\Coroutine\System::sleep($seconds);
     *     });
     * }
     * $group->wait(); // after 0.2 s
     * ```
     */
    class WaitGroup
    {
        /**
         * @param int $delta how many to wait for
         * @throws \InvalidArgumentException if it is negative
         */
        public function __construct(int $delta = 0) {}

        /**
         * So many more are to be waited for.
         *
         * @throws \InvalidArgumentException if that leaves less than none
         * @throws \BadMethodCallException while somebody waits
         */
        public function add(int $delta = 1): void {}

        /**
         * One is done.
         *
         * @throws \BadMethodCallException if none was left
         */
        public function done(): void {}

        /**
         * Waits until none is left.
         *
         * @param float $timeout seconds; 0 and less: as long as it takes
         * @return bool false after the timeout or when cancelled, see Corio\last_error()
         * @throws \BadMethodCallException while another coroutine waits for the same
         * @throws \Corio\DeadlockException in {main}, when nobody is left who could be done
         */
        public function wait(float $timeout = -1): bool {}

        /**
         * How many are left.
         */
        public function count(): int {}
    }

    /**
     * Waits until nobody else holds it any more: each coroutine that is to be waited for captures it.
     *
     * ```php
     * $barrier = \Corio\Coroutine\Barrier::make();
     * foreach ([0.2, 0.1] as $seconds) {
     *     \Corio\Coroutine\go(function () use ($barrier, $seconds) {
     *         \Corio\Coroutine\System::sleep($seconds);
     *     }); // however it ends, it gives the barrier up
     * }
     * \Corio\Coroutine\Barrier::wait($barrier); // after 0.2 s
     * ```
     */
    final class Barrier
    {
        /**
         * As make().
         */
        public function __construct() {}

        /**
         * A new one.
         */
        public static function make(): \Corio\Coroutine\Barrier {}

        /**
         * Sets the variable to null and waits until all others have given the barrier up, too.
         *
         * @param float $timeout seconds; 0 and less: as long as it takes
         * @return bool false after the timeout or when cancelled, see Corio\last_error()
         * @throws \Corio\Exception while another coroutine waits for it
         * @throws \Corio\DeadlockException in {main}, when those who hold it can never end
         */
        public static function wait(\Corio\Coroutine\Barrier &$barrier, float $timeout = -1): bool {}
    }

    /**
     * A lock for code that waits inside and must not be entered twice: one coroutine holds it, or several for
     * reading. Who waits longest gets it first. It is not recursive.
     *
     * ```php
     * $lock = new \Corio\Coroutine\Lock();
     * $lock->lock();
     * try {
     *     // nobody else is in here, though this may wait
     * } finally {
     *     $lock->unlock();
     * }
     * ```
     */
    class Lock
    {
        /**
         * @var int Why the last call answered false: 16 it is held, 110 timeout, 125 cancelled; 0 after a success.
         */
        public $errCode = 0;

        /**
         * @param bool $shared also between this process and those that are forked later. Then whoever waits
         * for another process looks every 20 ms, and only one process holds it, also for reading. Of a
         * process that dies it is taken away
         */
        public function __construct(bool $shared = false) {}

        /**
         * Takes it; waits while others hold it.
         *
         * @param int $operation LOCK_EX (2), LOCK_SH (1) for reading, with LOCK_NB (4) without waiting
         * @param float $timeout seconds; 0 and less: as long as it takes
         * @return bool false, with errCode, after the timeout, when cancelled, or with LOCK_NB when it is held
         * @throws \Corio\Exception if the coroutine holds it already
         * @throws \Corio\DeadlockException in {main}, when nobody is left who could unlock it
         */
        public function lock(int $operation = 2, float $timeout = -1): bool {}

        /**
         * lock(LOCK_EX | LOCK_NB): takes it unless others hold it or wait for it.
         */
        public function trylock(): bool {}

        /**
         * lock(LOCK_SH): others may hold it for reading, too.
         */
        public function lock_read(float $timeout = -1): bool {}

        /**
         * lock(LOCK_SH | LOCK_NB).
         */
        public function trylock_read(): bool {}

        /**
         * Gives it up; those who have waited longest hold it now.
         *
         * @throws \Corio\Exception if the coroutine does not hold it
         */
        public function unlock(): bool {}
    }

    /**
     * A client that lets the other coroutines run while it waits.
     *
     * Failures of the network answer `false` and set `errCode` and `errMsg`; misuse throws.
     * One coroutine may receive while another one sends; two of a kind throw.
     *
     * ```php
     * $client = new \Corio\Coroutine\Client(\Corio\SOCK_TCP | \Corio\SSL);
     * if (!$client->connect('localhost', 993, 5.0)) {
     *     die($client->errMsg);
     * }
     * echo $client->recv(), $client->getTlsInfo()['version'];
     * ```
     */
    class Client
    {
        const MSG_OOB = 1;
        const MSG_PEEK = 2;
        const MSG_DONTWAIT = 64;
        const MSG_WAITALL = 256;
        /**
         * @var int Code of the last failure: errno or one of Corio\ERROR_*; 0 after a success.
         */
        public $errCode = 0;

        /**
         * @var string The last failure: phase, host, port and reason.
         */
        public $errMsg = '';

        /**
         * @var int The socket's descriptor; -1 without a connection.
         */
        public $fd = -1;

        /**
         * @var int What the constructor was given.
         */
        public $type = 1;

        /**
         * @var array|null What set() was given, merged.
         */
        public $setting = null;

        /**
         * @var bool Whether there is a connection. The peer may have gone meanwhile.
         */
        public $connected = false;

        /**
         * @param int $type Corio\SOCK_TCP or SOCK_UDP (both address families), SOCK_TCP6 or SOCK_UDP6 (IPv6
         * only), SOCK_UNIX_STREAM or SOCK_UNIX_DGRAM, optionally | Corio\SSL for TLS (DTLS) from the first
         * byte on; | Corio\KEEP, and the connection is kept for later clients, see Corio\Client
         * @param string $id with KEEP: tells connections apart beside host, port and settings
         * @throws \TypeError for a number that is no socket type
         * @throws \Corio\Exception for one that this version does not support
         */
        public function __construct(int $type = 1, string $id = '') {}

        /**
         * Merges settings, see below. They take effect at the next connect() or
         * enableSSL(); timeouts and what cuts packets at once. Either all are applied or none.
         *
         * @return bool false for an empty array, or if a file cannot be used (errMsg names key and path)
         * @throws \Corio\Exception for a wrong type or range
         *
         * Settings (type; default):
         * - timeout (float seconds; null)
         *   Sets connect_timeout, read_timeout and write_timeout.
         * - connect_timeout (float seconds; corio.connect_timeout (10))
         *   Bounds resolving, connecting, the proxy, the dialogue before TLS and the handshake together, and enableSSL().
         *   Negative: never.
         * - read_timeout (float seconds; corio.read_timeout (60))
         *   Bounds one recv(). Negative: never. Not for Corio\Async\Client, which waits for nothing: deadline there,
         *   or a Timer.
         * - write_timeout (float seconds; corio.write_timeout (60))
         *   Bounds one send(). Negative: never.
         * - throw (bool; false)
         *   Throws Corio\NetworkException where a network failure would answer false. What Corio\Async\Client tells by
         *   onError is not thrown.
         * - open_tcp_nodelay (bool; false)
         *   Sends small packets at once (TCP_NODELAY).
         * - bind_address (string IP address, or path of a Unix socket; null)
         *   The local address; only addresses of its family are connected to. A path (it begins with /) is for Unix
         *   sockets, and removed when the socket is closed; without one SOCK_UNIX_DGRAM gets one below the
         *   system's folder for temporary files.
         * - bind_port (int 0 to 65535; 0)
         *   The local port; 0 lets the system choose.
         * - socket_buffer_size (int bytes, or string such as "2M"; the system's)
         *   SO_SNDBUF and SO_RCVBUF. For Corio\Async\Client also what may wait to be sent, 8 MiB unless set.
         * - bind_device (string; null)
         *   The network interface to go through (SO_BINDTODEVICE); the system may ask for a privilege.
         * - tcp_keepalive (bool; false)
         *   Has the system ask a silent peer whether it is still there (SO_KEEPALIVE).
         * - tcp_keepidle (int seconds, 1 to 32767; the system's)
         *   After how much silence the peer is asked first; switches tcp_keepalive on.
         * - tcp_keepinterval (int seconds, 1 to 32767; the system's)
         *   How long after the question before it is asked again; switches tcp_keepalive on.
         * - tcp_keepcount (int 1 to 127; the system's)
         *   After how many questions without an answer the connection is given up; switches tcp_keepalive on.
         * - udp_broadcast (bool; false)
         *   Allows datagrams to all hosts of a network (SO_BROADCAST).
         * - buffer_high_watermark (int bytes, or string such as "2M"; 0.8 of socket_buffer_size)
         *   So much has to wait to be sent for bufferFull (Corio\Async\Client).
         * - buffer_low_watermark (int bytes, or string such as "2M"; 0)
         *   As soon as no more waits, bufferEmpty is called, after bufferFull (Corio\Async\Client).
         * - deadline (float seconds; null)
         *   Bounds the whole conversation from the beginning of connect() on; when it passes, the connection is closed.
         * - dns_servers (array of strings: IP address, with a port if it is not 53 (IPv6 in brackets then); those of resolv.conf)
         *   Name servers, in the order in which they are asked.
         * - dns_timeout (float seconds; that of resolv.conf (5))
         *   How long one name server may take.
         * - dns_attempts (int 1 to 10; that of resolv.conf (2))
         *   How often a silent name server is asked.
         * - dns_cache_size (int 0 to 1000000; 1000)
         *   How many answers are remembered, each for as long as its server allows, at most an hour.
         * - ip_family (string: any, ipv4, ipv6; corio.ip_family (any))
         *   Which addresses of a name are used.
         * - open_eof_check (bool; false)
         *   recv() delivers one packet, up to and with package_eof.
         * - open_eof_split (bool; false)
         *   As open_eof_check.
         * - package_eof (string of 1 to 64 bytes; "\r\n\r\n")
         *   What a packet ends with.
         * - open_length_check (bool; false)
         *   recv() delivers one packet, whose header tells its length.
         * - package_length_type (string: one of pack()'s c C s S n v l L N V q Q J P; "N")
         *   How the length is written.
         * - package_length_offset (int 0 to 65535; 0)
         *   Where in the packet the length stands.
         * - package_body_offset (int -65535 to 65535; 0)
         *   Bytes of the packet that the length does not count; negative if it counts more than the packet.
         * - package_length_func (callable(string $head): int, or null; null)
         *   Tells the length of the packet that begins with $head, instead of the three settings above;
         *   0 if $head is too short for that. A negative length closes the connection.
         * - package_max_length (int bytes, or string such as "2M"; 2M)
         *   The longest packet; a longer one closes the connection as soon as that is known.
         * - open_mqtt_protocol (bool; false)
         *   recv() delivers one MQTT packet.
         * - open_fastcgi_protocol (bool; false)
         *   recv() delivers one FastCGI record.
         * - ssl_verify_peer (bool; corio.tls_verify (true))
         *   The certificate chain has to lead to a trusted certificate.
         * - ssl_verify_peer_name (bool; as ssl_verify_peer)
         *   The certificate has to carry the name or address in its subjectAltName.
         * - ssl_allow_self_signed (bool; false)
         *   Accepts a certificate that signs itself; name and dates are still checked.
         * - ssl_host_name (string; the host given to connect())
         *   The name that is sent (SNI) and checked. Empty: nothing is sent, the connected host is checked.
         * - ssl_cafile (string path or PEM text; openssl.cafile, else SSL_CERT_FILE, else the system's)
         *   Trusted certificates; they replace the default ones.
         * - ssl_capath (string path; openssl.capath, else SSL_CERT_DIR, else the system's)
         *   A folder of trusted certificates named by subject hash (openssl rehash).
         * - ssl_crlfile (string path or PEM text; null)
         *   Lists of revoked certificates (CRL), one for each CA of the chain: what none covers is refused.
         * - ssl_peer_fingerprint (string or array; null)
         *   SHA-256 in hex of the certificate, or sha256// and base64 of its key: one of them has to match, whatever else is checked.
         * - ssl_cert_file (string path or PEM text; null)
         *   The client's certificate and its chain.
         * - ssl_key_file (string path or PEM text; ssl_cert_file)
         *   The client's private key.
         * - ssl_passphrase (string; null)
         *   What the private key is encrypted with.
         * - ssl_verify_depth (int 0 to 255; 100)
         *   How many intermediate certificates a chain may have.
         * - ssl_ciphers (string; OpenSSL's)
         *   Cipher list for TLS 1.2 and below, in OpenSSL's syntax.
         * - ssl_protocols (int mask of Corio\SSL_TLSv1 to Corio\SSL_TLSv1_3; 0 (TLS 1.2 and above))
         *   The TLS versions that may be negotiated, without a hole. Below 1.2 needs ssl_security_level 0.
         * - ssl_min_version (string TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, or int Corio\SSL_TLSv1 to SSL_TLSv1_3; TLSv1.2)
         *   The lowest TLS version. Not together with ssl_protocols; below 1.2 needs ssl_security_level 0.
         * - ssl_max_version (as ssl_min_version; the library's)
         *   The highest TLS version. Not together with ssl_protocols.
         * - ssl_ciphersuites (string; OpenSSL's)
         *   Cipher suites for TLS 1.3, separated by colons.
         * - ssl_ecdh_curve (string; auto (OpenSSL's))
         *   Key exchange groups in order of preference, separated by colons: X25519:P-256. Under TLS 1.2 the
         *   curve of the server's certificate has to be among them.
         * - ssl_alpn_protocols (array of strings, or string with commas; null)
         *   Application protocols that are offered (ALPN), the preferred one first: h2,http/1.1.
         * - ssl_ocsp_stapling (false, string verify or require; false)
         *   Asks for proof that the certificate is not revoked. verify: one that comes has to be valid;
         *   require: it has to come.
         * - ssl_keylog (string path; null)
         *   Appends the session keys to a file (NSS key log format), so that Wireshark can read the traffic.
         *   Needs corio.allow_keylog.
         * - ssl_session_reuse (bool; true)
         *   Resumes the session of an earlier connection to the same peer with the same settings.
         * - ssl_session_from (Corio\Coroutine\Client; null)
         *   Resumes the session of this client, on whatever port it was, if name and settings agree: FTPS data
         *   connections need it.
         * - ssl_allow_truncation (bool; false)
         *   Takes the end of the connection for the end of the data though the server has not said so (TLS
         *   close_notify): whether something is missing, nobody can tell then. A record that was cut stays an
         *   error.
         * - ssl_security_level (int 0 to 5; 2, or openssl.cnf's if that is higher)
         *   OpenSSL's security level: key sizes and signatures that are accepted.
         * - ssl_starttls (string: smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc or nats; null)
         *   connect() leads this protocol's dialogue up to the upgrade and negotiates TLS. A server that does not
         *   let itself be upgraded is an error. Not with Corio\SSL.
         * - ssl_starttls_name (string; the local address as a literal; for XMPP the host given to connect())
         *   What the client calls itself in EHLO and LHLO, or the domain that XMPP's `to` asks for.
         * - socks5_host (string; null)
         *   Name or address of a SOCKS 5 proxy to connect through; it resolves the name that connect() is given.
         *   One proxy at a time; null or false: none.
         * - socks5_port (int 1 to 65535; 1080)
         *   Its port.
         * - socks5_username (string of 1 to 255 bytes; null)
         *   The user's name, with socks5_password. It travels in plaintext unless there is proxy_ssl.
         * - socks5_password (string of 1 to 255 bytes; null)
         *   The password.
         * - socks4_host (string; null)
         *   Name or address of a SOCKS 4A proxy to connect through, to names and IPv4 addresses; it resolves the name.
         * - socks4_port (int 1 to 65535; 1080)
         *   Its port.
         * - socks4_user (string of 1 to 255 bytes; null)
         *   The user id that the proxy is told.
         * - http_proxy_host (string; null)
         *   Name or address of an HTTP proxy to connect through by CONNECT; it resolves the name. Needs
         *   http_proxy_port.
         * - http_proxy_port (int 1 to 65535; null)
         *   Its port.
         * - http_proxy_username (string without colon; null)
         *   The user's name for Basic authentication, with http_proxy_password. It travels in plaintext unless
         *   there is proxy_ssl.
         * - http_proxy_user (string without colon; null)
         *   Another name of http_proxy_username.
         * - http_proxy_password (string; null)
         *   The password; it may be empty.
         * - proxy_ssl (bool; false)
         *   TLS to the proxy itself, whatever its kind. It is verified for the proxy's host by settings of its own:
         *   each ssl_ setting of TLS but ssl_session_from exists with proxy_ before it (proxy_ssl_cafile,
         *   proxy_ssl_verify_peer, proxy_ssl_cert_file and so on). The target's never apply to the proxy, nor the
         *   proxy's to the target.
         */
        public function set(array $settings): bool {}

        /**
         * Resolves, connects (through a proxy, if one is set) and, with Corio\SSL or the setting ssl_starttls, negotiates TLS: all within
         * the timeout.
         *
         * After a failure it may be called again.
         *
         * @param string $host a name or an IP address; for SOCK_UNIX_STREAM and SOCK_UNIX_DGRAM a path
         * @param int $port 1 to 65535; for a path 0
         * @param float|null $timeout seconds; null or 0: connect_timeout; negative: never. Another value
         * becomes the timeout of later sends and receives too
         * @param int $sock_flag without effect
         */
        public function connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool {}

        /**
         * Upgrades the connection to TLS (STARTTLS), with SNI, verified inside the handshake.
         *
         * Any failure closes the connection. So does plaintext that the server has sent already: it
         * was injected.
         *
         * @param float|null $timeout seconds for the whole handshake; null or 0: connect_timeout
         * @throws \Corio\Exception while another coroutine sends or receives
         */
        public function enableSSL(?float $timeout = null): bool {}

        /**
         * Ends TLS in both directions and goes on in plaintext, as FTP's CCC wants it.
         *
         * Any failure closes the connection, also data that the server sends instead of ending TLS.
         *
         * @param float|null $timeout seconds; null or 0: connect_timeout
         * @throws \Corio\Exception while another coroutine sends or receives
         */
        public function disableSSL(?float $timeout = null): bool {}

        /**
         * Sends all of the data.
         *
         * @param float|null $timeout seconds; null or 0: write_timeout; negative: never
         * @return int|false bytes sent; after a timeout perhaps fewer than given, with errCode 110
         */
        public function send(string $data, ?float $timeout = null): int|false {}

        /**
         * Receives what is there, at most 64 KiB, or one whole packet where settings say how packets are
         * cut; waits if nothing is.
         *
         * A packet that stalls (110) is continued by the next call; one that cannot be (1201, 1202) closes
         * the connection.
         *
         * @param float|null $timeout seconds; null or 0: read_timeout; negative: never
         * @return string|false '' when the peer has closed cleanly, between two packets
         * @throws \Throwable what package_length_func throws
         */
        public function recv(?float $timeout = null): string|false {}

        /**
         * Looks at what is there without taking it and without waiting.
         *
         * @param int $length bytes, at most 65535
         * @return string|false false with errCode 11 when nothing is there
         */
        public function peek(int $length = 65535): string|false {}

        /**
         * The peer's certificate in PEM format.
         */
        public function getPeerCert(): string|false {}

        /**
         * Checks certificate, chain and name again, completely, whatever the settings switch off.
         */
        public function verifyPeerCert(bool $allow_self_signed = false): bool {}

        /**
         * What TLS has negotiated.
         *
         * `curve` is the key exchange group, `verify_result` is ok or what the settings have forgiven,
         * `peer_chain` is what the peer sent, its own certificate first, in PEM format. `times` are
         * seconds; with a proxy, `dns` and `connect` are the way to it. `starttls` is null unless connect() has led the dialogue; its `greeting` is what the
         * server said first, as it came in plaintext: do not trust it, whoever sits on the line can
         * change it. (MySQL and NATS need the nonce in it.)
         *
         * @return array{version: string, cipher: string, curve: string, alpn: string, sni: string,
         * resumed: bool, verify_result: string, peer_chain: list<string>,
         * starttls: array{protocol: string, greeting: string}|null,
         * times: array{dns: float, connect: float, proxy: float, handshake: float}}|false
         */
        public function getTlsInfo(): array|false {}

        /**
         * Whether there is a connection. The peer may have gone meanwhile.
         */
        public function isConnected(): bool {}

        /**
         * The local address.
         *
         * @return array{host: string, address: string, port: int}|false
         */
        public function getsockname(): array|false {}

        /**
         * The address of the other end: the peer's, or that of the proxy on the way.
         *
         * @return array{host: string, address: string, port: int}|false
         */
        public function getpeername(): array|false {}

        /**
         * Sends one datagram to whoever is named; the socket is opened if there is none, without connect().
         *
         * @param string $address a name or an IP address; for SOCK_UNIX_DGRAM a path
         * @param int $port without meaning for SOCK_UNIX_DGRAM
         * @param string $data one datagram, which may be empty
         * @return bool false with errCode 93 for a stream, 90 for more than a datagram can carry
         */
        public function sendto(string $address, int $port, string $data): bool {}

        /**
         * Receives one datagram and tells who has sent it; waits, at most read_timeout, if there is none.
         *
         * @param int $length bytes, at most 65536; what is longer of a datagram is lost
         * @param string $address set to the sender's address; for SOCK_UNIX_DGRAM its path
         * @param int $port set to the sender's port
         * @return string|false one datagram, which may be empty
         */
        public function recvfrom(int $length, mixed &$address, mixed &$port = 0): string|false {}

        /**
         * Sends a part of a regular file, within write_timeout; without TLS the kernel copies.
         *
         * @param string $filename a path that open_basedir allows
         * @param int $offset bytes from the beginning
         * @param int $length bytes; 0 is up to the file's end
         * @return bool false, with a warning, if the file cannot be read; errMsg tells how much was sent
         */
        public function sendfile(string $filename, int $offset = 0, int $length = 0): bool {}

        /**
         * Ends one direction of the connection, or both, as shutdown(2); under TLS the peer is told (close_notify).
         *
         * @param int $how 0: receiving (SHUT_RD), 1: sending (SHUT_WR), 2: both (SHUT_RDWR)
         */
        public function shutdown(int $how = 2): bool {}

        /**
         * Closes the connection. Whoever waits on it gets errCode 125; then it answers false with 10019.
         */
        public function close(): bool {}
    }
}

namespace Corio\Timer {

    /**
     * Ids of timers.
     */
    class Iterator extends \ArrayIterator
    {
    }
}
