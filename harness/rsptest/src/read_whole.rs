//! Files that users name and that are read whole: never a device that goes on for ever, never a pipe that waits.

use std::fs::{self, File};
use std::io::{Error, Read, Result};
use std::path::Path;

/// No target file, baseline, case file, certificate or profile package that we read is larger, in octets.
pub const LARGEST: u64 = 4 << 20;

/// The content of a regular file of at most `limit` octets. The error says what is wrong, without the name of the file.
pub fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>> {
    // Before it is opened: to open a named pipe waits for whoever writes.
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(Error::other("it is a folder, and a file is wanted"));
    }
    if !about.is_file() {
        return Err(Error::other("it is no regular file but a device, pipe or socket; copy what it gives into a file"));
    }
    let mut octets = Vec::new();
    // One more than it may have, since it may grow while it is read.
    File::open(path)?.take(limit + 1).read_to_end(&mut octets)?;
    if octets.len() as u64 > limit {
        return Err(Error::other(format!("it has more than {limit} octets, which is the most that is read")));
    }
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_the_largest_that_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, [7; 10]).unwrap();
        assert_eq!(read_whole(&file, 10).unwrap(), [7; 10]);
        let error = read_whole(&file, 9).unwrap_err().to_string();
        assert!(error.contains("more than 9 octets"), "{error}");
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_whole(folder.path(), LARGEST).unwrap_err().to_string();
        assert!(error.contains("a folder"), "{error}");
        #[cfg(unix)]
        for device in ["/dev/zero", "/dev/null"] {
            let error = read_whole(Path::new(device), LARGEST).unwrap_err().to_string();
            assert!(error.contains("no regular file"), "{device}: {error}");
        }
    }
}
