//! Words of lines that the user is to type: what others wrote must not command the shell.

/// Returns a word as shells take it.
///
/// Plain words stay as they are. Double quotes serve every shell where nothing in the word means something within
/// them; else single ones do, as POSIX shells and PowerShell have them.
pub fn quoted(word: &str) -> String {
    let path = |c: char| c == '\\' && cfg!(windows);
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-:@+".contains(c) || path(c);
    let harmless = |c: char| !c.is_control() && !"\"$`\\!%".contains(c) || path(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.chars().all(harmless) {
        format!("\"{word}\"")
    } else if cfg!(windows) {
        format!("'{}'", word.replace('\'', "''"))
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_commands_no_shell() {
        for (word, expected) in [
            ("ana@firm.example", "ana@firm.example"),
            ("Ana O'Neil", "\"Ana O'Neil\""),
            ("~ana", "\"~ana\""),
            ("a;b|c&d", "\"a;b|c&d\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn single_quotes_hold_what_double_ones_do_not() {
        assert_eq!(quoted("`id`@firm.example"), "'`id`@firm.example'");
        assert_eq!(quoted("$(id) O'Neil"), r"'$(id) O'\''Neil'");
    }
}
