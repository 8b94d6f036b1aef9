//! `Corio\ConnectionPool`.

mod object;

use crate::class::awaited;
use crate::coroutine::waitqueue::Pending;
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Outcome, Thrown, fatal_error};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::invoke::{Failed, construct, invoke};
use crate::ffi::value::{Kept, Owned, Value};
use crate::{handler, last_error};
use object::{Pool, is_usable};

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\ConnectionPool",
    doc: "Connections that coroutines share: at most so many are made, when they are needed, and used again.\n\n\
          A connection may be anything but null and false. A client of ours that is closed, or whose peer has\n\
          closed, or that has unread data, or whose last operation failed, is not handed out again: a new connection is\n\
          made in its place.\n\n\
          ```php\n\
          $pool = new \\Corio\\ConnectionPool(function () {\n\
          \x20   $client = new \\Corio\\Coroutine\\Client(\\Corio\\SOCK_TCP);\n\
          \x20   $client->set(['throw' => true]);\n\
          \x20   $client->connect('127.0.0.1', 6379);\n\
          \x20   return $client;\n\
          }, 10);\n\
          $pong = $pool->withConnection(function ($client) {\n\
          \x20   $client->send(\"PING\\r\\n\");\n\
          \x20   return $client->recv();\n\
          });\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    properties: &[],
    constants: &[("DEFAULT_SIZE", 64)],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "__construct(callable $constructor, int $size = 64, ?string $proxy = null)",
            handler: handler!(construct_pool),
            doc: "@param callable $constructor makes a connection\n\
                  @param int $size how many there may be\n\
                  @param string|null $proxy a class: new $proxy($constructor) is the connection\n\
                  @throws \\Corio\\Exception for a size below 1",
        },
        Function {
            signature: "fill(): void",
            handler: handler!(fill),
            doc: "Makes connections until there are as many as there may be.\n\n\
                  @throws \\Throwable what the constructor throws; those made before stay",
        },
        Function {
            signature: "get(float $timeout = -1): mixed",
            handler: handler!(get),
            doc: "A connection that nobody else has: an idle one, else a new one, else one that is put back. Give it\n\
                  back with put(), in a finally block.\n\n\
                  Who waits longest is served first. If making one fails, the next who waits tries.\n\n\
                  @param float $timeout seconds of waiting for others; 0 and less: as long as it takes\n\
                  @return mixed false after the timeout, when cancelled, or when the pool is closed meanwhile, see\n\
                  Corio\\last_error()\n\
                  @throws \\RuntimeException when the pool is closed already\n\
                  @throws \\Throwable what the constructor throws",
        },
        Function {
            signature: "put(mixed $connection): void",
            handler: handler!(put),
            doc: "Gives a connection back; null instead of one that is broken. A new one is made in its place when it\n\
                  is needed. Without effect when the pool is closed.\n\n\
                  @throws \\Corio\\Exception for one that is in the pool, and for more than get() has given",
        },
        Function {
            signature: "withConnection(callable $callback, float $timeout = -1): mixed",
            handler: handler!(with_connection),
            doc: "Calls the callback with a connection and gives that back when the callback has returned or thrown.\n\n\
                  @return mixed what the callback returns\n\
                  @throws \\RuntimeException when there is no connection for a reason that makes get() answer false\n\
                  @throws \\Throwable what the constructor or the callback throws",
        },
        Function {
            signature: "close(): void",
            handler: handler!(close),
            doc: "Gives up the idle connections, and those in use when they are put back. Whoever waits gets false.",
        },
        Function {
            signature: "stats(): array",
            handler: handler!(stats),
            doc: "How many connections there may be, are (also being made), are idle and in use, and how many\n\
                  coroutines wait for one.\n\n\
                  @return array{size: int, connections: int, idle: int, in_use: int, waiting: int}",
        },
    ],
};

fn construct_pool(call: &mut Call) -> Outcome {
    call.expect(1, 3)?;
    let constructor = call.callable(0)?;
    let size = call.int(1, 64)?;
    let has_proxy = call.count() > 2 && !matches!(call.value(2).view(), Value::Null);
    let proxy = if has_proxy { Some(call.string(2)?.text()) } else { None };
    let this = call.this();
    if this.is_installed() {
        return refuse("the constructor was called already");
    }
    let Some(size) = usize::try_from(size).ok().filter(|&size| size > 0) else {
        return refuse(&format!("the size of a pool must be at least 1, {size} given"));
    };
    this.install_traced(Pool::new(Kept::callable(constructor), proxy, size));
    Ok(())
}

fn this<'a>(call: &Call) -> Result<&'a Pool, Thrown> {
    call.this().data::<Pool>()
}

/// Hands a fatal error on.
fn end(result: Result<(), Failed>) -> Outcome {
    match result {
        Ok(()) => Ok(()),
        Err(Failed::Thrown) => Err(Thrown),
        Err(Failed::Fatal) => Err(fatal_error()),
    }
}

/// Makes a connection for a place that was reserved, or releases that.
fn make(pool: &Pool) -> Result<Kept, Failed> {
    let made = match &pool.proxy {
        None => invoke(&pool.constructor, &[]),
        Some(class) => construct(class, &pool.constructor),
    };
    match made {
        Ok(connection) if pool.is_closed() => {
            drop(connection);
            throw_closed();
            Err(Failed::Thrown)
        }
        Ok(connection) if matches!(connection.view(), Value::Null | Value::Bool(false)) => {
            pool.release();
            let given = if matches!(connection.view(), Value::Null) { "null" } else { "false" };
            error::throw(
                &EXCEPTION,
                &format!("the pool's constructor returned {given}, not a connection"),
                0,
            );
            Err(Failed::Thrown)
        }
        Ok(connection) => Ok(connection),
        Err(failed) => {
            pool.release();
            Err(failed)
        }
    }
}

fn throw_closed() {
    error::throw_named("RuntimeException", "Pool has been closed");
}

fn fill(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let pool = this(call)?;
    let mut result = Ok(());
    while result.is_ok() && !pool.is_closed() && pool.reserve() {
        result = make(pool).map(|connection| pool.give(connection));
    }
    end(result)
}

fn get(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let pool = this(call)?;
    let result = obtain(call, pool, timeout).map(|connection| {
        connection.into_iter().for_each(|connection| call.answer(connection.into_owned()));
    });
    end(result)
}

/// A connection; `None` when the call's answer is settled as `false`.
fn obtain(call: &mut Call, pool: &Pool, timeout: Option<f64>) -> Result<Option<Kept>, Failed> {
    if pool.is_closed() {
        throw_closed();
        return Err(Failed::Thrown);
    }
    if let Some(connection) = pool.take() {
        return Ok(Some(connection));
    }
    // The destructor of one that was given up may have closed it.
    if !pool.is_closed() && pool.reserve() {
        return make(pool).map(Some);
    }
    let pending = Pending::new();
    pool.enlist(&pending);
    let fired = match awaited::wait(call, &pending, pool.subject(), timeout) {
        Ok(Some(fired)) => fired,
        Ok(None) => return Ok(None),
        Err(Thrown) => {
            if let Some(fired) = pending.take().filter(|fired| !fired.closed) {
                fired.value.map_or_else(|| pool.release(), |connection| pool.give(connection));
            }
            return Err(Failed::Thrown);
        }
    };
    drop(pending);
    if fired.closed {
        last_error::note(libc::ECANCELED.into(), "the pool was closed meanwhile".into());
        call.answer_bool(false);
        return Ok(None);
    }
    match fired.value {
        Some(connection) => Ok(Some(connection)),
        None => make(pool).map(Some),
    }
}

fn put(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let pool = this(call)?;
    let connection = call.value(0);
    if pool.is_closed() {
        return Ok(());
    }
    if pool.holds(&connection) {
        return refuse("the connection is in the pool already");
    }
    let is_null = matches!(connection.view(), Value::Null);
    if pool.used() == 0 && (is_null || !pool.reserve()) {
        return refuse("more connections are put into the pool than get() has given");
    }
    put_back(pool, connection);
    Ok(())
}

fn put_back(pool: &Pool, connection: Kept) {
    if matches!(connection.view(), Value::Null) || !is_usable(&connection) {
        pool.release();
    } else {
        pool.give(connection);
    }
}

fn with_connection(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let callback = Kept::callable(call.callable(0)?);
    let timeout = call.float(1)?;
    let pool = this(call)?;
    let result = lend(call, pool, &callback, timeout);
    match result {
        Err(Failed::Fatal) => std::mem::forget(callback),
        _ => drop(callback),
    }
    end(result)
}

fn lend(call: &mut Call, pool: &Pool, callback: &Kept, timeout: Option<f64>) -> Result<(), Failed> {
    let Some(connection) = obtain(call, pool, timeout)? else {
        let reason = last_error::message();
        error::throw_named("RuntimeException", &format!("no connection from the pool: {reason}"));
        return Err(Failed::Thrown);
    };
    let arguments = [connection];
    let result = invoke(callback, &arguments);
    let [connection] = arguments;
    match result {
        // No code of a destructor may run any more.
        Err(Failed::Fatal) => std::mem::forget(connection),
        // It is put back after an exception, too; that is set meanwhile, and no code runs here.
        _ if pool.is_closed() => drop(connection),
        _ => put_back(pool, connection),
    }
    call.answer(result?.into_owned());
    Ok(())
}

fn close(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let pool = this(call)?;
    if !pool.is_closed() {
        drop(pool.close());
    }
    Ok(())
}

fn stats(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let counts = this(call)?.counts();
    call.answer(Owned::array([
        ("size", Owned::count(counts.size)),
        ("connections", Owned::count(counts.connections)),
        ("idle", Owned::count(counts.idle)),
        ("in_use", Owned::count(counts.connections - counts.idle)),
        ("waiting", Owned::count(counts.waiting)),
    ]));
    Ok(())
}

fn refuse(message: &str) -> Outcome {
    error::throw(&EXCEPTION, message, 0);
    Err(Thrown)
}
