//! The SM-DP+'s way to its operator: ES2+.HandleDownloadProgressInfo, sent aside so that no answer waits for it.

use rsp_consumer::es2plus::{DownloadProgressInfo, Function};
use rsp_consumer::operator::Operator;
use rsp_consumer::sm_dp_plus::ProgressListener;
use rsp_transport::{Call, Client};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Hands reports to a task that sends them one after the other.
pub struct ProgressSender(UnboundedSender<DownloadProgressInfo>);

impl ProgressSender {
    /// Sends to this operator.
    pub fn to(client: Client, caller: Operator) -> Self {
        let (sender, mut receiver) = unbounded_channel::<DownloadProgressInfo>();
        tokio::spawn(async move {
            let mut number = 0;
            while let Some(info) = receiver.recv().await {
                number += 1;
                let request =
                    caller.outgoing(Function::HandleDownloadProgressInfo, &format!("progress-{number}"), &info);
                // An operator that does not listen is its own loss.
                let _ = client.send(Call::new(request)).await;
            }
        });
        Self(sender)
    }
}

impl ProgressListener for ProgressSender {
    fn notify(&self, info: DownloadProgressInfo) {
        let _ = self.0.send(info);
    }
}
