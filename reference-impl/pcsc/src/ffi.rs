//! The only place that calls C: ten functions of the PC/SC API. Everything that leaves here is safe to call: lengths
//! are those of slices, handles are checked by the library (a stale one gives `INVALID_HANDLE`).

use super::Code;
use libloading::Library;
use std::ffi::CStr;
use std::os::raw::{c_char, c_void};
use std::ptr;

/// DWORD, LONG and the handles have other widths on every system (pcsclite's wintypes.h, Apple's, Windows's).
#[cfg(all(unix, not(target_os = "macos")))]
mod types {
    pub type Dword = std::os::raw::c_ulong;
    pub type Long = std::os::raw::c_long;
    pub type Handle = std::os::raw::c_long;
    pub const NAMES: &[&str] = &["libpcsclite.so.1", "libpcsclite.so"];
    pub const ANSI: &str = "";
}
#[cfg(target_os = "macos")]
mod types {
    pub type Dword = u32;
    pub type Long = i32;
    pub type Handle = i32;
    pub const NAMES: &[&str] = &["/System/Library/Frameworks/PCSC.framework/PCSC"];
    pub const ANSI: &str = "";
}
#[cfg(windows)]
mod types {
    pub type Dword = u32;
    pub type Long = i32;
    pub type Handle = usize;
    pub const NAMES: &[&str] = &["winscard.dll"];
    pub const ANSI: &str = "A";
}

use types::{ANSI, Long, NAMES};
pub(crate) use types::{Dword, Handle};

/// SCARD_IO_REQUEST: which protocol an APDU is sent by.
#[repr(C)]
struct IoRequest {
    protocol: Dword,
    length: Dword,
}

type Establish = unsafe extern "system" fn(Dword, *const c_void, *const c_void, *mut Handle) -> Long;
type Release = unsafe extern "system" fn(Handle) -> Long;
type ListReaders = unsafe extern "system" fn(Handle, *const c_char, *mut c_char, *mut Dword) -> Long;
type Connect = unsafe extern "system" fn(Handle, *const c_char, Dword, Dword, *mut Handle, *mut Dword) -> Long;
type Reconnect = unsafe extern "system" fn(Handle, Dword, Dword, Dword, *mut Dword) -> Long;
type Disconnect = unsafe extern "system" fn(Handle, Dword) -> Long;
type Status =
    unsafe extern "system" fn(Handle, *mut c_char, *mut Dword, *mut Dword, *mut Dword, *mut u8, *mut Dword) -> Long;
type Transmit =
    unsafe extern "system" fn(Handle, *const IoRequest, *const u8, Dword, *mut IoRequest, *mut u8, *mut Dword) -> Long;
type Cancel = unsafe extern "system" fn(Handle) -> Long;

/// The functions, and the library that they live in.
pub(crate) struct Functions {
    establish: Establish,
    release: Release,
    list_readers: ListReaders,
    connect: Connect,
    reconnect: Reconnect,
    disconnect: Disconnect,
    status: Status,
    transmit: Transmit,
    cancel: Cancel,
    /// Last, and never taken out: the pointers above are good as long as it is loaded.
    _library: Library,
}

fn outcome(code: Long) -> Result<(), Code> {
    // The codes are 32-bit values; where LONG is wider they come zero- or sign-extended.
    match code as u32 {
        0 => Ok(()),
        code => Err(Code(code)),
    }
}

/// A length as the API wants it. Ours are those of buffers of some kilobytes, so the conversion keeps the value.
fn length(octets: usize) -> Dword {
    octets as Dword
}

impl Functions {
    /// Looks for the library and its functions; the error says what the loader said.
    pub(crate) fn load() -> Result<Self, String> {
        let mut says = String::new();
        for name in NAMES {
            // SAFETY: loading runs the initialisers of the system's PC/SC library, which the name denotes; they have
            // no preconditions.
            match unsafe { Library::new(*name) } {
                Ok(library) => return Self::from(library).map_err(|error| format!("{name}: {error}")),
                Err(error) => says = format!("{says}{}{error}", if says.is_empty() { "" } else { "; " }),
            }
        }
        Err(says)
    }

    fn from(library: Library) -> Result<Self, libloading::Error> {
        /// A function of this type under this name.
        ///
        /// # Safety
        /// The name must denote a function of the type `F`, and the result must not outlive the library.
        unsafe fn get<F: Copy>(library: &Library, name: &str) -> Result<F, libloading::Error> {
            // SAFETY: the caller's promise.
            unsafe { library.get::<F>(name.as_bytes()) }.map(|symbol| *symbol)
        }
        let ansi = |name: &str| format!("{name}{ANSI}");
        // SAFETY: names and types are those of the PC/SC API (winscard.h), with the widths of this system from
        // `types`; the library is kept in the same struct as the pointers.
        unsafe {
            Ok(Self {
                establish: get(&library, "SCardEstablishContext")?,
                release: get(&library, "SCardReleaseContext")?,
                list_readers: get(&library, &ansi("SCardListReaders"))?,
                connect: get(&library, &ansi("SCardConnect"))?,
                reconnect: get(&library, "SCardReconnect")?,
                disconnect: get(&library, "SCardDisconnect")?,
                status: get(&library, &ansi("SCardStatus"))?,
                transmit: get(&library, "SCardTransmit")?,
                cancel: get(&library, "SCardCancel")?,
                _library: library,
            })
        }
    }

    pub(crate) fn establish(&self) -> Result<Handle, Code> {
        /// SCARD_SCOPE_SYSTEM
        const SCOPE: Dword = 2;
        let mut context: Handle = 0;
        // SAFETY: the reserved parameters are null as the API wants them; the last points to a local.
        outcome(unsafe { (self.establish)(SCOPE, ptr::null(), ptr::null(), &mut context) })?;
        Ok(context)
    }

    pub(crate) fn release(&self, context: Handle) {
        // SAFETY: takes a value only. What it answers helps nobody: the context is gone either way.
        let _ = unsafe { (self.release)(context) };
    }

    pub(crate) fn cancel(&self, context: Handle) -> Result<(), Code> {
        // SAFETY: takes a value only; the API allows the call from another thread.
        outcome(unsafe { (self.cancel)(context) })
    }

    /// Names separated by NUL, an empty one last, into `names`; how many octets there are. A null buffer asks for the
    /// length alone.
    pub(crate) fn list_readers(&self, context: Handle, names: Option<&mut [u8]>) -> Result<usize, Code> {
        let (buffer, size) = names.map_or((ptr::null_mut(), 0), |names| (names.as_mut_ptr(), names.len()));
        let mut size = length(size);
        // SAFETY: the buffer has `size` octets, or is null, which asks for the length; a null group means all readers.
        outcome(unsafe { (self.list_readers)(context, ptr::null(), buffer.cast(), &mut size) })?;
        Ok(size as usize)
    }

    /// A handle to the card, and the protocol that was negotiated.
    pub(crate) fn connect(
        &self,
        context: Handle,
        reader: &CStr,
        share: Dword,
        protocols: Dword,
    ) -> Result<(Handle, Dword), Code> {
        let (mut card, mut protocol): (Handle, Dword) = (0, 0);
        // SAFETY: the name ends in NUL and lives through the call; the last two point to locals.
        outcome(unsafe { (self.connect)(context, reader.as_ptr(), share, protocols, &mut card, &mut protocol) })?;
        Ok((card, protocol))
    }

    /// The protocol that was negotiated.
    pub(crate) fn reconnect(
        &self,
        card: Handle,
        share: Dword,
        protocols: Dword,
        initialization: Dword,
    ) -> Result<Dword, Code> {
        let mut protocol: Dword = 0;
        // SAFETY: values, and a pointer to a local.
        outcome(unsafe { (self.reconnect)(card, share, protocols, initialization, &mut protocol) })?;
        Ok(protocol)
    }

    pub(crate) fn disconnect(&self, card: Handle, disposition: Dword) -> Result<(), Code> {
        // SAFETY: values only.
        outcome(unsafe { (self.disconnect)(card, disposition) })
    }

    /// The ATR.
    pub(crate) fn atr(&self, card: Handle) -> Result<Vec<u8>, Code> {
        // Room for the name as well: not every implementation takes null for it.
        let (mut name, mut name_size) = ([0_u8; 256], length(256));
        let (mut atr, mut atr_size) = ([0_u8; 36], length(36));
        let (mut state, mut protocol): (Dword, Dword) = (0, 0);
        // SAFETY: both buffers have the sizes that stand beside them; the rest points to locals.
        outcome(unsafe {
            (self.status)(
                card,
                name.as_mut_ptr().cast(),
                &mut name_size,
                &mut state,
                &mut protocol,
                atr.as_mut_ptr(),
                &mut atr_size,
            )
        })?;
        Ok(atr.get(..atr_size as usize).unwrap_or(&atr).to_vec())
    }

    /// One APDU; how many octets of `answer` were written.
    pub(crate) fn transmit(
        &self,
        card: Handle,
        protocol: Dword,
        command: &[u8],
        answer: &mut [u8],
    ) -> Result<usize, Code> {
        let send = IoRequest { protocol, length: length(std::mem::size_of::<IoRequest>()) };
        let mut size = length(answer.len());
        // SAFETY: command and answer are slices given with their lengths; the first structure is a local of the layout
        // that the API declares; a null second one says that nobody wants it.
        outcome(unsafe {
            (self.transmit)(
                card,
                &send,
                command.as_ptr(),
                length(command.len()),
                ptr::null_mut(),
                answer.as_mut_ptr(),
                &mut size,
            )
        })?;
        Ok((size as usize).min(answer.len()))
    }
}
