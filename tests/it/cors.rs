//! CORS: the conformance vectors, a reference that shares no code with it, and a peer.

// What is asked, and who answers.
mod exchange;
mod reference;
mod twins;

// What is held to.
mod properties;
mod regressions;
mod suggestions;
mod vectors;

// What the peer does otherwise.
mod differential;
mod mistakes;
mod peer;
mod wildcards;
