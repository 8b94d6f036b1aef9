//! Registration of classes, functions and constants from their PHP signatures.
//!
//! A signature is written once, as PHP would write it. From it come what reflection shows and the stub.

use super::error::ClassHandle;
use super::raw::{self, CorioFunction, CorioParameter, Handler};
use super::value::Owned;
use std::ffi::{CString, c_char};
use std::ptr;

/// A function or method.
pub struct Function {
    /// `connect(string $host, int $port = 0): bool`; `static` before it for a static method.
    pub signature: &'static str,
    /// What PHP calls; made by [`crate::handler!`].
    pub handler: Handler,
    /// The doc block, without its frame.
    pub doc: &'static str,
}

/// A property with its default.
pub struct Property {
    /// The name without `$`.
    pub name: &'static str,
    /// The type as the stub shows it.
    pub kind: &'static str,
    /// The default as PHP writes it: `null`, `true`, `false`, an integer or `''`.
    pub default: &'static str,
    /// One sentence.
    pub doc: &'static str,
}

/// A class.
pub struct Class {
    /// The full name.
    pub name: &'static str,
    /// The doc block, without its frame.
    pub doc: &'static str,
    /// The parent.
    pub parent: Parent,
    /// Whether objects have a Rust side.
    pub has_data: bool,
    /// Whether it may not be extended.
    pub is_final: bool,
    /// Properties, in the order of their slots.
    pub properties: &'static [Property],
    /// Integer constants.
    pub constants: &'static [(&'static str, i64)],
    /// Methods.
    pub methods: &'static [Function],
    /// Filled in when the class is registered.
    pub handle: &'static ClassHandle,
}

/// A class' parent.
pub enum Parent {
    /// None.
    None,
    /// PHP's `Exception`.
    Exception,
    /// PHP's `ArrayIterator`.
    ArrayIterator,
    /// PHP's `ArrayObject`.
    ArrayObject,
    /// One of ours, registered before.
    Own(&'static ClassHandle, &'static str),
}

/// Registers `class`. Called at module startup.
pub fn register(class: &Class) {
    let methods: Vec<CorioFunction> = class.methods.iter().map(build).collect();
    let parent = match &class.parent {
        Parent::None => ptr::null_mut(),
        // SAFETY: PHP's own classes exist before any module starts.
        Parent::Exception => unsafe { raw::corio_exception_class() },
        // SAFETY: as above.
        Parent::ArrayIterator => unsafe { raw::corio_array_iterator_class() },
        // SAFETY: as above.
        Parent::ArrayObject => unsafe { raw::corio_array_object_class() },
        Parent::Own(handle, _) => handle.get(),
    };
    let flags = if class.has_data { raw::WITH_DATA } else { 0 } | if class.is_final { raw::FINAL } else { 0 };
    let count = u32::try_from(methods.len()).expect("a class has few methods");
    // SAFETY: called from MINIT; the shim copies the tables, whose strings are leaked.
    let ce = unsafe { raw::corio_register_class(leak(class.name), methods.as_ptr(), count, parent, flags) };
    for property in class.properties {
        let mut value = match property.default {
            "null" => Owned::null(),
            "true" => Owned::bool(true),
            "false" => Owned::bool(false),
            "''" => Owned::string(b""),
            number => Owned::int(number.parse().expect("a default is null, a boolean, an integer or ''")),
        };
        let (name, length) = (property.name.as_ptr().cast(), property.name.len());
        // SAFETY: a class entry under registration; scalars only, as the engine demands of defaults.
        unsafe { raw::corio_declare_property(ce, name, length, value.pointer()) };
    }
    for (name, value) in class.constants {
        // SAFETY: as above.
        unsafe { raw::corio_declare_constant(ce, name.as_ptr().cast(), name.len(), *value) };
    }
    class.handle.set(ce);
}

/// Declares a private property, null at first, behind those of `class` that are declared already.
pub fn declare_private(class: &ClassHandle, name: &str) {
    // SAFETY: called at module startup, right after the class was registered.
    unsafe { raw::corio_declare_private(class.get(), name.as_ptr().cast(), name.len()) };
}

/// Registers plain functions. Called at module startup.
pub fn register_functions(functions: &[Function]) {
    let (built, count) = built(functions);
    // SAFETY: as in `register`.
    unsafe { raw::corio_register_functions(built.as_ptr(), count) };
}

/// The functions as the shim takes them, and how many there are.
pub(super) fn built(functions: &[Function]) -> (Vec<CorioFunction>, u32) {
    let built: Vec<CorioFunction> = functions.iter().map(build).collect();
    let count = u32::try_from(built.len()).expect("there are few functions");
    (built, count)
}

/// Registers an integer constant by its full name. Called at module startup.
pub fn register_constant(name: &str, value: i64) {
    // SAFETY: as in `register`; the name is copied.
    unsafe { raw::corio_register_long(name.as_ptr().cast(), name.len(), value) };
}

/// Registers a constant that is a float by its full name. Called at module startup.
pub fn register_float(name: &str, value: f64) {
    // SAFETY: as in `register`; the name is copied.
    unsafe { raw::corio_register_double(name.as_ptr().cast(), name.len(), value) };
}

/// Strings that PHP keeps pointers to until the process ends.
fn leak(text: &str) -> *const c_char {
    CString::new(text).expect("signatures have no NUL").into_raw()
}

fn build(function: &Function) -> CorioFunction {
    let parsed = Signature::parse(function.signature);
    let parameters: Vec<CorioParameter> = parsed.parameters.iter().map(Parameter::build).collect();
    let required = parsed.parameters.iter().take_while(|p| p.default.is_none() && !p.variadic).count();
    let (return_mask, return_class) = types(parsed.returns);
    CorioFunction {
        name: leak(parsed.name),
        handler: function.handler,
        parameter_count: u32::try_from(parameters.len()).expect("a function has few parameters"),
        parameters: parameters.leak().as_ptr(),
        required_count: u32::try_from(required).expect("a function has few parameters"),
        return_mask,
        return_class,
        flags: raw::PUBLIC | if parsed.is_static { raw::STATIC } else { 0 },
    }
}

/// A signature, taken apart.
struct Signature<'a> {
    is_static: bool,
    name: &'a str,
    parameters: Vec<Parameter<'a>>,
    returns: &'a str,
}

struct Parameter<'a> {
    kind: &'a str,
    name: &'a str,
    default: Option<&'a str>,
    variadic: bool,
    by_reference: bool,
}

impl<'a> Signature<'a> {
    fn parse(text: &'a str) -> Self {
        let (is_static, text) = text.strip_prefix("static ").map_or((false, text), |rest| (true, rest));
        let (name, rest) = text.split_once('(').expect("a signature has parentheses");
        let (list, tail) = rest.rsplit_once(')').expect("a signature has parentheses");
        let parameters = list.split(", ").filter(|part| !part.is_empty()).map(Parameter::parse).collect();
        Self { is_static, name, parameters, returns: tail.strip_prefix(": ").unwrap_or("") }
    }
}

impl<'a> Parameter<'a> {
    fn parse(text: &'a str) -> Self {
        let (declaration, default) = text
            .split_once(" = ")
            .map_or((text, None), |(declaration, default)| (declaration, Some(default)));
        let (kind, name) = declaration.split_once(' ').expect("a parameter has a type and a name");
        let by_reference = name.starts_with('&');
        let variadic = name.contains("...");
        Self { kind, name: name.trim_start_matches(['&', '.', '$']), default, variadic, by_reference }
    }

    fn build(&self) -> CorioParameter {
        let (type_mask, class_name) = types(self.kind);
        CorioParameter {
            name: leak(self.name),
            type_mask,
            class_name,
            default_value: self.default.map_or(ptr::null(), leak),
            by_reference: self.by_reference,
            variadic: self.variadic,
        }
    }
}

/// The engine's type mask (1 << IS_…, zend_types.h) and the class name, if there is one.
fn types(text: &str) -> (u32, *const c_char) {
    let mut class = ptr::null();
    let mut mask = 0;
    for name in text.split('|') {
        let (nullable, name) = name.strip_prefix('?').map_or((false, name), |name| (true, name));
        mask |= u32::from(nullable) << 1;
        mask |= match name {
            "" => 0,
            "null" => 1 << 1,
            "false" => 1 << 2,
            "bool" => (1 << 2) | (1 << 3),
            "int" => 1 << 4,
            "float" => 1 << 5,
            "string" => 1 << 6,
            "array" => 1 << 7,
            "callable" => 1 << 12,
            "void" => 1 << 14,
            // MAY_BE_ANY: null to resource.
            "mixed" => 0x3fe,
            // What it is short for, in the form that every version of the engine knows.
            "iterable" => {
                class = leak("Traversable");
                1 << 7
            }
            name => {
                class = leak(name.trim_start_matches('\\'));
                0
            }
        };
    }
    (mask, class)
}
