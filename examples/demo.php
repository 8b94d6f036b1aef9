<?php
/*
 * 100 mail sessions at once from one PHP process, each upgraded to TLS by STARTTLS and verified.
 *
 *     php -d extension=corio examples/demo.php        (or: make demo)
 *
 * Shows: coroutines, Corio\Coroutine\Client, enableSSL() with verification, and what a refusal looks like.
 * The mail server is a child process (_mail_server.php); no daemon is needed. Exit code 0: everything was as it
 * should be.
 *
 * Expected output:
 *
 *     100 mail sessions at once, from one PHP process
 *     ...
 *       errCode       1014 (Corio\ERROR_SSL_VERIFY_FAILED)
 *     ...
 *       | connections                 |       100 | 100 verified, 0 failed                       |
 *     ...
 *     Everything verified, and the wrong name refused.
 */

use Corio\Coroutine\Client;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const SESSIONS = 100;

if (!extension_loaded('corio')) {
    give_up('demo.php needs the corio extension: try `make demo`');
}

$server = start_mail_server();
$sessions = $transcript = [];
$tls = $refusal = null;

$started = hrtime(true);
$cpu = cpu_seconds();

// The whole demo in a few lines: every go() starts a coroutine; a call that waits lets the others run.
run(function () use ($server, &$sessions, &$transcript, &$tls) {
    for ($i = 0; $i < SESSIONS; $i++) {
        go(function () use ($i, $server, &$sessions, &$transcript, &$tls) {
            $session = new MailSession('localhost', $server['port'], $server['ca']);
            $sessions[] = $session->run();
            if ($i === 0) {
                [$transcript, $tls] = [$session->transcript, $session->tls];
            }
        });
    }
});

$wall = (hrtime(true) - $started) / 1e9;
$cpu = cpu_seconds() - $cpu;

// The same session with a server whose certificate, though signed by the same CA, is for other.example.
run(function () use ($server, &$refusal) {
    $session = new MailSession('localhost', $server['wrong_name_port'], $server['ca']);
    $refusal = $session->run();
});

$failed = array_filter($sessions, fn (array $session) => $session['error'] !== null);
$verified = count($sessions) - count($failed);
$refused = $refusal['code'] === Corio\ERROR_SSL_VERIFY_FAILED;
$times = array_column($sessions, 'seconds');

title(SESSIONS . ' mail sessions at once, from one PHP process');
row('connection', 'connect, EHLO, STARTTLS, TLS handshake, EHLO, QUIT');
row('mail server', "localhost:$server[port], answers each command after 20 to 40 ms");
row('certificate', 'verified for "localhost" against a CA made for this run');

title('One of them, as it happened');
foreach ($transcript as [$milliseconds, $who, $text]) {
    printf("  %6.1f ms  %-6s  %s\n", $milliseconds, $who, $text);
}

title('A certificate for the wrong name');
row('enableSSL()', $refused ? 'false, and the connection is closed' : 'NOT REFUSED');
row('errCode', (string) $refusal['code'] . ($refused ? ' (Corio\ERROR_SSL_VERIFY_FAILED)' : ''));
row('errMsg', (string) $refusal['error']);

title('All of them');
table([
    ['connections', SESSIONS, "$verified verified, " . count($failed) . ' failed'],
    ['wall time', sprintf('%.3f s', $wall), 'from the first connect to the last QUIT'],
    ['sum of the individual times', sprintf('%.3f s', array_sum($times)), 'what each session took, added up'],
    ['sum / wall time', sprintf('%.1f', array_sum($times) / $wall), 'sessions under way at a time, on average'],
    ['CPU of this process', sprintf('%.3f s', $cpu), sprintf('%.2f ms per session', $cpu / SESSIONS * 1000)],
    ['TLS', $tls['version'] ?? '-', $tls['cipher'] ?? '-'],
]);

foreach (array_count_values(array_column($failed, 'error')) as $error => $count) {
    echo "\n  $count x $error\n";
}
$ok = $verified === SESSIONS && $refused;
echo "\n", $ok ? 'Everything verified, and the wrong name refused.' : 'FAILED', "\n";
exit($ok ? 0 : 1);

/** One session with the mail server. It reads from top to bottom, although it waits at every step. */
final class MailSession
{
    public array $transcript = [];
    public ?array $tls = null;
    private Client $client;
    private int $started;

    public function __construct(private string $host, private int $port, string $ca)
    {
        $this->client = new Client(Corio\SOCK_TCP);
        $this->client->set(['ssl_cafile' => $ca]);
    }

    /** Returns how long it took, and code and message of what went wrong. */
    public function run(): array
    {
        $this->started = hrtime(true);
        $done = $this->dialogue();
        $outcome = [
            'seconds' => (hrtime(true) - $this->started) / 1e9,
            'code' => $done ? 0 : $this->client->errCode,
            'error' => $done ? null : $this->client->errMsg,
        ];
        $this->client->close();
        return $outcome;
    }

    private function dialogue(): bool
    {
        return $this->client->connect($this->host, $this->port, 5)
            && $this->note('', "connected to $this->host:$this->port")
            && $this->reply()
            && $this->command('EHLO demo.localhost')
            && $this->command('STARTTLS')
            && $this->secure()
            && $this->command('EHLO demo.localhost')
            && $this->command('QUIT');
    }

    private function command(string $line): bool
    {
        $this->note('client', $line);
        return $this->client->send("$line\r\n") !== false && $this->reply();
    }

    /** Reads one reply: lines `250-…`, the last one `250 …`. */
    private function reply(): bool
    {
        for ($reply = ''; !preg_match('/^\d{3} .*\r\n\z/m', $reply); $reply .= $chunk) {
            $chunk = $this->client->recv();
            if ($chunk === false || $chunk === '') {
                return false;
            }
        }
        foreach (explode("\r\n", rtrim($reply)) as $line) {
            $this->note('server', $line);
        }
        return true;
    }

    private function secure(): bool
    {
        if (!$this->client->enableSSL()) {
            return false;
        }
        $this->tls = $this->client->getTlsInfo();
        return $this->note('', "encrypted and verified: {$this->tls['version']}, {$this->tls['cipher']}");
    }

    private function note(string $who, string $text): bool
    {
        $this->transcript[] = [(hrtime(true) - $this->started) / 1e6, $who, $text];
        return true;
    }
}

/** Starts _mail_server.php, which ends with this process; returns its ports and the path of its CA. */
function start_mail_server(): array
{
    static $process, $pipes; // as long as they live, the server does
    $command = [PHP_BINARY, '-n', __DIR__ . '/_mail_server.php'];
    $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    $server = json_decode((string) fgets($pipes[1]), true);
    return $server ?? give_up('the mail server of the demo did not start');
}

function give_up(string $reason): never
{
    fwrite(STDERR, "$reason\n");
    exit(2);
}

function cpu_seconds(): float
{
    $usage = getrusage();
    return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
        + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

function title(string $text): void
{
    echo "\n$text\n", str_repeat('-', strlen($text)), "\n";
}

function row(string $name, string $text): void
{
    printf("  %-12s  %s\n", $name, wordwrap($text, 90, "\n" . str_repeat(' ', 16)));
}

function table(array $rows): void
{
    foreach ($rows as [$name, $value, $remark]) {
        printf("  | %-27s | %9s | %-44s |\n", $name, $value, $remark);
    }
}
