//! What lines are written to, one at a time.

use std::io::{self, ErrorKind, Write};

/// A writer that takes whole lines, and knows whether it has taken a part of one.
pub(crate) struct Stream {
    writer: Box<dyn Destination>,
    /// Whether a part of a line was written, so that the next one must not be joined to it.
    torn: bool,
}

/// A writer that may be somewhere else than it was.
pub(crate) trait Destination: Write + Send {
    /// Opens again what it writes to.
    fn reopen(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream {
    pub(crate) fn new(writer: Box<dyn Destination>) -> Self {
        Self {
            writer,
            torn: false,
        }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Opens again what it writes to; what was torn is torn there.
    pub(crate) fn reopen(&mut self) -> io::Result<()> {
        self.writer.reopen()?;
        self.torn = false;
        Ok(())
    }

    /// Writes whole lines; how many of their bytes were written, which are all unless it failed.
    pub(crate) fn write(&mut self, lines: &[u8]) -> usize {
        if self.torn && write_all(&mut *self.writer, b"\n", &mut self.torn) == 0 {
            return 0;
        }
        self.torn = false;
        write_all(&mut *self.writer, lines, &mut self.torn)
    }
}

/// Like [`Write::write_all`], but it tells how far it came, and whether it stopped within a line.
fn write_all(writer: &mut dyn Destination, lines: &[u8], torn: &mut bool) -> usize {
    let mut done = 0;
    while let Some(rest) = lines.get(done..).filter(|rest| !rest.is_empty()) {
        match writer.write(rest) {
            Ok(0) => break,
            Ok(written) => {
                done += written.min(rest.len());
                *torn = lines.get(done - 1) != Some(&b'\n');
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    done
}
