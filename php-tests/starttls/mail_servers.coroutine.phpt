--TEST--
starttls: Postfix and Dovecot by hand, by the setting, and under a wrong name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/mail_servers.inc');
?>
--EXPECTF_EXTERNAL--
mail_servers.expect
