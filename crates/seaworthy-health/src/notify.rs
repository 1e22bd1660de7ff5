use std::fmt;
use std::time::Duration;

/// Tells a service manager, such as systemd, how the service is, by [`sd_notify`]'s messages:
/// `READY=1` when the start is done, `STOPPING=1` when the drain begins, and `WATCHDOG=1` twice in
/// each period as long as [liveness](crate::Health::liveness) and the runtime are well.
///
/// The manager asks for nothing, so checks of the start and of liveness that run on demand are
/// asked for it. This and the watchdog take a runtime in which the service
/// [starts](crate::Health::started).
///
/// The manager puts both values into the environment, which the host reads.
///
/// ```
/// use std::time::Duration;
///
/// use seaworthy_health::{Config, Notify};
///
/// let mut config = Config::default();
/// // From NOTIFY_SOCKET and WATCHDOG_USEC.
/// let mut notify = Notify::new("/run/systemd/notify");
/// notify.watchdog = Some(Duration::from_secs(30));
/// config.notify = Some(notify);
/// assert!(config.build().is_ok());
/// ```
///
/// [`sd_notify`]: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Notify {
    /// Where the manager listens: a path, or after `@` a name without one.
    pub socket: String,
    /// After how much silence the manager believes that the service hangs.
    pub watchdog: Option<Duration>,
}

impl Notify {
    /// Tells the manager that listens there.
    pub fn new(socket: impl Into<String>) -> Self {
        Self {
            socket: socket.into(),
            watchdog: None,
        }
    }

    /// Whether a socket can have this address.
    pub(crate) fn is_address(&self) -> bool {
        let is_name = self
            .socket
            .strip_prefix('@')
            .is_some_and(|name| !name.is_empty());
        (is_name || self.socket.starts_with('/'))
            && self.socket.len() <= LONGEST_ADDRESS
            && !self.socket.contains('\0')
    }

    /// How often the manager is told that the service lives: twice as often as it has to be.
    pub(crate) fn watchdog_period(&self) -> Option<Duration> {
        self.watchdog.map(|period| period / 2)
    }

    pub(crate) fn ready(&self) {
        self.send("READY=1", Some(PATIENCE));
    }

    pub(crate) fn stopping(&self) {
        self.send("STOPPING=1", Some(PATIENCE));
    }

    pub(crate) fn watchdog(&self) {
        // It comes again, so it need not wait.
        self.send("WATCHDOG=1", None);
    }

    fn send(&self, message: &str, patience: Option<Duration>) {
        if let Err(error) = send(&self.socket, message, patience) {
            tracing::warn!(message, detail = ?Detail(&error), "service manager not told");
        }
    }
}

#[cfg(unix)]
fn send(address: &str, message: &str, patience: Option<Duration>) -> std::io::Result<()> {
    use std::os::unix::net::UnixDatagram;

    let socket = UnixDatagram::unbound()?;
    // Whoever does not read must not stop us.
    match patience {
        None => socket.set_nonblocking(true)?,
        patience => socket.set_write_timeout(patience)?,
    }
    match address.strip_prefix('@') {
        None => socket.send_to(message.as_bytes(), address)?,
        #[cfg(any(target_os = "android", target_os = "linux"))]
        Some(name) => {
            use std::os::linux::net::SocketAddrExt;

            let address = std::os::unix::net::SocketAddr::from_abstract_name(name)?;
            socket.send_to_addr(message.as_bytes(), &address)?
        }
        #[cfg(not(any(target_os = "android", target_os = "linux")))]
        Some(_) => return Err(std::io::ErrorKind::Unsupported.into()),
    };
    Ok(())
}

#[cfg(not(unix))]
fn send(_address: &str, _message: &str, _patience: Option<Duration>) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// An error in its own words.
struct Detail<'a>(&'a std::io::Error);

impl fmt::Debug for Detail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.to_string())
    }
}

/// For how long what is said once waits for a manager that has much to read, as at boot.
const PATIENCE: Duration = Duration::from_millis(200);

/// What the kernel takes.
const LONGEST_ADDRESS: usize = 107;
