<?php
// What the php-fpm of peers/fastcgi.php runs: an answer of several records.
echo str_repeat('0123456789', 20000);
