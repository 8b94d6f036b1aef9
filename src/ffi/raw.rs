//! Declarations of `shim.h`, in its order.

use ext_php_rs::ffi::{zend_class_entry, zend_object, zend_string};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ExecuteData, ModuleEntry};
use std::ffi::{c_char, c_int, c_void};

#[repr(C)]
pub(super) struct CorioContext {
    _opaque: [u8; 0],
}

#[repr(C)]
pub(super) struct CorioSink {
    _opaque: [u8; 0],
}

#[repr(C)]
pub(super) struct CorioParameter {
    pub(super) name: *const c_char,
    pub(super) type_mask: u32,
    pub(super) class_name: *const c_char,
    pub(super) default_value: *const c_char,
    pub(super) by_reference: bool,
    pub(super) variadic: bool,
}

pub(super) type Handler = extern "C" fn(*mut ExecuteData, *mut Zval);

#[repr(C)]
pub(super) struct CorioFunction {
    pub(super) name: *const c_char,
    pub(super) handler: Handler,
    pub(super) parameters: *const CorioParameter,
    pub(super) parameter_count: u32,
    pub(super) required_count: u32,
    pub(super) return_mask: u32,
    pub(super) return_class: *const c_char,
    pub(super) flags: u32,
}

pub(super) const PUBLIC: u32 = 1;
pub(super) const STATIC: u32 = 16;
pub(super) const FINAL: u32 = 1;
pub(super) const WITH_DATA: u32 = 2;
pub(super) const EVENT_ARGUMENTS: usize = 2;
pub(super) const NO_EVENT: u32 = 3;

unsafe extern "C" {
    pub(super) fn corio_context_new(stack_size: usize) -> *mut CorioContext;
    pub(super) fn corio_stack_takes_mappings() -> bool;
    pub(super) fn corio_context_free(context: *mut CorioContext);
    pub(super) fn corio_context_leave_to_parent(context: *mut CorioContext);
    pub(super) fn corio_context_load(context: *mut CorioContext, call: *mut ExecuteData, slot: u32) -> bool;
    pub(super) fn corio_context_load_values(
        context: *mut CorioContext,
        callable: *mut Zval,
        arguments: *mut Zval,
        count: u32,
        named: *mut Zval,
        slot: u32,
    ) -> bool;
    pub(super) fn corio_context_keep_result(context: *mut CorioContext);
    pub(super) fn corio_context_expect_event(context: *mut CorioContext, slot: u32);
    pub(super) fn corio_context_defer(context: *mut CorioContext, callable: *mut Zval);
    pub(super) fn corio_switch(from: *mut CorioContext, to: *mut CorioContext);
    pub(super) fn corio_fetch_context(context: *const CorioContext);
    pub(super) fn corio_fetch_stacks(context: *const CorioContext);
    pub(super) fn corio_parked_call(context: *mut CorioContext) -> *mut ExecuteData;
    pub(super) fn corio_context_note_creation(context: *mut CorioContext);
    pub(super) fn corio_context_creation(
        context: *mut CorioContext,
        file: *mut *const c_char,
        length: *mut usize,
    ) -> u32;
    pub(super) fn corio_context_elapsed(context: *mut CorioContext) -> i64;
    pub(super) fn corio_request_elapsed() -> i64;
    pub(super) fn corio_print(text: *const c_char, length: usize);
    pub(super) fn corio_array_object_class() -> *mut zend_class_entry;
    pub(super) fn corio_context_bag(
        context: *mut CorioContext,
        ce: *mut zend_class_entry,
    ) -> *mut zend_object;
    pub(super) fn corio_call_object(call: *mut ExecuteData) -> *mut zend_object;
    pub(super) fn corio_call_argument(call: *mut ExecuteData) -> *const zend_string;
    pub(super) fn corio_backtrace(call: *mut ExecuteData, options: i64, limit: i64, trace: *mut Zval);
    pub(super) fn corio_trace_text(trace: *mut Zval, text: *mut Zval);
    pub(super) fn corio_stack_usage(call: *mut ExecuteData) -> usize;
    pub(super) fn corio_is_cleaning_up(context: *mut CorioContext) -> bool;
    pub(super) fn corio_switch_blocked() -> c_int;
    pub(super) fn corio_throw_kill(graceful: bool);

    pub(super) fn corio_module_startup();
    pub(super) fn corio_request_startup();
    pub(super) fn corio_request_shutdown();
    pub(super) fn corio_request_end();
    pub(super) fn corio_script_failed() -> bool;
    pub(super) fn corio_unclean_shutdown() -> bool;
    pub(super) fn corio_register_shutdown(function: *const c_char);
    pub(super) fn corio_shutdown_functions() -> u32;
    pub(super) fn corio_run_interrupts();
    pub(super) fn corio_has_interrupt() -> bool;
    pub(super) fn corio_run_interrupts_caught() -> bool;
    pub(super) fn corio_is_cli() -> bool;
    pub(super) fn corio_is_aborted() -> bool;

    pub(super) fn corio_has_exception() -> bool;
    pub(super) fn corio_throw(ce: *mut zend_class_entry, message: *const c_char, length: usize, code: i64);
    pub(super) fn corio_throw_object(exception: *mut zend_object);
    pub(super) fn corio_release_object(object: *mut zend_object);
    pub(super) fn corio_chain_exception(exception: *mut zend_object, previous: *mut zend_object);
    pub(super) fn corio_is_exit(exception: *mut zend_object) -> bool;
    pub(super) fn corio_take_exception() -> *mut zend_object;
    pub(super) fn corio_thrown() -> *mut zend_object;
    pub(super) fn corio_warning(message: *const c_char, length: usize);
    pub(super) fn corio_report(message: *const c_char, length: usize);
    pub(super) fn corio_current_call() -> *mut ExecuteData;
    pub(super) fn corio_call_site(
        call: *mut ExecuteData,
        file: *mut *const c_char,
        length: *mut usize,
    ) -> u32;

    pub(super) fn corio_register_functions(functions: *const CorioFunction, count: u32);
    pub(super) fn corio_register_class(
        name: *const c_char,
        methods: *const CorioFunction,
        count: u32,
        parent: *mut zend_class_entry,
        flags: u32,
    ) -> *mut zend_class_entry;
    pub(super) fn corio_exception_class() -> *mut zend_class_entry;
    pub(super) fn corio_error_class() -> *mut zend_class_entry;
    pub(super) fn corio_type_error_class() -> *mut zend_class_entry;
    pub(super) fn corio_array_iterator_class() -> *mut zend_class_entry;
    pub(super) fn corio_declare_property(
        ce: *mut zend_class_entry,
        name: *const c_char,
        length: usize,
        value: *mut Zval,
    );
    pub(super) fn corio_declare_private(ce: *mut zend_class_entry, name: *const c_char, length: usize);
    pub(super) fn corio_declare_constant(
        ce: *mut zend_class_entry,
        name: *const c_char,
        length: usize,
        value: i64,
    );
    pub(super) fn corio_register_long(name: *const c_char, length: usize, value: i64);
    pub(super) fn corio_register_double(name: *const c_char, length: usize, value: f64);

    pub(super) fn corio_after_startup(callback: extern "C" fn());
    pub(super) fn corio_module_loaded(name: *const c_char, length: usize) -> bool;
    pub(super) fn corio_class_exists(lowercase: *const c_char, length: usize) -> bool;
    pub(super) fn corio_function_exists(lowercase: *const c_char, length: usize) -> bool;
    pub(super) fn corio_constant_exists(name: *const c_char, length: usize) -> bool;
    pub(super) fn corio_register_alias(name: *const c_char, length: usize, ce: *mut zend_class_entry)
    -> bool;
    pub(super) fn corio_register_late_functions(functions: *const CorioFunction, count: u32);
    pub(super) fn corio_register_bool(name: *const c_char, length: usize, value: bool);
    pub(super) fn corio_register_string(
        name: *const c_char,
        length: usize,
        value: *const c_char,
        value_length: usize,
    );

    pub(super) fn corio_object_set(
        object: *mut zend_object,
        data: *mut c_void,
        drop: unsafe extern "C" fn(*mut c_void),
        trace: Option<unsafe extern "C" fn(*mut c_void, *mut CorioSink)>,
    );
    pub(super) fn corio_sink_add(sink: *mut CorioSink, value: *mut Zval);
    pub(super) fn corio_is_a(object: *mut zend_object, ce: *mut zend_class_entry) -> bool;
    pub(super) fn corio_object_data(object: *mut zend_object) -> *mut c_void;
    pub(super) fn corio_object_slot(object: *mut zend_object, index: u32) -> *mut Zval;

    pub(super) fn corio_object_hold(object: *mut zend_object, callable: *mut Zval);
    pub(super) fn corio_object_call_held(
        object: *mut zend_object,
        argument: *mut Zval,
        result: *mut Zval,
    ) -> c_int;
    pub(super) fn corio_bailout() -> !;
    pub(super) fn corio_read_property(
        object: *mut zend_object,
        name: *const c_char,
        length: usize,
    ) -> *mut Zval;
    pub(super) fn corio_update_property(
        object: *mut zend_object,
        name: *const c_char,
        length: usize,
        value: *mut Zval,
    );

    pub(super) fn corio_call(
        callable: *mut Zval,
        arguments: *mut Zval,
        count: u32,
        result: *mut Zval,
    ) -> c_int;
    pub(super) fn corio_construct(
        name: *const c_char,
        length: usize,
        argument: *mut Zval,
        result: *mut Zval,
    ) -> c_int;
    pub(super) fn corio_create(ce: *mut zend_class_entry, result: *mut Zval) -> bool;
    pub(super) fn corio_throw_named(
        name: *const c_char,
        name_length: usize,
        message: *const c_char,
        length: usize,
    );

    pub(super) fn corio_import_socket(descriptor: c_int, result: *mut Zval) -> c_int;

    pub(super) fn corio_arg(call: *mut ExecuteData, index: u32) -> *mut Zval;
    pub(super) fn corio_arg_named(call: *mut ExecuteData, named: *mut Zval);
    pub(super) fn corio_arg_count_ok(call: *mut ExecuteData, min: u32, max: u32) -> bool;
    pub(super) fn corio_arg_only_long(call: *mut ExecuteData, value: *mut i64) -> bool;
    pub(super) fn corio_arg_long(call: *mut ExecuteData, index: u32, value: *mut i64) -> bool;
    pub(super) fn corio_arg_double(
        call: *mut ExecuteData,
        index: u32,
        value: *mut f64,
        is_null: *mut bool,
    ) -> bool;
    pub(super) fn corio_arg_bool(call: *mut ExecuteData, index: u32, value: *mut bool) -> bool;
    pub(super) fn corio_arg_string(call: *mut ExecuteData, index: u32, value: *mut *mut zend_string) -> bool;
    pub(super) fn corio_arg_array(call: *mut ExecuteData, index: u32, value: *mut *mut Zval) -> bool;
    pub(super) fn corio_arg_object(
        call: *mut ExecuteData,
        index: u32,
        ce: *mut zend_class_entry,
        object: *mut *mut zend_object,
    ) -> bool;
    pub(super) fn corio_arg_clear(call: *mut ExecuteData, index: u32) -> bool;
    pub(super) fn corio_arg_iterable(call: *mut ExecuteData, index: u32, value: *mut *mut Zval) -> bool;
    pub(super) fn corio_arg_callable(call: *mut ExecuteData, index: u32, value: *mut *mut Zval) -> bool;

    pub(super) fn corio_arg_assign(call: *mut ExecuteData, index: u32, value: *mut Zval) -> bool;

    pub(super) fn corio_string(string: *const zend_string, length: *mut usize) -> *const c_char;
    pub(super) fn corio_copy(target: *mut Zval, source: *mut Zval);
    pub(super) fn corio_closure(target: *mut Zval, callable: *mut Zval);
    pub(super) fn corio_is_identical(one: *mut Zval, other: *mut Zval) -> bool;
    pub(super) fn corio_set_object(value: *mut Zval, object: *mut zend_object);
    pub(super) fn corio_string_room(size: usize, bytes: *mut *mut c_char) -> *mut zend_string;
    pub(super) fn corio_string_drop(string: *mut zend_string);
    pub(super) fn corio_string_filled(value: *mut Zval, string: *mut zend_string, length: usize);
    pub(super) fn corio_set_string(value: *mut Zval, bytes: *const c_char, length: usize);
    pub(super) fn corio_assign(slot: *mut Zval, value: *mut Zval);
    pub(super) fn corio_array_find(array: *mut Zval, key: *const c_char, key_length: usize) -> *mut Zval;
    pub(super) fn corio_array_next(
        array: *mut Zval,
        position: *mut u32,
        key: *mut *const c_char,
        key_length: *mut usize,
        index: *mut i64,
        value: *mut *mut Zval,
    ) -> c_int;
    pub(super) fn corio_array_set(array: *mut Zval, key: *const c_char, key_length: usize, value: *mut Zval);
    pub(super) fn corio_array_count(array: *mut Zval) -> usize;
    pub(super) fn corio_array_filter(target: *mut Zval, source: *mut Zval, wanted: *const bool, count: usize);
    pub(super) fn corio_descriptor(value: *mut Zval, has_input: *mut bool) -> c_int;
    pub(super) fn corio_array_init(array: *mut Zval);
    pub(super) fn corio_array_push(array: *mut Zval, value: *mut Zval);
    pub(super) fn corio_array_set_same(
        array: *mut Zval,
        source: *mut Zval,
        position: *mut u32,
        value: *mut Zval,
    );
    pub(super) fn corio_array_iterator(target: *mut Zval, ce: *mut zend_class_entry, array: *mut Zval);
    pub(super) fn corio_kind(value: *mut Zval) -> c_int;
    pub(super) fn corio_long(value: *mut Zval) -> i64;
    pub(super) fn corio_double(value: *mut Zval) -> f64;
    pub(super) fn corio_is_callable(value: *mut Zval) -> bool;
    pub(super) fn corio_zval_object(value: *mut Zval) -> *mut zend_object;
    pub(super) fn corio_zval_string(value: *mut Zval) -> *const zend_string;
    pub(super) fn corio_array_merge(target: *mut Zval, source: *mut Zval);

    pub(super) fn corio_fd_of(value: *mut Zval, fd: *mut c_int) -> c_int;
    pub(super) fn corio_fd_is_closed(value: *mut Zval) -> bool;
    pub(super) fn corio_fd_has_buffered(value: *mut Zval) -> bool;
    pub(super) fn corio_fd_is_opaque(value: *mut Zval) -> bool;
    pub(super) fn corio_fd_unblock(fd: c_int);
    pub(super) fn corio_fd_write(fd: c_int, data: *const c_char, length: usize) -> isize;

    pub(super) fn corio_signal_listen(signo: c_int) -> bool;
    pub(super) fn corio_signal_unlisten(signo: c_int);
    pub(super) fn corio_signal_renew(signo: c_int);
    pub(super) fn corio_signal_take(signo: c_int) -> bool;
    pub(super) fn corio_signal_wake(fd: c_int) -> c_int;
    pub(super) fn corio_signal_unwake(place: c_int, fd: c_int);
    pub(super) fn corio_signal_forget();

    pub(super) fn corio_absolute_path(path: *const c_char, target: *mut c_char, size: usize) -> bool;
    pub(super) fn corio_environment(take: unsafe extern "C" fn(*mut c_void, *const c_char), to: *mut c_void);
    pub(super) fn corio_memory_left() -> usize;
    pub(super) fn corio_has_function(name: *const c_char, length: usize) -> bool;

    pub(super) fn corio_ini_double(name: *const c_char, length: usize) -> f64;
    pub(super) fn corio_ini_long(name: *const c_char, length: usize) -> i64;
    pub(super) fn corio_ini_size(name: *const c_char, length: usize) -> i64;
    pub(super) fn corio_ini_string(name: *const c_char, length: usize) -> *const c_char;
    pub(super) fn corio_display_ini(module: *mut ModuleEntry);
    pub(super) fn corio_path_allowed(path: *const c_char) -> bool;
}
