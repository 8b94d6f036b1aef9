<?php
/*
 * What Swoole 6.2.1's classes have, of those that are here: methods with the names of their parameters, properties and
 * constants; and which of that is not here, with the reason. See swoole_names.php.
 */

$client = [
    'set' => 'settings', 'connect' => 'host port timeout sock_flag', 'getPeerCert' => '', 'verifyPeerCert' => 'allow_self_signed',
    'isConnected' => '', 'getsockname' => '', 'getpeername' => '', 'sendfile' => 'filename offset length',
];
$blocking = $client + [
    'recv' => 'size flag', 'send' => 'data flag', 'sendto' => 'ip port data', 'enableSSL' => 'onSslReady', 'close' => 'force',
    'shutdown' => 'how', 'getSocket' => '', '__destruct' => '',
];
$system = [
    'gethostbyname' => 'domain_name type timeout', 'dnsLookup' => 'domain_name timeout type', 'exec' => 'command get_error_stream',
    'sleep' => 'seconds', 'getaddrinfo' => 'domain family socktype protocol service timeout', 'statvfs' => 'path',
    'readFile' => 'filename flag', 'writeFile' => 'filename fileContent flags', 'wait' => 'timeout', 'waitPid' => 'pid timeout',
    'waitSignal' => 'signals timeout', 'waitEvent' => 'socket events timeout',
];
$event = [
    'add' => 'fd read_callback write_callback events', 'set' => 'fd read_callback write_callback events', 'del' => 'fd',
    'isset' => 'fd events', 'write' => 'fd data', 'defer' => 'callback', 'cycle' => 'callback before', 'dispatch' => '',
    'wait' => '', 'exit' => '', 'rshutdown' => '',
];

return [
    'methods' => [
        'Swoole\Client' => $blocking + ['__construct' => 'type async id'],
        'Swoole\Async\Client' => $blocking + [
            '__construct' => 'type', 'on' => 'host callback', 'sleep' => '', 'wakeup' => '', 'pause' => '', 'resume' => '',
        ],
        'Swoole\Coroutine\Client' => $client + [
            '__construct' => 'type', '__destruct' => '', 'recv' => 'timeout', 'peek' => 'length', 'send' => 'data timeout',
            'sendto' => 'address port data', 'recvfrom' => 'length address port', 'enableSSL' => '', 'close' => '', 'exportSocket' => '',
        ],
        'Swoole\Coroutine' => $system + [
            'create' => 'func param', 'defer' => 'callback', 'set' => 'options', 'getOptions' => '', 'exists' => 'cid', 'getCid' => '',
            'getuid' => '', 'getPcid' => 'cid', 'getContext' => 'cid', 'yield' => '', 'suspend' => '', 'resume' => 'cid',
            'cancel' => 'cid throw_exception', 'isCanceled' => '', 'join' => 'cid_array timeout', 'list' => '', 'listCoroutines' => '',
            'stats' => '', 'getBackTrace' => 'cid options limit', 'printBackTrace' => 'cid options limit', 'getElapsed' => 'cid',
            'getStackUsage' => 'cid', 'getExecuteTime' => '', 'enableScheduler' => '', 'disableScheduler' => '',
            'setTimeLimit' => 'timeout',
        ],
        'Swoole\Coroutine\Scheduler' => [
            'add' => 'func param', 'parallel' => 'n func param', 'set' => 'settings', 'getOptions' => '', 'start' => '',
        ],
        'Swoole\Coroutine\System' => $system,
        'Swoole\Coroutine\Channel' => [
            '__construct' => 'size', 'push' => 'data timeout', 'pop' => 'timeout', 'close' => '', 'length' => '', 'isEmpty' => '',
            'isFull' => '', 'stats' => '',
        ],
        'Swoole\Coroutine\WaitGroup' => ['__construct' => 'delta', 'add' => 'delta', 'done' => '', 'wait' => 'timeout', 'count' => ''],
        'Swoole\Coroutine\Barrier' => ['make' => '', 'wait' => 'barrier timeout'],
        'Swoole\Coroutine\Lock' => ['__construct' => 'shared', 'lock' => 'operation timeout', 'unlock' => ''],
        'Swoole\ConnectionPool' => [
            '__construct' => 'constructor size proxy', 'fill' => '', 'get' => 'timeout', 'put' => 'connection', 'close' => '',
        ],
        'Swoole\Timer' => [
            'tick' => 'ms callback params', 'after' => 'ms callback params', 'exists' => 'timer_id', 'info' => 'timer_id', 'stats' => '',
            'list' => '', 'clear' => 'timer_id', 'clearAll' => '',
        ],
        'Swoole\Event' => $event,
        'Swoole\ExitException' => ['getFlags' => '', 'getStatus' => ''],
    ],
    'properties' => [
        'Swoole\Client' => 'errCode sock reuse reuseCount type id setting',
        'Swoole\Async\Client' => 'errCode sock reuse reuseCount type id setting',
        'Swoole\Coroutine\Client' => 'errCode errMsg fd socket type setting connected',
        'Swoole\Coroutine\Channel' => 'capacity errCode',
    ],
    'constants' => [
        'Swoole\Client' => 'MSG_OOB MSG_PEEK MSG_DONTWAIT MSG_WAITALL SHUT_RDWR SHUT_RD SHUT_WR',
        'Swoole\Coroutine\Client' => 'MSG_OOB MSG_PEEK MSG_DONTWAIT MSG_WAITALL',
    ],
    'absent' => [
        'Swoole\Client::__destruct()' => 'objects end without it',
        'Swoole\Async\Client::__destruct()' => 'objects end without it',
        'Swoole\Coroutine\Client::__destruct()' => 'objects end without it',
        'Swoole\Coroutine\Client::exportSocket()' => 'raw sockets: not in this version; the clients, or ext-sockets',
        'Swoole\Coroutine\Client::$socket' => 'raw sockets: not in this version; the clients, or ext-sockets',
        'Swoole\Coroutine::enableScheduler()' => 'preemption: not here; `System::sleep(0.001)` gives way',
        'Swoole\Coroutine::disableScheduler()' => 'preemption: not here; `System::sleep(0.001)` gives way',
        'Swoole\Coroutine::getExecuteTime()' => 'preemption: not here; `System::sleep(0.001)` gives way',
        'Swoole\Event::rshutdown()' => 'for Swoole itself',
    ],
    // Called by another name there, which only a call with named arguments can notice.
    'renamed' => [
        'Swoole\Async\Client::on()' => 'event callback', // "host" there, a slip
    ],
];
