#include "state.h"

#include "SAPI.h"
#include "zend_exceptions.h"

#include <pthread.h>

#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif

static ZEND_EXT_TLS bool exit_called;
/* RSHUTDOWN has begun: no PHP code runs any more. */
static ZEND_EXT_TLS bool request_over;

#if PHP_VERSION_ID >= 80400
static zif_handler original_exit;

static void exit_function(INTERNAL_FUNCTION_PARAMETERS)
{
	zval none;
	ZVAL_NULL(&none);
	if (UNEXPECTED(corio_exit_throws(ZEND_NUM_ARGS() ? ZEND_CALL_ARG(execute_data, 1) : &none))) {
		return;
	}
	exit_called = true;
	original_exit(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}
#else
static user_opcode_handler_t original_exit;

static int exit_opcode(zend_execute_data *execute_data)
{
	const zend_op *opline = EX(opline);
	zval none, *status = &none;
	ZVAL_NULL(&none);
	if (opline->op1_type != IS_UNUSED) {
		status = zend_get_zval_ptr(opline, opline->op1_type, &opline->op1, execute_data);
	}
	if (UNEXPECTED(corio_exit_throws(status))) {
		if (opline->op1_type & (IS_TMP_VAR | IS_VAR)) {
			zval_ptr_dtor_nogc(status);
		}
		return ZEND_USER_OPCODE_CONTINUE;
	}
	exit_called = true;
	return original_exit ? original_exit(execute_data) : ZEND_USER_OPCODE_DISPATCH;
}
#endif

static void forked(void)
{
	corio_signal_forked();
	corio_state_forked();
	if (corio_process_forked()) {
		/* What the parent's coroutines hold is never freed here: a debug build of PHP would call it leaked. */
		PG(report_memleaks) = false;
	}
}

/* PHP leaves no trace of exit() that a shutdown function could see, so it is noted on its way. */
void corio_module_startup(void)
{
#ifdef ZTS
	ZEND_TSRMLS_CACHE_UPDATE();
#endif
	pthread_atfork(NULL, NULL, forked);
	corio_state_startup();
#if PHP_VERSION_ID >= 80400
	original_exit = corio_intercept("exit", exit_function);
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
	corio_state_request_startup();
	corio_late_functions_begin();
}

void corio_request_shutdown(void)
{
	request_over = true;
}

bool corio_request_is_over(void)
{
	return request_over;
}

void corio_request_end(void)
{
	corio_state_request_end();
	corio_contexts_end();
	corio_late_functions_end();
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

bool corio_has_interrupt(void)
{
#if PHP_VERSION_ID >= 80200
	return zend_atomic_bool_load_ex(&EG(vm_interrupt));
#else
	return EG(vm_interrupt);
#endif
}

void corio_run_interrupts(void)
{
	if (!corio_has_interrupt()) {
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

bool corio_run_interrupts_caught(void)
{
	volatile bool survived = true;
	zend_try {
		corio_run_interrupts();
	} zend_catch {
		survived = false;
	} zend_end_try();
	return survived;
}

bool corio_is_aborted(void)
{
	return PG(connection_status) & PHP_CONNECTION_ABORTED;
}

zend_long corio_request_elapsed(void)
{
	struct timeval now;
	gettimeofday(&now, NULL);
	double elapsed = (double)now.tv_sec + now.tv_usec / 1e6 - sapi_get_request_time();
	return elapsed > 0 ? (zend_long)(elapsed * 1000) : 0;
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
