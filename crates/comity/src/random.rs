//! Words that nobody can guess.

use crate::error::{Error, Result};

/// Returns so many random bytes as hexadecimal digits.
///
/// # Errors
/// Fails where the system gives nothing that cannot be guessed.
pub fn word(bytes: usize) -> Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random)
        .map_err(|e| Error::Internal(format!("the system gives no random bytes: {e}")))?;
    Ok(random.iter().map(|b| format!("{b:02x}")).collect())
}
