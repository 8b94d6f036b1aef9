/* Calls from Rust into PHP code, and making objects. A fatal error comes back as a result: the caller passes it on
 * with corio_bailout() when it has put away what it owns. */
#include "shim.h"

#include "zend_exceptions.h"

int corio_call(zval *callable, zval *arguments, uint32_t count, zval *result)
{
	volatile int outcome = CORIO_CALL_RETURNED;
	zval own;
	/* Whoever keeps the callable may give it up meanwhile. */
	ZVAL_COPY(&own, callable);
	ZVAL_UNDEF(result);
	zend_try {
		call_user_function(NULL, NULL, &own, result, count, arguments);
		if (EG(exception)) {
			outcome = CORIO_CALL_THREW;
		}
	} zend_catch {
		outcome = CORIO_CALL_FATAL;
	} zend_end_try();
	if (outcome != CORIO_CALL_FATAL) {
		zval_ptr_dtor(&own);
	}
	if (outcome != CORIO_CALL_RETURNED || Z_ISUNDEF_P(result)) {
		ZVAL_NULL(result);
	}
	return outcome;
}

static bool construct(zend_string *name, zval *argument, zval *result)
{
	zend_class_entry *ce = zend_lookup_class(name);
	if (!ce) {
		if (!EG(exception)) {
			zend_throw_error(NULL, "Class \"%s\" not found", ZSTR_VAL(name));
		}
		return false;
	}
	if (object_init_ex(result, ce) != SUCCESS) {
		return false;
	}
	if (ce->constructor) {
		zend_call_known_instance_method_with_1_params(ce->constructor, Z_OBJ_P(result), NULL, argument);
	}
	return !EG(exception);
}

int corio_construct(const char *name, size_t length, zval *argument, zval *result)
{
	volatile int outcome = CORIO_CALL_RETURNED;
	zend_string *class_name = zend_string_init(name, length, false);
	ZVAL_UNDEF(result);
	zend_try {
		if (!construct(class_name, argument, result)) {
			outcome = CORIO_CALL_THREW;
		}
	} zend_catch {
		outcome = CORIO_CALL_FATAL;
	} zend_end_try();
	if (outcome != CORIO_CALL_FATAL) {
		zend_string_release(class_name);
	}
	if (outcome == CORIO_CALL_THREW) {
		if (Z_TYPE_P(result) == IS_OBJECT) {
			zend_object_store_ctor_failed(Z_OBJ_P(result));
			zval_ptr_dtor(result);
		}
		ZVAL_NULL(result);
	}
	return outcome;
}

bool corio_create(zend_class_entry *ce, zval *result)
{
	return object_init_ex(result, ce) == SUCCESS;
}

void corio_throw_named(const char *name, size_t name_length, const char *message, size_t length)
{
	zend_class_entry *ce = zend_hash_str_find_ptr_lc(CG(class_table), name, name_length);
	zend_throw_exception_ex(ce, 0, "%.*s", (int)length, message);
}

bool corio_arg_clear(zend_execute_data *call, uint32_t index)
{
	zval *arg = ZEND_CALL_ARG(call, index + 1);
	if (Z_ISREF_P(arg)) {
		ZEND_TRY_ASSIGN_REF_NULL(arg);
	} else {
		zval old;
		ZVAL_COPY_VALUE(&old, arg);
		ZVAL_NULL(arg);
		zval_ptr_dtor(&old);
	}
	return !EG(exception);
}

bool corio_arg_object(zend_execute_data *call, uint32_t index, zend_class_entry *ce, zend_object **object)
{
	zval *arg = ZEND_CALL_ARG(call, index + 1);
	ZVAL_DEREF(arg);
	if (Z_TYPE_P(arg) == IS_OBJECT && instanceof_function(Z_OBJCE_P(arg), ce)) {
		*object = Z_OBJ_P(arg);
		return true;
	}
	zend_wrong_parameter_class_error(index + 1, ZSTR_VAL(ce->name), arg);
	return false;
}
