//! Read models across slices: dashboards and desk lists.
