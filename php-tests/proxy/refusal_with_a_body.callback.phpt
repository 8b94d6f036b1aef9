--TEST--
proxy: a refusal quotes the status line, escaped, and nothing of its body [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/refusal_with_a_body.inc');
?>
--EXPECTF_EXTERNAL--
refusal_with_a_body.expect
