//! One client shared by calls at the same time: connections are kept, few, and never used when they have closed.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use rsp_transport::{Client, Exchange, Server, ServerLimits};
use std::sync::Arc;
use support::{Paths, client_of, plain_server, post};
use tokio::task::JoinSet;

/// So many calls at the same time: each is answered only when all are under way.
async fn together(client: &Arc<Client>, calls: usize) -> Vec<Exchange> {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        tasks.spawn(async move { client.send(post("/after", b"x")).await });
    }
    tasks.join_all().await
}

fn reused(exchanges: &[Exchange]) -> usize {
    assert!(exchanges.iter().all(|exchange| exchange.outcome.is_ok()), "{exchanges:?}");
    exchanges.iter().filter(|exchange| exchange.connection_reused).count()
}

#[tokio::test]
async fn parallel_calls_share_the_connections_of_those_before() {
    let (server, _) = plain_server().await;
    let client = Arc::new(client_of(server.address()));
    assert_eq!(reused(&together(&client, 4).await), 0);
    assert_eq!(reused(&together(&client, 4).await), 4);
    assert_eq!(reused(&together(&client, 5).await), 4);
    client.disconnect();
    assert_eq!(reused(&together(&client, 4).await), 0);
}

#[tokio::test]
async fn no_more_than_eight_are_kept() {
    let (server, _) = plain_server().await;
    let client = Arc::new(client_of(server.address()));
    assert_eq!(reused(&together(&client, 12).await), 0);
    assert_eq!(reused(&together(&client, 12).await), 8);
}

#[tokio::test]
async fn connections_that_closed_meanwhile_are_passed_over() {
    let (server, _) = plain_server().await;
    let address = server.address();
    let client = Arc::new(client_of(address));
    assert_eq!(reused(&together(&client, 3).await), 0);
    server.stop().await;
    let handler = Arc::new(Paths::default());
    let _again = Server::start(&address.to_string(), None, handler, ServerLimits::default()).await.unwrap();
    assert_eq!(reused(&together(&client, 3).await), 0);
    assert_eq!(reused(&together(&client, 3).await), 3);
}

#[tokio::test]
async fn a_connection_that_was_opened_before_the_call_serves_it() {
    let (server, _) = plain_server().await;
    let address = server.address();
    let client = Arc::new(client_of(address));
    client.connect(std::time::Duration::from_secs(5)).await.unwrap();
    client.connect(std::time::Duration::from_secs(5)).await.unwrap();
    assert_eq!(reused(&together(&client, 3).await), 2);
    server.stop().await;
    let refused = client.connect(std::time::Duration::from_secs(5)).await;
    assert_eq!(refused, Err(rsp_transport::TransportFault::Refused));
}
