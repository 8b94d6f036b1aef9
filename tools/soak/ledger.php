<?php
/*
 * The accounts of a soak run: each request is opened once and settled once, as answered or as failed.
 */

final class Ledger
{
    /** Numbers of requests that are under way => kind. */
    private array $open = [];
    /** kind => ['answered' => n, 'failed' => n] */
    private array $kinds = [];
    private array $reasons = [];
    private int $last = 0;
    /** What must not happen, and how often it has. */
    public array $violations = [];

    public function open(string $kind): int
    {
        $this->open[++$this->last] = $kind;
        return $this->last;
    }

    public function answered(int $id): void
    {
        $this->settle($id, 'answered');
    }

    /** `$reason` is what errMsg or an exception says, without what differs each time. */
    public function failed(int $id, string $reason, bool $was_expected): void
    {
        $kind = $this->settle($id, 'failed');
        $reason = preg_replace(['/\d+\.\d+\.\d+\.\d+:\d+/', '/\b[nx][0-9a-f]{12}\b/', '/\d+/'], ['PEER', 'NAME', 'N'], $reason);
        $was_expected || $this->violation("$kind failed: $reason");
        $this->reasons[$kind][$reason] = ($this->reasons[$kind][$reason] ?? 0) + 1;
    }

    public function violation(string $what): void
    {
        $this->violations[$what] = ($this->violations[$what] ?? 0) + 1;
    }

    private function settle(int $id, string $how): string
    {
        $kind = $this->open[$id] ?? null;
        if ($kind === null) {
            $this->violation('a request was settled twice');
            return 'unknown';
        }
        unset($this->open[$id]);
        $this->kinds[$kind] ??= ['answered' => 0, 'failed' => 0];
        $this->kinds[$kind][$how]++;
        return $kind;
    }

    /** Nothing is under way any more: what is still open is lost. */
    public function close(): void
    {
        foreach ($this->open as $kind) {
            $this->violation("$kind: lost");
        }
        $this->open = [];
    }

    public function count(): int
    {
        return $this->last;
    }

    public function print(bool $with_reasons): void
    {
        ksort($this->kinds);
        foreach ($this->kinds as $kind => $counts) {
            printf("  %-28s %9d answered %9d failed\n", $kind, $counts['answered'], $counts['failed']);
            $reasons = $with_reasons ? $this->reasons[$kind] ?? [] : [];
            arsort($reasons);
            foreach (array_slice($reasons, 0, 8) as $reason => $count) {
                printf("      %9d x %s\n", $count, $reason);
            }
        }
    }
}
