//! Every statement of every slice is one that both databases understand.

mod statements;
