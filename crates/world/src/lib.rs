//! An invented network, written as the export files that real services give.
