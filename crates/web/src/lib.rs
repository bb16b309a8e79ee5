//! HTML pages: parse, call one use case or flow, render.
