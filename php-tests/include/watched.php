<?php
/*
 * For tests that a tool runs which watches every access to memory (tools/memory.sh).
 */

/** For --SKIPIF--: skips under valgrind and AddressSanitizer. `$why` says what the tool takes away from the test. */
function skip_watched(string $why): void
{
    $tool = getenv('CORIO_WATCHED_BY');
    if ($tool !== false) {
        echo "skip under $tool: $why";
    }
}

/**
 * PHP code that asks for more memory than it may have, which is a fatal error. Under a memory tool memory_limit does not
 * hold, but there is a size that PHP itself refuses.
 */
function too_much_memory(): string
{
    return getenv('CORIO_WATCHED_BY') === false ? 'str_repeat("x", 1 << 30)' : 'str_repeat("xx", PHP_INT_MAX)';
}
