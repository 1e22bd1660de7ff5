//! Where lines go.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::stream::Destination;

/// Where lines go.
///
/// A service in a container writes to a stream that whoever runs it collects ([The Twelve-Factor
/// App](https://12factor.net/logs)).
#[non_exhaustive]
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub enum Output {
    /// Standard output: the stream that container platforms take for the log. Several of them
    /// report every line on standard error as an error, whatever its level.
    #[default]
    Stdout,
    /// Standard error, for a command whose result goes to standard output.
    Stderr,
    /// The end of a file, which is made if it is not there; its folder is not.
    ///
    /// What rotates it, such as `logrotate`, moves it away and has it opened anew: by
    /// [`Guard::reopen`](crate::Guard::reopen).
    File(PathBuf),
}

impl Output {
    /// What a person calls it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdout => "standard output".to_owned(),
            Self::Stderr => "standard error".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    pub(crate) fn is_terminal(&self) -> bool {
        match self {
            Self::Stdout => io::stdout().is_terminal(),
            Self::Stderr => io::stderr().is_terminal(),
            Self::File(_) => false,
        }
    }

    /// The stream, past the buffer of the standard library where the platform lets us: a line is
    /// whole already, it need not be searched for its end and copied.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Destination>> {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;

            let duplicate = match self {
                Self::Stdout => io::stdout().as_fd().try_clone_to_owned(),
                Self::Stderr => io::stderr().as_fd().try_clone_to_owned(),
                Self::File(path) => return Ok(Box::new(Appended::to(path)?)),
            };
            if let Ok(stream) = duplicate {
                return Ok(Box::new(Fixed(File::from(stream))));
            }
        }
        Ok(match self {
            Self::Stdout => Box::new(Fixed(io::stdout())),
            Self::Stderr => Box::new(Fixed(io::stderr())),
            Self::File(path) => Box::new(Appended::to(path)?),
        })
    }
}

/// A writer that stays where it is.
pub(crate) struct Fixed<W>(pub(crate) W);

impl<W: Write> Write for Fixed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write + Send> Destination for Fixed<W> {}

/// The end of a file, whoever else writes there.
struct Appended {
    file: File,
    path: PathBuf,
}

impl Appended {
    fn to(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: append(path)?,
            // Where the process goes elsewhere, the file stays where it was.
            path: std::path::absolute(path)?,
        })
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

impl Write for Appended {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Destination for Appended {
    fn reopen(&mut self) -> io::Result<()> {
        self.file = append(&self.path)?;
        Ok(())
    }
}
