use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::Check;

impl Check {
    /// Whether a connection to `host:port` can be made; it is closed at once.
    ///
    /// It shows that somebody listens, and not that he works: where there is a client, ask by it.
    ///
    /// ```
    /// use seaworthy_health::Check;
    ///
    /// let check = Check::tcp("mail", "smtp.example.com:587");
    /// # assert_eq!(check.name, "mail");
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "net")))]
    pub fn tcp(name: impl Into<String>, address: impl Into<String>) -> Self {
        let (address, turn) = (address.into(), Turn::default());
        Self::new(name, move || {
            let (address, turn) = (address.clone(), Arc::clone(&turn));
            async move { connected(turn, address).await.map(drop) }
        })
    }

    /// Whether a host's name resolves to any address, by the system's resolver.
    ///
    /// ```
    /// use seaworthy_health::Check;
    ///
    /// let check = Check::dns("resolver", "db.internal.example.com");
    /// # assert_eq!(check.name, "resolver");
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "net")))]
    pub fn dns(name: impl Into<String>, host: impl Into<String>) -> Self {
        let (host, turn) = (host.into(), Turn::default());
        Self::new(name, move || {
            let (host, turn) = (host.clone(), Arc::clone(&turn));
            async move {
                let addresses = resolved(turn, (host, 0)).await?;
                let first = addresses.first();
                first
                    .map(drop)
                    .ok_or(io::Error::from(io::ErrorKind::NotFound))
            }
        })
    }
}

/// Who may block a thread; one at a time.
pub(super) type Turn = Arc<Mutex<()>>;

/// A connection to `host:port`.
pub(super) async fn connected(turn: Turn, address: String) -> io::Result<TcpStream> {
    let addresses = match address.parse() {
        Ok(address) => vec![address],
        Err(_) => resolved(turn, address).await?,
    };
    TcpStream::connect(&*addresses).await
}

async fn resolved(
    turn: Turn,
    name: impl ToSocketAddrs + Send + 'static,
) -> io::Result<Vec<SocketAddr>> {
    alone(turn, move || name.to_socket_addrs().map(Iterator::collect)).await?
}

/// Blocks a thread, but not a second one while the first goes on.
///
/// The system's resolver cannot be cancelled. Where it hangs, a run that is over time leaves its
/// thread behind, and the next run waits for that thread instead of taking one more.
async fn alone<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let turn = turn.lock_owned().await;
    let done = spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    done.await.map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_resolver_that_hangs_holds_one_thread() {
        let (turn, begun) = (Turn::default(), Arc::new(AtomicUsize::new(0)));
        let hangs = |until: Receiver<()>| {
            let begun = Arc::clone(&begun);
            let work = move || {
                begun.fetch_add(1, SeqCst);
                let _ = until.recv();
            };
            timeout(Duration::from_millis(20), alone(Arc::clone(&turn), work))
        };
        let (end, until) = channel();
        assert!(hangs(until).await.is_err());
        for _ in 0..5 {
            assert!(hangs(channel().1).await.is_err());
        }
        assert_eq!(begun.load(SeqCst), 1);
        drop(end);
        assert!(alone(turn, || ()).await.is_ok());
    }
}
