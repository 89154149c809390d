//! Bytes in, records and interactions out; opens no file.
