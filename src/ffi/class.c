#include "shim.h"

#include "zend_closures.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "ext/spl/spl_array.h"

typedef struct {
	void *data;
	void (*drop)(void *);
	void (*trace)(void *, corio_sink *);
	/* A callable that the object was given. */
	zval callable;
	zend_object std;
} corio_object;

static zend_object_handlers object_handlers;

static corio_object *object_of(zend_object *object)
{
	return (corio_object *)((char *)object - XtOffsetOf(corio_object, std));
}

static zend_object *create_object(zend_class_entry *ce)
{
	corio_object *object = zend_object_alloc(sizeof *object, ce);
	object->data = NULL;
	object->drop = NULL;
	object->trace = NULL;
	ZVAL_UNDEF(&object->callable);
	zend_object_std_init(&object->std, ce);
	object_properties_init(&object->std, ce);
	object->std.handlers = &object_handlers;
	return &object->std;
}

static void free_object(zend_object *object)
{
	corio_object *own = object_of(object);
	if (own->data) {
		own->drop(own->data);
		own->data = NULL;
	}
	zval_ptr_dtor(&own->callable);
	zend_object_std_dtor(object);
}

void corio_sink_add(corio_sink *sink, zval *value)
{
	zend_get_gc_buffer_add_zval((zend_get_gc_buffer *)sink, value);
}

/* Shows the collector what the object holds: a closure of a method holds the object that holds it, and a
 * channel may be in itself. */
static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	corio_object *own = object_of(object);
	zval *callable = &own->callable;
	if (own->trace && own->data) {
		zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();
		zend_get_gc_buffer_add_zval(buffer, callable);
		own->trace(own->data, (corio_sink *)buffer);
		zend_get_gc_buffer_use(buffer, table, count);
		return zend_std_get_properties(object);
	}
	if (Z_ISUNDEF_P(callable)) {
		return zend_std_get_gc(object, table, count);
	}
	*table = callable;
	*count = 1;
	return zend_std_get_properties(object);
}

bool corio_is_callable(zval *value)
{
	return zend_is_callable(value, 0, NULL);
}

/* As a closure it may be called from anywhere, private methods too; what __call() answers has no function
 * to make one of. */
static void make_closure(zval *closure, zval *callable)
{
	zend_fcall_info_cache fcc;
	if (!zend_is_callable_ex(callable, NULL, 0, NULL, &fcc, NULL) || !fcc.function_handler) {
		ZVAL_COPY(closure, callable);
		return;
	}
	bool is_trampoline = fcc.function_handler->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE;
	if (is_trampoline || (fcc.object && fcc.object->ce == zend_ce_closure)
		|| (Z_TYPE_P(callable) == IS_OBJECT && Z_OBJCE_P(callable) == zend_ce_closure)) {
		ZVAL_COPY(closure, callable);
	} else {
		zval object;
		ZVAL_UNDEF(&object);
		if (fcc.object) {
			ZVAL_OBJ(&object, fcc.object);
		}
		zend_create_fake_closure(
			closure, fcc.function_handler, fcc.function_handler->common.scope, fcc.called_scope, &object);
	}
	zend_release_fcall_info_cache(&fcc);
}

void corio_closure(zval *target, zval *callable)
{
	make_closure(target, callable);
}

void corio_object_hold(zend_object *object, zval *callable)
{
	zval *slot = &object_of(object)->callable, old;
	ZVAL_COPY_VALUE(&old, slot);
	ZVAL_UNDEF(slot);
	if (Z_TYPE_P(callable) != IS_NULL) {
		make_closure(slot, callable);
	}
	zval_ptr_dtor(&old);
}

int corio_object_call_held(zend_object *object, zval *argument, zval *result)
{
	volatile int outcome = CORIO_CALL_RETURNED;
	zval callable;
	/* The callable may replace itself, or free the object. */
	ZVAL_COPY(&callable, &object_of(object)->callable);
	ZVAL_UNDEF(result);
	zend_try {
		call_user_function(NULL, NULL, &callable, result, 1, argument);
		if (EG(exception)) {
			outcome = CORIO_CALL_THREW;
		}
	} zend_catch {
		outcome = CORIO_CALL_FATAL;
	} zend_end_try();
	if (outcome == CORIO_CALL_FATAL) {
		return outcome;
	}
	zval_ptr_dtor(&callable);
	zval_ptr_dtor(argument);
	return outcome;
}

void corio_bailout(void)
{
	zend_bailout();
}

void corio_object_set(
	zend_object *object, void *data, void (*drop)(void *), void (*trace)(void *, corio_sink *))
{
	corio_object *own = object_of(object);
	if (own->data) {
		own->drop(own->data);
	}
	own->data = data;
	own->drop = drop;
	own->trace = trace;
}

void *corio_object_data(zend_object *object)
{
	return object_of(object)->data;
}

bool corio_is_a(zend_object *object, zend_class_entry *ce)
{
	return instanceof_function(object->ce, ce);
}

zval *corio_object_slot(zend_object *object, uint32_t index)
{
	zval *slot = OBJ_PROP_NUM(object, index);
	ZVAL_DEREF(slot);
	return slot;
}

zval *corio_read_property(zend_object *object, const char *name, size_t length)
{
	static ZEND_EXT_TLS zval undefined;
	zval *value = zend_read_property(object->ce, object, name, length, true, &undefined);
	ZVAL_DEREF(value);
	return value;
}

void corio_update_property(zend_object *object, const char *name, size_t length, zval *value)
{
	zend_update_property(object->ce, object, name, length, value);
	zval_ptr_dtor(value);
}

static zend_type type_of(uint32_t mask, const char *class_name, uint32_t extra)
{
	if (class_name) {
		return (zend_type)ZEND_TYPE_INIT_CLASS_CONST_MASK(class_name, mask | extra);
	}
	return (zend_type)ZEND_TYPE_INIT_MASK(mask | extra);
}

static zend_function_entry entry_of(const corio_function *function)
{
	/* Never freed: PHP keeps pointers into it until the process ends. */
	zend_internal_arg_info *info = calloc(function->parameter_count + 1, sizeof *info);
	info[0].name = (const char *)(uintptr_t)function->required_count;
	info[0].type = type_of(function->return_mask, function->return_class, _ZEND_ARG_INFO_FLAGS(false, false, false));
	for (uint32_t i = 0; i < function->parameter_count; i++) {
		const corio_parameter *parameter = &function->parameters[i];
		info[i + 1].name = parameter->name;
		info[i + 1].type = type_of(
			parameter->type_mask, parameter->class_name,
			_ZEND_ARG_INFO_FLAGS(parameter->by_reference, parameter->variadic, false));
		info[i + 1].default_value = parameter->default_value;
	}
	return (zend_function_entry){
		.fname = function->name,
		.handler = function->handler,
		.arg_info = info,
		.num_args = function->parameter_count,
		.flags = function->flags,
	};
}

static zend_function_entry *entries_of(const corio_function *functions, uint32_t count)
{
	zend_function_entry *entries = calloc(count + 1, sizeof *entries);
	for (uint32_t i = 0; i < count; i++) {
		entries[i] = entry_of(&functions[i]);
	}
	return entries;
}

void corio_register_functions(const corio_function *functions, uint32_t count)
{
	zend_function_entry *entries = entries_of(functions, count);
	zend_register_functions(NULL, entries, NULL, MODULE_PERSISTENT);
	free(entries);
}

zend_class_entry *corio_register_class(
	const char *name, const corio_function *methods, uint32_t count, zend_class_entry *parent, uint32_t flags)
{
	if (!object_handlers.free_obj) {
		object_handlers = *zend_get_std_object_handlers();
		object_handlers.offset = XtOffsetOf(corio_object, std);
		object_handlers.free_obj = free_object;
		object_handlers.get_gc = get_gc;
		object_handlers.clone_obj = NULL;
	}
	zend_class_entry ce;
	zend_function_entry *entries = entries_of(methods, count);
	INIT_CLASS_ENTRY_EX(ce, name, strlen(name), entries);
	zend_class_entry *registered = zend_register_internal_class_ex(&ce, parent);
	registered->info.internal.builtin_functions = NULL;
	free(entries);
	if (flags & CORIO_WITH_DATA) {
		registered->create_object = create_object;
		registered->ce_flags |= ZEND_ACC_NOT_SERIALIZABLE;
	}
	if (flags & CORIO_ABSTRACT_OR_STATIC_ONLY) {
		registered->ce_flags |= ZEND_ACC_FINAL;
	}
	return registered;
}

zend_class_entry *corio_exception_class(void)
{
	return zend_ce_exception;
}

zend_class_entry *corio_array_object_class(void)
{
	return spl_ce_ArrayObject;
}

zend_class_entry *corio_error_class(void)
{
	return zend_ce_error;
}

zend_class_entry *corio_array_iterator_class(void)
{
	return spl_ce_ArrayIterator;
}

zend_class_entry *corio_type_error_class(void)
{
	return zend_ce_type_error;
}

void corio_declare_property(zend_class_entry *ce, const char *name, size_t length, zval *value)
{
	zend_declare_property(ce, name, length, value, ZEND_ACC_PUBLIC);
}

void corio_declare_private(zend_class_entry *ce, const char *name, size_t length)
{
	zend_declare_property_null(ce, name, length, ZEND_ACC_PRIVATE);
}

void corio_declare_constant(zend_class_entry *ce, const char *name, size_t length, zend_long value)
{
	zend_declare_class_constant_long(ce, name, length, value);
}

void corio_register_long(const char *name, size_t length, zend_long value)
{
	zend_register_long_constant(name, length, value, CONST_PERSISTENT | CONST_CS, EG(current_module)->module_number);
}

void corio_register_double(const char *name, size_t length, double value)
{
	zend_register_double_constant(name, length, value, CONST_PERSISTENT | CONST_CS, EG(current_module)->module_number);
}
