--TEST--
starttls: Postfix and Dovecot by hand, by the setting, and under a wrong name [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/mail_servers.inc');
?>
--EXPECTF_EXTERNAL--
mail_servers.expect
