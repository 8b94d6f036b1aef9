#include "shim.h"

#include <dlfcn.h>

#include "php_ini.h"
#include "zend_interfaces.h"

static zval *argument(zend_execute_data *call, uint32_t index)
{
	zval *arg = ZEND_CALL_ARG(call, index + 1);
	ZVAL_DEREF(arg);
	return arg;
}

zval *corio_arg(zend_execute_data *call, uint32_t index)
{
	return argument(call, index);
}

void corio_arg_named(zend_execute_data *call, zval *named)
{
	if (ZEND_CALL_INFO(call) & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) {
		ZVAL_ARR(named, call->extra_named_params);
		Z_TRY_ADDREF_P(named);
	} else {
		ZVAL_NULL(named);
	}
}

bool corio_arg_count_ok(zend_execute_data *call, uint32_t min, uint32_t max)
{
	if (EXPECTED(ZEND_CALL_NUM_ARGS(call) >= min && ZEND_CALL_NUM_ARGS(call) <= max)) {
		return true;
	}
	zend_wrong_parameters_count_error(min, max == UINT32_MAX ? (uint32_t)-1 : max);
	return false;
}

static bool wrong_type(uint32_t index, zend_expected_type expected, zval *arg)
{
	if (!EG(exception)) {
		zend_wrong_parameter_type_error(index + 1, expected, arg);
	}
	return false;
}

bool corio_arg_only_long(zend_execute_data *call, zend_long *value)
{
	zval *arg = ZEND_CALL_ARG(call, 1);
	if (UNEXPECTED(ZEND_CALL_NUM_ARGS(call) != 1 || Z_TYPE_P(arg) != IS_LONG)) {
		return false;
	}
	*value = Z_LVAL_P(arg);
	return true;
}

bool corio_arg_long(zend_execute_data *call, uint32_t index, zend_long *value)
{
	zval *arg = argument(call, index);
	bool is_null;
	return zend_parse_arg_long(arg, value, &is_null, false, index + 1) || wrong_type(index, Z_EXPECTED_LONG, arg);
}

bool corio_arg_double(zend_execute_data *call, uint32_t index, double *value, bool *is_null)
{
	zval *arg = argument(call, index);
	return zend_parse_arg_double(arg, value, is_null, true, index + 1)
		|| wrong_type(index, Z_EXPECTED_DOUBLE_OR_NULL, arg);
}

bool corio_arg_bool(zend_execute_data *call, uint32_t index, bool *value)
{
	zval *arg = argument(call, index);
	bool is_null;
	return zend_parse_arg_bool(arg, value, &is_null, false, index + 1) || wrong_type(index, Z_EXPECTED_BOOL, arg);
}

bool corio_arg_string(zend_execute_data *call, uint32_t index, zend_string **value)
{
	zval *arg = argument(call, index);
	return zend_parse_arg_str(arg, value, false, index + 1) || wrong_type(index, Z_EXPECTED_STRING, arg);
}

bool corio_arg_array(zend_execute_data *call, uint32_t index, zval **value)
{
	*value = argument(call, index);
	return Z_TYPE_P(*value) == IS_ARRAY || wrong_type(index, Z_EXPECTED_ARRAY, *value);
}

bool corio_arg_iterable(zend_execute_data *call, uint32_t index, zval **value)
{
	zval *arg = argument(call, index);
	*value = arg;
	if (Z_TYPE_P(arg) == IS_ARRAY) {
		return true;
	}
	if (Z_TYPE_P(arg) != IS_OBJECT || !instanceof_function(Z_OBJCE_P(arg), zend_ce_traversable)) {
		zend_argument_type_error(index + 1, "must be of type iterable, %s given", zend_zval_type_name(arg));
		return false;
	}
	zval name, array;
	ZVAL_STRING(&name, "iterator_to_array");
	ZVAL_UNDEF(&array);
	call_user_function(NULL, NULL, &name, &array, 1, arg);
	zval_ptr_dtor(&name);
	if (EG(exception)) {
		zval_ptr_dtor(&array);
		return false;
	}
	zval iterator;
	ZVAL_COPY_VALUE(&iterator, arg);
	ZVAL_COPY_VALUE(arg, &array);
	zval_ptr_dtor(&iterator);
	return !EG(exception);
}

bool corio_wrong_callable(uint32_t index, char *error, zval *callable)
{
	if (EG(exception)) {
		if (error) {
			efree(error);
		}
	} else if (error) {
		zend_wrong_callback_error(index + 1, error);
	} else {
		zend_wrong_parameter_type_error(index + 1, Z_EXPECTED_FUNC, callable);
	}
	return false;
}

bool corio_arg_callable(zend_execute_data *call, uint32_t index, zval **value)
{
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	char *error = NULL;
	*value = argument(call, index);
	if (zend_fcall_info_init(*value, 0, &fci, &fcc, NULL, &error) == SUCCESS) {
		zend_release_fcall_info_cache(&fcc);
		return true;
	}
	return corio_wrong_callable(index, error, *value);
}

bool corio_arg_assign(zend_execute_data *call, uint32_t index, zval *value)
{
	zval *arg = ZEND_CALL_ARG(call, index + 1);
	ZEND_TRY_ASSIGN_REF_TMP(arg, value);
	return !EG(exception);
}

/* ---- Values ---------------------------------------------------------------------------------- */

const char *corio_string(const zend_string *string, size_t *length)
{
	*length = ZSTR_LEN(string);
	return ZSTR_VAL(string);
}

void corio_copy(zval *target, zval *source)
{
	ZVAL_COPY(target, source);
}

bool corio_is_identical(zval *one, zval *other)
{
	return zend_is_identical(one, other);
}

void corio_set_object(zval *value, zend_object *object)
{
	ZVAL_OBJ_COPY(value, object);
}

void corio_set_string(zval *value, const char *bytes, size_t length)
{
	if (UNEXPECTED(length <= 1)) {
		/* PHP keeps such strings. */
		ZVAL_STRINGL_FAST(value, bytes, length);
		return;
	}
	zend_string *string = zend_string_alloc(length, false);
	ZVAL_NEW_STR(value, string);
	ZSTR_VAL(string)[length] = '\0';
	/* At the end, so that it is a jump and little has to be saved for afterwards. */
	memcpy(ZSTR_VAL(string), bytes, length);
}

zend_string *corio_string_room(size_t size, char **bytes)
{
	zend_string *string = zend_string_alloc(size, false);
	*bytes = ZSTR_VAL(string);
	return string;
}

void corio_string_drop(zend_string *string)
{
	zend_string_efree(string);
}

/* A string that keeps less than a page too much stays as it is. */
#define ROOM_TO_SPARE 4096

void corio_string_filled(zval *value, zend_string *string, size_t length)
{
	if (ZSTR_LEN(string) - length >= ROOM_TO_SPARE) {
		if (length <= 1) {
			/* PHP keeps such strings. */
			ZVAL_STRINGL_FAST(value, ZSTR_VAL(string), length);
			zend_string_efree(string);
			return;
		}
		string = zend_string_truncate(string, length, false);
	}
	ZSTR_LEN(string) = length;
	ZSTR_VAL(string)[length] = '\0';
	ZVAL_NEW_STR(value, string);
}

void corio_assign(zval *slot, zval *value)
{
	zval old;
	ZVAL_COPY_VALUE(&old, slot);
	ZVAL_COPY_VALUE(slot, value);
	zval_ptr_dtor(&old);
}

int corio_array_next(
	zval *array, uint32_t *position, const char **key, size_t *key_length, zend_long *index, zval **value)
{
	zend_string *name;
	zend_ulong number;
	HashPosition at = *position;
	*value = zend_hash_get_current_data_ex(Z_ARRVAL_P(array), &at);
	if (!*value) {
		return 0;
	}
	int kind = zend_hash_get_current_key_ex(Z_ARRVAL_P(array), &name, &number, &at);
	ZVAL_DEREF(*value);
	zend_hash_move_forward_ex(Z_ARRVAL_P(array), &at);
	*position = at;
	if (kind == HASH_KEY_IS_STRING) {
		*key = ZSTR_VAL(name);
		*key_length = ZSTR_LEN(name);
		return 1;
	}
	*index = (zend_long)number;
	return 2;
}

zval *corio_array_find(zval *array, const char *key, size_t key_length)
{
	zval *value = zend_hash_str_find(Z_ARRVAL_P(array), key, key_length);
	if (value) {
		ZVAL_DEREF(value);
	}
	return value;
}

void corio_array_set(zval *array, const char *key, size_t key_length, zval *value)
{
	if (Z_TYPE_P(array) != IS_ARRAY) {
		array_init(array);
	}
	add_assoc_zval_ex(array, key, key_length, value);
}

size_t corio_array_count(zval *array)
{
	return zend_hash_num_elements(Z_ARRVAL_P(array));
}

void corio_array_filter(zval *target, zval *source, const bool *wanted, size_t count)
{
	zend_string *name;
	zend_ulong number;
	zval *value;
	size_t at = 0;
	array_init(target);
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(source), number, name, value) {
		if (at >= count || !wanted[at++]) {
			continue;
		}
		Z_TRY_ADDREF_P(value);
		if (name) {
			zend_hash_add_new(Z_ARRVAL_P(target), name, value);
		} else {
			zend_hash_index_add_new(Z_ARRVAL_P(target), number, value);
		}
	} ZEND_HASH_FOREACH_END();
}

/* ext/sockets may be absent, or be loaded later: nothing of it is linked. Its objects begin with the
 * descriptor, and say themselves where they begin. */
static int descriptor_of_socket(zend_object *object)
{
	zend_class_entry *ce = zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("socket"));
	if (!ce || ce->type != ZEND_INTERNAL_CLASS || object->ce != ce) {
		return -1;
	}
	return *(int *)((char *)object - object->handlers->offset);
}

int corio_descriptor(zval *value, bool *has_input)
{
	*has_input = false;
	if (Z_TYPE_P(value) == IS_LONG) {
		return Z_LVAL_P(value) >= 0 && Z_LVAL_P(value) <= INT_MAX ? (int)Z_LVAL_P(value) : -1;
	}
	if (Z_TYPE_P(value) == IS_OBJECT) {
		return descriptor_of_socket(Z_OBJ_P(value));
	}
	if (Z_TYPE_P(value) != IS_RESOURCE) {
		return -1;
	}
	php_stream *stream =
		zend_fetch_resource2(Z_RES_P(value), NULL, php_file_le_stream(), php_file_le_pstream());
	int descriptor = -1;
	if (!stream
		|| php_stream_cast(stream, PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL, (void *)&descriptor, false)
			!= SUCCESS) {
		return -1;
	}
	*has_input = stream->writepos > stream->readpos;
	return descriptor;
}

void corio_array_init(zval *array)
{
	array_init(array);
}

void corio_array_push(zval *array, zval *value)
{
	add_next_index_zval(array, value);
}

void corio_array_set_same(zval *array, zval *source, uint32_t *position, zval *value)
{
	HashPosition at = *position;
	zval key;
	zend_hash_get_current_key_zval_ex(Z_ARRVAL_P(source), &key, &at);
	array_set_zval_key(Z_ARRVAL_P(array), &key, value);
	zval_ptr_dtor(&key);
	zval_ptr_dtor(value);
	zend_hash_move_forward_ex(Z_ARRVAL_P(source), &at);
	*position = at;
}

void corio_array_iterator(zval *target, zend_class_entry *ce, zval *array)
{
	object_init_ex(target, ce);
	zend_call_method_with_1_params(Z_OBJ_P(target), ce, &ce->constructor, "__construct", NULL, array);
	zval_ptr_dtor(array);
}

int corio_kind(zval *value)
{
	switch (Z_TYPE_P(value)) {
		case IS_UNDEF:
		case IS_NULL:
			return 0;
		case IS_FALSE:
			return 1;
		case IS_TRUE:
			return 2;
		case IS_LONG:
			return 3;
		case IS_DOUBLE:
			return 4;
		case IS_STRING:
			return 5;
		case IS_ARRAY:
			return 6;
		case IS_OBJECT:
			return 7;
		default:
			return 8;
	}
}

zend_long corio_long(zval *value)
{
	return Z_LVAL_P(value);
}

double corio_double(zval *value)
{
	return Z_DVAL_P(value);
}

zend_object *corio_zval_object(zval *value)
{
	return Z_OBJ_P(value);
}

const zend_string *corio_zval_string(zval *value)
{
	return Z_STR_P(value);
}

void corio_array_merge(zval *target, zval *source)
{
	if (Z_TYPE_P(target) != IS_ARRAY) {
		zval_ptr_dtor(target);
		array_init(target);
	} else {
		SEPARATE_ARRAY(target);
	}
	zend_hash_copy(Z_ARRVAL_P(target), Z_ARRVAL_P(source), zval_add_ref);
}

double corio_ini_double(const char *name, size_t length)
{
	return zend_ini_double((char *)name, length, 0);
}

zend_long corio_ini_long(const char *name, size_t length)
{
	return zend_ini_long((char *)name, length, 0);
}

zend_long corio_ini_size(const char *name, size_t length)
{
	const char *text = zend_ini_string((char *)name, length, 0);
	if (!text) {
		return 0;
	}
#if PHP_VERSION_ID >= 80200
	zend_string *value = zend_string_init(text, strlen(text), false), *error = NULL;
	zend_long size = zend_ini_parse_quantity(value, &error);
	if (error) {
		zend_string_release(error);
	}
	zend_string_release(value);
	return size;
#else
	return zend_atol(text, strlen(text));
#endif
}

const char *corio_ini_string(const char *name, size_t length)
{
	return zend_ini_string((char *)name, length, 0);
}

void corio_display_ini(zend_module_entry *module)
{
	display_ini_entries(module);
}

bool corio_path_allowed(const char *path)
{
	return php_check_open_basedir(path) == 0;
}

bool corio_absolute_path(const char *path, char *target, size_t size)
{
	char absolute[MAXPATHLEN];
	if (!expand_filepath_with_mode(path, absolute, NULL, 0, CWD_EXPAND) || strlen(absolute) >= size) {
		return false;
	}
	strcpy(target, absolute);
	return true;
}

void corio_environment(void (*take)(void *to, const char *entry), void *to)
{
	/* PHP may be linked so that the program has a copy of the variable. PHP binds modules to the library first, whose
	 * own one nobody writes then. */
	void *program = dlopen(NULL, RTLD_LAZY);
	char ***found = program ? dlsym(program, "environ") : NULL;
	tsrm_env_lock();
	for (char **entry = found ? *found : NULL; entry && *entry; entry++) {
		take(to, *entry);
	}
	tsrm_env_unlock();
	if (program) {
		dlclose(program);
	}
}

size_t corio_memory_left(void)
{
	size_t used = zend_memory_usage(true);
	if (PG(memory_limit) < 0) {
		return SIZE_MAX;
	}
	return (size_t)PG(memory_limit) > used ? (size_t)PG(memory_limit) - used : 0;
}

bool corio_has_function(const char *name, size_t length)
{
	return zend_hash_str_exists(EG(function_table), name, length);
}
