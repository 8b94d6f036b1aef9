<?php
/*
 * All public names of Swoole 6.2.1 (its core and its library) by kind. Those in lists without a reason have to be
 * there with corio.swoole_aliases=On; the others must not be there, and the reason says what to use instead.
 * docs/swoole.md is made from this by `make stubs`, and php-tests/swoole/names.phpt compares it with the extension.
 */

$server = 'no servers here: PHP\'s own SAPIs, or `stream_socket_server()`';
$process = 'processes: `pcntl_fork()` and `proc_open()` get along with coroutines';
$memory = 'memory shared between processes: APCu, or ext-shmop';
$http = 'HTTP and WebSocket clients: not in this version; curl, or a library over streams';
$pools = '`Swoole\ConnectionPool` with a constructor of your own';
$hooks = 'hooks of PHP\'s streams: not in this version';
$threads = 'threads: not here';
$resolver = 'service discovery: a library in PHP';
$fastcgi = 'FastCGI client: the setting `open_fastcgi_protocol` cuts its records';
$objects = 'helpers that have nothing to do with the network: a library in PHP';
$log = 'Swoole\'s log: PHP\'s own, `error_log()`';
$inside = 'for Swoole\'s own tests';

$list = [
    'classes' => [
        '' => [
            'Swoole\Async\Client', 'Swoole\Client', 'Swoole\Client\Exception', 'Swoole\ConnectionPool', 'Swoole\Coroutine',
            'Swoole\Coroutine\Barrier', 'Swoole\Coroutine\CanceledException', 'Swoole\Coroutine\Channel',
            'Swoole\Coroutine\Client', 'Swoole\Coroutine\Context', 'Swoole\Coroutine\Iterator', 'Swoole\Coroutine\Lock',
            'Swoole\Coroutine\Scheduler', 'Swoole\Coroutine\Socket\Exception', 'Swoole\Coroutine\System',
            'Swoole\Coroutine\TimeoutException', 'Swoole\Coroutine\WaitGroup', 'Swoole\Event', 'Swoole\Exception',
            'Swoole\ExitException', 'Swoole\Timer', 'Swoole\Timer\Iterator',
        ],
        'what is a fatal error there is a `Swoole\Exception` here, or not forbidden at all' => ['Swoole\Error'],
        'raw sockets: not in this version; the clients, or ext-sockets' => ['Swoole\Coroutine\Socket'],
        'names of settings as constants: write the keys as strings' => ['Swoole\Constant'],
        $hooks => ['Swoole\Runtime', 'Swoole\Coroutine\Curl\Exception', 'Swoole\Curl\Exception', 'Swoole\Curl\Handler'],
        $http => [
            'Swoole\Coroutine\Http\Client', 'Swoole\Coroutine\Http\Client\Exception', 'Swoole\Coroutine\Http\ClientProxy',
            'Swoole\Coroutine\Http2\Client', 'Swoole\Coroutine\Http2\Client\Exception', 'Swoole\Coroutine\Http2\MultiplexClient',
            'Swoole\Http\Cookie', 'Swoole\Http\Status', 'Swoole\Http2\Request', 'Swoole\Http2\Response',
            'Swoole\WebSocket\CloseFrame', 'Swoole\WebSocket\Frame',
        ],
        $server => [
            'Swoole\Connection\Iterator', 'Swoole\Coroutine\Http\Server', 'Swoole\Coroutine\Server',
            'Swoole\Coroutine\Server\Connection', 'Swoole\Http\Request', 'Swoole\Http\Response', 'Swoole\Http\Server',
            'Swoole\Redis\Server', 'Swoole\Server', 'Swoole\Server\Admin', 'Swoole\Server\Event', 'Swoole\Server\Helper',
            'Swoole\Server\Packet', 'Swoole\Server\PipeMessage', 'Swoole\Server\Port', 'Swoole\Server\StatusInfo',
            'Swoole\Server\Task', 'Swoole\Server\TaskResult', 'Swoole\WebSocket\Server',
        ],
        $process => ['Swoole\Process', 'Swoole\Process\Manager', 'Swoole\Process\Pool'],
        $memory => ['Swoole\Atomic', 'Swoole\Atomic\Long', 'Swoole\Lock', 'Swoole\Table'],
        $threads => [
            'Swoole\Thread', 'Swoole\Thread\ArrayList', 'Swoole\Thread\Atomic', 'Swoole\Thread\Atomic\Long',
            'Swoole\Thread\Barrier', 'Swoole\Thread\Error', 'Swoole\Thread\Lock', 'Swoole\Thread\Map', 'Swoole\Thread\Pool',
            'Swoole\Thread\Queue', 'Swoole\Thread\Runnable',
        ],
        $pools => [
            'Swoole\Database\MysqliConfig', 'Swoole\Database\MysqliException', 'Swoole\Database\MysqliPool',
            'Swoole\Database\MysqliProxy', 'Swoole\Database\MysqliStatementProxy', 'Swoole\Database\PDOConfig',
            'Swoole\Database\PDOPool', 'Swoole\Database\PDOProxy', 'Swoole\Database\PDOStatementProxy',
            'Swoole\Database\RedisConfig', 'Swoole\Database\RedisPool',
        ],
        $resolver => [
            'Swoole\NameResolver', 'Swoole\NameResolver\Cluster', 'Swoole\NameResolver\Consul', 'Swoole\NameResolver\Context',
            'Swoole\NameResolver\Exception', 'Swoole\NameResolver\Nacos', 'Swoole\NameResolver\Redis',
        ],
        $fastcgi => ['Swoole\Coroutine\FastCGI\Client', 'Swoole\Coroutine\FastCGI\Client\Exception', 'Swoole\Coroutine\FastCGI\Proxy', 'Swoole\FastCGI'],
        $objects => [
            'Swoole\ArrayObject', 'Swoole\MultibyteStringObject', 'Swoole\ObjectProxy', 'Swoole\StringObject', 'Swoole\RemoteObject',
            'Swoole\RemoteObject\Client', 'Swoole\RemoteObject\Server', 'Swoole\Exception\ArrayKeyNotExists',
        ],
    ],
    'short classes' => [
        '' => [
            'Chan', 'Co', 'Co\Channel', 'Co\Client', 'Co\Context', 'Co\Coroutine\Lock', 'Co\Iterator', 'Co\Scheduler',
            'Co\Socket\Exception', 'Co\System', 'Co\WaitGroup',
        ],
        'short names of classes that are not there' => [
            'Co\Socket', 'Co\Http\Client', 'Co\Http\Client\Exception', 'Co\Http\Server', 'Co\Http2\Client',
            'Co\Http2\Client\Exception', 'Co\Curl\Exception', 'Co\Server', 'Co\Server\Connection',
        ],
    ],
    'functions' => [
        '' => [
            'Swoole\Coroutine\batch', 'Swoole\Coroutine\defer', 'Swoole\Coroutine\go', 'Swoole\Coroutine\map',
            'Swoole\Coroutine\parallel', 'Swoole\Coroutine\run', 'swoole_async_dns_lookup_coro', 'swoole_async_set',
            'swoole_clear_dns_cache', 'swoole_clear_error', 'swoole_client_select', 'swoole_coroutine_create',
            'swoole_coroutine_defer', 'swoole_cpu_num', 'swoole_errno', 'swoole_event_add', 'swoole_event_cycle',
            'swoole_event_defer', 'swoole_event_del', 'swoole_event_dispatch', 'swoole_event_exit', 'swoole_event_isset',
            'swoole_event_set', 'swoole_event_wait', 'swoole_event_write', 'swoole_get_local_ip', 'swoole_get_local_mac',
            'swoole_last_error', 'swoole_select', 'swoole_strerror', 'swoole_timer_after', 'swoole_timer_clear',
            'swoole_timer_clear_all', 'swoole_timer_exists', 'swoole_timer_info', 'swoole_timer_list', 'swoole_timer_stats',
            'swoole_timer_tick', 'swoole_version',
        ],
        'pairs of raw sockets: `stream_socket_pair()` with `Event` or `System::waitEvent()`' => ['swoole_coroutine_socketpair'],
        '`cli_set_process_title()`' => ['swoole_set_process_name'],
        '`nproc` and cgroups are in `swoole_cpu_num()`' => ['swoole_container_cpu_num', 'swoole_is_in_container'],
        $log => ['swoole_error_log', 'swoole_error_log_ex', 'swoole_ignore_error'],
        $http => ['Swoole\Coroutine\Http\get', 'Swoole\Coroutine\Http\post', 'Swoole\Coroutine\Http\request'],
        $resolver => ['swoole_name_resolver_add', 'swoole_name_resolver_lookup', 'swoole_name_resolver_remove'],
        $objects => [
            'swoole_array', 'swoole_array_default_value', 'swoole_array_list', 'swoole_get_mime_type', 'swoole_hashcode',
            'swoole_mbstring', 'swoole_mime_type_add', 'swoole_mime_type_delete', 'swoole_mime_type_exists',
            'swoole_mime_type_get', 'swoole_mime_type_list', 'swoole_mime_type_set', 'swoole_string',
            'swoole_substr_json_decode', 'swoole_substr_unserialize',
        ],
        $memory => ['swoole_table'],
        'options of Swoole\'s library' => [
            'swoole_library_get_option', 'swoole_library_get_options', 'swoole_library_set_option', 'swoole_library_set_options',
        ],
        $inside => [
            'swoole_get_object_by_handle', 'swoole_get_objects', 'swoole_get_vm_status', 'swoole_implicit_fn',
            'swoole_internal_call_user_shutdown_begin', 'swoole_test_fn', 'swoole_test_kernel_coroutine',
        ],
    ],
    'short functions' => [
        '' => ['Co\defer', 'Co\go', 'Co\run', 'defer', 'go'],
        $objects => ['_array', '_mbstring', '_string'],
    ],
    'constants' => [
        '' => [
            ...prefixed('SWOOLE_', [
                'ASYNC', 'CHANNEL_CANCELED', 'CHANNEL_CLOSED', 'CHANNEL_OK', 'CHANNEL_TIMEOUT', 'CORO_END', 'CORO_INIT',
                'CORO_MAX_NUM_LIMIT', 'CORO_RUNNING', 'CORO_WAITING', 'DEBUG', 'DEFAULT_MAX_CORO_NUM', 'EVENT_READ', 'EVENT_WRITE',
                'EXIT_IN_COROUTINE', 'EXIT_IN_SERVER', 'EXTRA_VERSION', 'KEEP', 'LOG_DEBUG', 'LOG_ERROR', 'LOG_INFO', 'LOG_NONE',
                'LOG_NOTICE', 'LOG_ROTATION_DAILY', 'LOG_ROTATION_EVERY_MINUTE', 'LOG_ROTATION_HOURLY', 'LOG_ROTATION_MONTHLY',
                'LOG_ROTATION_SINGLE', 'LOG_TRACE', 'LOG_WARNING', 'MAJOR_VERSION', 'MINOR_VERSION', 'RELEASE_VERSION', 'SOCK_ASYNC',
                'SOCK_SYNC', 'SOCK_TCP', 'SOCK_TCP6', 'SOCK_UDP', 'SOCK_UDP6', 'SOCK_UNIX_DGRAM', 'SOCK_UNIX_STREAM', 'SSL',
                'SSL_DTLS', 'SSL_SSLv2', 'SSL_SSLv3', 'SSL_TLSv1', 'SSL_TLSv1_1', 'SSL_TLSv1_2', 'SSL_TLSv1_3', 'STRERROR_DNS',
                'STRERROR_GAI', 'STRERROR_SWOOLE', 'STRERROR_SYSTEM', 'SYNC', 'TCP', 'TCP6', 'TIMER_MAX_MS', 'TIMER_MAX_SEC',
                'TIMER_MIN_MS', 'TIMER_MIN_SEC', 'UDP', 'UDP6', 'UNIX_DGRAM', 'UNIX_STREAM', 'USE_SHORTNAME', 'VERSION', 'VERSION_ID',
                'DTLS_CLIENT_METHOD', 'DTLS_SERVER_METHOD', 'SSLv23_CLIENT_METHOD', 'SSLv23_METHOD', 'SSLv23_SERVER_METHOD',
                'SSLv3_CLIENT_METHOD', 'SSLv3_METHOD', 'SSLv3_SERVER_METHOD', 'TLS_CLIENT_METHOD', 'TLS_METHOD', 'TLS_SERVER_METHOD',
                'TLSv1_1_CLIENT_METHOD', 'TLSv1_1_METHOD', 'TLSv1_1_SERVER_METHOD', 'TLSv1_2_CLIENT_METHOD', 'TLSv1_2_METHOD',
                'TLSv1_2_SERVER_METHOD', 'TLSv1_CLIENT_METHOD', 'TLSv1_METHOD', 'TLSv1_SERVER_METHOD',
            ]),
            ...prefixed('SWOOLE_ERROR_', [
                'AIO_BAD_REQUEST', 'AIO_CANCELED', 'AIO_TIMEOUT', 'BAD_HOST_ADDR', 'BAD_IPV6_ADDRESS', 'BAD_PORT', 'BAD_SOCKET_TYPE',
                'CLIENT_NO_CONNECTION', 'CO_BLOCK_OBJECT_LOCKED', 'CO_BLOCK_OBJECT_WAITING', 'CO_CANCELED', 'CO_CANNOT_CANCEL',
                'CO_DISABLED_MULTI_THREAD', 'CO_GETCONTEXT_FAILED', 'CO_HAS_BEEN_BOUND', 'CO_HAS_BEEN_DISCARDED', 'CO_IOCPINIT_FAILED',
                'CO_MAKECONTEXT_FAILED', 'CO_MUTEX_DOUBLE_UNLOCK', 'CO_NOT_EXISTS', 'CO_OUT_OF_COROUTINE', 'CO_PROTECT_STACK_FAILED',
                'CO_SOCKET_CLOSE_WAIT', 'CO_STD_THREAD_LINK_ERROR', 'CO_SWAPCONTEXT_FAILED', 'CO_TIMEDOUT', 'CO_YIELD_FAILED',
                'DATA_LENGTH_TOO_LARGE', 'DIR_NOT_EXIST', 'DNSLOOKUP_DUPLICATE_REQUEST', 'DNSLOOKUP_NO_SERVER',
                'DNSLOOKUP_RESOLVE_FAILED', 'DNSLOOKUP_RESOLVE_TIMEOUT', 'DNSLOOKUP_UNSUPPORTED', 'EVENT_ADD_FAILED',
                'EVENT_REMOVE_FAILED', 'EVENT_UNKNOWN_DATA', 'EVENT_UPDATE_FAILED', 'FILE_EMPTY', 'FILE_NOT_EXIST', 'FILE_TOO_LARGE',
                'FOR_TEST', 'HTTP2_INTERNAL_ERROR', 'HTTP2_SEND_CONTROL_FRAME_FAILED', 'HTTP2_STREAM_ID_TOO_BIG',
                'HTTP2_STREAM_IGNORE', 'HTTP2_STREAM_NOT_FOUND', 'HTTP2_STREAM_NO_HEADER', 'HTTP2_TOO_MANY_HEADERS',
                'HTTP2_TOO_MANY_STREAMS', 'HTTP_CONFLICT_HEADER', 'HTTP_CONTEXT_UNAVAILABLE', 'HTTP_COOKIE_UNAVAILABLE',
                'HTTP_INVALID_PROTOCOL', 'HTTP_PROXY_BAD_RESPONSE', 'HTTP_PROXY_HANDSHAKE_ERROR', 'HTTP_PROXY_HANDSHAKE_FAILED',
                'INVALID_PARAMS', 'MALLOC_FAIL', 'NAME_TOO_LONG', 'NOT_THREAD_SAFETY', 'NO_PAYLOAD', 'OPERATION_NOT_SUPPORT',
                'OUTPUT_BUFFER_OVERFLOW', 'OUTPUT_SEND_YIELD', 'PACKAGE_LENGTH_NOT_FOUND', 'PACKAGE_LENGTH_TOO_LARGE',
                'PACKAGE_MALFORMED_DATA', 'PHP_FATAL_ERROR', 'PHP_RUNTIME_NOTICE', 'PROTOCOL_ERROR', 'QUEUE_FULL',
                'SERVER_CONNECT_FAIL', 'SERVER_INVALID_CALLBACK', 'SERVER_INVALID_COMMAND', 'SERVER_INVALID_LISTEN_PORT',
                'SERVER_INVALID_REQUEST', 'SERVER_IS_NOT_REGULAR_FILE', 'SERVER_MUST_CREATED_BEFORE_CLIENT', 'SERVER_NO_IDLE_WORKER',
                'SERVER_ONLY_START_ONE', 'SERVER_PIPE_BUFFER_FULL', 'SERVER_SEND_IN_MASTER', 'SERVER_SEND_TO_WOKER_TIMEOUT',
                'SERVER_TOO_MANY_LISTEN_PORT', 'SERVER_TOO_MANY_SOCKET', 'SERVER_UNRELATED_THREAD',
                'SERVER_WORKER_ABNORMAL_PIPE_DATA', 'SERVER_WORKER_EXIT_TIMEOUT', 'SERVER_WORKER_TERMINATED',
                'SERVER_WORKER_UNPROCESSED_DATA', 'SESSION_CLOSED', 'SESSION_CLOSED_BY_CLIENT', 'SESSION_CLOSED_BY_SERVER',
                'SESSION_CLOSING', 'SESSION_DISCARD_DATA', 'SESSION_DISCARD_TIMEOUT_DATA', 'SESSION_INVALID_ID', 'SESSION_NOT_EXIST',
                'SOCKET_CLOSED', 'SOCKET_NOT_EXISTS', 'SOCKET_POLL_TIMEOUT', 'SOCKS5_AUTH_FAILED', 'SOCKS5_CONNECT_FAILED',
                'SOCKS5_HANDSHAKE_FAILED', 'SOCKS5_SERVER_ERROR', 'SOCKS5_UNSUPPORT_METHOD', 'SOCKS5_UNSUPPORT_VERSION',
                'SSL_BAD_CLIENT', 'SSL_BAD_PROTOCOL', 'SSL_CANNOT_USE_SENFILE', 'SSL_CREATE_CONTEXT_FAILED',
                'SSL_CREATE_SESSION_FAILED', 'SSL_EMPTY_PEER_CERTIFICATE', 'SSL_HANDSHAKE_FAILED', 'SSL_NOT_READY', 'SSL_RESET',
                'SSL_VERIFY_FAILED', 'SYSTEM_CALL_FAIL', 'TASK_DISPATCH_FAIL', 'TASK_PACKAGE_TOO_BIG', 'TASK_TIMEOUT',
                'UNDEFINED_BEHAVIOR', 'UNREGISTERED_SIGNAL', 'WEBSOCKET_BAD_CLIENT', 'WEBSOCKET_BAD_OPCODE',
                'WEBSOCKET_HANDSHAKE_FAILED', 'WEBSOCKET_INCOMPLETE_PACKET', 'WEBSOCKET_PACK_FAILED', 'WEBSOCKET_UNCONNECTED',
                'WEBSOCKET_UNPACK_FAILED', 'WRONG_OPERATION',
            ]),
        ],
        'raw sockets: not in this version' => ['SWOOLE_SOCK_RAW', 'SWOOLE_SOCK_RAW6', 'SWOOLE_RAW', 'SWOOLE_RAW6', 'SWOOLE_IOV_MAX'],
        $hooks => prefixed('SWOOLE_HOOK_', [
            'ALL', 'CURL', 'FILE', 'MONGODB', 'NATIVE_CURL', 'NET_FUNCTION', 'PDO_FIREBIRD', 'PDO_ODBC', 'PDO_ORACLE', 'PDO_PGSQL',
            'PDO_SQLITE', 'PROC', 'SLEEP', 'SOCKETS', 'SSL', 'STDIO', 'STREAM_FUNCTION', 'STREAM_SELECT', 'TCP', 'TLS', 'UDG', 'UDP',
            'UNIX',
        ]),
        $http => [
            'SWOOLE_HAVE_BROTLI', 'SWOOLE_HAVE_COMPRESSION', 'SWOOLE_HAVE_ZLIB', 'SWOOLE_USE_HTTP2',
            'SWOOLE_HTTP_CLIENT_ESTATUS_CONNECT_FAILED', 'SWOOLE_HTTP_CLIENT_ESTATUS_REQUEST_TIMEOUT',
            'SWOOLE_HTTP_CLIENT_ESTATUS_SEND_FAILED', 'SWOOLE_HTTP_CLIENT_ESTATUS_SERVER_RESET',
            ...prefixed('SWOOLE_HTTP2_', ['TYPE_DATA', 'TYPE_HEADERS', 'TYPE_PING', 'TYPE_GOAWAY', 'ERROR_NO_ERROR']),
            ...prefixed('SWOOLE_WEBSOCKET_', [
                'CLOSE_NORMAL', 'CLOSE_GOING_AWAY', 'FLAG_COMPRESS', 'FLAG_FIN', 'OPCODE_BINARY', 'OPCODE_CLOSE', 'OPCODE_CONTINUATION',
                'OPCODE_PING', 'OPCODE_PONG', 'OPCODE_TEXT', 'STATUS_ACTIVE', 'STATUS_CLOSING', 'STATUS_CONNECTION', 'STATUS_HANDSHAKE',
            ]),
            'WEBSOCKET_OPCODE_TEXT', 'WEBSOCKET_OPCODE_BINARY', 'WEBSOCKET_STATUS_ACTIVE', 'WEBSOCKET_CLOSE_NORMAL',
        ],
        $server => [
            'SWOOLE_BASE', 'SWOOLE_PROCESS', 'SWOOLE_DISPATCH_ROUND', 'SWOOLE_DISPATCH_FDMOD', 'SWOOLE_TASK_TMPFILE',
            'SWOOLE_WORKER_BUSY', 'SWOOLE_WORKER_IDLE', 'SWOOLE_IPC_NONE', 'SWOOLE_IPC_UNIXSOCK', 'SWOOLE_IPC_SOCKET',
        ],
        $memory => ['SWOOLE_MUTEX', 'SWOOLE_RWLOCK', 'SWOOLE_SPINLOCK'],
        'io_uring: not used' => ['SWOOLE_IOURING_DEFAULT', 'SWOOLE_IOURING_SQPOLL'],
        'Swoole\'s own trace of itself: `corio.trace`' => [
            'SWOOLE_TRACE_ALL', 'SWOOLE_TRACE_CLIENT', 'SWOOLE_TRACE_COROUTINE', 'SWOOLE_TRACE_SOCKET', 'SWOOLE_TRACE_SSL',
        ],
    ],
];

// What other parts of this version are still to bring: as if it were not to come.
$pending = [
    'classes' => ['Swoole\Coroutine\Context', 'Swoole\Coroutine\Iterator', 'Swoole\Coroutine\Scheduler', 'Swoole\Event', 'Swoole\ExitException'],
    'short classes' => ['Co\Context', 'Co\Iterator', 'Co\Scheduler'],
    'functions' => ['swoole_event_add', 'swoole_event_cycle', 'swoole_event_defer', 'swoole_event_del', 'swoole_event_dispatch', 'swoole_event_exit', 'swoole_event_isset', 'swoole_event_set', 'swoole_event_wait', 'swoole_event_write'],
    'constants' => ['SWOOLE_EVENT_READ', 'SWOOLE_EVENT_WRITE', 'SWOOLE_KEEP'],
];
foreach ($pending as $kind => $names) {
    $list[$kind][''] = array_values(array_diff($list[$kind][''], $names));
    $list[$kind]['not in this version'] = $names;
}
return $list;

function prefixed(string $prefix, array $names): array
{
    return array_map(fn (string $name) => $prefix . $name, $names);
}
