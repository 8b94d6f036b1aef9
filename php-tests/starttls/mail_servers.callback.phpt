--TEST--
starttls: Postfix and Dovecot by hand, by the setting, and under a wrong name [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/mail_servers.inc');
?>
--EXPECTF_EXTERNAL--
mail_servers.expect
