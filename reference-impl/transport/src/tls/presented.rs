//! What a peer showed during one handshake. A handshake that fails leaves no session to ask, and
//! the verifier belongs to a configuration that many connections share, so it is kept per task.

use super::ChainFault;
use std::cell::RefCell;
use std::future::Future;

/// The chain a peer showed and why it was refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Presented {
    pub(crate) chain: Vec<Vec<u8>>,
    pub(crate) fault: Option<ChainFault>,
}

tokio::task_local! {
    static PRESENTED: RefCell<Presented>;
}

/// Runs a handshake; also returns what its peer showed to our verifier.
pub(crate) async fn during<T>(handshake: impl Future<Output = T>) -> (Presented, T) {
    let scope = async {
        let outcome = handshake.await;
        (PRESENTED.with(RefCell::take), outcome)
    };
    PRESENTED.scope(RefCell::default(), scope).await
}

/// Called by the verifiers. Outside of [`during`] there is nobody to tell.
pub(super) fn note(chain: &[Vec<u8>], fault: Option<&ChainFault>) {
    let _ = PRESENTED.try_with(|presented| {
        if let Ok(mut presented) = presented.try_borrow_mut() {
            *presented = Presented { chain: chain.to_vec(), fault: fault.cloned() };
        }
    });
}
