//! Several listeners as one.

use crate::engine::event::{Event, Listener};

/// Hands every event to each listener, in the order in which they were added.
#[derive(Default)]
pub struct Fanout(Vec<Box<dyn Listener>>);

impl Fanout {
    /// With these listeners.
    pub fn new(listeners: Vec<Box<dyn Listener>>) -> Self {
        Self(listeners)
    }

    /// With one more.
    pub fn push(&mut self, listener: impl Listener + 'static) {
        self.0.push(Box::new(listener));
    }
}

impl Listener for Fanout {
    fn event(&mut self, event: &Event) {
        for listener in &mut self.0 {
            listener.event(event);
        }
    }
}
