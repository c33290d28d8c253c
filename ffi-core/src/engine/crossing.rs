//! What the host tells the engine's collector about cycles that leave the engine's heap and come back.

use super::Raw;

/// Receives one value, borrowed.
pub type Show<'a> = &'a mut dyn FnMut(Raw);

/// The part of the host's heap that only objects of the engine keep alive, seen by the engine's collector.
///
/// Objects of the engine that hold something of the host's are *holders*; the host's part holds values of the engine again. Three questions
/// are asked, in this order, none of which may call the engine or run code of the host.
pub trait Crossing {
    /// Shows every value that the part holds, once for each reference.
    fn held(&mut self, show: Show<'_>);

    /// The holder at this address is alive. Shows the values that the part holds for its sake and that were not shown here before.
    fn reached(&mut self, holder: usize, show: Show<'_>);

    /// No further holder is alive. Shows the values that were not shown to [`Crossing::reached`]: they live on until the host gives them up.
    fn rest(&mut self, show: Show<'_>);
}
