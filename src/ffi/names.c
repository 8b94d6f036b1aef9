/* Names that are registered when all modules have started: what others have registered is known then,
 * whatever the order in which they were loaded. */
#include "shim.h"
#include "zend_extensions.h"

#if PHP_VERSION_ID >= 80200
/* The functions of corio_register_late_functions(); written at startup only. */
static zend_function **late_functions;
static uint32_t late_count;
/* Whether this thread's late functions have caches of ours. */
ZEND_TLS bool late_caches;
#endif

static zend_result (*next_after_startup)(void);
static void (*after_startup)(void);

static zend_result modules_started(void)
{
	zend_module_entry *current = EG(current_module);
	EG(current_module) = zend_hash_str_find_ptr(&module_registry, ZEND_STRL("corio"));
	if (EG(current_module)) {
		after_startup();
	}
	EG(current_module) = current;
	/* Those that came before; opcache, which preloads scripts, comes after and calls this one first. */
	zend_result (*next)(void) = next_after_startup;
	next_after_startup = NULL;
	return next ? next() : SUCCESS;
}

void corio_after_startup(void (*callback)(void))
{
	after_startup = callback;
	next_after_startup = zend_post_startup_cb;
	zend_post_startup_cb = modules_started;
}

bool corio_module_loaded(const char *name, size_t length)
{
	return zend_hash_str_exists(&module_registry, name, length);
}

bool corio_class_exists(const char *lowercase, size_t length)
{
	return zend_hash_str_exists(CG(class_table), lowercase, length);
}

bool corio_function_exists(const char *lowercase, size_t length)
{
	return zend_hash_str_exists(CG(function_table), lowercase, length);
}

bool corio_constant_exists(const char *name, size_t length)
{
	return zend_hash_str_exists(EG(zend_constants), name, length);
}

bool corio_register_alias(const char *name, size_t length, zend_class_entry *ce)
{
	return zend_register_class_alias_ex(name, length, ce, true) == SUCCESS;
}

#if PHP_VERSION_ID >= 80200
static zend_function *function_named(const char *name)
{
	zend_string *lowercase = zend_string_init(name, strlen(name), false);
	zend_str_tolower(ZSTR_VAL(lowercase), ZSTR_LEN(lowercase));
	zend_function *function = zend_hash_find_ptr(CG(function_table), lowercase);
	zend_string_release(lowercase);
	return function;
}
#endif

void corio_register_late_functions(const corio_function *functions, uint32_t count)
{
	corio_register_functions(functions, count);
#if PHP_VERSION_ID >= 80200
	/* Where there are observers of functions, each function has a temporary for them. PHP has counted it in
	 * before this, and so would miss it here: one of ours that was there in time shows whether to. */
	zend_function *model = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("corio\\stubs"));
	for (uint32_t i = 0; model && i < count; i++) {
		zend_function *function = function_named(functions[i].name);
		if (function) {
			function->internal_function.T = model->internal_function.T;
		}
	}
#endif
	/* That, too, was done before. */
	zend_disable_functions(INI_STR("disable_functions"));
#if PHP_VERSION_ID >= 80200
	late_functions = perealloc(late_functions, (late_count + count) * sizeof(*late_functions), true);
	for (uint32_t i = 0; i < count; i++) {
		zend_function *function = function_named(functions[i].name);
		if (function && function->type == ZEND_INTERNAL_FUNCTION) {
			late_functions[late_count++] = function;
		}
	}
#endif
}

/* Observers keep what they know of a function in its cache; one without a cache is not observed. From PHP 8.4 on PHP
 * makes caches once, before there are late functions; below for each request, as this does. */
void corio_late_functions_begin(void)
{
#if PHP_VERSION_ID >= 80200
	size_t size = zend_internal_run_time_cache_reserved_size();
	for (uint32_t i = 0; size > 0 && i < late_count; i++) {
		zend_function *function = late_functions[i];
		if (!ZEND_MAP_PTR_GET(function->common.run_time_cache)) {
			ZEND_MAP_PTR_SET(function->common.run_time_cache, zend_arena_calloc(&CG(arena), 1, size));
			late_caches = true;
		}
	}
#endif
}

void corio_late_functions_end(void)
{
#if PHP_VERSION_ID >= 80200
	for (uint32_t i = 0; late_caches && i < late_count; i++) {
		ZEND_MAP_PTR_SET(late_functions[i]->common.run_time_cache, NULL);
	}
	late_caches = false;
#endif
}

void corio_register_bool(const char *name, size_t length, bool value)
{
	zend_register_bool_constant(
		name, length, value, CONST_PERSISTENT | CONST_CS, EG(current_module)->module_number);
}

void corio_register_string(const char *name, size_t length, const char *value, size_t value_length)
{
	zend_register_stringl_constant(
		name, length, value, value_length, CONST_PERSISTENT | CONST_CS, EG(current_module)->module_number);
}
