//! PHP values: a read-only view of one, and the making of new ones.

use super::call::{Callable, Object};
use super::error::{ClassHandle, Property};
use super::raw;
use ext_php_rs::ffi::{IS_NULL, IS_OBJECT, IS_UNDEF, zend_object, zend_string};
use ext_php_rs::types::Zval;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// A string argument. PHP keeps it alive while the call runs, also while its coroutine is parked.
#[derive(Clone, Copy)]
pub struct Str<'a>(NonNull<zend_string>, PhantomData<&'a ()>);

impl<'a> Str<'a> {
    pub(super) const fn new(string: NonNull<zend_string>) -> Self {
        Self(string, PhantomData)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        let mut length = 0;
        // SAFETY: the string is live for 'a: the frame of the call holds a reference.
        let bytes = unsafe { raw::corio_string(self.0.as_ptr(), &raw mut length) };
        // SAFETY: a zend_string's bytes are initialised and do not change while somebody else holds it.
        unsafe { std::slice::from_raw_parts(bytes.cast(), length) }
    }

    /// Its text; bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn text(self) -> String {
        self.as_text().into_owned()
    }

    /// As [`Str::text`], but copied only where bytes are replaced.
    #[must_use]
    pub fn as_text(self) -> Cow<'a, str> {
        // Text that is none is rare, and the replacing reader slow.
        std::str::from_utf8(self.bytes())
            .map_or_else(|_| String::from_utf8_lossy(self.bytes()), Cow::Borrowed)
    }
}

/// A view of a PHP value, by kind.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(Str<'a>),
    /// An array.
    Array(Array<'a>),
    /// An object.
    Object(Object),
    /// A resource.
    Other(&'static str),
}

impl Value<'_> {
    /// PHP's name of the type.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
            Self::Other(name) => name,
        }
    }
}

/// A view of a PHP array.
#[derive(Clone, Copy)]
pub struct Array<'a>(NonNull<Zval>, PhantomData<&'a ()>);

/// A key of a PHP array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A string key; bytes that are not UTF-8 are replaced.
    Name(String),
    /// An integer key.
    Index(i64),
}

impl<'a> Array<'a> {
    pub(super) const fn new(value: NonNull<Zval>) -> Self {
        Self(value, PhantomData)
    }

    pub(super) const fn pointer(self) -> *mut Zval {
        self.0.as_ptr()
    }

    /// The entry of a string key, as a callable; `None` if there is none.
    #[must_use]
    pub fn callable(self, key: &str) -> Option<MaybeCallable> {
        // SAFETY: the array is live for 'a; the shim only looks.
        NonNull::new(unsafe { raw::corio_array_find(self.0.as_ptr(), key.as_ptr().cast(), key.len()) })
            .map(MaybeCallable)
    }

    /// Its values in order, another reference to each.
    #[must_use]
    pub fn values(self) -> Vec<Kept> {
        let mut values = Vec::new();
        let mut position = 0;
        loop {
            let mut value = std::ptr::null_mut();
            let (mut key, mut length, mut index) = (std::ptr::null(), 0, 0);
            // SAFETY: as in `entries`.
            let kind = unsafe {
                raw::corio_array_next(
                    self.0.as_ptr(),
                    &raw mut position,
                    &raw mut key,
                    &raw mut length,
                    &raw mut index,
                    &raw mut value,
                )
            };
            if kind == 0 {
                return values;
            }
            values.push(Kept::copy(value));
        }
    }

    /// A new array of those entries, in order, that are `wanted`, with their keys.
    #[must_use]
    pub fn filtered(self, wanted: &[bool]) -> Owned {
        let mut array = Owned::null();
        // SAFETY: a live array; the shim looks at no more flags than there are; the target is null.
        unsafe { raw::corio_array_filter(array.pointer(), self.0.as_ptr(), wanted.as_ptr(), wanted.len()) };
        array
    }

    /// How many entries it has.
    #[must_use]
    pub fn count(self) -> usize {
        // SAFETY: a live array.
        unsafe { raw::corio_array_count(self.0.as_ptr()) }
    }

    /// Its values in order, each with the key as PHP would show it.
    pub fn candidates(self) -> impl Iterator<Item = (String, MaybeCallable)> {
        let mut position = 0;
        std::iter::from_fn(move || {
            let (mut key, mut length, mut index) = (std::ptr::null(), 0, 0);
            let mut value = std::ptr::null_mut();
            // SAFETY: as in `entries`.
            let kind = unsafe {
                raw::corio_array_next(
                    self.0.as_ptr(),
                    &raw mut position,
                    &raw mut key,
                    &raw mut length,
                    &raw mut index,
                    &raw mut value,
                )
            };
            let name = match kind {
                0 => return None,
                // SAFETY: kind 1 means that a string key was stored, live as long as the array.
                1 => text(unsafe { std::slice::from_raw_parts(key.cast(), length) }),
                _ => index.to_string(),
            };
            Some((name, MaybeCallable(NonNull::new(value)?)))
        })
    }

    /// An array with the keys of this one, as many as there are `values`.
    #[must_use]
    pub fn with_values(self, values: impl IntoIterator<Item = Owned>) -> Owned {
        let mut array = Owned::list([]);
        let mut position = 0;
        for mut value in values {
            // SAFETY: both are arrays, and there are no more values than keys; takes over the value's reference.
            unsafe {
                raw::corio_array_set_same(
                    array.pointer(),
                    self.0.as_ptr(),
                    &raw mut position,
                    value.pointer(),
                );
            }
        }
        array
    }

    /// Its entries in order.
    pub fn entries(self) -> impl Iterator<Item = (Key, Value<'a>)> {
        self.raw_entries().map(|(key, value)| (key, view(value)))
    }

    /// Its entries in order, with a reference to each value.
    pub fn kept_entries(self) -> impl Iterator<Item = (Key, Kept)> {
        self.raw_entries().map(|(key, value)| (key, Kept::copy(value.as_ptr())))
    }

    fn raw_entries(self) -> impl Iterator<Item = (Key, NonNull<Zval>)> {
        let mut position = 0;
        std::iter::from_fn(move || {
            let (mut key, mut length, mut index) = (std::ptr::null(), 0, 0);
            let mut value = std::ptr::null_mut();
            // SAFETY: the array is live for 'a and nobody changes it meanwhile: no PHP code runs here.
            let kind = unsafe {
                raw::corio_array_next(
                    self.0.as_ptr(),
                    &raw mut position,
                    &raw mut key,
                    &raw mut length,
                    &raw mut index,
                    &raw mut value,
                )
            };
            let key = match kind {
                0 => return None,
                // SAFETY: kind 1 means that the key is a string of that length, kept by the array.
                1 => Key::Name(text(unsafe { std::slice::from_raw_parts(key.cast(), length) })),
                _ => Key::Index(index),
            };
            Some((key, NonNull::new(value)?))
        })
    }
}

/// What may be a callable, or null; alive while the call runs that has it as an argument.
#[derive(Clone, Copy)]
pub struct MaybeCallable(NonNull<Zval>);

impl MaybeCallable {
    /// Whether the running code may call it. A class may be autoloaded: nothing may be borrowed.
    #[must_use]
    pub fn is_callable(self) -> bool {
        // SAFETY: a live value. A fatal error in an autoloader jumps over this frame, which owns nothing.
        unsafe { raw::corio_is_callable(self.0.as_ptr()) }
    }

    /// It, if it is callable; as [`MaybeCallable::is_callable`].
    #[must_use]
    pub fn callable(self) -> Option<Callable> {
        self.is_callable().then(|| Callable::new(self.0))
    }

    pub(super) const fn pointer(self) -> *mut Zval {
        self.0.as_ptr()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(super) fn view<'a>(value: NonNull<Zval>) -> Value<'a> {
    let pointer = value.as_ptr();
    // SAFETY: a live value, dereferenced by the shim before it was handed out.
    match unsafe { raw::corio_kind(pointer) } {
        0 => Value::Null,
        1 => Value::Bool(false),
        2 => Value::Bool(true),
        // SAFETY: the kind says that it holds an integer.
        3 => Value::Int(unsafe { raw::corio_long(pointer) }),
        // SAFETY: the kind says that it holds a float.
        4 => Value::Float(unsafe { raw::corio_double(pointer) }),
        5 => {
            // SAFETY: the kind says that it holds a string.
            let string = unsafe { raw::corio_zval_string(pointer) };
            NonNull::new(string.cast_mut()).map_or(Value::Null, |string| Value::Str(Str::new(string)))
        }
        6 => Value::Array(Array::new(value)),
        7 => {
            // SAFETY: the kind says that it holds an object.
            let object = unsafe { raw::corio_zval_object(pointer) };
            NonNull::new(object).map_or(Value::Null, |object| Value::Object(Object::new(object)))
        }
        _ => Value::Other("resource"),
    }
}

/// A string that bytes are still to be written into: PHP's memory, which nobody else has yet.
pub struct StringRoom {
    string: NonNull<zend_string>,
    bytes: NonNull<u8>,
    size: usize,
}

impl StringRoom {
    /// Room for `size` bytes. PHP's memory limit ends the request here: the caller owns nothing that matters.
    #[must_use]
    pub fn new(size: usize) -> Self {
        let mut bytes = std::ptr::null_mut();
        // SAFETY: only allocates, and tells where the bytes begin.
        let string = unsafe { raw::corio_string_room(size, &raw mut bytes) };
        let string = NonNull::new(string).expect("PHP's allocator ends the request instead");
        Self { string, bytes: NonNull::new(bytes.cast()).expect("it lies within the string"), size }
    }

    /// All of the room. What is in it before somebody writes is anything.
    #[must_use]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: so many bytes of a string that only this value has, allocated by C, which the compiler cannot look
        // into: they have some value, and any is a valid byte. Whoever gets them only writes.
        unsafe { std::slice::from_raw_parts_mut(self.bytes.as_ptr(), self.size) }
    }

    /// The string of the first `length` bytes; what is beyond is given back.
    ///
    /// # Panics
    /// If there are not so many.
    #[must_use]
    pub fn into_string(self, length: usize) -> Owned {
        assert!(length <= self.size, "no more than the room");
        let room = ManuallyDrop::new(self);
        let mut value = Owned::null();
        // SAFETY: the value is null, so nothing is overwritten; it takes the string over, which is not dropped here.
        unsafe { raw::corio_string_filled(&raw mut *value.0, room.string.as_ptr(), length) };
        value
    }
}

impl Drop for StringRoom {
    fn drop(&mut self) {
        // SAFETY: made by `new`, and nobody else has it.
        unsafe { raw::corio_string_drop(self.string.as_ptr()) };
    }
}

/// A new PHP value that its maker still owns.
pub struct Owned(ManuallyDrop<Zval>);

impl Owned {
    /// `null`.
    #[must_use]
    pub fn null() -> Self {
        let mut value = Zval::new();
        value.set_null();
        Self(ManuallyDrop::new(value))
    }

    /// An integer.
    #[must_use]
    pub fn int(number: i64) -> Self {
        let mut value = Zval::new();
        value.set_long(number);
        Self(ManuallyDrop::new(value))
    }

    /// An integer that counts something.
    #[must_use]
    pub fn count(number: usize) -> Self {
        Self::int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A float.
    #[must_use]
    pub fn float(number: f64) -> Self {
        let mut value = Zval::new();
        value.set_double(number);
        Self(ManuallyDrop::new(value))
    }

    /// A boolean.
    #[must_use]
    pub fn bool(flag: bool) -> Self {
        let mut value = Zval::new();
        value.set_bool(flag);
        Self(ManuallyDrop::new(value))
    }

    /// A string of `bytes`.
    #[must_use]
    pub fn string(bytes: &[u8]) -> Self {
        let mut value = Self::null();
        // SAFETY: the value is null, so nothing is overwritten; the bytes are copied.
        unsafe { raw::corio_set_string(&raw mut *value.0, bytes.as_ptr().cast(), bytes.len()) };
        value
    }

    /// An array with string keys.
    #[must_use]
    pub fn array<'k>(entries: impl IntoIterator<Item = (&'k str, Self)>) -> Self {
        let mut array = Self::null();
        for (key, mut value) in entries {
            // SAFETY: turns null into an array first; takes over the reference of `value`, which is
            // ManuallyDrop and so is not given back here.
            unsafe {
                raw::corio_array_set(&raw mut *array.0, key.as_ptr().cast(), key.len(), &raw mut *value.0);
            }
        }
        array
    }

    /// The entries of `first`, an array, and those of `second` in place of or after them.
    #[must_use]
    pub fn merged(first: Option<Kept>, second: Array<'_>) -> Self {
        let mut merged = first.map_or_else(Self::null, Kept::into_owned);
        // SAFETY: null or an array, which is separated before it is changed; the other one is live.
        unsafe { raw::corio_array_merge(merged.pointer(), second.pointer()) };
        merged
    }

    /// A list.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let mut array = Self::null();
        // SAFETY: turns null into an empty array.
        unsafe { raw::corio_array_init(array.pointer()) };
        for mut item in items {
            // SAFETY: an array; takes over the item's reference, which is not given back here.
            unsafe { raw::corio_array_push(array.pointer(), item.pointer()) };
        }
        array
    }

    /// An object of `class`, which is one below `ArrayIterator`, over a list.
    #[must_use]
    pub fn iterator(class: &ClassHandle, items: impl IntoIterator<Item = Self>) -> Self {
        let (mut iterator, mut list) = (Self::null(), Self::list(items));
        // SAFETY: a class with ArrayIterator's own constructor, which runs no PHP code; it takes over the list's
        // reference, which is not given back here.
        unsafe { raw::corio_array_iterator(iterator.pointer(), class.get(), list.pointer()) };
        iterator
    }

    pub(super) fn view(&mut self) -> Value<'_> {
        view(NonNull::from(&mut *self.0))
    }

    pub(super) fn into_zval(self) -> Zval {
        ManuallyDrop::into_inner(self.0)
    }

    pub(super) fn pointer(&mut self) -> *mut Zval {
        &raw mut *self.0
    }
}

/// A PHP value that Rust holds a reference to; dropping it gives the reference back, which may run a destructor,
/// and so PHP code: nothing may be borrowed then. It does not outlive the request.
#[repr(transparent)]
pub struct Kept(Zval);

impl Kept {
    pub(super) fn copy(source: *mut Zval) -> Self {
        let mut value = Zval::new();
        // SAFETY: the source is a live value; the new one is null, so nothing is overwritten.
        unsafe { raw::corio_copy(&raw mut value, source) };
        Self(value)
    }

    /// Takes over the reference of `source`, which its owner forgets.
    pub(super) fn take(source: *mut Zval) -> Self {
        // SAFETY: a live value, which the caller does not use or free any more.
        Self(unsafe { source.read() })
    }

    /// `callable` as a value that can be called from anywhere later, without that a class is loaded for it.
    #[must_use]
    pub fn callable(callable: Callable) -> Self {
        let mut value = Zval::new();
        // SAFETY: a live argument that was found to be callable; the new value is null.
        unsafe { raw::corio_closure(&raw mut value, callable.pointer()) };
        Self(value)
    }

    /// An object.
    #[must_use]
    pub fn object(object: Object) -> Self {
        let mut value = Zval::new();
        // SAFETY: a live object; the value gets a reference of its own.
        unsafe { raw::corio_set_object(&raw mut value, object.pointer()) };
        Self(value)
    }

    /// Another reference to the same value.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::copy((&raw const self.0).cast_mut())
    }

    /// Looks at it.
    #[must_use]
    pub fn view(&self) -> Value<'_> {
        view(NonNull::from(&self.0))
    }

    /// Whether it is `null`, or an unset property's.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind(), IS_UNDEF | IS_NULL)
    }

    /// It, if it is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<Object> {
        if self.kind() != IS_OBJECT {
            return None;
        }
        // SAFETY: of an object, that part of the union is it.
        NonNull::new(unsafe { self.0.value.obj }).map(Object::new)
    }

    const fn kind(&self) -> u32 {
        // SAFETY: the type of any value, in the lowest byte.
        let type_info = unsafe { self.0.u1.type_info };
        type_info & 0xff
    }

    /// Where it is, for the collector.
    #[must_use]
    pub const fn link(&self) -> Link {
        Link((&raw const self.0).cast_mut())
    }

    /// Gives the reference away, as the result of a call say.
    #[must_use]
    pub fn into_owned(self) -> Owned {
        Owned(ManuallyDrop::new(self.0))
    }

    /// Whether both are the same resource, object or number.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        // SAFETY: two live values; the shim compares what they hold.
        unsafe { raw::corio_is_identical(self.as_pointer(), other.as_pointer()) }
    }

    pub(super) const fn as_pointer(&self) -> *mut Zval {
        (&raw const self.0).cast_mut()
    }

    pub(super) fn into_zval(self) -> ManuallyDrop<Zval> {
        ManuallyDrop::new(self.0)
    }
}

/// Arguments for a call that is made later.
#[derive(Default)]
pub struct Arguments {
    /// Those by position.
    pub list: Vec<Kept>,
    /// Those by name, as an array.
    pub named: Option<Kept>,
}

impl Arguments {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.named.is_none()
    }

    /// The same ones after `first`.
    #[must_use]
    pub fn after(&self, first: impl IntoIterator<Item = Kept>) -> Self {
        let list = first.into_iter().chain(self.list.iter().map(Kept::another)).collect();
        Self { list, named: self.named.as_ref().map(Kept::another) }
    }
}

/// A call that is made later: a callable, made by [`Kept::callable`], and its arguments.
pub struct Invocation {
    /// What is called.
    pub callable: Kept,
    /// With what.
    pub arguments: Arguments,
}

/// Where a value is that Rust holds; to be used before that one moves.
#[derive(Clone, Copy, Debug)]
pub struct Link(*mut Zval);

impl Link {
    pub(super) const fn pointer(self) -> *mut Zval {
        self.0
    }
}

impl From<Owned> for Kept {
    fn from(value: Owned) -> Self {
        Self(value.into_zval())
    }
}

/// Replaces what `slot` holds.
pub(super) fn assign(slot: *mut Zval, mut value: Owned) {
    // SAFETY: a live slot of an object; it takes over the value's reference. The old value's destructor
    // may run PHP code, which finds the new value already in place.
    unsafe { raw::corio_assign(slot, value.pointer()) };
}

pub(super) fn set_property(object: NonNull<zend_object>, name: &str, value: Property<'_>) {
    let value = match value {
        Property::Int(number) => Owned::int(number),
        Property::Str(text) => Owned::string(text.as_bytes()),
    };
    set_object_property(object, name, value);
}

pub(super) fn set_object_property(object: NonNull<zend_object>, name: &str, mut value: Owned) {
    // SAFETY: a live object; the shim takes over the value's reference.
    unsafe { raw::corio_update_property(object.as_ptr(), name.as_ptr().cast(), name.len(), value.pointer()) };
}
