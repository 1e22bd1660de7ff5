use std::io;

use tokio::net::{TcpStream, lookup_host};

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
        let address = address.into();
        Self::new(name, move || {
            let address = address.clone();
            async move { TcpStream::connect(&*address).await.map(drop) }
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
        let host = host.into();
        Self::new(name, move || {
            let host = host.clone();
            async move {
                let mut addresses = lookup_host((&*host, 0)).await?;
                let first = addresses.next();
                first
                    .map(drop)
                    .ok_or(io::Error::from(io::ErrorKind::NotFound))
            }
        })
    }
}
