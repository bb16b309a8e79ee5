//! What crosses slices: order to cash, told as a story.
