//! The door from PHP into Rust: one call's arguments, object and result.

use super::error::ClassHandle;
use super::raw::CorioSink;
use super::value::{Arguments, Array, Kept, Key, Link, MaybeCallable, Owned, Str, Value};
use super::{error, raw};
use crate::per_thread;
use ext_php_rs::ffi::zend_object;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::any::Any;
use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

/// One call of a PHP function that is written in Rust.
pub struct Call {
    frame: *mut ExecuteData,
    result: *mut Zval,
}

/// Ends the call early; the exception, if there has to be one, is set already.
#[derive(Clone, Copy, Debug)]
pub struct Thrown;

/// What a function written in Rust answers: `Err` means that an exception is set.
pub type Outcome = Result<(), Thrown>;

/// Runs `function` for PHP. A panic becomes a PHP exception here instead of crossing into C.
#[inline]
pub fn enter(frame: *mut ExecuteData, result: *mut Zval, function: impl FnOnce(&mut Call) -> Outcome) {
    let mut call = Call { frame, result };
    // What the function answers is in the exception, if it is no success.
    let _ = guarded(|| function(&mut call));
}

/// Runs `work` where PHP has called Rust: nothing above it in Rust may own anything. A panic becomes a PHP
/// exception, and a fatal error that was caught on the way goes on here.
#[inline]
pub fn guarded<R>(work: impl FnOnce() -> R) -> Option<R> {
    let ended = catch_unwind(AssertUnwindSafe(work));
    if FATAL.with(Cell::get) {
        FATAL.with(|fatal| fatal.set(false));
        // Whatever was owned is put away; an answer would be seen by nobody.
        drop(ended);
        pass_on_fatal_error();
    }
    ended.map_err(throw_panic).ok()
}

#[cold]
#[inline(never)]
fn throw_panic(panic: Box<dyn Any + Send>) {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    if !error::pending() {
        error::throw(&crate::exception::EXCEPTION, &format!("internal error in corio: {text}"), 0);
    }
}

/// Makes a handler that PHP can call from a function that takes `Call`.
#[macro_export]
macro_rules! handler {
    ($function:path) => {{
        extern "C" fn handler(
            frame: *mut ext_php_rs::zend::ExecuteData,
            result: *mut ext_php_rs::types::Zval,
        ) {
            $crate::ffi::call::enter(frame, result, $function);
        }
        handler
    }};
}

impl Call {
    pub(super) const fn frame(&self) -> *mut ExecuteData {
        self.frame
    }

    /// Where the frame has the object, and how many arguments there are.
    const fn this_value(&self) -> &Zval {
        // SAFETY: the frame is the running call's; this part of it stays as it is meanwhile.
        unsafe { &(*self.frame).This }
    }

    /// How many arguments there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        // SAFETY: of a frame's `This`, that part of the union is their number.
        unsafe { self.this_value().u2.num_args }
    }

    /// Throws PHP's own error unless there are `min` to `max` arguments.
    ///
    /// # Errors
    /// The exception is set.
    pub fn expect(&self, min: u32, max: u32) -> Outcome {
        // SAFETY: as in `count`.
        thrown_unless(unsafe { raw::corio_arg_count_ok(self.frame, min, max) })
    }

    /// Argument `index` as an integer.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn int(&self, index: u32, default: i64) -> Result<i64, Thrown> {
        let mut value = default;
        if index < self.count() {
            // SAFETY: the argument exists; conversion follows PHP's rules and may only throw.
            thrown_unless(unsafe { raw::corio_arg_long(self.frame, index, &raw mut value) })?;
        }
        Ok(value)
    }

    /// The only argument, an integer.
    ///
    /// # Errors
    /// An exception is set.
    pub fn only_int(&self) -> Result<i64, Thrown> {
        let mut value = 0;
        // SAFETY: looks at the count before the argument.
        if unsafe { raw::corio_arg_only_long(self.frame, &raw mut value) } {
            return Ok(value);
        }
        self.expect(1, 1)?;
        self.int(0, 0)
    }

    /// Argument `index` as a float; `None` if it is null or absent.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn float(&self, index: u32) -> Result<Option<f64>, Thrown> {
        if index >= self.count() {
            return Ok(None);
        }
        let (mut value, mut is_null) = (0.0, false);
        // SAFETY: as in `int`.
        thrown_unless(unsafe { raw::corio_arg_double(self.frame, index, &raw mut value, &raw mut is_null) })?;
        Ok((!is_null).then_some(value))
    }

    /// Argument `index` as a boolean.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn bool(&self, index: u32, default: bool) -> Result<bool, Thrown> {
        let mut value = default;
        if index < self.count() {
            // SAFETY: as in `int`.
            thrown_unless(unsafe { raw::corio_arg_bool(self.frame, index, &raw mut value) })?;
        }
        Ok(value)
    }

    /// Argument `index`, which must be there, as a string. The frame keeps it alive, so that it stays
    /// valid while the call is parked; the lifetime is unbound from `self` to allow setting the result.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn string<'a>(&self, index: u32) -> Result<Str<'a>, Thrown> {
        let mut value = std::ptr::null_mut();
        // SAFETY: the caller has checked the count; a converted string is kept in the argument's slot.
        thrown_unless(unsafe { raw::corio_arg_string(self.frame, index, &raw mut value) })?;
        NonNull::new(value).map(Str::new).ok_or(Thrown)
    }

    /// Argument `index`, which must be there, as an array.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn array<'a>(&self, index: u32) -> Result<Array<'a>, Thrown> {
        let mut value = std::ptr::null_mut();
        // SAFETY: as in `string`.
        thrown_unless(unsafe { raw::corio_arg_array(self.frame, index, &raw mut value) })?;
        NonNull::new(value).map(Array::new).ok_or(Thrown)
    }

    /// Argument `index`, which must be there, as an array; `None` if it is null.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn array_or_null<'a>(&self, index: u32) -> Result<Option<Array<'a>>, Thrown> {
        // SAFETY: as in `string`; only looked at.
        let value = unsafe { raw::corio_arg(self.frame, index) };
        // SAFETY: a live value.
        if unsafe { raw::corio_kind(value) } == 0 { Ok(None) } else { self.array(index).map(Some) }
    }

    /// Gives the variable that was passed by reference as argument `index` another value.
    ///
    /// # Errors
    /// An exception is set: the variable is a property of another type, or a destructor of the old value has thrown.
    pub fn assign(&self, index: u32, mut value: Owned) -> Outcome {
        // SAFETY: the argument exists and was passed by reference; the shim takes over the value's.
        thrown_unless(unsafe { raw::corio_arg_assign(self.frame, index, value.pointer()) })
    }

    /// Argument `index`, which must be there, as an array; of another iterable what comes out of it. PHP code may run.
    ///
    /// # Errors
    /// An exception is set.
    pub fn iterable<'a>(&self, index: u32) -> Result<Array<'a>, Thrown> {
        let mut value = std::ptr::null_mut();
        // SAFETY: as in `string`; the array takes the place of the argument, which the frame owns. A fatal error jumps
        // over this frame, which owns nothing.
        thrown_unless(unsafe { raw::corio_arg_iterable(self.frame, index, &raw mut value) })?;
        NonNull::new(value).map(Array::new).ok_or(Thrown)
    }

    /// Argument `index`, which must be there, as a callable.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn callable(&self, index: u32) -> Result<Callable, Thrown> {
        let mut value = std::ptr::null_mut();
        // SAFETY: as in `string`.
        thrown_unless(unsafe { raw::corio_arg_callable(self.frame, index, &raw mut value) })?;
        NonNull::new(value).map(Callable).ok_or(Thrown)
    }

    /// Argument `index` as a number or a callable.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn number_or_callable(&self, index: u32) -> Result<Argument, Thrown> {
        if index >= self.count() {
            return Ok(Argument::Null);
        }
        // SAFETY: the argument exists.
        let value = unsafe { raw::corio_arg(self.frame, index) };
        // SAFETY: a live value.
        match unsafe { raw::corio_kind(value) } {
            0 => Ok(Argument::Null),
            3 | 4 => Ok(self.float(index)?.map_or(Argument::Null, Argument::Number)),
            // As PHP takes it for a float; no function has such a name.
            5 if self.string(index)?.text().trim().parse::<f64>().is_ok() => {
                Ok(self.float(index)?.map_or(Argument::Null, Argument::Number))
            }
            _ => self.callable(index).map(Argument::Callable),
        }
    }

    /// Argument `index`, which must be there, an object of `class`.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn object(&self, index: u32, class: &ClassHandle) -> Result<Object, Thrown> {
        let mut object = std::ptr::null_mut();
        // SAFETY: as in `string`; the class was registered when the module started.
        thrown_unless(unsafe { raw::corio_arg_object(self.frame, index, class.get(), &raw mut object) })?;
        NonNull::new(object).map(Object).ok_or(Thrown)
    }

    /// Sets argument `index`, which must be there, to null; by reference, what the caller gave. A destructor may
    /// run: nothing may be borrowed.
    ///
    /// # Errors
    /// An exception is set: the variable has another type, or the destructor has thrown.
    pub fn clear_argument(&self, index: u32) -> Outcome {
        // SAFETY: as in `string`.
        thrown_unless(unsafe { raw::corio_arg_clear(self.frame, index) })
    }

    /// Argument `index`, which must be there, whatever it is; another reference to it.
    #[must_use]
    pub fn value(&self, index: u32) -> Kept {
        // SAFETY: the caller has checked the count; the frame holds the argument.
        Kept::copy(unsafe { raw::corio_arg(self.frame, index) })
    }

    /// The arguments from `first` on, those by name included.
    #[must_use]
    pub fn arguments(&self, first: u32) -> Arguments {
        let list = (first..self.count()).map(|index| self.value(index)).collect();
        let mut named = Owned::null();
        // SAFETY: the frame is the running call's; the value is null, so nothing is overwritten.
        unsafe { raw::corio_arg_named(self.frame, named.pointer()) };
        let has_named = matches!(named.view(), Value::Array(_));
        Arguments { list, named: has_named.then(|| named.into()) }
    }

    /// The object that the method was called on.
    #[must_use]
    pub fn this(&self) -> Object {
        // SAFETY: only methods call it, and their frames hold a reference to the object.
        let object = unsafe { self.this_value().value.obj };
        Object(NonNull::new(object).expect("a method's frame has an object"))
    }

    /// Sets what the function returns.
    pub fn answer(&mut self, value: Owned) {
        // SAFETY: PHP hands in a result that is null and looks at it when the call is over. What an
        // earlier answer put there is dropped.
        unsafe { *self.result = value.into_zval() };
    }

    /// Returns a string of `bytes`.
    pub fn answer_string(&mut self, bytes: &[u8]) {
        // SAFETY: as in `answer`; the bytes are copied.
        unsafe { raw::corio_set_string(self.result, bytes.as_ptr().cast(), bytes.len()) };
    }

    /// Returns a boolean.
    pub fn answer_bool(&mut self, value: bool) {
        self.answer(Owned::bool(value));
    }
}

/// Raises each of `messages` as a warning, until one of them is thrown by the script's error handler.
///
/// # Errors
/// The exception is set.
pub fn warn_of_all(messages: Vec<String>) -> Outcome {
    for message in messages {
        error::warning(&message);
        if error::pending() {
            return Err(Thrown);
        }
    }
    Ok(())
}

/// An argument that may be one of several things.
#[derive(Clone, Copy)]
pub enum Argument {
    /// null, or absent.
    Null,
    /// A number.
    Number(f64),
    /// Something that can be called.
    Callable(Callable),
}

/// A callable argument of the running call.
#[derive(Clone, Copy)]
pub struct Callable(NonNull<Zval>);

impl Callable {
    pub(super) const fn new(value: NonNull<Zval>) -> Self {
        Self(value)
    }

    pub(super) const fn pointer(self) -> *mut Zval {
        self.0.as_ptr()
    }
}

#[cold]
fn throw_unconstructed() -> Thrown {
    error::throw(&crate::exception::EXCEPTION, "the object's constructor was not called", 0);
    Thrown
}

/// Goes on with a fatal error that was caught: nothing behind this line runs.
pub fn pass_on_fatal_error() -> ! {
    // SAFETY: jumps to where PHP caught fatal errors before Rust was called. The frames between own nothing, as
    // the doc comment of whoever told of the error demands.
    unsafe { raw::corio_bailout() }
}

/// Notes a fatal error that was caught on its way through Rust. The running function has to return at once;
/// [`guarded`] then goes on with the error, when nothing is owned or held any more.
pub fn fatal_error() -> Thrown {
    FATAL.with(|fatal| fatal.set(true));
    Thrown
}

per_thread!(static FATAL: Cell<bool> = Cell::new(false));

fn thrown_unless(fits: bool) -> Outcome {
    if fits { Ok(()) } else { Err(Thrown) }
}

/// The Rust side of an object that holds PHP values.
pub trait Traced {
    /// All of them. No PHP code may run.
    fn links(&self) -> Vec<Link>;
}

/// An object of one of our classes; alive while the call runs whose object it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Object(NonNull<zend_object>);

impl Object {
    pub(super) const fn new(object: NonNull<zend_object>) -> Self {
        Self(object)
    }

    pub(super) const fn pointer(self) -> *mut zend_object {
        self.0.as_ptr()
    }

    /// Whether it is an instance of `class` or of a class below it.
    #[must_use]
    pub fn is_a(self, class: &ClassHandle) -> bool {
        // SAFETY: a live object; the class was registered when the module started.
        unsafe { raw::corio_is_a(self.0.as_ptr(), class.get()) }
    }

    /// Gives the object its Rust side, which PHP drops with it.
    pub fn install<T: 'static>(self, data: T) {
        self.install_with(data, None);
    }

    /// As [`Object::install`], for data that holds PHP values: the collector sees them.
    pub fn install_traced<T: Traced + 'static>(self, data: T) {
        unsafe extern "C" fn trace<T: Traced>(data: *mut c_void, sink: *mut CorioSink) {
            // SAFETY: PHP's collector asks while the object lives, and `data` is what `install_with` has put there.
            let data = unsafe { &*data.cast::<T>() };
            let links = catch_unwind(AssertUnwindSafe(|| data.links())).unwrap_or_default();
            for link in links {
                // SAFETY: `links` has just answered values that `data` holds, and no code of PHP or ours has
                // run since. Nothing is borrowed: a memory-limit fatal may jump over this frame.
                unsafe { raw::corio_sink_add(sink, link.pointer()) };
            }
        }
        self.install_with(data, Some(trace::<T>));
    }

    fn install_with<T: 'static>(
        self,
        data: T,
        trace: Option<unsafe extern "C" fn(*mut c_void, *mut CorioSink)>,
    ) {
        unsafe extern "C" fn drop_box<T>(data: *mut c_void) {
            // SAFETY: `data` came from `Box::into_raw` of the same type below, and PHP's free_obj runs
            // once. A panic in the drop must not reach C.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(data.cast::<T>()) })));
        }
        let data = Box::into_raw(Box::new(data)).cast();
        // SAFETY: the class was registered with room for this pointer; the object owns it from now on.
        unsafe { raw::corio_object_set(self.0.as_ptr(), data, drop_box::<T>, trace) };
    }

    /// The Rust side; throws if the constructor has not run.
    ///
    /// # Errors
    /// The exception is set.
    pub fn data<'a, T: 'static>(self) -> Result<&'a T, Thrown> {
        // SAFETY: the object is live: the running call holds a reference to it for as long as 'a is used,
        // also while it is parked.
        let data = unsafe { raw::corio_object_data(self.0.as_ptr()) };
        // SAFETY: not null means that `install` has put a `T` there: a class installs one type only. Its
        // methods share it by `&`, and it is replaced only by calling the constructor again, which refuses.
        let data = unsafe { data.cast::<T>().as_ref() };
        data.ok_or_else(throw_unconstructed)
    }

    /// The Rust side, if the constructor has run.
    #[must_use]
    pub fn peek<'a, T: 'static>(self) -> Option<&'a T> {
        // SAFETY: the object is live: the call that it was found in holds a reference to it, and is looked at at once.
        let data = unsafe { raw::corio_object_data(self.0.as_ptr()) };
        // SAFETY: as in `data`.
        unsafe { data.cast::<T>().as_ref() }
    }

    /// Whether the constructor has run.
    #[must_use]
    pub fn is_installed(self) -> bool {
        // SAFETY: as in `data`.
        !unsafe { raw::corio_object_data(self.0.as_ptr()) }.is_null()
    }

    /// Keeps a callable; null forgets the one before.
    pub fn hold(self, callable: MaybeCallable) {
        // SAFETY: both are live; the shim adds a reference. Dropping the one before may run a destructor.
        unsafe { raw::corio_object_hold(self.0.as_ptr(), callable.pointer()) };
    }

    /// Calls the callable that the object keeps, for an integer. PHP code runs and may park: nothing may be
    /// borrowed.
    ///
    /// # Errors
    /// An exception is set: its own, or that it returned something else. Or a fatal error is under way.
    pub fn call_held(self, mut argument: Owned) -> Result<i64, Thrown> {
        let mut result = Owned::null();
        // SAFETY: the running call holds a reference to the object; the shim takes over the argument's. A
        // fatal error is caught there, so that this frame is not jumped over.
        match unsafe { raw::corio_object_call_held(self.0.as_ptr(), argument.pointer(), result.pointer()) } {
            0 => match result.view() {
                Value::Int(number) => Ok(number),
                other => {
                    let given = other.type_name();
                    error::throw_type_error(&format!(
                        "package_length_func must return int, {given} returned"
                    ));
                    drop(result.into_zval());
                    Err(Thrown)
                }
            },
            1 => {
                drop(result.into_zval());
                Err(Thrown)
            }
            _ => Err(fatal_error()),
        }
    }

    /// What declared property number `index` holds.
    #[must_use]
    pub fn get(self, index: u32) -> Kept {
        // SAFETY: the class declares that many properties, and subclasses only add to them.
        Kept::copy(unsafe { raw::corio_object_slot(self.0.as_ptr(), index) })
    }

    /// The value of the property `name`.
    #[must_use]
    pub fn property(self, name: &str) -> Kept {
        // SAFETY: a live object; the value is its property's, or one of PHP's own that last.
        Kept::copy(unsafe { raw::corio_read_property(self.0.as_ptr(), name.as_ptr().cast(), name.len()) })
    }

    /// Sets declared property number `index`.
    pub fn set(self, index: u32, value: Owned) {
        // SAFETY: the class declares that many properties, and subclasses only add to them.
        let slot = unsafe { raw::corio_object_slot(self.0.as_ptr(), index) };
        super::value::assign(slot, value);
    }

    /// Merges `entries` into the array that declared property number `index` holds; those for which
    /// `is_secret` answers true as `***`.
    pub fn merge(self, index: u32, entries: Array<'_>, is_secret: fn(&Key, &Value<'_>) -> bool) {
        // SAFETY: as in `set`.
        let slot = unsafe { raw::corio_object_slot(self.0.as_ptr(), index) };
        // SAFETY: both are live values; the target is separated before it is changed.
        unsafe { raw::corio_array_merge(slot, entries.pointer()) };
        for (key, _) in entries.entries().filter(|(key, value)| is_secret(key, value)) {
            let Key::Name(key) = key else { continue };
            let mut mask = Owned::string(b"***");
            // SAFETY: the merge has made the slot an array of its own; it takes over the mask's reference.
            unsafe { raw::corio_array_set(slot, key.as_ptr().cast(), key.len(), mask.pointer()) };
        }
    }
}
