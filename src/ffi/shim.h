/* The part of the Zend API that is macros and inline functions: Rust reaches it through these.
 * Layouts come from PHP's own headers at build time, so one source serves PHP 8.1 to 8.6. */
#ifndef CORIO_SHIM_H
#define CORIO_SHIM_H

#define ZEND_ENABLE_STATIC_TSRMLS_CACHE 1
#include "php.h"
#include "zend_fibers.h"

#ifdef ZTS
ZEND_TSRMLS_CACHE_EXTERN()
#endif

/* ---- Coroutine contexts --------------------------------------------------------------------- */

/* How a coroutine's body ended. */
enum {
	CORIO_RETURNED = 0, /* normally, or with an exception that was delivered */
	CORIO_EXITED = 1,   /* by exit(), or by an uncaught exception: {main} has to end too */
	CORIO_BAILED = 2,   /* by a fatal error: {main} has to end, the context is spoilt */
	CORIO_KILLED = 3,   /* unwound by corio_throw_kill() */
};

typedef struct corio_context corio_context;

/* A context with a C stack of `stack_size` bytes and a VM stack page; NULL when the system has no
 * room for another mapping (then no exception is set and errno says why). */
corio_context *corio_context_new(size_t stack_size);
void corio_context_free(corio_context *context);
/* In a forked child: nobody goes on in this context, nor in the Fibers that wait inside it. */
void corio_context_leave_to_parent(corio_context *context);
/* The request is over: gives back what the last context needed until now. */
void corio_contexts_end(void);

/* Takes callable and arguments from the frame of go(): false with an exception set if unusable. */
bool corio_context_load(corio_context *context, zend_execute_data *call, uint32_t slot);
/* Takes a callable that needs no class to be loaded, and arguments, those by name as an array or null; their
 * references are the context's from now on.
 * False, and nothing is taken, if it cannot be called. */
bool corio_context_load_values(
	corio_context *context, zval *callable, zval *arguments, uint32_t count, zval *named, uint32_t slot);

/* Has what the body returns told by corio_coroutine_returned(). */
void corio_context_keep_result(corio_context *context);

/* The context's body asks corio_event_load() what to call. */
void corio_context_expect_event(corio_context *context, uint32_t slot);

/* Adds a callable that runs when the body has ended; takes a reference. */
void corio_context_defer(corio_context *context, zval *callable);

/* Notes the running PHP code as the place where the coroutine is created. */
void corio_context_note_creation(corio_context *context);
/* That place: answers the line, 0 if there is none. */
uint32_t corio_context_creation(corio_context *context, const char **file, size_t *length);
/* Milliseconds since then, up to a few more. */
zend_long corio_context_elapsed(corio_context *context);
/* The object that belongs to the coroutine and ends with it; made of `ce`, a class below ArrayObject, when it is asked
 * for first. NULL with an exception. */
zend_object *corio_context_bag(corio_context *context, zend_class_entry *ce);

/* Switches from the running coroutine to another one; NULL stands for {main}. Returns when somebody
 * switches back. Where the code is resumed is noted in `from`: inside a native Fiber it is the Fiber. */
void corio_switch(corio_context *from, corio_context *to);

/* Have the processor fetch what a coroutine that will run soon needs, so that it does not wait for it then: its context,
 * and some time later, by the context, the tops of its stacks. */
void corio_fetch_context(const corio_context *context);
void corio_fetch_stacks(const corio_context *context);

/* The call in which a coroutine is parked; NULL when it runs or was never parked. */
zend_execute_data *corio_parked_call(corio_context *context);

/* The object whose method a call is; NULL if it is none. */
zend_object *corio_call_object(zend_execute_data *call);
/* The call's first argument if it is a string, else NULL. */
const zend_string *corio_call_argument(zend_execute_data *call);
/* The trace of `call`, which is the first in it, as debug_backtrace() makes it. */
void corio_backtrace(zend_execute_data *call, zend_long options, zend_long limit, zval *trace);
void corio_print(const char *text, size_t length);
/* A trace as text. */
void corio_trace_text(zval *trace, zval *text);
/* Bytes of the VM stack that the call and those below it take. */
size_t corio_stack_usage(zend_execute_data *call);

/* Whether the running code, of the coroutine with this context (NULL: {main}), stands in a finally block, a callback of
 * defer() or a destructor. */
bool corio_is_cleaning_up(corio_context *context);

/* Why nobody can be switched to here. */
enum { CORIO_MAY_SWITCH = 0, CORIO_IN_DESTRUCTOR = 1, CORIO_IN_OUTPUT_HANDLER = 2 };
int corio_switch_blocked(void);

/* Unwinds the running coroutine: `graceful` runs finally blocks, the other runs no PHP code. */
void corio_throw_kill(bool graceful);

/* ---- What Rust answers (src/coroutine) ------------------------------------------------------- */

/* Takes an exception that left a coroutine (and the reference) if somebody waits for it. */
bool corio_coroutine_threw(uint32_t slot, zend_object *exception);
/* exit() was called; answers whether it is to throw an exception instead, which is set then. */
bool corio_exit_throws(zval *status);
/* Takes what the body of a coroutine has returned. */
void corio_coroutine_returned(uint32_t slot, zval *result);
/* The coroutine is over; answers whom to switch to (NULL: {main}), and whether
 * the context may run another one. */
corio_context *corio_coroutine_ended(uint32_t slot, int outcome, bool *keep);
/* What the coroutine that was started for an event has to call: the references go to the context. Answers how many
 * arguments there are, or that there is nothing to call, perhaps because an exception is set. */
enum { CORIO_EVENT_ARGUMENTS = 2, CORIO_NO_EVENT = 3 };
uint32_t corio_event_load(zval *callable, zval *arguments);
/* This is a forked child; answers whether the parent's coroutines are left as they were. */
bool corio_process_forked(void);

/* Another coroutine loads the class that is wanted: waits until some class was loaded; false with an
 * exception set if that is impossible. */
bool corio_class_wait(void);
/* A class was loaded, or could not be. */
void corio_class_loaded(void);

/* ---- Request state -------------------------------------------------------------------------- */

void corio_module_startup(void);
void corio_request_startup(void);
bool corio_request_is_over(void);
/* From now on no PHP code is called. */
void corio_request_shutdown(void);
/* All contexts are freed. */
void corio_request_end(void);
/* Whether the script ended, or is ending, by exit(), an uncaught exception or a fatal error. */
bool corio_script_failed(void);
bool corio_unclean_shutdown(void);
/* Calls register_shutdown_function() with `function`. */
void corio_register_shutdown(const char *function);
/* How many shutdown functions there are. */
uint32_t corio_shutdown_functions(void);
/* Runs what a signal left for the VM (pcntl handlers, the time limit); an exception may be set. */
void corio_run_interrupts(void);
bool corio_has_interrupt(void);
/* As corio_run_interrupts(), but answers false after a fatal error, which the caller has to pass on, with
 * corio_bailout(), as soon as it has put away what it owns. */
bool corio_run_interrupts_caught(void);
bool corio_is_cli(void);
/* Milliseconds since the request began. */
zend_long corio_request_elapsed(void);
/* Whether the client of a web request has gone away. */
bool corio_is_aborted(void);

/* ---- Exceptions and errors ------------------------------------------------------------------- */

bool corio_has_exception(void);
void corio_throw(zend_class_entry *ce, const char *message, size_t length, zend_long code);
void corio_throw_object(zend_object *exception);
void corio_release_object(zend_object *object);
/* Puts `previous` at the end of the exception's chain; takes its reference. */
void corio_chain_exception(zend_object *exception, zend_object *previous);
/* Whether it stands for exit() or a fatal error, on its way to the end of the script. */
bool corio_is_exit(zend_object *exception);
zend_object *corio_thrown(void);
zend_object *corio_take_exception(void);
void corio_warning(const char *message, size_t length);
/* As a warning, but only to the log and to error handlers where a page would show it to visitors. */
void corio_report(const char *message, size_t length);
/* File and line of the PHP code that `call` stands in; line 0 if none. */
uint32_t corio_call_site(zend_execute_data *call, const char **file, size_t *length);
zend_execute_data *corio_current_call(void);

/* ---- Classes and functions ------------------------------------------------------------------- */

typedef struct {
	const char *name;
	uint32_t type_mask;
	const char *class_name; /* NULL: scalar types only */
	const char *default_value; /* NULL: none */
	bool by_reference;
	bool variadic;
} corio_parameter;

typedef struct {
	const char *name;
	zif_handler handler;
	const corio_parameter *parameters;
	uint32_t parameter_count;
	uint32_t required_count;
	uint32_t return_mask;
	const char *return_class;
	uint32_t flags; /* ZEND_ACC_ */
} corio_function;

enum { CORIO_PUBLIC = 1, CORIO_STATIC = 16 };

void corio_register_functions(const corio_function *functions, uint32_t count);
zend_class_entry *corio_register_class(
	const char *name, const corio_function *methods, uint32_t count, zend_class_entry *parent, uint32_t flags);
enum { CORIO_ABSTRACT_OR_STATIC_ONLY = 1, CORIO_WITH_DATA = 2 };

zend_class_entry *corio_exception_class(void);
zend_class_entry *corio_error_class(void);
zend_class_entry *corio_type_error_class(void);
zend_class_entry *corio_array_iterator_class(void);
zend_class_entry *corio_array_object_class(void);
void corio_declare_property(zend_class_entry *ce, const char *name, size_t length, zval *value);
void corio_declare_private(zend_class_entry *ce, const char *name, size_t length);
void corio_declare_constant(zend_class_entry *ce, const char *name, size_t length, zend_long value);
void corio_register_long(const char *name, size_t length, zend_long value);
void corio_register_double(const char *name, size_t length, double value);

/* ---- Names that are registered late ---------------------------------------------------------- */

/* Has `callback` called when all modules have started, before scripts are preloaded. Not if the module is
 * loaded later than that, by dl(). */
void corio_after_startup(void (*callback)(void));
bool corio_module_loaded(const char *name, size_t length);
bool corio_class_exists(const char *lowercase, size_t length);
bool corio_function_exists(const char *lowercase, size_t length);
bool corio_constant_exists(const char *name, size_t length);
/* Another name of a class; false if there is a class of this name. */
bool corio_register_alias(const char *name, size_t length, zend_class_entry *ce);
/* As corio_register_functions(), for functions that come after all modules. */
void corio_register_late_functions(const corio_function *functions, uint32_t count);
/* At the begin and at the end of each request, for the observers of those functions. */
void corio_late_functions_begin(void);
void corio_late_functions_end(void);
void corio_register_bool(const char *name, size_t length, bool value);
void corio_register_string(const char *name, size_t length, const char *value, size_t value_length);

/* Objects carry one pointer of ours and the function that frees it. */
typedef struct corio_sink corio_sink;
/* `trace` may be NULL; it shows the collector what the data refers to, by corio_sink_add(). */
void corio_object_set(
	zend_object *object, void *data, void (*drop)(void *), void (*trace)(void *, corio_sink *));
void corio_sink_add(corio_sink *sink, zval *value);
void *corio_object_data(zend_object *object);
bool corio_is_a(zend_object *object, zend_class_entry *ce);
zval *corio_object_slot(zend_object *object, uint32_t index);
/* Keeps a callable with the object; null forgets it. */
void corio_object_hold(zend_object *object, zval *callable);
/* Calls it; takes over the argument's reference. After a fatal error the caller has to pass that on, with
 * corio_bailout(), as soon as it has put away what it owns. */
enum { CORIO_CALL_RETURNED = 0, CORIO_CALL_THREW = 1, CORIO_CALL_FATAL = 2 };
int corio_object_call_held(zend_object *object, zval *argument, zval *result);
ZEND_NORETURN void corio_bailout(void);
/* The property's value, without a reference of its own. */
zval *corio_read_property(zend_object *object, const char *name, size_t length);
void corio_update_property(zend_object *object, const char *name, size_t length, zval *value);

/* ---- Calls of PHP code, objects --------------------------------------------------------------- */

/* These answer CORIO_CALL_…; the result is null unless they return. */
int corio_call(zval *callable, zval *arguments, uint32_t count, zval *result);
int corio_construct(const char *name, size_t length, zval *argument, zval *result);
bool corio_create(zend_class_entry *ce, zval *result);
/* Throws an exception of one of PHP's own classes. */
void corio_throw_named(const char *name, size_t name_length, const char *message, size_t length);

/* A Socket of ext/sockets over the descriptor, which it takes over: 0. Without that extension 1; 2 if it is refused, by a
 * warning or an exception. */
int corio_import_socket(int descriptor, zval *result);

/* ---- Arguments ------------------------------------------------------------------------------- */

/* The argument, without its reference. */
zval *corio_arg(zend_execute_data *call, uint32_t index);
/* The arguments by name that a variadic function was given, as an array; null if there are none. */
void corio_arg_named(zend_execute_data *call, zval *named);
/* Each parses argument `index` (from 0) as PHP would and throws a TypeError if it does not fit. */
bool corio_arg_count_ok(zend_execute_data *call, uint32_t min, uint32_t max);
/* The usual case of one integer, without conversion: false leaves it to the others. */
bool corio_arg_only_long(zend_execute_data *call, zend_long *value);
bool corio_arg_long(zend_execute_data *call, uint32_t index, zend_long *value);
bool corio_arg_double(zend_execute_data *call, uint32_t index, double *value, bool *is_null);
bool corio_arg_bool(zend_execute_data *call, uint32_t index, bool *value);
bool corio_arg_string(zend_execute_data *call, uint32_t index, zend_string **value);
bool corio_arg_array(zend_execute_data *call, uint32_t index, zval **value);
/* Assigns to the variable that was passed by reference; takes over the value's reference. False with an exception
 * set if the variable is a typed property that does not take it. */
bool corio_arg_assign(zend_execute_data *call, uint32_t index, zval *value);
/* Any iterable, as an array that takes the argument's place. PHP code may run. */
bool corio_arg_iterable(zend_execute_data *call, uint32_t index, zval **value);
/* Throws a TypeError that gives PHP's reason, which it frees; false. */
bool corio_wrong_callable(uint32_t index, char *error, zval *callable);
bool corio_arg_object(zend_execute_data *call, uint32_t index, zend_class_entry *ce, zend_object **object);
/* Sets an argument that was given by reference to null. */
bool corio_arg_clear(zend_execute_data *call, uint32_t index);
bool corio_arg_callable(zend_execute_data *call, uint32_t index, zval **value);

/* ---- Values ---------------------------------------------------------------------------------- */

const char *corio_string(const zend_string *string, size_t *length);
/* Another reference to the same value. */
void corio_copy(zval *target, zval *source);
/* The callable as a value that can be called from anywhere, later, without loading a class. */
void corio_closure(zval *target, zval *callable);
bool corio_is_identical(zval *one, zval *other);
void corio_set_object(zval *value, zend_object *object);
/* A string whose bytes are still to be written, at *bytes; corio_string_filled() or corio_string_drop() ends it. */
zend_string *corio_string_room(size_t size, char **bytes);
void corio_string_drop(zend_string *string);
void corio_string_filled(zval *value, zend_string *string, size_t length);
void corio_set_string(zval *value, const char *bytes, size_t length);
void corio_assign(zval *slot, zval *value); /* takes over `value`'s reference */
/* One entry of an array: kind 0 ends, 1 string key, 2 integer key. */
/* The entry of a string key; NULL if there is none. */
zval *corio_array_find(zval *array, const char *key, size_t key_length);
int corio_array_next(zval *array, uint32_t *position, const char **key, size_t *key_length, zend_long *index, zval **value);
void corio_array_set(zval *array, const char *key, size_t key_length, zval *value);
size_t corio_array_count(zval *array);
/* A new array of those entries, in order, whose flag is set; keys and references stay. */
void corio_array_filter(zval *target, zval *source, const bool *wanted, size_t count);
/* The descriptor of a number, a stream or a socket of ext/sockets; -1 if there is none. */
int corio_descriptor(zval *value, bool *has_input);
void corio_array_init(zval *array);
void corio_array_push(zval *array, zval *value);
/* Adds `value` with the key that `source` has at `position`, and moves on. */
void corio_array_set_same(zval *array, zval *source, uint32_t *position, zval *value);
/* An object of `ce`, a class below ArrayIterator, over `array`, whose reference it takes over. */
void corio_array_iterator(zval *target, zend_class_entry *ce, zval *array);
/* Kinds: 0 null, 1 false, 2 true, 3 int, 4 float, 5 string, 6 array, 7 object, 8 other. */
int corio_kind(zval *value);
zend_long corio_long(zval *value);
double corio_double(zval *value);
bool corio_is_callable(zval *value);
const zend_string *corio_zval_string(zval *value);
zend_object *corio_zval_object(zval *value);
/* array_replace for the `setting` property. */
void corio_array_merge(zval *target, zval *source);

/* ---- Descriptors of others ------------------------------------------------------------------- */

/* The descriptor behind a number, a stream or a Socket of ext/sockets. */
enum { CORIO_FD_NONE = 0, CORIO_FD_OPEN = 1, CORIO_FD_CLOSED = 2 };
int corio_fd_of(zval *value, int *fd);
/* Whether the stream or Socket was closed. */
bool corio_fd_is_closed(zval *value);
/* Whether a stream has read ahead: then there is something to read, whatever the descriptor says. No PHP code
 * runs. */
bool corio_fd_has_buffered(zval *value);
/* Whether what is written to a stream is not what its descriptor gets: TLS, filters. */
bool corio_fd_is_opaque(zval *value);
/* Makes a socket non-blocking; others stay as they are. */
void corio_fd_unblock(int fd);
/* As write(2), without waiting and without SIGPIPE. */
ssize_t corio_fd_write(int fd, const char *data, size_t length);

/* ---- Signals --------------------------------------------------------------------------------- */

/* Begins and ends to hear of a signal: what was installed for it before is still called, and is installed again
 * when nobody listens any more. False with errno. */
bool corio_signal_listen(int signo);
void corio_signal_unlisten(int signo);
/* Installs the handler again if somebody has installed another one since. */
void corio_signal_renew(int signo);
/* Whether the signal has come; once for each time. */
bool corio_signal_take(int signo);
/* Has eight bytes written to `fd` whenever a signal comes; answers a place to give to the other one, or -1 with
 * errno. */
int corio_signal_wake(int fd);
void corio_signal_unwake(int place, int fd);
/* Forgets what has come and nobody listens for. */
void corio_signal_forget(void);
/* In a forked child. */
void corio_signal_forked(void);

/* ---- Files and functions --------------------------------------------------------------------- */

/* The absolute path of what the script calls `path`, at most `size` bytes; false if it is too long. */
bool corio_absolute_path(const char *path, char *target, size_t size);
/* Shows `take` each "NAME=value" of what putenv() and the outside have set. */
void corio_environment(void (*take)(void *to, const char *entry), void *to);
/* Bytes that the script may still use under memory_limit. */
size_t corio_memory_left(void);
/* Whether the function is there: php.ini may have disabled it. */
bool corio_has_function(const char *name, size_t length);

double corio_ini_double(const char *name, size_t length);
zend_long corio_ini_long(const char *name, size_t length);
zend_long corio_ini_size(const char *name, size_t length);
const char *corio_ini_string(const char *name, size_t length);
void corio_display_ini(zend_module_entry *module);
/* Whether open_basedir lets the script see `path` (a warning is raised if not). */
bool corio_path_allowed(const char *path);

#endif
