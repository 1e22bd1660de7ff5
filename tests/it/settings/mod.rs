//! Settings by the vectors: each case ends as it says, or stands in a table with the reason why
//! not, and no case shows a secret.

mod canary;
mod case;
mod code;
mod keys;
mod lines;
mod vectors;
