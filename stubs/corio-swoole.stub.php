<?php

/**
 * Swoole's names for the API of corio, with corio.swoole_aliases=On; those in the parts named short
 * need corio.swoole_shortnames. Generated from the code by `make stubs`: do not edit.
 */

namespace {

    // Classes

    \class_alias('Corio\Client', 'Swoole\Client');
    \class_alias('Corio\Async\Client', 'Swoole\Async\Client');
    \class_alias('Corio\Coroutine', 'Swoole\Coroutine');
    \class_alias('Corio\Coroutine\Barrier', 'Swoole\Coroutine\Barrier');
    \class_alias('Corio\Coroutine\Channel', 'Swoole\Coroutine\Channel');
    \class_alias('Corio\Coroutine\Client', 'Swoole\Coroutine\Client');
    \class_alias('Corio\Coroutine\Context', 'Swoole\Coroutine\Context');
    \class_alias('Corio\Coroutine\Iterator', 'Swoole\Coroutine\Iterator');
    \class_alias('Corio\Coroutine\Lock', 'Swoole\Coroutine\Lock');
    \class_alias('Corio\Coroutine\Scheduler', 'Swoole\Coroutine\Scheduler');
    \class_alias('Corio\Coroutine\System', 'Swoole\Coroutine\System');
    \class_alias('Corio\Coroutine\WaitGroup', 'Swoole\Coroutine\WaitGroup');
    \class_alias('Corio\ConnectionPool', 'Swoole\ConnectionPool');
    \class_alias('Corio\Event', 'Swoole\Event');
    \class_alias('Corio\Timer', 'Swoole\Timer');
    \class_alias('Corio\Timer\Iterator', 'Swoole\Timer\Iterator');
    \class_alias('Corio\Exception', 'Swoole\Exception');
    \class_alias('Corio\Exception', 'Swoole\Client\Exception');
    \class_alias('Corio\Exception', 'Swoole\Coroutine\Socket\Exception');
    \class_alias('Corio\ExitException', 'Swoole\ExitException');
    \class_alias('Corio\Coroutine\CanceledException', 'Swoole\Coroutine\CanceledException');
    \class_alias('Corio\Coroutine\TimeoutException', 'Swoole\Coroutine\TimeoutException');

    // Classes, short

    \class_alias('Corio\Coroutine', 'Co');
    \class_alias('Corio\Coroutine\Channel', 'Co\Channel');
    \class_alias('Corio\Coroutine\Client', 'Co\Client');
    \class_alias('Corio\Coroutine\Context', 'Co\Context');
    \class_alias('Corio\Coroutine\Lock', 'Co\Coroutine\Lock');
    \class_alias('Corio\Coroutine\Iterator', 'Co\Iterator');
    \class_alias('Corio\Coroutine\Scheduler', 'Co\Scheduler');
    \class_alias('Corio\Exception', 'Co\Socket\Exception');
    \class_alias('Corio\Coroutine\System', 'Co\System');
    \class_alias('Corio\Coroutine\WaitGroup', 'Co\WaitGroup');
    \class_alias('Corio\Coroutine\Channel', 'Chan');

    // Constants

    const SWOOLE_SOCK_TCP = 1;
    const SWOOLE_SOCK_UDP = 2;
    const SWOOLE_SOCK_TCP6 = 3;
    const SWOOLE_SOCK_UDP6 = 4;
    const SWOOLE_SOCK_UNIX_STREAM = 5;
    const SWOOLE_SOCK_UNIX_DGRAM = 6;
    const SWOOLE_SSL = 512;
    const SWOOLE_KEEP = 4096;
    const SWOOLE_ASYNC = 1024;
    const SWOOLE_SYNC = 2048;
    const SWOOLE_SSL_TLSv1 = 8;
    const SWOOLE_SSL_TLSv1_1 = 16;
    const SWOOLE_SSL_TLSv1_2 = 32;
    const SWOOLE_SSL_TLSv1_3 = 64;
    const SWOOLE_CHANNEL_OK = 0;
    const SWOOLE_CHANNEL_TIMEOUT = -1;
    const SWOOLE_CHANNEL_CLOSED = -2;
    const SWOOLE_CHANNEL_CANCELED = -3;
    const SWOOLE_EVENT_READ = 512;
    const SWOOLE_EVENT_WRITE = 1024;
    const SWOOLE_TIMER_MIN_MS = 1;
    const SWOOLE_TIMER_MAX_MS = 9223372036854775807;
    const SWOOLE_STRERROR_SYSTEM = 0;
    const SWOOLE_STRERROR_GAI = 1;
    const SWOOLE_STRERROR_DNS = 2;
    const SWOOLE_STRERROR_SWOOLE = 9;
    const SWOOLE_DEFAULT_MAX_CORO_NUM = 100000;
    const SWOOLE_CORO_MAX_NUM_LIMIT = 2147483647;
    const SWOOLE_EXIT_IN_COROUTINE = 2;
    const SWOOLE_EXIT_IN_SERVER = 4;
    const SWOOLE_ERROR_MALLOC_FAIL = 501;
    const SWOOLE_ERROR_SYSTEM_CALL_FAIL = 502;
    const SWOOLE_ERROR_NAME_TOO_LONG = 504;
    const SWOOLE_ERROR_INVALID_PARAMS = 505;
    const SWOOLE_ERROR_OPERATION_NOT_SUPPORT = 507;
    const SWOOLE_ERROR_PROTOCOL_ERROR = 508;
    const SWOOLE_ERROR_WRONG_OPERATION = 509;
    const SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED = 711;
    const SWOOLE_ERROR_DNSLOOKUP_RESOLVE_TIMEOUT = 712;
    const SWOOLE_ERROR_DNSLOOKUP_UNSUPPORTED = 713;
    const SWOOLE_ERROR_DNSLOOKUP_NO_SERVER = 714;
    const SWOOLE_ERROR_BAD_IPV6_ADDRESS = 720;
    const SWOOLE_ERROR_BAD_HOST_ADDR = 722;
    const SWOOLE_ERROR_BAD_PORT = 723;
    const SWOOLE_ERROR_BAD_SOCKET_TYPE = 724;
    const SWOOLE_ERROR_EVENT_ADD_FAILED = 801;
    const SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW = 1009;
    const SWOOLE_ERROR_SSL_NOT_READY = 1011;
    const SWOOLE_ERROR_SSL_EMPTY_PEER_CERTIFICATE = 1013;
    const SWOOLE_ERROR_SSL_VERIFY_FAILED = 1014;
    const SWOOLE_ERROR_SSL_BAD_CLIENT = 1015;
    const SWOOLE_ERROR_SSL_BAD_PROTOCOL = 1016;
    const SWOOLE_ERROR_SSL_RESET = 1017;
    const SWOOLE_ERROR_SSL_HANDSHAKE_FAILED = 1018;
    const SWOOLE_ERROR_SSL_CREATE_CONTEXT_FAILED = 1019;
    const SWOOLE_ERROR_SSL_CREATE_SESSION_FAILED = 1020;
    const SWOOLE_ERROR_PACKAGE_LENGTH_TOO_LARGE = 1201;
    const SWOOLE_ERROR_PACKAGE_LENGTH_NOT_FOUND = 1202;
    const SWOOLE_ERROR_CLIENT_NO_CONNECTION = 5001;
    const SWOOLE_ERROR_SOCKET_CLOSED = 6001;
    const SWOOLE_ERROR_SOCKET_NOT_EXISTS = 6003;
    const SWOOLE_ERROR_SOCKS5_UNSUPPORT_VERSION = 7001;
    const SWOOLE_ERROR_SOCKS5_UNSUPPORT_METHOD = 7002;
    const SWOOLE_ERROR_SOCKS5_AUTH_FAILED = 7003;
    const SWOOLE_ERROR_SOCKS5_SERVER_ERROR = 7004;
    const SWOOLE_ERROR_SOCKS5_HANDSHAKE_FAILED = 7005;
    const SWOOLE_ERROR_SOCKS5_CONNECT_FAILED = 7006;
    const SWOOLE_ERROR_HTTP_PROXY_HANDSHAKE_ERROR = 7101;
    const SWOOLE_ERROR_HTTP_INVALID_PROTOCOL = 7102;
    const SWOOLE_ERROR_HTTP_PROXY_HANDSHAKE_FAILED = 7103;
    const SWOOLE_ERROR_HTTP_PROXY_BAD_RESPONSE = 7104;
    const SWOOLE_ERROR_CO_OUT_OF_COROUTINE = 10001;
    const SWOOLE_ERROR_CO_HAS_BEEN_BOUND = 10002;
    const SWOOLE_ERROR_CO_CANNOT_CANCEL = 10015;
    const SWOOLE_ERROR_CO_NOT_EXISTS = 10016;
    const SWOOLE_ERROR_CO_CANCELED = 10017;
    const SWOOLE_ERROR_CO_TIMEDOUT = 10018;
    const SWOOLE_ERROR_CO_SOCKET_CLOSE_WAIT = 10019;
    const SWOOLE_TIMER_MIN_SEC = 0.001;
    const SWOOLE_TIMER_MAX_SEC = 9223372036854776.0;
    const SWOOLE_ERROR_PHP_FATAL_ERROR = 503;
    const SWOOLE_ERROR_QUEUE_FULL = 506;
    const SWOOLE_ERROR_PHP_RUNTIME_NOTICE = 510;
    const SWOOLE_ERROR_FOR_TEST = 511;
    const SWOOLE_ERROR_NO_PAYLOAD = 550;
    const SWOOLE_ERROR_UNDEFINED_BEHAVIOR = 600;
    const SWOOLE_ERROR_NOT_THREAD_SAFETY = 601;
    const SWOOLE_ERROR_FILE_NOT_EXIST = 700;
    const SWOOLE_ERROR_FILE_TOO_LARGE = 701;
    const SWOOLE_ERROR_FILE_EMPTY = 702;
    const SWOOLE_ERROR_DIR_NOT_EXIST = 703;
    const SWOOLE_ERROR_DNSLOOKUP_DUPLICATE_REQUEST = 710;
    const SWOOLE_ERROR_UNREGISTERED_SIGNAL = 721;
    const SWOOLE_ERROR_EVENT_REMOVE_FAILED = 800;
    const SWOOLE_ERROR_EVENT_UPDATE_FAILED = 802;
    const SWOOLE_ERROR_EVENT_UNKNOWN_DATA = 803;
    const SWOOLE_ERROR_SESSION_CLOSED_BY_SERVER = 1001;
    const SWOOLE_ERROR_SESSION_CLOSED_BY_CLIENT = 1002;
    const SWOOLE_ERROR_SESSION_CLOSING = 1003;
    const SWOOLE_ERROR_SESSION_CLOSED = 1004;
    const SWOOLE_ERROR_SESSION_NOT_EXIST = 1005;
    const SWOOLE_ERROR_SESSION_INVALID_ID = 1006;
    const SWOOLE_ERROR_SESSION_DISCARD_TIMEOUT_DATA = 1007;
    const SWOOLE_ERROR_SESSION_DISCARD_DATA = 1008;
    const SWOOLE_ERROR_OUTPUT_SEND_YIELD = 1010;
    const SWOOLE_ERROR_SSL_CANNOT_USE_SENFILE = 1012;
    const SWOOLE_ERROR_DATA_LENGTH_TOO_LARGE = 1203;
    const SWOOLE_ERROR_PACKAGE_MALFORMED_DATA = 1204;
    const SWOOLE_ERROR_TASK_PACKAGE_TOO_BIG = 2001;
    const SWOOLE_ERROR_TASK_DISPATCH_FAIL = 2002;
    const SWOOLE_ERROR_TASK_TIMEOUT = 2003;
    const SWOOLE_ERROR_HTTP2_STREAM_ID_TOO_BIG = 3001;
    const SWOOLE_ERROR_HTTP2_STREAM_NO_HEADER = 3002;
    const SWOOLE_ERROR_HTTP2_STREAM_NOT_FOUND = 3003;
    const SWOOLE_ERROR_HTTP2_STREAM_IGNORE = 3004;
    const SWOOLE_ERROR_HTTP2_SEND_CONTROL_FRAME_FAILED = 3005;
    const SWOOLE_ERROR_HTTP2_INTERNAL_ERROR = 3006;
    const SWOOLE_ERROR_HTTP2_TOO_MANY_HEADERS = 3007;
    const SWOOLE_ERROR_HTTP2_TOO_MANY_STREAMS = 3008;
    const SWOOLE_ERROR_AIO_BAD_REQUEST = 4001;
    const SWOOLE_ERROR_AIO_CANCELED = 4002;
    const SWOOLE_ERROR_AIO_TIMEOUT = 4003;
    const SWOOLE_ERROR_SOCKET_POLL_TIMEOUT = 6002;
    const SWOOLE_ERROR_HTTP_CONFLICT_HEADER = 7105;
    const SWOOLE_ERROR_HTTP_CONTEXT_UNAVAILABLE = 7106;
    const SWOOLE_ERROR_HTTP_COOKIE_UNAVAILABLE = 7107;
    const SWOOLE_ERROR_WEBSOCKET_BAD_CLIENT = 8501;
    const SWOOLE_ERROR_WEBSOCKET_BAD_OPCODE = 8502;
    const SWOOLE_ERROR_WEBSOCKET_UNCONNECTED = 8503;
    const SWOOLE_ERROR_WEBSOCKET_HANDSHAKE_FAILED = 8504;
    const SWOOLE_ERROR_WEBSOCKET_PACK_FAILED = 8505;
    const SWOOLE_ERROR_WEBSOCKET_UNPACK_FAILED = 8506;
    const SWOOLE_ERROR_WEBSOCKET_INCOMPLETE_PACKET = 8507;
    const SWOOLE_ERROR_SERVER_MUST_CREATED_BEFORE_CLIENT = 9001;
    const SWOOLE_ERROR_SERVER_TOO_MANY_SOCKET = 9002;
    const SWOOLE_ERROR_SERVER_WORKER_TERMINATED = 9003;
    const SWOOLE_ERROR_SERVER_INVALID_LISTEN_PORT = 9004;
    const SWOOLE_ERROR_SERVER_TOO_MANY_LISTEN_PORT = 9005;
    const SWOOLE_ERROR_SERVER_PIPE_BUFFER_FULL = 9006;
    const SWOOLE_ERROR_SERVER_NO_IDLE_WORKER = 9007;
    const SWOOLE_ERROR_SERVER_ONLY_START_ONE = 9008;
    const SWOOLE_ERROR_SERVER_SEND_IN_MASTER = 9009;
    const SWOOLE_ERROR_SERVER_INVALID_REQUEST = 9010;
    const SWOOLE_ERROR_SERVER_CONNECT_FAIL = 9011;
    const SWOOLE_ERROR_SERVER_INVALID_COMMAND = 9012;
    const SWOOLE_ERROR_SERVER_IS_NOT_REGULAR_FILE = 9013;
    const SWOOLE_ERROR_SERVER_SEND_TO_WOKER_TIMEOUT = 9014;
    const SWOOLE_ERROR_SERVER_INVALID_CALLBACK = 9015;
    const SWOOLE_ERROR_SERVER_UNRELATED_THREAD = 9016;
    const SWOOLE_ERROR_SERVER_WORKER_EXIT_TIMEOUT = 9101;
    const SWOOLE_ERROR_SERVER_WORKER_ABNORMAL_PIPE_DATA = 9102;
    const SWOOLE_ERROR_SERVER_WORKER_UNPROCESSED_DATA = 9103;
    const SWOOLE_ERROR_CO_HAS_BEEN_DISCARDED = 10003;
    const SWOOLE_ERROR_CO_MUTEX_DOUBLE_UNLOCK = 10004;
    const SWOOLE_ERROR_CO_BLOCK_OBJECT_LOCKED = 10005;
    const SWOOLE_ERROR_CO_BLOCK_OBJECT_WAITING = 10006;
    const SWOOLE_ERROR_CO_YIELD_FAILED = 10007;
    const SWOOLE_ERROR_CO_GETCONTEXT_FAILED = 10008;
    const SWOOLE_ERROR_CO_SWAPCONTEXT_FAILED = 10009;
    const SWOOLE_ERROR_CO_MAKECONTEXT_FAILED = 10010;
    const SWOOLE_ERROR_CO_IOCPINIT_FAILED = 10011;
    const SWOOLE_ERROR_CO_PROTECT_STACK_FAILED = 10012;
    const SWOOLE_ERROR_CO_STD_THREAD_LINK_ERROR = 10013;
    const SWOOLE_ERROR_CO_DISABLED_MULTI_THREAD = 10014;
    const SWOOLE_VERSION = '6.2.1';
    const SWOOLE_VERSION_ID = 60201;
    const SWOOLE_MAJOR_VERSION = 6;
    const SWOOLE_MINOR_VERSION = 2;
    const SWOOLE_RELEASE_VERSION = 1;
    const SWOOLE_EXTRA_VERSION = '';
    const SWOOLE_DEBUG = false;
    const SWOOLE_TCP = 1;
    const SWOOLE_UDP = 2;
    const SWOOLE_TCP6 = 3;
    const SWOOLE_UDP6 = 4;
    const SWOOLE_UNIX_STREAM = 5;
    const SWOOLE_UNIX_DGRAM = 6;
    const SWOOLE_SOCK_SYNC = false;
    const SWOOLE_SOCK_ASYNC = true;
    const SWOOLE_SSL_SSLv2 = 2;
    const SWOOLE_SSL_SSLv3 = 4;
    const SWOOLE_SSL_DTLS = 128;
    const SWOOLE_TLS_METHOD = 0;
    const SWOOLE_TLS_SERVER_METHOD = 4;
    const SWOOLE_TLS_CLIENT_METHOD = 5;
    const SWOOLE_SSLv23_METHOD = 0;
    const SWOOLE_SSLv23_SERVER_METHOD = 4;
    const SWOOLE_SSLv23_CLIENT_METHOD = 5;
    const SWOOLE_SSLv3_METHOD = 1;
    const SWOOLE_SSLv3_SERVER_METHOD = 2;
    const SWOOLE_SSLv3_CLIENT_METHOD = 3;
    const SWOOLE_TLSv1_METHOD = 6;
    const SWOOLE_TLSv1_SERVER_METHOD = 7;
    const SWOOLE_TLSv1_CLIENT_METHOD = 8;
    const SWOOLE_TLSv1_1_METHOD = 9;
    const SWOOLE_TLSv1_1_SERVER_METHOD = 10;
    const SWOOLE_TLSv1_1_CLIENT_METHOD = 11;
    const SWOOLE_TLSv1_2_METHOD = 12;
    const SWOOLE_TLSv1_2_SERVER_METHOD = 13;
    const SWOOLE_TLSv1_2_CLIENT_METHOD = 14;
    const SWOOLE_DTLS_CLIENT_METHOD = 15;
    const SWOOLE_DTLS_SERVER_METHOD = 16;
    const SWOOLE_CORO_INIT = 0;
    const SWOOLE_CORO_WAITING = 1;
    const SWOOLE_CORO_RUNNING = 2;
    const SWOOLE_CORO_END = 3;
    const SWOOLE_LOG_DEBUG = 0;
    const SWOOLE_LOG_TRACE = 1;
    const SWOOLE_LOG_INFO = 2;
    const SWOOLE_LOG_NOTICE = 3;
    const SWOOLE_LOG_WARNING = 4;
    const SWOOLE_LOG_ERROR = 5;
    const SWOOLE_LOG_NONE = 6;
    const SWOOLE_LOG_ROTATION_SINGLE = 0;
    const SWOOLE_LOG_ROTATION_MONTHLY = 1;
    const SWOOLE_LOG_ROTATION_DAILY = 2;
    const SWOOLE_LOG_ROTATION_HOURLY = 3;
    const SWOOLE_LOG_ROTATION_EVERY_MINUTE = 4;
    const SWOOLE_USE_SHORTNAME = true; // false without short names

    // Constants that PHP's extensions sockets and pcntl have, where these are not loaded

    \defined('AF_UNIX') || \define('AF_UNIX', 1);
    \defined('AF_INET') || \define('AF_INET', 2);
    \defined('AF_INET6') || \define('AF_INET6', 10);
    \defined('SOCK_STREAM') || \define('SOCK_STREAM', 1);
    \defined('SOCK_DGRAM') || \define('SOCK_DGRAM', 2);
    \defined('MSG_OOB') || \define('MSG_OOB', 1);
    \defined('MSG_PEEK') || \define('MSG_PEEK', 2);
    \defined('MSG_DONTWAIT') || \define('MSG_DONTWAIT', 64);
    \defined('MSG_WAITALL') || \define('MSG_WAITALL', 256);
    \defined('IPPROTO_IP') || \define('IPPROTO_IP', 0);
    \defined('IPPROTO_TCP') || \define('IPPROTO_TCP', 6);
    \defined('IPPROTO_UDP') || \define('IPPROTO_UDP', 17);
    \defined('SOCKET_EINTR') || \define('SOCKET_EINTR', 4);
    \defined('SOCKET_EBADF') || \define('SOCKET_EBADF', 9);
    \defined('SOCKET_EAGAIN') || \define('SOCKET_EAGAIN', 11);
    \defined('SOCKET_EWOULDBLOCK') || \define('SOCKET_EWOULDBLOCK', 11);
    \defined('SOCKET_EACCES') || \define('SOCKET_EACCES', 13);
    \defined('SOCKET_EINVAL') || \define('SOCKET_EINVAL', 22);
    \defined('SOCKET_EMFILE') || \define('SOCKET_EMFILE', 24);
    \defined('SOCKET_ENFILE') || \define('SOCKET_ENFILE', 23);
    \defined('SOCKET_EPIPE') || \define('SOCKET_EPIPE', 32);
    \defined('SOCKET_EMSGSIZE') || \define('SOCKET_EMSGSIZE', 90);
    \defined('SOCKET_EPROTONOSUPPORT') || \define('SOCKET_EPROTONOSUPPORT', 93);
    \defined('SOCKET_ESOCKTNOSUPPORT') || \define('SOCKET_ESOCKTNOSUPPORT', 94);
    \defined('SOCKET_EADDRINUSE') || \define('SOCKET_EADDRINUSE', 98);
    \defined('SOCKET_EADDRNOTAVAIL') || \define('SOCKET_EADDRNOTAVAIL', 99);
    \defined('SOCKET_ENETDOWN') || \define('SOCKET_ENETDOWN', 100);
    \defined('SOCKET_ENETUNREACH') || \define('SOCKET_ENETUNREACH', 101);
    \defined('SOCKET_ECONNABORTED') || \define('SOCKET_ECONNABORTED', 103);
    \defined('SOCKET_ECONNRESET') || \define('SOCKET_ECONNRESET', 104);
    \defined('SOCKET_ENOBUFS') || \define('SOCKET_ENOBUFS', 105);
    \defined('SOCKET_EISCONN') || \define('SOCKET_EISCONN', 106);
    \defined('SOCKET_ENOTCONN') || \define('SOCKET_ENOTCONN', 107);
    \defined('SOCKET_ETIMEDOUT') || \define('SOCKET_ETIMEDOUT', 110);
    \defined('SOCKET_ECONNREFUSED') || \define('SOCKET_ECONNREFUSED', 111);
    \defined('SOCKET_EHOSTDOWN') || \define('SOCKET_EHOSTDOWN', 112);
    \defined('SOCKET_EHOSTUNREACH') || \define('SOCKET_EHOSTUNREACH', 113);
    \defined('SOCKET_EALREADY') || \define('SOCKET_EALREADY', 114);
    \defined('SOCKET_EINPROGRESS') || \define('SOCKET_EINPROGRESS', 115);
    \defined('SOCKET_ECANCELED') || \define('SOCKET_ECANCELED', 125);
    \defined('SIGHUP') || \define('SIGHUP', 1);
    \defined('SIGINT') || \define('SIGINT', 2);
    \defined('SIGQUIT') || \define('SIGQUIT', 3);
    \defined('SIGILL') || \define('SIGILL', 4);
    \defined('SIGTRAP') || \define('SIGTRAP', 5);
    \defined('SIGABRT') || \define('SIGABRT', 6);
    \defined('SIGBUS') || \define('SIGBUS', 7);
    \defined('SIGFPE') || \define('SIGFPE', 8);
    \defined('SIGKILL') || \define('SIGKILL', 9);
    \defined('SIGUSR1') || \define('SIGUSR1', 10);
    \defined('SIGSEGV') || \define('SIGSEGV', 11);
    \defined('SIGUSR2') || \define('SIGUSR2', 12);
    \defined('SIGPIPE') || \define('SIGPIPE', 13);
    \defined('SIGALRM') || \define('SIGALRM', 14);
    \defined('SIGTERM') || \define('SIGTERM', 15);
    \defined('SIGCHLD') || \define('SIGCHLD', 17);
    \defined('SIGCONT') || \define('SIGCONT', 18);
    \defined('SIGSTOP') || \define('SIGSTOP', 19);
    \defined('SIGTSTP') || \define('SIGTSTP', 20);
    \defined('SIGTTIN') || \define('SIGTTIN', 21);
    \defined('SIGTTOU') || \define('SIGTTOU', 22);
    \defined('SIGURG') || \define('SIGURG', 23);
    \defined('SIGXCPU') || \define('SIGXCPU', 24);
    \defined('SIGXFSZ') || \define('SIGXFSZ', 25);
    \defined('SIGVTALRM') || \define('SIGVTALRM', 26);
    \defined('SIGPROF') || \define('SIGPROF', 27);
    \defined('SIGWINCH') || \define('SIGWINCH', 28);
    \defined('SIGIO') || \define('SIGIO', 29);
    \defined('SIGSYS') || \define('SIGSYS', 31);
}

namespace {

    // Functions

    /**
     * Alias of Corio\Coroutine\go().
     */
    function swoole_coroutine_create(callable $func, mixed ...$params): int|false {}

    /**
     * Alias of Corio\Coroutine\defer().
     */
    function swoole_coroutine_defer(callable $callback): void {}

    /**
     * Alias of Corio\client_select().
     */
    function swoole_client_select(?array &$read_array, ?array &$write_array, ?array &$error_array, float $timeout = 0.5): int|false {}

    /**
     * Alias of Corio\client_select().
     */
    function swoole_select(?array &$read_array, ?array &$write_array, ?array &$error_array, float $timeout = 0.5): int|false {}

    /**
     * Alias of Corio\Coroutine::set().
     */
    function swoole_async_set(array $options): bool {}

    /**
     * Alias of Corio\Coroutine\System::dnsLookup().
     */
    function swoole_async_dns_lookup_coro(string $domain_name, float $timeout = 60, int $type = 2): string|false {}

    /**
     * Alias of Corio\clear_dns_cache().
     */
    function swoole_clear_dns_cache(): void {}

    /**
     * Alias of Corio\cpu_num().
     */
    function swoole_cpu_num(): int {}

    /**
     * Alias of Corio\get_local_ip().
     */
    function swoole_get_local_ip(): array {}

    /**
     * Alias of Corio\get_local_mac().
     */
    function swoole_get_local_mac(): array {}

    /**
     * Alias of Corio\last_error().
     */
    function swoole_last_error(): int {}

    /**
     * Alias of Corio\last_error().
     */
    function swoole_errno(): int {}

    /**
     * Alias of Corio\clear_error().
     */
    function swoole_clear_error(): void {}

    /**
     * Alias of Corio\strerror().
     */
    function swoole_strerror(int $errno, int $error_type = 0): string {}

    /**
     * Alias of Corio\Event::add().
     */
    function swoole_event_add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 512): int|false {}

    /**
     * Alias of Corio\Event::set().
     */
    function swoole_event_set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 0): bool {}

    /**
     * Alias of Corio\Event::del().
     */
    function swoole_event_del(mixed $fd): bool {}

    /**
     * Alias of Corio\Event::isset().
     */
    function swoole_event_isset(mixed $fd, int $events = 1536): bool {}

    /**
     * Alias of Corio\Event::write().
     */
    function swoole_event_write(mixed $fd, string $data): bool {}

    /**
     * Alias of Corio\Event::defer().
     */
    function swoole_event_defer(callable $callback): bool {}

    /**
     * Alias of Corio\Event::cycle().
     */
    function swoole_event_cycle(?callable $callback, bool $before = false): bool {}

    /**
     * Alias of Corio\Event::dispatch().
     */
    function swoole_event_dispatch(): bool {}

    /**
     * Alias of Corio\Event::wait().
     */
    function swoole_event_wait(): void {}

    /**
     * Alias of Corio\Event::exit().
     */
    function swoole_event_exit(): void {}

    /**
     * Alias of Corio\Timer::tick().
     */
    function swoole_timer_tick(int $ms, callable $callback, mixed ...$params): int|false {}

    /**
     * Alias of Corio\Timer::after().
     */
    function swoole_timer_after(int $ms, callable $callback, mixed ...$params): int|false {}

    /**
     * Alias of Corio\Timer::clear().
     */
    function swoole_timer_clear(int $timer_id): bool {}

    /**
     * Alias of Corio\Timer::clearAll().
     */
    function swoole_timer_clear_all(): bool {}

    /**
     * Alias of Corio\Timer::exists().
     */
    function swoole_timer_exists(int $timer_id): bool {}

    /**
     * Alias of Corio\Timer::info().
     */
    function swoole_timer_info(int $timer_id): ?array {}

    /**
     * Alias of Corio\Timer::list().
     */
    function swoole_timer_list(): \Corio\Timer\Iterator {}

    /**
     * Alias of Corio\Timer::stats().
     */
    function swoole_timer_stats(): array {}

    /**
     * The version of Swoole whose API this follows.
     */
    function swoole_version(): string {}
}

namespace Swoole\Coroutine {

    // Functions

    /**
     * Alias of Corio\Coroutine\run().
     */
    function run(callable $fn, mixed ...$args): bool {}

    /**
     * Alias of Corio\Coroutine\go().
     */
    function go(callable $func, mixed ...$params): int|false {}

    /**
     * Alias of Corio\Coroutine\defer().
     */
    function defer(callable $callback): void {}

    /**
     * Alias of Corio\Coroutine\batch().
     */
    function batch(array $tasks, float $timeout = -1): array {}

    /**
     * Alias of Corio\Coroutine\map().
     */
    function map(array $list, callable $fn, float $timeout = -1): array {}

    /**
     * Alias of Corio\Coroutine\parallel().
     */
    function parallel(int $n, callable $fn): void {}
}

namespace {

    // Functions, short

    /**
     * Alias of Corio\Coroutine\go().
     */
    function go(callable $func, mixed ...$params): int|false {}

    /**
     * Alias of Corio\Coroutine\defer().
     */
    function defer(callable $callback): void {}
}

namespace Co {

    // Functions, short

    /**
     * Alias of Corio\Coroutine\run().
     */
    function run(callable $fn, mixed ...$args): bool {}

    /**
     * Alias of Corio\Coroutine\go().
     */
    function go(callable $func, mixed ...$params): int|false {}

    /**
     * Alias of Corio\Coroutine\defer().
     */
    function defer(callable $callback): void {}
}
