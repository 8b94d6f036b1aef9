//! Settings of the resolver: of the request (`Coroutine::set()`) and of one client.

use crate::per_thread;
use engine::dns::ResolverOptions;
use engine::net::addr::Family;
use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// What was set; `None` leaves it to the next source: client, request, INI or resolv.conf.
#[derive(Clone, Debug, Default)]
pub struct DnsSettings {
    /// Name servers, instead of those of resolv.conf.
    pub servers: Option<Vec<SocketAddr>>,
    /// How long one server may take.
    pub timeout: Option<Duration>,
    /// How often a silent server is asked.
    pub attempts: Option<u32>,
    /// Answers that are remembered.
    pub cache_size: Option<u32>,
    /// Which addresses are used.
    pub family: Option<Family>,
}

impl DnsSettings {
    /// What takes effect, with the request's settings behind these.
    #[must_use]
    pub fn options(&self) -> ResolverOptions {
        let default = ResolverOptions::default();
        with_request(|request| ResolverOptions {
            servers: self.servers.as_ref().or(request.servers.as_ref()).cloned().unwrap_or(default.servers),
            timeout: self.timeout.or(request.timeout).or(default.timeout),
            attempts: self.attempts.or(request.attempts).or(default.attempts),
            cache_size: self.cache_size.or(request.cache_size).unwrap_or(default.cache_size),
        })
    }

    /// Which addresses are used: these settings, the request's, the INI setting's.
    #[must_use]
    pub fn family(&self) -> Family {
        self.family
            .or_else(|| with_request(|request| request.family))
            .or_else(crate::ini::ip_family)
            .unwrap_or_default()
    }
}

/// What `Coroutine::set()` has set in this request.
#[must_use]
pub fn request_settings() -> DnsSettings {
    with_request(Clone::clone)
}

fn with_request<R>(look: impl FnOnce(&DnsSettings) -> R) -> R {
    REQUEST.with(|settings| look(&settings.borrow()))
}

/// Replaces it.
pub fn set_request_settings(settings: DnsSettings) {
    REQUEST.with(|own| drop(own.replace(settings)));
}

/// Reads `any`, `ipv4` or `ipv6`.
#[must_use]
pub fn parse_family(text: &str) -> Option<Family> {
    match text {
        "any" => Some(Family::Any),
        "ipv4" => Some(Family::Ipv4),
        "ipv6" => Some(Family::Ipv6),
        _ => None,
    }
}

/// Reads a name server: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`.
#[must_use]
pub fn parse_server(text: &str) -> Option<SocketAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    text.parse().ok().or_else(|| bare.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, 53)))
}

per_thread!(static REQUEST: RefCell<DnsSettings> = RefCell::new(DnsSettings {
    servers: None,
    timeout: None,
    attempts: None,
    cache_size: None,
    family: None,
}));
