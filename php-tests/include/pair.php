<?php
/*
 * Two ends of one connection, as streams.
 */

/** @return array{resource, resource} */
function pair(): array
{
    return stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
}
