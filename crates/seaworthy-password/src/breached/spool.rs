use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::corpus_format::SHARDS;

/// Keys on their way to their shards, in a file, so that memory holds few of them at a time.
///
/// The file is made of blocks, each with keys of one shard. It is removed with the spool.
#[derive(Debug)]
pub(super) struct Spool {
    path: PathBuf,
    file: BufWriter<File>,
    shards: Vec<Shard>,
    blocks: u64,
}

/// The keys of one shard.
#[derive(Debug, Default)]
struct Shard {
    /// The blocks that it has in the file.
    blocks: Vec<u64>,
    /// What does not fill a block yet.
    rest: Vec<u64>,
}

impl Spool {
    /// Makes a file at this path, where none may be.
    pub(super) fn new(path: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self {
            path,
            file: BufWriter::with_capacity(BLOCK_BYTES, file),
            shards: (0..SHARDS).map(|_| Shard::default()).collect(),
            blocks: 0,
        })
    }

    pub(super) fn push(&mut self, shard: u8, key: u64) -> io::Result<()> {
        let Some(shard) = self.shards.get_mut(usize::from(shard)) else {
            return Ok(());
        };
        shard.rest.push(key);
        if shard.rest.len() == BLOCK {
            for key in shard.rest.drain(..) {
                self.file.write_all(&key.to_le_bytes())?;
            }
            shard.blocks.push(self.blocks);
            self.blocks += 1;
        }
        Ok(())
    }

    /// The keys of a shard, sorted, and each once; the spool forgets them.
    pub(super) fn take(&mut self, shard: u8) -> io::Result<Vec<u64>> {
        let Some(shard) = self.shards.get_mut(usize::from(shard)) else {
            return Ok(Vec::new());
        };
        let Shard {
            blocks,
            rest: mut keys,
        } = std::mem::take(shard);
        keys.reserve_exact(blocks.len() * BLOCK);
        self.file.flush()?;
        let file = self.file.get_mut();
        let mut bytes = vec![0; BLOCK_BYTES];
        for block in blocks {
            file.seek(SeekFrom::Start(block * BLOCK_BYTES as u64))?;
            file.read_exact(&mut bytes)?;
            let chunks = bytes.chunks_exact(8).filter_map(<[u8]>::first_chunk);
            keys.extend(chunks.map(|chunk| u64::from_le_bytes(*chunk)));
        }
        file.seek(SeekFrom::End(0))?;
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // Nobody can be told, and the next one says that the file is there.
        let _ = fs::remove_file(&self.path);
    }
}

/// The keys of a block: 256 blocks that are not full yet take 8 MiB.
const BLOCK: usize = 4096;
const BLOCK_BYTES: usize = BLOCK * 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_by_shard_sorted_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spool");
        let mut spool = Spool::new(path.clone()).unwrap();
        let count = 3 * BLOCK as u64 + 17;
        for key in (0..count).rev() {
            spool.push(1, key).unwrap();
            spool.push(255, key / 2).unwrap();
        }
        spool.push(0, 7).unwrap();
        assert_eq!(spool.take(0).unwrap(), [7]);
        assert_eq!(spool.take(1).unwrap(), (0..count).collect::<Vec<_>>());
        assert_eq!(
            spool.take(255).unwrap(),
            (0..count.div_ceil(2)).collect::<Vec<_>>()
        );
        assert!(spool.take(2).unwrap().is_empty());
        assert!(spool.take(1).unwrap().is_empty());

        spool.push(1, 5).unwrap();
        assert_eq!(spool.take(1).unwrap(), [5]);
        assert!(path.exists());
        drop(spool);
        assert!(!path.exists());
    }

    #[test]
    fn no_file_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spool");
        fs::write(&path, "mine").unwrap();
        assert!(Spool::new(path.clone()).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }
}
