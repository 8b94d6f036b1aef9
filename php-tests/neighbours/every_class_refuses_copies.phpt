--TEST--
neighbours: no object of corio with a connection or a wait behind it can be cloned or serialised
--FILE--
<?php
/** Whether `$try` throws an Error or Exception that says no. */
function refused(callable $try): bool
{
    try {
        $try();
        return false;
    } catch (Throwable $e) {
        return (bool) preg_match('/uncloneable|not allowed/', $e->getMessage());
    }
}

$checked = 0;
foreach (get_declared_classes() as $name) {
    $class = new ReflectionClass($name);
    $is_ours = $class->getExtensionName() === 'corio';
    if (!$is_ours || $class->isAbstract() || !$class->isInstantiable() || $class->isSubclassOf(Throwable::class)) {
        continue;
    }
    $methods = array_filter($class->getMethods(), fn (ReflectionMethod $method) => !$method->isStatic());
    if ($class->isSubclassOf(ArrayObject::class) || $class->isSubclassOf(ArrayIterator::class) || $methods === []) {
        continue; // nothing but the script's own data
    }
    $checked++;
    // PHP makes no object of a final class of an extension without its constructor.
    $object = $class->isFinal() ? $class->newInstance() : $class->newInstanceWithoutConstructor();
    refused(fn () => clone $object) || print("$name can be cloned\n");
    refused(fn () => serialize($object)) || print("$name can be serialised\n");
    $text = sprintf('O:%d:"%s":0:{}', strlen($name), $name);
    refused(fn () => unserialize($text)) || print("$name can be unserialised\n");
}
echo $checked > 0 ? "checked\n" : "no class was found\n";
?>
--EXPECT--
checked
