#include "shim.h"

#include "zend_builtin_functions.h"
#include "zend_exceptions.h"

zend_object *corio_call_object(zend_execute_data *call)
{
	return call && call->func && Z_TYPE(call->This) == IS_OBJECT ? Z_OBJ(call->This) : NULL;
}

const zend_string *corio_call_argument(zend_execute_data *call)
{
	if (!call || !call->func || ZEND_USER_CODE(call->func->type) || ZEND_CALL_NUM_ARGS(call) == 0) {
		return NULL;
	}
	zval *argument = ZEND_CALL_ARG(call, 1);
	ZVAL_DEREF(argument);
	return Z_TYPE_P(argument) == IS_STRING ? Z_STR_P(argument) : NULL;
}

void corio_backtrace(zend_execute_data *call, zend_long options, zend_long limit, zval *trace)
{
	zend_execute_data *running = EG(current_execute_data);
	EG(current_execute_data) = call;
	zend_fetch_debug_backtrace(trace, 0, (int)options, (int)limit);
	EG(current_execute_data) = running;
}

void corio_print(const char *text, size_t length)
{
	PHPWRITE(text, length);
}

void corio_trace_text(zval *trace, zval *text)
{
	ZVAL_STR(text, zend_trace_to_string(Z_ARRVAL_P(trace), false));
}

size_t corio_stack_usage(zend_execute_data *call)
{
	size_t slots = 0;
	for (; call && call->func; call = call->prev_execute_data) {
		uint32_t given = ZEND_CALL_NUM_ARGS(call);
		slots += ZEND_CALL_FRAME_SLOT + given;
		if (ZEND_USER_CODE(call->func->type)) {
			zend_op_array *code = &call->func->op_array;
			slots += code->last_var + code->T - MIN(code->num_args, given);
		}
	}
	return slots * sizeof(zval);
}
