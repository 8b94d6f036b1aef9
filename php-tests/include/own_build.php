<?php
/*
 * For --SKIPIF--: what the distribution has for its own PHP only. Another build (tools/php.sh) does not load its
 * shared extensions. With the distribution's PHP such a test is never skipped: `make test` installs what it needs.
 */

function skip_own_build(string $what): void
{
    if (!str_starts_with(PHP_BINARY, '/usr/bin/')) {
        echo "skip this build of PHP has no $what";
    }
}
