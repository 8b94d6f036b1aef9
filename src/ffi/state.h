/* State of the engine that a switch does not put away by itself: state.c does, for context.c. */
#ifndef CORIO_STATE_H
#define CORIO_STATE_H

#include "shim.h"

#include "ext/standard/basic_functions.h"
#include "php_output.h"

/* What the VM switch does not put away. Each field has a default that all leave behind, so that the
 * common case is a few comparisons. */
typedef struct engine_state {
	bool used;
	bool of_main;
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

/* The error handler that the script has set. */
extern ZEND_EXT_TLS zval corio_script_error_handler;
/* Handlers below this level of the output stack are {main}'s: the script's own output. */
extern ZEND_EXT_TLS int corio_main_output_level;

static zend_always_inline bool corio_has_state(void)
{
	return EG(prev_exception) || EG(error_handling) != EH_NORMAL
		|| (EG(in_autoload) && zend_hash_num_elements(EG(in_autoload)))
		|| BG(user_compare_fci).size || BG(serialize_lock) || BG(serialize).level || BG(unserialize).level;
}

void corio_put_away(engine_state *state, bool of_main);
void corio_take_back(const engine_state *state);

/* Whether the script's error handler runs: then PHP has taken it away, so that its own errors do not reach
 * it, and puts it back when it returns. */
static zend_always_inline bool corio_in_error_handler(void)
{
	return Z_TYPE(EG(user_error_handler)) == IS_UNDEF && Z_TYPE(corio_script_error_handler) != IS_UNDEF;
}

/* The others need the handler meanwhile: answers what is lent to them. */
void *corio_lend_error_handler(void);
/* The handler goes on: takes back what was lent, unless the others have set another one. */
void corio_take_error_handler(const void *lent);

/* Takes the buffers that a coroutine has opened off the stack; {main}'s stay, so that what the others
 * print lands where the script's own output goes. */
php_output_handler **corio_take_output(uint32_t *count);
void corio_put_output(php_output_handler **own, uint32_t count);

/* Puts `handler` in front of the function `name` and answers the function's own. */
zif_handler corio_intercept(const char *name, zif_handler handler);

/* Sets up what this file watches, once per process; at the begin and the end of a request; in a fork. */
void corio_state_startup(void);
void corio_state_request_startup(void);
void corio_state_request_end(void);
void corio_state_forked(void);

#endif
