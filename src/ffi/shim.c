#define ZEND_ENABLE_STATIC_TSRMLS_CACHE 1
#include "shim.h"

#include "SAPI.h"
#include "ext/standard/basic_functions.h"
#include "php_ini.h"
#include "php_output.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "zend_observer.h"

#include <pthread.h>

#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif

/* ---- Coroutine contexts --------------------------------------------------------------------- */

/* The first VM page: enough for a few frames, and one page of memory while the coroutine sleeps. */
#define FIRST_PAGE 4096
/* Pages that follow when frames go deeper: what PHP gives a Fiber. */
#define NEXT_PAGE (1024 * sizeof(zval))
#define CACHE_LINE 64

/* Where code is parked. */
typedef struct {
	zend_fiber_context *fiber;
	zend_execute_data *call;
} parked_place;

/* All stacks begin at the same place of a page, so that a thousand of them would compete for the same few
 * sets of the processor's caches. Each context begins some cache lines further down than the last one. */
#define COLOURS 16
static ZEND_EXT_TLS unsigned next_colour;

struct corio_context {
	zend_fiber_context fiber; /* first: the running context is found by EG(current_fiber_context) */
	parked_place place;
	zend_vm_stack page;
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	zval *defers;
	uint32_t defer_count;
	uint32_t slot;
	uint32_t colour;
};

/* Handlers below this level of the output stack are {main}'s: the script's own output. */
static ZEND_EXT_TLS int main_output_level;
/* RSHUTDOWN has begun: no PHP code runs any more. */
static ZEND_EXT_TLS bool request_over;
static ZEND_EXT_TLS parked_place main_place;
static ZEND_EXT_TLS corio_context *destroyed_last;
static char coroutine_kind;
static const zend_internal_function root_function = {.type = ZEND_INTERNAL_FUNCTION};

static void entry(zend_fiber_transfer *transfer);

/* PHP calls this in the middle of destroying a context and reads it again: it is freed with the next one. */
static void destroyed(zend_fiber_context *fiber)
{
	corio_context *context = (corio_context *)fiber;
	efree(context->page);
	if (destroyed_last) {
		efree(destroyed_last);
	}
	destroyed_last = context;
}

corio_context *corio_context_new(size_t stack_size)
{
	corio_context *context = ecalloc(1, sizeof *context);
#if PHP_VERSION_ID >= 80300
	bool ready = zend_fiber_init_context(&context->fiber, &coroutine_kind, entry, stack_size) == SUCCESS;
#else
	bool ready = zend_fiber_init_context(&context->fiber, &coroutine_kind, entry, stack_size);
#endif
	if (!ready) {
		zend_clear_exception();
		efree(context);
		return NULL;
	}
	context->fiber.cleanup = destroyed;
	context->page = zend_vm_stack_new_page(FIRST_PAGE, NULL);
	context->colour = next_colour++ % COLOURS;
	context->place.fiber = &context->fiber;
	return context;
}

void corio_context_free(corio_context *context)
{
	zend_fiber_destroy_context(&context->fiber);
}

static zend_always_inline parked_place *place_of(corio_context *context)
{
	return context ? &context->place : &main_place;
}

zend_execute_data *corio_parked_call(corio_context *context)
{
	return place_of(context)->call;
}

/* Throws a TypeError that gives PHP's reason, which it frees; false. */
static bool wrong_callable(uint32_t index, char *error, zval *callable)
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

bool corio_context_load(corio_context *context, zend_execute_data *call, uint32_t slot)
{
	char *error = NULL;
	zval *callable = ZEND_CALL_ARG(call, 1);
	if (!zend_parse_arg_func(callable, &context->fci, &context->fcc, false, &error)) {
		return wrong_callable(0, error, callable);
	}
	if (context->fcc.function_handler
		&& context->fcc.function_handler->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE) {
		/* A trampoline serves one call only, and that call comes later: look it up anew then. */
		zend_release_fcall_info_cache(&context->fcc);
		context->fcc.function_handler = NULL;
	}
	Z_TRY_ADDREF(context->fci.function_name);
	context->fci.param_count = ZEND_CALL_NUM_ARGS(call) - 1;
	context->fci.params = NULL;
	if (context->fci.param_count) {
		context->fci.params = safe_emalloc(context->fci.param_count, sizeof(zval), 0);
		for (uint32_t i = 0; i < context->fci.param_count; i++) {
			ZVAL_COPY_DEREF(&context->fci.params[i], ZEND_CALL_ARG(call, i + 2));
		}
	}
	context->fci.named_params = NULL;
	if (ZEND_CALL_INFO(call) & ZEND_CALL_HAS_EXTRA_NAMED_PARAMS) {
		context->fci.named_params = call->extra_named_params;
		GC_TRY_ADDREF(context->fci.named_params);
	}
	context->slot = slot;
	return true;
}

static void unload(corio_context *context)
{
	for (uint32_t i = 0; i < context->fci.param_count; i++) {
		zval_ptr_dtor(&context->fci.params[i]);
	}
	if (context->fci.params) {
		efree(context->fci.params);
	}
	context->fci.params = NULL;
	context->fci.param_count = 0;
	if (context->fci.named_params) {
		zend_array_release(context->fci.named_params);
		context->fci.named_params = NULL;
	}
	zval callable;
	ZVAL_COPY_VALUE(&callable, &context->fci.function_name);
	ZVAL_UNDEF(&context->fci.function_name);
	zval_ptr_dtor(&callable);
}

void corio_context_defer(corio_context *context, zval *callable)
{
	context->defers = safe_erealloc(context->defers, context->defer_count + 1, sizeof(zval), 0);
	ZVAL_COPY(&context->defers[context->defer_count++], callable);
}

/* What the VM switch does not put away. Each field has a default that all leave behind, so that the
 * common case is a few comparisons. */
typedef struct engine_state {
	bool used;
	/* The others that are put away: a list, so that classes under way can be looked up. */
	struct engine_state *next, **link;
	zend_object *prev_exception;
	zend_error_handling_t error_handling;
	zend_class_entry *exception_class;
	HashTable *in_autoload;
	zend_string *wanted_class;
	zend_fcall_info user_compare_fci;
	zend_fcall_info_cache user_compare_fcc;
	unsigned serialize_lock;
	struct php_serialize_data *serialize_data;
	unsigned serialize_level;
	struct php_unserialize_data *unserialize_data;
	unsigned unserialize_level;
} engine_state;

static ZEND_EXT_TLS engine_state *put_away_states;
/* The class that the running coroutine is about to wait for. */
static ZEND_EXT_TLS zend_string *wanted_class;

static zend_always_inline bool has_state(void)
{
	return EG(prev_exception) || EG(error_handling) != EH_NORMAL
		|| (EG(in_autoload) && zend_hash_num_elements(EG(in_autoload)))
		|| BG(user_compare_fci).size || BG(serialize_lock) || BG(serialize).level || BG(unserialize).level;
}

static zend_never_inline void put_away(engine_state *state)
{
	state->used = true;
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

static zend_never_inline void take_back(const engine_state *state)
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

/* The error handler that the script has set. */
static ZEND_EXT_TLS zval script_error_handler;

/* Whether the script's error handler runs: then PHP has taken it away, so that its own errors do not reach
 * it, and puts it back when it returns. */
static zend_always_inline bool in_error_handler(void)
{
	return Z_TYPE(EG(user_error_handler)) == IS_UNDEF && Z_TYPE(script_error_handler) != IS_UNDEF;
}

/* The others need the handler meanwhile: answers what is lent to them. */
static zend_never_inline void *lend_error_handler(void)
{
	ZVAL_COPY(&EG(user_error_handler), &script_error_handler);
	return Z_PTR(script_error_handler);
}

/* The handler goes on: takes back what was lent, unless the others have set another one. */
static zend_never_inline void take_error_handler(const void *lent)
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

/* Takes the buffers that a coroutine has opened off the stack; {main}'s stay, so that what the others
 * print lands where the script's own output goes. */
static zend_never_inline php_output_handler **take_output(uint32_t *count)
{
	*count = zend_stack_count(&OG(handlers)) - main_output_level;
	php_output_handler **own = safe_emalloc(*count, sizeof *own, 0);
	for (uint32_t i = *count; i > 0; i--) {
		own[i - 1] = top_output_handler();
		zend_stack_del_top(&OG(handlers));
	}
	OG(active) = top_output_handler();
	return own;
}

static zend_never_inline void put_output(php_output_handler **own, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		own[i]->level = zend_stack_push(&OG(handlers), &own[i]) - 1;
	}
	OG(active) = top_output_handler();
	efree(own);
}

void corio_switch(corio_context *from, corio_context *to)
{
	parked_place *place = place_of(from);
	place->fiber = EG(current_fiber_context);
	place->call = EG(current_execute_data);

	engine_state state;
	state.used = false;
	if (UNEXPECTED(has_state())) {
		put_away(&state);
	}
	void *lent = UNEXPECTED(in_error_handler()) ? lend_error_handler() : NULL;
	php_output_handler **output = NULL;
	uint32_t output_count = 0;
	if (!from) {
		main_output_level = zend_stack_count(&OG(handlers));
	} else if (UNEXPECTED(zend_stack_count(&OG(handlers)) > main_output_level)) {
		output = take_output(&output_count);
	}

	zend_fiber_transfer transfer = {.context = place_of(to)->fiber};
	zend_fiber_switch_context(&transfer);

	place->call = NULL;
	if (UNEXPECTED(state.used)) {
		take_back(&state);
	}
	if (UNEXPECTED(lent != NULL)) {
		take_error_handler(lent);
	}
	if (UNEXPECTED(output != NULL)) {
		put_output(output, output_count);
	}
}

/* After exit() and after a fatal error the callbacks are dropped, as finally blocks are. */
static void call_defers(corio_context *context)
{
	zend_object *thrown = EG(exception);
	EG(exception) = NULL;
	while (context->defer_count) {
		zval callable = context->defers[--context->defer_count], result;
		ZVAL_UNDEF(&result);
		if (!thrown || !zend_is_unwind_exit(thrown)) {
			call_user_function(NULL, NULL, &callable, &result, 0, NULL);
		}
		zval_ptr_dtor(&result);
		zval_ptr_dtor(&callable);
		if (EG(exception)) {
			if (thrown) {
				corio_chain_exception(EG(exception), thrown);
			}
			thrown = EG(exception);
			EG(exception) = NULL;
		}
	}
	efree(context->defers);
	context->defers = NULL;
	EG(exception) = thrown;
}

/* Calls the script's exception handler. PHP's own function for it would drop what the handler throws. */
static void call_exception_handler(void)
{
	zval handler, exception, result;
	ZVAL_COPY(&handler, &EG(user_exception_handler));
	ZVAL_OBJ(&exception, EG(exception));
	EG(exception) = NULL;
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, &handler, &result, 1, &exception);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&exception);
	zval_ptr_dtor(&handler);
}

/* Reports an exception that nobody waits for, as if it had been thrown in {main}. */
static void report_uncaught(void)
{
	EG(exit_status) = 255;
	if (Z_TYPE(EG(user_exception_handler)) != IS_UNDEF) {
		call_exception_handler();
	}
	if (EG(exception) && zend_is_unwind_exit(EG(exception))) {
		/* exit() in the handler has set the status. */
		zend_clear_exception();
	} else if (EG(exception)) {
		EG(exit_status) = 255;
		zend_exception_error(EG(exception), E_ERROR);
		EG(exception) = NULL;
	}
}

static int outcome_of(corio_context *context)
{
	zend_object *exception = EG(exception);
	if (EXPECTED(!exception)) {
		return CORIO_RETURNED;
	}
	if (zend_is_graceful_exit(exception)) {
		zend_clear_exception();
		return CORIO_KILLED;
	}
	if (zend_is_unwind_exit(exception)) {
		zend_clear_exception();
		return CORIO_EXITED;
	}
	if (corio_coroutine_threw(context->slot, exception)) {
		EG(exception) = NULL;
		return CORIO_RETURNED;
	}
	report_uncaught();
	return CORIO_EXITED;
}

/* Flushes a buffer that the coroutine left open; at the very end without calling its handler. */
static void end_output(void)
{
	if (UNEXPECTED(request_over)) {
		OG(active)->flags |= PHP_OUTPUT_HANDLER_DISABLED;
	}
	php_output_end();
}

static int error_reporting_of_script(void)
{
	if (EXPECTED(EG(error_reporting) & ~E_FATAL_ERRORS)) {
		return EG(error_reporting);
	}
	/* The creator is perhaps under "@", which is not the new coroutine's business. */
	return INI_STR("error_reporting") ? (int)INI_INT("error_reporting") : E_ALL;
}

/* Runs the body on a fresh VM stack. PHP's bailout ends here. */
static int run(corio_context *context)
{
	volatile int outcome = CORIO_BAILED;
	int error_reporting = error_reporting_of_script();

	EG(vm_stack) = NULL;
	EG(active_fiber) = NULL;
	zend_first_try {
		zend_vm_stack page = context->page;
		page->top = ZEND_VM_STACK_ELEMENTS(page) + CACHE_LINE / sizeof(zval) * (context->colour % (COLOURS / 2));
		EG(vm_stack) = page;
		EG(vm_stack_top) = page->top + ZEND_CALL_FRAME_SLOT;
		EG(vm_stack_end) = page->end;
		EG(vm_stack_page_size) = NEXT_PAGE;

		zend_execute_data *root = (zend_execute_data *)page->top;
		memset(root, 0, sizeof *root);
		root->func = (zend_function *)&root_function;
		EG(current_execute_data) = root;
		EG(jit_trace_num) = 0;
		EG(error_reporting) = error_reporting;
#ifdef ZEND_CHECK_STACK_LIMIT
		EG(stack_base) = zend_fiber_stack_base(context->fiber.stack);
		EG(stack_limit) = zend_fiber_stack_limit(context->fiber.stack);
#endif
		zval result;
		ZVAL_UNDEF(&result);
		context->fci.retval = &result;
		zend_call_function(&context->fci, context->fcc.function_handler ? &context->fcc : NULL);
		zval_ptr_dtor(&result);
		if (UNEXPECTED(context->defer_count)) {
			call_defers(context);
		}
		outcome = outcome_of(context);
		while (UNEXPECTED(zend_stack_count(&OG(handlers)) > main_output_level)) {
			end_output();
		}
		unload(context);
		if (UNEXPECTED(EG(exception))) {
			/* From a destructor of the callable or its arguments. */
			outcome = outcome_of(context);
		}
	} zend_end_try();
	return outcome;
}

/* Never inlined, so that `entry` can shift where its frame begins. */
static zend_never_inline void serve(zend_fiber_transfer *transfer, corio_context *context)
{
	for (;;) {
		int outcome = run(context);
		/* After a bailout the stack is given back: what it jumped over is lost. */
		bool keep = outcome != CORIO_BAILED;
		corio_context *successor = corio_coroutine_ended(context->slot, outcome, &keep);
		zend_fiber_context *next = place_of(successor)->fiber;
		context->place.fiber = &context->fiber;
		if (UNEXPECTED(!keep)) {
			transfer->context = next;
			ZVAL_UNDEF(&transfer->value);
			transfer->flags = 0;
			return;
		}
		zend_fiber_transfer leave = {.context = next};
		zend_fiber_switch_context(&leave);
	}
}

static void entry(zend_fiber_transfer *transfer)
{
	corio_context *context = (corio_context *)EG(current_fiber_context);
	char *shift = __builtin_alloca(1 + CACHE_LINE * context->colour);
	__asm__ volatile("" : : "r"(shift) : "memory"); /* so that it is not optimised away */
	serve(transfer, context);
}

int corio_switch_blocked(void)
{
	if (UNEXPECTED(OG(running))) {
		return CORIO_IN_OUTPUT_HANDLER;
	}
	return UNEXPECTED(zend_fiber_switch_blocked()) ? CORIO_IN_DESTRUCTOR : CORIO_MAY_SWITCH;
}

void corio_throw_kill(bool graceful)
{
	zend_throw_exception_internal(graceful ? zend_create_graceful_exit() : zend_create_unwind_exit());
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

/* ---- Request state -------------------------------------------------------------------------- */

static ZEND_EXT_TLS bool exit_called;

#if PHP_VERSION_ID >= 80400
static zif_handler original_exit;

static void exit_function(INTERNAL_FUNCTION_PARAMETERS)
{
	exit_called = true;
	original_exit(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}
#else
static user_opcode_handler_t original_exit;

static int exit_opcode(zend_execute_data *execute_data)
{
	exit_called = true;
	return original_exit ? original_exit(execute_data) : ZEND_USER_OPCODE_DISPATCH;
}
#endif

static zif_handler original_set_error_handler;
static zif_handler original_restore_error_handler;

static void note_error_handler(void)
{
	zval old = script_error_handler;
	ZVAL_COPY(&script_error_handler, &EG(user_error_handler));
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

/* Puts `handler` in front of the function `name` and answers the function's own. */
static zif_handler intercept(const char *name, zif_handler handler)
{
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), name, strlen(name));
	if (!function) {
		return NULL;
	}
	zif_handler original = function->internal_function.handler;
	function->internal_function.handler = handler;
	return original;
}

static void forked(void)
{
	/* Classes that the others were loading are not loaded here. */
	for (engine_state *state = put_away_states; state; state = state->next) {
		state->in_autoload = NULL;
	}
	corio_process_forked();
}

/* PHP leaves no trace of exit() that a shutdown function could see, so it is noted on its way. */
void corio_module_startup(void)
{
	pthread_atfork(NULL, NULL, forked);
	original_set_error_handler = intercept("set_error_handler", set_error_handler_function);
	original_restore_error_handler = intercept("restore_error_handler", restore_error_handler_function);
	if (zend_autoload) {
		original_autoload = zend_autoload;
		zend_autoload = autoload;
	}
#if PHP_VERSION_ID >= 80400
	original_exit = intercept("exit", exit_function);
#else
	original_exit = zend_get_user_opcode_handler(ZEND_EXIT);
	zend_set_user_opcode_handler(ZEND_EXIT, exit_opcode);
#endif
}

void corio_request_startup(void)
{
#ifdef ZTS
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	exit_called = false;
	request_over = false;
	main_output_level = 0;
	put_away_states = NULL; /* a fatal error may have left some of the last request's */
}

void corio_request_shutdown(void)
{
	request_over = true;
}

void corio_request_end(void)
{
	zval_ptr_dtor(&script_error_handler);
	ZVAL_UNDEF(&script_error_handler);
	if (destroyed_last) {
		efree(destroyed_last);
		destroyed_last = NULL;
	}
}

bool corio_script_failed(void)
{
	return exit_called || EG(exit_status) == 255 || CG(unclean_shutdown);
}

bool corio_unclean_shutdown(void)
{
	return CG(unclean_shutdown);
}

void corio_register_shutdown(const char *function)
{
	zval name, argument, result;
	ZVAL_STRING(&name, "register_shutdown_function");
	ZVAL_STRING(&argument, function);
	ZVAL_UNDEF(&result);
	call_user_function(NULL, NULL, &name, &result, 1, &argument);
	zval_ptr_dtor(&result);
	zval_ptr_dtor(&argument);
	zval_ptr_dtor(&name);
}

uint32_t corio_shutdown_functions(void)
{
	return BG(user_shutdown_function_names) ? zend_hash_num_elements(BG(user_shutdown_function_names)) : 0;
}

void corio_run_interrupts(void)
{
#if PHP_VERSION_ID >= 80200
	bool pending = zend_atomic_bool_load_ex(&EG(vm_interrupt));
#else
	bool pending = EG(vm_interrupt);
#endif
	if (!pending) {
		return;
	}
#if PHP_VERSION_ID >= 80200
	zend_atomic_bool_store_ex(&EG(vm_interrupt), false);
	bool timed_out = zend_atomic_bool_load_ex(&EG(timed_out));
#else
	EG(vm_interrupt) = 0;
	bool timed_out = EG(timed_out);
#endif
	if (timed_out) {
		zend_timeout();
	} else if (zend_interrupt_function) {
		zend_interrupt_function(EG(current_execute_data));
	}
}

bool corio_is_aborted(void)
{
	return PG(connection_status) & PHP_CONNECTION_ABORTED;
}

bool corio_is_cli(void)
{
	return strcmp(sapi_module.name, "cli") == 0 || strcmp(sapi_module.name, "phpdbg") == 0
		|| strcmp(sapi_module.name, "embed") == 0;
}

/* ---- Exceptions and errors ------------------------------------------------------------------- */

bool corio_has_exception(void)
{
	return EG(exception) != NULL;
}

void corio_throw(zend_class_entry *ce, const char *message, size_t length, zend_long code)
{
	zend_throw_exception_ex(ce, code, "%.*s", (int)length, message);
}

void corio_throw_object(zend_object *exception)
{
	zend_throw_exception_internal(exception);
}

void corio_release_object(zend_object *object)
{
	OBJ_RELEASE(object);
}

void corio_chain_exception(zend_object *exception, zend_object *previous)
{
	if (zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception)) {
		OBJ_RELEASE(previous);
		return;
	}
	zend_exception_set_previous(exception, previous);
}

bool corio_is_exit(zend_object *exception)
{
	return zend_is_unwind_exit(exception);
}

zend_object *corio_thrown(void)
{
	return EG(exception);
}

zend_object *corio_take_exception(void)
{
	zend_object *exception = EG(exception);
	EG(exception) = NULL;
	return exception;
}

void corio_warning(const char *message, size_t length)
{
	php_error_docref(NULL, E_WARNING, "%.*s", (int)length, message);
}

void corio_report(const char *message, size_t length)
{
	bool display = PG(display_errors);
	PG(display_errors) = display && corio_is_cli();
	corio_warning(message, length);
	PG(display_errors) = display;
}

zend_execute_data *corio_current_call(void)
{
	return EG(current_execute_data);
}

uint32_t corio_call_site(zend_execute_data *call, const char **file, size_t *length)
{
	while (call && (!call->func || !ZEND_USER_CODE(call->func->type))) {
		call = call->prev_execute_data;
	}
	if (!call) {
		return 0;
	}
	*file = ZSTR_VAL(call->func->op_array.filename);
	*length = ZSTR_LEN(call->func->op_array.filename);
	return call->opline ? call->opline->lineno : 0;
}

/* ---- Classes and functions ------------------------------------------------------------------- */

typedef struct {
	void *data;
	void (*drop)(void *);
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
	zend_object_std_dtor(object);
}

void corio_object_set(zend_object *object, void *data, void (*drop)(void *))
{
	corio_object *own = object_of(object);
	if (own->data) {
		own->drop(own->data);
	}
	own->data = data;
	own->drop = drop;
}

void *corio_object_data(zend_object *object)
{
	return object_of(object)->data;
}

zval *corio_object_slot(zend_object *object, uint32_t index)
{
	zval *slot = OBJ_PROP_NUM(object, index);
	ZVAL_DEREF(slot);
	return slot;
}

void corio_update_property(zend_object *object, const char *name, size_t length, zval *value)
{
	zend_update_property(object->ce, object, name, length, value);
	zval_ptr_dtor(value);
}

static zend_type type_of(uint32_t mask, const char *class_name, uint32_t extra)
{
	if (class_name) {
		return (zend_type)ZEND_TYPE_INIT_CLASS_CONST(class_name, (mask & MAY_BE_NULL) != 0, extra);
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

zend_class_entry *corio_type_error_class(void)
{
	return zend_ce_type_error;
}

void corio_declare_property(zend_class_entry *ce, const char *name, size_t length, zval *value)
{
	zend_declare_property(ce, name, length, value, ZEND_ACC_PUBLIC);
}

void corio_declare_constant(zend_class_entry *ce, const char *name, size_t length, zend_long value)
{
	zend_declare_class_constant_long(ce, name, length, value);
}

void corio_register_long(const char *name, size_t length, zend_long value)
{
	zend_register_long_constant(name, length, value, CONST_PERSISTENT | CONST_CS, EG(current_module)->module_number);
}

/* ---- Arguments ------------------------------------------------------------------------------- */

uint32_t corio_arg_count(zend_execute_data *call)
{
	return ZEND_CALL_NUM_ARGS(call);
}

static zval *argument(zend_execute_data *call, uint32_t index)
{
	zval *arg = ZEND_CALL_ARG(call, index + 1);
	ZVAL_DEREF(arg);
	return arg;
}

zend_object *corio_this(zend_execute_data *call)
{
	return Z_OBJ(call->This);
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
	return wrong_callable(index, error, *value);
}

/* ---- Values ---------------------------------------------------------------------------------- */

const char *corio_string(const zend_string *string, size_t *length)
{
	*length = ZSTR_LEN(string);
	return ZSTR_VAL(string);
}

void corio_set_string(zval *value, const char *bytes, size_t length)
{
	ZVAL_STRINGL_FAST(value, bytes, length);
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

void corio_array_set(zval *array, const char *key, size_t key_length, zval *value)
{
	if (Z_TYPE_P(array) != IS_ARRAY) {
		array_init(array);
	}
	add_assoc_zval_ex(array, key, key_length, value);
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
