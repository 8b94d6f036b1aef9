#include "stack.h"
#include "state.h"

#include "php_ini.h"
#include "zend_closures.h"
#include "zend_exceptions.h"

/* The first VM page: enough for a dozen frames. It is a size of PHP's allocator, four in three pages of memory. */
#define FIRST_PAGE 3072
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
/* VM stacks begin at four places of a page already. */
#define VM_COLOURS 4
static ZEND_EXT_TLS unsigned next_colour;

struct corio_context {
	zend_fiber_context fiber; /* first: the running context is found by EG(current_fiber_context) */
	corio_stack stack;
	parked_place place;
	zend_vm_stack page;
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;
	zval *defers;
	uint32_t defer_count;
	uint32_t slot;
	uint32_t colour;
	bool keeps_result;
	bool is_deferring;
	/* What is to be called is known only when the body runs. */
	bool is_event;
	zval event_arguments[CORIO_EVENT_ARGUMENTS];
	/* Where and when it was created. */
	uint32_t creation_line;
	struct timespec creation_time;
	zend_string *creation_file;
	/* What Coroutine::getContext() answers, if it was called. */
	zend_object *bag;
};

static ZEND_EXT_TLS parked_place main_place;
static ZEND_EXT_TLS corio_context *destroyed_last;
/* One that nobody goes on in: it is freed as soon as its stack is not the one that runs. */
static ZEND_EXT_TLS corio_context *left;
static char coroutine_kind;
static const zend_internal_function root_function = {.type = ZEND_INTERNAL_FUNCTION};

static void entry(zend_fiber_transfer *transfer);

/* PHP calls this in the middle of destroying a context whose stack is PHP's, and reads it again: it is freed with the
 * next one. */
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
	context->page = zend_vm_stack_new_page(FIRST_PAGE, NULL);
	if (!corio_stack_new(&context->stack, &context->fiber, &coroutine_kind, entry, stack_size)) {
		efree(context->page);
		efree(context);
		return NULL;
	}
	if (UNEXPECTED(corio_stack_is_of_php(&context->stack))) {
		context->fiber.cleanup = destroyed;
	}
	context->colour = next_colour++ % COLOURS;
	context->place.fiber = &context->fiber;
	return context;
}

void corio_context_free(corio_context *context)
{
	bool is_of_php = corio_stack_is_of_php(&context->stack);
	corio_stack_free(&context->stack, &context->fiber);
	if (EXPECTED(!is_of_php)) {
		efree(context->page);
		efree(context);
	}
}

/* Whoever runs after a context was left for ever calls this. */
static zend_always_inline void free_left(void)
{
	if (UNEXPECTED(left != NULL)) {
		corio_context *context = left;
		left = NULL;
		corio_context_free(context);
	}
}

/* Fibers that wait inside a coroutine look suspended, and the end of the script would resume those to destroy them. */
void corio_context_leave_to_parent(corio_context *context)
{
	zend_fiber_context *inner = context->place.fiber;
	while (inner && inner->kind == zend_ce_fiber) {
		inner->status = ZEND_FIBER_STATUS_RUNNING;
		inner = zend_fiber_from_context(inner)->caller;
	}
}

static zend_always_inline parked_place *place_of(corio_context *context)
{
	return context ? &context->place : &main_place;
}

zend_execute_data *corio_parked_call(corio_context *context)
{
	return place_of(context)->call;
}

/* The time of the last tick of the system's clock, some milliseconds ago: the exact one takes several times as long. */
static zend_always_inline void note_time(corio_context *context)
{
#ifdef CLOCK_MONOTONIC_COARSE
	clock_gettime(CLOCK_MONOTONIC_COARSE, &context->creation_time);
#else
	clock_gettime(CLOCK_MONOTONIC, &context->creation_time);
#endif
}

static zend_always_inline void note_creation(corio_context *context, zend_execute_data *call)
{
	while (call && (!call->func || !ZEND_USER_CODE(call->func->type))) {
		call = call->prev_execute_data;
	}
	if (EXPECTED(call != NULL)) {
		context->creation_line = call->opline ? call->opline->lineno : 0;
		context->creation_file = zend_string_copy(call->func->op_array.filename);
	}
}

void corio_context_note_creation(corio_context *context)
{
	note_creation(context, EG(current_execute_data));
}

zend_long corio_context_elapsed(corio_context *context)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t elapsed = (now.tv_sec - context->creation_time.tv_sec) * INT64_C(1000000000)
		+ (now.tv_nsec - context->creation_time.tv_nsec);
	return elapsed / 1000000;
}

uint32_t corio_context_creation(corio_context *context, const char **file, size_t *length)
{
	if (!context->creation_file) {
		return 0;
	}
	*file = ZSTR_VAL(context->creation_file);
	*length = ZSTR_LEN(context->creation_file);
	return context->creation_line;
}

zend_object *corio_context_bag(corio_context *context, zend_class_entry *ce)
{
	if (!context->bag) {
		zval bag;
		if (object_init_ex(&bag, ce) != SUCCESS) {
			return NULL;
		}
		context->bag = Z_OBJ(bag);
	}
	return context->bag;
}

bool corio_context_load(corio_context *context, zend_execute_data *call, uint32_t slot)
{
	char *error = NULL;
	zval *callable = ZEND_CALL_ARG(call, 1);
	if (zend_fcall_info_init(callable, 0, &context->fci, &context->fcc, NULL, &error) != SUCCESS) {
		return corio_wrong_callable(0, error, callable);
	}
	/* A trampoline serves one call only, and that call comes later: this forgets it, to look it up anew then. */
	zend_release_fcall_info_cache(&context->fcc);
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
	note_time(context);
	note_creation(context, call->prev_execute_data);
	return true;
}

bool corio_context_load_values(
	corio_context *context, zval *callable, zval *arguments, uint32_t count, zval *named, uint32_t slot)
{
	if (zend_fcall_info_init(callable, 0, &context->fci, &context->fcc, NULL, NULL) != SUCCESS) {
		return false;
	}
	zend_release_fcall_info_cache(&context->fcc);
	ZVAL_COPY_VALUE(&context->fci.function_name, callable);
	context->fci.param_count = count;
	context->fci.params = NULL;
	if (count) {
		context->fci.params = safe_emalloc(count, sizeof(zval), 0);
		memcpy(context->fci.params, arguments, count * sizeof(zval));
	}
	context->fci.named_params = Z_TYPE_P(named) == IS_ARRAY ? Z_ARRVAL_P(named) : NULL;
	context->slot = slot;
	note_time(context);
	return true;
}

static void unload(corio_context *context)
{
	for (uint32_t i = 0; i < context->fci.param_count; i++) {
		zval_ptr_dtor(&context->fci.params[i]);
	}
	if (context->fci.params && context->fci.params != context->event_arguments) {
		efree(context->fci.params);
	}
	context->fci.params = NULL;
	context->fci.param_count = 0;
	if (context->fci.named_params) {
		zend_array_release(context->fci.named_params);
		context->fci.named_params = NULL;
	}
	if (context->creation_file) {
		zend_string_release(context->creation_file);
		context->creation_file = NULL;
	}
	zval callable;
	ZVAL_COPY_VALUE(&callable, &context->fci.function_name);
	ZVAL_UNDEF(&context->fci.function_name);
	zval_ptr_dtor(&callable);
	if (UNEXPECTED(context->bag)) {
		zend_object *bag = context->bag;
		context->bag = NULL;
		OBJ_RELEASE(bag);
	}
}

void corio_context_expect_event(corio_context *context, uint32_t slot)
{
	context->fci = empty_fcall_info;
	context->fcc = empty_fcall_info_cache;
	context->fci.size = sizeof context->fci;
	context->is_event = true;
	context->slot = slot;
}

/* The callable and the arguments of an event; false if there is none. */
static bool load_event(corio_context *context)
{
	context->is_event = false;
	uint32_t count = corio_event_load(&context->fci.function_name, context->event_arguments);
	if (UNEXPECTED(count == CORIO_NO_EVENT)) {
		return false;
	}
	context->fci.params = context->event_arguments;
	context->fci.param_count = count;
	zend_object *callable = Z_OBJ(context->fci.function_name);
	if (EXPECTED(Z_TYPE(context->fci.function_name) == IS_OBJECT && callable->ce == zend_ce_closure)) {
		/* What zend_call_function() would find out in more steps. */
		zend_fcall_info_cache *fcc = &context->fcc;
		callable->handlers->get_closure(callable, &fcc->calling_scope, &fcc->function_handler, &fcc->object, true);
		fcc->called_scope = fcc->calling_scope;
#if PHP_VERSION_ID >= 80300
		fcc->closure = callable;
#endif
	}
	return true;
}

void corio_context_keep_result(corio_context *context)
{
	context->keeps_result = true;
}

void corio_context_defer(corio_context *context, zval *callable)
{
	context->defers = safe_erealloc(context->defers, context->defer_count + 1, sizeof(zval), 0);
	ZVAL_COPY(&context->defers[context->defer_count++], callable);
}

static zend_always_inline void switch_to(corio_context *to)
{
	zend_fiber_transfer transfer = {.context = place_of(to)->fiber};
	zend_fiber_switch_context(&transfer);
	free_left();
}

/* Whether the running code, which is `from`'s, has something in PHP's globals that is not for others. */
static zend_always_inline bool has_baggage(const corio_context *from)
{
	return corio_has_state() || corio_in_error_handler()
		|| (from && zend_stack_count(&OG(handlers)) > corio_main_output_level);
}

/* A function of its own, so that whoever waits without baggage has no room for it on its stack. */
static zend_never_inline void switch_with_baggage(corio_context *from, corio_context *to)
{
	engine_state state;
	state.used = false;
	if (corio_has_state()) {
		corio_put_away(&state, !from);
	}
	void *lent = corio_in_error_handler() ? corio_lend_error_handler() : NULL;
	php_output_handler **output = NULL;
	uint32_t output_count = 0;
	if (from && zend_stack_count(&OG(handlers)) > corio_main_output_level) {
		output = corio_take_output(&output_count);
	}
	switch_to(to);
	if (state.used) {
		corio_take_back(&state);
	}
	if (lent) {
		corio_take_error_handler(lent);
	}
	if (output) {
		corio_put_output(output, output_count);
	}
}

void corio_switch(corio_context *from, corio_context *to)
{
	parked_place *place = place_of(from);
	place->fiber = EG(current_fiber_context);
	place->call = EG(current_execute_data);
	if (!from) {
		corio_main_output_level = zend_stack_count(&OG(handlers));
	}
	if (UNEXPECTED(has_baggage(from))) {
		switch_with_baggage(from, to);
	} else {
		switch_to(to);
	}
	place->call = NULL;
}

static zend_always_inline void fetch_lines(const char *from, int lines)
{
#pragma GCC unroll 32
	for (int line = 0; line < lines; line++) {
		__builtin_prefetch(from + line * CACHE_LINE);
	}
}

void corio_fetch_context(const corio_context *context)
{
	fetch_lines((const char *)context, 3);
}

/* What a wait has on its stack, what the operation that goes on puts below that, and the calls of a script's function and
 * of the method that waits: most of it. No address is read, so that it does not matter where these are, or whether. */
void corio_fetch_stacks(const corio_context *context)
{
	fetch_lines((const char *)context->fiber.handle - 8 * CACHE_LINE, 8 + 18);
	fetch_lines((const char *)context->place.call - 4 * CACHE_LINE, 4 + 2);
}

/* After exit() and after a fatal error the callbacks are dropped, as finally blocks are. */
static void call_defers(corio_context *context)
{
	zend_object *thrown = EG(exception);
	EG(exception) = NULL;
	context->is_deferring = true;
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
	context->is_deferring = false;
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
	if (UNEXPECTED(corio_request_is_over())) {
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
		page->top = ZEND_VM_STACK_ELEMENTS(page) + CACHE_LINE / sizeof(zval) * (context->colour % VM_COLOURS);
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
		if (EXPECTED(!context->is_event || load_event(context))) {
			zend_call_function(&context->fci, context->fcc.function_handler ? &context->fcc : NULL);
		}
		if (UNEXPECTED(context->keeps_result)) {
			context->keeps_result = false;
			if (Z_TYPE(result) != IS_UNDEF) {
				corio_coroutine_returned(context->slot, &result);
			}
		} else {
			zval_ptr_dtor(&result);
		}
		if (UNEXPECTED(context->defer_count)) {
			call_defers(context);
		}
		outcome = outcome_of(context);
		while (UNEXPECTED(zend_stack_count(&OG(handlers)) > corio_main_output_level)) {
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
		if (UNEXPECTED(!keep) && corio_stack_is_of_php(&context->stack)) {
			transfer->context = next;
			ZVAL_UNDEF(&transfer->value);
			transfer->flags = 0;
			return;
		}
		if (successor == context) {
			/* It was given another body already. */
			continue;
		}
		if (!keep) {
			left = context;
		}
		zend_fiber_transfer leave = {.context = next};
		zend_fiber_switch_context(&leave);
		free_left();
	}
}

static void entry(zend_fiber_transfer *transfer)
{
	corio_context *context = (corio_context *)EG(current_fiber_context);
	free_left();
	char *shift = __builtin_alloca(1 + CACHE_LINE * context->colour);
	__asm__ volatile("" : : "r"(shift) : "memory"); /* so that it is not optimised away */
	serve(transfer, context);
}

static bool is_in_finally(zend_execute_data *call)
{
	zend_op_array *code = &call->func->op_array;
	if (!(code->fn_flags & ZEND_ACC_HAS_FINALLY_BLOCK) || !call->opline) {
		return false;
	}
	uint32_t at = call->opline - code->opcodes;
	for (int i = 0; i < code->last_try_catch; i++) {
		/* finally_op is 0 where there is none. */
		zend_try_catch_element *part = &code->try_catch_array[i];
		if (part->finally_op && at >= part->finally_op && at < part->finally_end) {
			return true;
		}
	}
	return false;
}

bool corio_is_cleaning_up(corio_context *context)
{
	if (context && context->is_deferring) {
		return true;
	}
	for (zend_execute_data *call = EG(current_execute_data); call; call = call->prev_execute_data) {
		if (!call->func || !ZEND_USER_CODE(call->func->type)) {
			continue;
		}
		zend_class_entry *scope = call->func->common.scope;
		if (is_in_finally(call) || (scope && scope->destructor == call->func)) {
			return true;
		}
	}
	return false;
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

void corio_contexts_end(void)
{
	free_left();
	if (destroyed_last) {
		efree(destroyed_last);
		destroyed_last = NULL;
	}
}
