<?php
/*
 * A loop of PHP's own Fibers in the style of Revolt: code that has to wait asks for a Suspension, hands it to a
 * callback, and suspends; the callback resumes it. The loop runs in a Fiber of its own; whoever suspends outside of
 * all Fibers switches to it. Streams and timers are waited for with stream_select(), as Revolt's own driver does.
 */

final class Suspension
{
    private ?Fiber $fiber;
    private mixed $value = null;
    private bool $is_resumed = false;

    public function __construct(private Loop $loop)
    {
        $this->fiber = Fiber::getCurrent();
    }

    public function resume(mixed $value = null): void
    {
        $this->value = $value;
        $this->is_resumed = true;
        if ($this->fiber !== null) {
            $this->loop->queue(fn () => $this->fiber->resume());
        }
    }

    public function suspend(): mixed
    {
        if ($this->fiber !== null) {
            Fiber::suspend();
        } else {
            $this->loop->runUntil(fn () => $this->is_resumed);
        }
        return $this->value;
    }
}

final class Loop
{
    private array $queue = [];
    private array $timers = [];
    private array $readers = [];
    private ?Fiber $fiber = null;

    public function queue(Closure $callback): void
    {
        $this->queue[] = $callback;
    }

    public function delay(float $seconds, Closure $callback): void
    {
        $this->timers[] = [hrtime(true) + $seconds * 1e9, $callback];
    }

    public function onReadable($stream, Closure $callback): void
    {
        $this->readers[] = [$stream, $callback];
    }

    /** Starts `$body` in a Fiber of its own, in the loop's next turn. */
    public function async(Closure $body): void
    {
        $this->queue(fn () => (new Fiber($body))->start());
    }

    /** Runs the loop, in its Fiber, until `$is_done`. */
    public function runUntil(Closure $is_done): void
    {
        $this->fiber ??= new Fiber(function () {
            while (true) {
                $this->turn();
                Fiber::suspend();
            }
        });
        while (!$is_done()) {
            $this->fiber->isStarted() ? $this->fiber->resume() : $this->fiber->start();
        }
    }

    private function turn(): void
    {
        [$queue, $this->queue] = [$this->queue, []];
        foreach ($queue as $callback) {
            $callback();
        }
        $now = hrtime(true);
        $next = $this->queue === [] ? $now + 1e9 : $now;
        foreach ($this->timers as $key => [$due, $callback]) {
            if ($due <= $now) {
                unset($this->timers[$key]);
                $this->queue($callback);
                $next = $now;
            }
            $next = min($next, $due);
        }
        $read = array_column($this->readers, 0);
        $write = $except = null;
        $wait = (int) max(0, ($next - $now) / 1000);
        if ($read === []) {
            usleep($wait);
            return;
        }
        stream_select($read, $write, $except, 0, $wait);
        foreach ($this->readers as $key => [$stream, $callback]) {
            if (in_array($stream, $read, true)) {
                unset($this->readers[$key]);
                $this->queue($callback);
            }
        }
    }
}
