//! Matrix maths, layers and weight loading. Knows nothing of English.
