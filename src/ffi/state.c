#include "state.h"

#include "zend_exceptions.h"

static ZEND_EXT_TLS engine_state *put_away_states;
/* The class that the running coroutine is about to wait for. */
static ZEND_EXT_TLS zend_string *wanted_class;

void corio_put_away(engine_state *state, bool of_main)
{
	state->used = true;
	state->of_main = of_main;
	state->next = put_away_states;
	state->link = &put_away_states;
	if (state->next) {
		state->next->link = &state->next;
	}
	put_away_states = state;
	state->prev_exception = EG(prev_exception);
	EG(prev_exception) = NULL;
	state->error_handling = EG(error_handling);
	EG(error_handling) = EH_NORMAL;
	state->exception_class = EG(exception_class);
	EG(exception_class) = NULL;
	state->in_autoload = EG(in_autoload);
	EG(in_autoload) = NULL;
	state->wanted_class = wanted_class;
	wanted_class = NULL;
	state->user_compare_fci = BG(user_compare_fci);
	BG(user_compare_fci) = empty_fcall_info;
	state->user_compare_fcc = BG(user_compare_fci_cache);
	BG(user_compare_fci_cache) = empty_fcall_info_cache;
	state->serialize_lock = BG(serialize_lock);
	BG(serialize_lock) = 0;
	state->serialize_data = BG(serialize).data;
	state->serialize_level = BG(serialize).level;
	BG(serialize).level = 0;
	state->unserialize_data = BG(unserialize).data;
	state->unserialize_level = BG(unserialize).level;
	BG(unserialize).level = 0;
}

void corio_take_back(const engine_state *state)
{
	*state->link = state->next;
	if (state->next) {
		state->next->link = state->link;
	}
	EG(prev_exception) = state->prev_exception;
	EG(error_handling) = state->error_handling;
	EG(exception_class) = state->exception_class;
	if (EG(in_autoload)) {
		zend_hash_destroy(EG(in_autoload));
		FREE_HASHTABLE(EG(in_autoload));
	}
	EG(in_autoload) = state->in_autoload;
	BG(user_compare_fci) = state->user_compare_fci;
	BG(user_compare_fci_cache) = state->user_compare_fcc;
	BG(serialize_lock) = state->serialize_lock;
	BG(serialize).data = state->serialize_data;
	BG(serialize).level = state->serialize_level;
	BG(unserialize).data = state->unserialize_data;
	BG(unserialize).level = state->unserialize_level;
}

ZEND_EXT_TLS zval corio_script_error_handler;
ZEND_EXT_TLS int corio_main_output_level;

void *corio_lend_error_handler(void)
{
	ZVAL_COPY(&EG(user_error_handler), &corio_script_error_handler);
	return Z_PTR(corio_script_error_handler);
}

void corio_take_error_handler(const void *lent)
{
	zval handler = EG(user_error_handler);
	if (Z_TYPE(handler) != IS_UNDEF && Z_PTR(handler) == lent) {
		ZVAL_UNDEF(&EG(user_error_handler));
		zval_ptr_dtor(&handler);
	}
}

static php_output_handler *top_output_handler(void)
{
	php_output_handler **top = zend_stack_top(&OG(handlers));
	return top ? *top : NULL;
}

php_output_handler **corio_take_output(uint32_t *count)
{
	*count = zend_stack_count(&OG(handlers)) - corio_main_output_level;
	php_output_handler **own = safe_emalloc(*count, sizeof *own, 0);
	for (uint32_t i = *count; i > 0; i--) {
		own[i - 1] = top_output_handler();
		zend_stack_del_top(&OG(handlers));
	}
	OG(active) = top_output_handler();
	return own;
}

void corio_put_output(php_output_handler **own, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		own[i]->level = zend_stack_push(&OG(handlers), &own[i]) - 1;
	}
	OG(active) = top_output_handler();
	efree(own);
}

zif_handler corio_intercept(const char *name, zif_handler handler)
{
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, strlen(name));
	if (!function) {
		return NULL;
	}
	zif_handler original = function->internal_function.handler;
	function->internal_function.handler = handler;
	return original;
}

/* ---- The error handler ----------------------------------------------------------------------- */

static zif_handler original_set_error_handler;
static zif_handler original_restore_error_handler;

static void note_error_handler(void)
{
	zval old = corio_script_error_handler;
	ZVAL_COPY(&corio_script_error_handler, &EG(user_error_handler));
	zval_ptr_dtor(&old);
}

static void set_error_handler_function(INTERNAL_FUNCTION_PARAMETERS)
{
	original_set_error_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	note_error_handler();
}

static void restore_error_handler_function(INTERNAL_FUNCTION_PARAMETERS)
{
	original_restore_error_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	note_error_handler();
}

/* ---- Autoloading ---------------------------------------------------------------------------- */

static zend_class_entry *(*original_autoload)(zend_string *name, zend_string *lc_name);

/* Whether a coroutine with these classes under way, which waits for `wanted`, is loading the class. */
static bool loads(HashTable *in_autoload, zend_string *wanted, zend_string *lc_name)
{
	/* What it waits for is noted as under way too. */
	return in_autoload && !(wanted && zend_string_equals(wanted, lc_name)) && zend_hash_exists(in_autoload, lc_name);
}

/* The parked coroutine that is loading the class. */
static engine_state *loader_of(zend_string *lc_name)
{
	engine_state *state = put_away_states;
	while (state && !loads(state->in_autoload, state->wanted_class, lc_name)) {
		state = state->next;
	}
	return state;
}

/* Whether whoever loads the class waits, perhaps through others, for one that the running coroutine is
 * loading. */
static bool would_wait_for_ever(zend_string *lc_name)
{
	engine_state *state = loader_of(lc_name);
	while (state && state->wanted_class) {
		if (loads(EG(in_autoload), lc_name, state->wanted_class)) {
			return true;
		}
		state = loader_of(state->wanted_class);
	}
	return false;
}

/* Two coroutines that load one class would declare it twice: the second one waits for the first. */
static zend_class_entry *autoload(zend_string *name, zend_string *lc_name)
{
	while (UNEXPECTED(put_away_states) && loader_of(lc_name)) {
		if (would_wait_for_ever(lc_name)) {
			return NULL; /* what PHP answers when a class is needed while it is being loaded */
		}
		wanted_class = lc_name;
		bool woken = corio_class_wait();
		wanted_class = NULL;
		if (!woken) {
			return NULL;
		}
		zend_class_entry *ce = zend_hash_find_ptr(EG(class_table), lc_name);
		if (ce && ce->ce_flags & ZEND_ACC_LINKED) {
			return ce;
		}
	}
	zend_class_entry *ce = original_autoload(name, lc_name);
	corio_class_loaded();
	return ce;
}

/* ---- Process and request --------------------------------------------------------------------- */

void corio_state_startup(void)
{
	original_set_error_handler = corio_intercept("set_error_handler", set_error_handler_function);
	original_restore_error_handler = corio_intercept("restore_error_handler", restore_error_handler_function);
	if (zend_autoload) {
		original_autoload = zend_autoload;
		zend_autoload = autoload;
	}
}

void corio_state_request_startup(void)
{
	corio_main_output_level = 0;
	put_away_states = NULL; /* a fatal error may have left some of the last request's */
}

void corio_state_request_end(void)
{
	zval_ptr_dtor(&corio_script_error_handler);
	ZVAL_UNDEF(&corio_script_error_handler);
}

void corio_state_forked(void)
{
	/* Classes that the others were loading are not loaded here. {main} goes on with its own. */
	for (engine_state *state = put_away_states; state; state = state->next) {
		if (!state->of_main && state->in_autoload) {
			zend_hash_destroy(state->in_autoload);
			FREE_HASHTABLE(state->in_autoload);
			state->in_autoload = NULL;
		}
	}
}
