<?php
/*
 * For --SKIPIF--: tests that cannot run while a tool watches every access to memory (tools/memory.sh).
 */

/** Skips under valgrind and AddressSanitizer. `$why` says what the tool takes away from the test. */
function skip_watched(string $why): void
{
    $tool = getenv('CORIO_WATCHED_BY');
    if ($tool !== false) {
        echo "skip under $tool: $why";
    }
}
