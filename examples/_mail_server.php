<?php
/*
 * The mail server of demo.php: SMTP with STARTTLS, plain PHP, no extension. Not a program of its own.
 *
 * It makes a CA and two certificates for this run, listens on two free ports (one presents a certificate for
 * localhost, the other one for another name), prints where, and answers each command after a small delay, as a
 * server somewhere on the network would. It ends, and removes its files, when its standard input closes.
 */

const DELAYS_MS = ['greeting' => 30, 'EHLO' => 20, 'STARTTLS' => 40, 'QUIT' => 20];

if (function_exists('pcntl_signal')) {
    pcntl_signal(SIGINT, SIG_IGN); // Ctrl-C ends the demo, and this process after it
}
$folder = sys_get_temp_dir() . '/corio-demo-' . bin2hex(random_bytes(6));
mkdir($folder, 0700);
register_shutdown_function(function () use ($folder) {
    array_map('unlink', glob("$folder/*"));
    rmdir($folder);
});

$ca = issue($folder, 'ca', 'basicConstraints=critical,CA:TRUE');
$good = issue($folder, 'localhost', 'subjectAltName=DNS:localhost,IP:127.0.0.1', $ca);
$wrong = issue($folder, 'other.example', 'subjectAltName=DNS:other.example', $ca);

$loop = new Loop();
echo json_encode([
    'ca' => "$folder/ca.pem",
    'port' => $loop->listen(fn ($socket) => converse($loop, $socket, $good['files'])),
    'wrong_name_port' => $loop->listen(fn ($socket) => converse($loop, $socket, $wrong['files'])),
]), "\n";
$loop->runUntilStdinCloses();

/** One client's dialogue, straight through: the loop suspends it wherever it has to wait. */
function converse(Loop $loop, $socket, array $files): void
{
    $answer = function (string $step, string $text) use ($loop, $socket) {
        $loop->sleep(DELAYS_MS[$step] / 1000);
        fwrite($socket, $text);
    };
    $answer('greeting', "220 mail.localhost ESMTP ready\r\n");
    while (($line = $loop->readLine($socket)) !== false) {
        switch (strtoupper(strtok($line, " \r\n"))) {
            case 'EHLO':
                $encrypted = isset(stream_get_meta_data($socket)['crypto']);
                $answer('EHLO', "250-mail.localhost\r\n" . ($encrypted ? "250 AUTH PLAIN\r\n" : "250 STARTTLS\r\n"));
                break;
            case 'STARTTLS':
                $answer('STARTTLS', "220 go ahead\r\n");
                if (!$loop->handshake($socket, $files)) {
                    return;
                }
                break;
            case 'QUIT':
                $answer('QUIT', "221 goodbye\r\n");
                fclose($socket);
                return;
        }
    }
}

/** Makes a key and a certificate; without an issuer it signs itself. */
function issue(string $folder, string $name, string $extensions, ?array $issuer = null): array
{
    $config = "$folder/openssl.cnf";
    file_put_contents($config, "[req]\ndistinguished_name=dn\n[dn]\n[ext]\n$extensions\n");
    $options = ['config' => $config, 'x509_extensions' => 'ext', 'digest_alg' => 'sha256'];
    $curve = ['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1', 'private_key_bits' => 2048];
    $key = openssl_pkey_new($options + $curve);
    $request = openssl_csr_new(['commonName' => $name], $key, $options);
    $serial = random_int(1, PHP_INT_MAX);
    $cert = openssl_csr_sign($request, $issuer['cert'] ?? null, $issuer['key'] ?? $key, 1, $options, $serial);
    $files = ['local_cert' => "$folder/$name.pem", 'local_pk' => "$folder/$name.key"];
    openssl_x509_export_to_file($cert, $files['local_cert']);
    openssl_pkey_export_to_file($key, $files['local_pk'], null, $options);
    return ['cert' => $cert, 'key' => $key, 'files' => $files];
}

/** Many clients in one process: each is a Fiber, resumed when its socket is readable or its time has come. */
final class Loop
{
    private array $fibers = [];
    private array $sockets = [];
    private array $alarms = [];

    /** Accepts clients on a free port, which is returned. */
    public function listen(callable $serve): int
    {
        $context = stream_context_create(['socket' => ['backlog' => 511, 'tcp_nodelay' => true]]);
        $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
        $listener = stream_socket_server('tcp://127.0.0.1:0', $code, $message, $flags, $context);
        stream_set_blocking($listener, false);
        $this->start(function () use ($listener, $serve) {
            while (true) {
                $this->readable($listener);
                while ($socket = @stream_socket_accept($listener, 0)) {
                    stream_set_blocking($socket, false);
                    $this->start(fn () => $serve($socket));
                }
            }
        });
        return (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
    }

    public function readLine($socket): string|false
    {
        while (($line = fgets($socket)) === false && !feof($socket)) {
            $this->readable($socket);
        }
        return $line;
    }

    public function handshake($socket, array $files): bool
    {
        stream_context_set_option($socket, ['ssl' => $files + ['verify_peer' => false]]);
        while (($done = @stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLS_SERVER)) === 0) {
            $this->readable($socket);
        }
        return $done === true;
    }

    public function sleep(float $seconds): void
    {
        $this->alarms[spl_object_id(Fiber::getCurrent())] = microtime(true) + $seconds;
        Fiber::suspend();
    }

    private function readable($socket): void
    {
        $this->sockets[spl_object_id(Fiber::getCurrent())] = $socket;
        Fiber::suspend();
    }

    private function start(callable $body): void
    {
        $fiber = new Fiber($body);
        $this->fibers[spl_object_id($fiber)] = $fiber;
        $fiber->start();
    }

    public function runUntilStdinCloses(): void
    {
        while (true) {
            $ready = $this->sockets + [0 => STDIN];
            $write = $except = null;
            $wait = $this->alarms === [] ? 60 : max(0, min($this->alarms) - microtime(true));
            stream_select($ready, $write, $except, (int) $wait, (int) (fmod($wait, 1) * 1e6));
            if (isset($ready[0])) {
                return; // the demo has ended
            }
            $due = array_filter($this->alarms, fn (float $time) => $time <= microtime(true));
            foreach ($ready + $due as $id => $_) {
                unset($this->sockets[$id], $this->alarms[$id]);
                $this->fibers[$id]->resume();
                if ($this->fibers[$id]->isTerminated()) {
                    unset($this->fibers[$id]);
                }
            }
        }
    }
}
