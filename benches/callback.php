<?php
/**
 * Ping-pong of 64 bytes as echo.php, by clients with callbacks: the reply to a request is the occasion for the next.
 *
 * All connect first; the last one to do so starts the clock and all of them. Connecting and closing are not measured.
 */
declare(strict_types=1);

use Corio\Async\Client;

use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

[$connections, $total, $port] = arguments('CONNECTIONS', 'TOTAL', 'PORT');
$rounds = share($connections, $total);

/** One connection. */
final class Player
{
    /** Those that are connected. */
    public static array $ready = [];
    public static int $busy = 0;
    public static ?Stopwatch $clock = null;
    public static ?array $result = null;

    private readonly string $request;
    /** What has come of a reply that came in pieces. */
    private string $part = '';
    private int $left;

    public function __construct(int $number, private readonly int $connections, private readonly int $rounds)
    {
        $this->request = request($number);
        $this->left = $rounds;
    }

    public function connect(int $port): void
    {
        $client = new Client(Corio\SOCK_TCP);
        $client->on('connect', $this->connected(...));
        $client->on('receive', $this->received(...));
        $client->on('error', static fn (Client $client) => fail_with($client, 'a connection'));
        $client->on('close', static fn () => null);
        $client->connect('127.0.0.1', $port, TIMEOUT) || fail_with($client, 'connect');
    }

    public function connected(Client $client): void
    {
        self::$ready[] = [$client, $this];
        if (count(self::$ready) === $this->connections) {
            self::$busy = $this->connections;
            self::$clock = new Stopwatch();
            foreach (self::$ready as [$client, $player]) {
                $player->send($client);
            }
        }
    }

    private function send(Client $client): void
    {
        if ($client->send($this->request) !== MESSAGE) {
            fail_with($client, 'send');
        }
    }

    public function received(Client $client, string $reply): void
    {
        if ($reply !== $this->request && !$this->isWhole($reply)) {
            return;
        }
        if (--$this->left > 0) {
            if ($client->send($this->request) !== MESSAGE) {
                fail_with($client, 'send');
            }
            return;
        }
        if (--self::$busy === 0) {
            self::$result = self::$clock->stop($this->connections * $this->rounds);
            foreach (self::$ready as [$client]) {
                $client->close();
            }
        }
    }

    /** TCP may cut anywhere. */
    private function isWhole(string $reply): bool
    {
        $this->part .= $reply;
        if (strlen($this->part) < MESSAGE) {
            return false;
        }
        $this->part === $this->request || fail('the reply differs from the request');
        $this->part = '';
        return true;
    }
}

run(static function () use ($connections, $rounds, $port): void {
    for ($number = 0; $number < $connections; $number++) {
        (new Player($number, $connections, $rounds))->connect($port);
    }
});
report(Player::$result ?? fail('not every connection finished'));
