//! One message of either download, reduced to what is kept of it.

use super::lists::sane;
use super::mojibake::fixed;
use crate::source::Reason;
use comity_core::Name;
use serde_json::Value;

/// One message or call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) sender: String,
    /// Milliseconds since 1970, which tell two messages of one second apart.
    pub(super) ms: i64,
    pub(super) text: String,
    /// A file, picture or link came with it.
    pub(super) note: bool,
    /// For a call its length in minutes, rounded up; zero for one that was missed.
    pub(super) call: Option<u32>,
    /// Who put a heart or a thumb to it.
    pub(super) reactors: Vec<String>,
}

/// Reads one item of `messages`, or says why it is none.
pub(super) fn message(value: &Value) -> Result<Message, (Reason, &'static str)> {
    if !value.is_object() {
        return Err((Reason::Broken, "it is damaged"));
    }
    let text = |keys: [&str; 2]| {
        let told = keys.iter().find_map(|key| value.get(key)).and_then(Value::as_str);
        told.map(fixed).unwrap_or_default().into_owned()
    };
    let sender = sender(&text(["sender_name", "senderName"]))?;
    let ms = ["timestamp_ms", "timestamp"].iter().find_map(|key| value.get(key)).and_then(Value::as_i64);
    let ms =
        ms.filter(|ms| sane(ms.div_euclid(1000)).is_some()).ok_or((Reason::Empty, "it tells no time"))?;
    let is = |keys: [&str; 2]| keys.iter().any(|key| value.get(key).and_then(Value::as_bool) == Some(true));
    if is(["is_unsent", "isUnsent"]) {
        return Err((Reason::NotWanted, "it was taken back"));
    }
    let call = call(value);
    let text = text(["content", "text"]);
    let note = FILES.iter().any(|key| value.get(key).is_some_and(|v| !is_nothing(v)));
    match value.get("type").and_then(Value::as_str) {
        Some("Subscribe" | "Unsubscribe") => Err((Reason::NotWanted, "somebody came to a group or left it")),
        Some("placeholder") if text.is_empty() => Err((Reason::NotWanted, "a line that Messenger wrote")),
        _ if call.is_none() && is_system(&text) => Err((Reason::NotWanted, "a line that Messenger wrote")),
        _ => Ok(Message { sender, ms, text, note, call, reactors: reactors(value) }),
    }
}

fn reactors(value: &Value) -> Vec<String> {
    let reactions = value.get("reactions").and_then(Value::as_array).into_iter().flatten();
    reactions.filter_map(|r| sender(r.get("actor")?.as_str()?).ok()).collect()
}

/// Where the two downloads put what came with a message.
const FILES: [&str; 8] = ["photos", "videos", "audio_files", "files", "gifs", "sticker", "share", "media"];

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// Returns the name of a sender or member; closed accounts all bear one name, which is nobody's.
pub(super) fn sender(name: &str) -> Result<String, (Reason, &'static str)> {
    let name = Name::whole(&fixed(name)).full;
    if name.is_empty() || CLOSED.contains(&name.to_lowercase().as_str()) {
        return Err((Reason::NotWanted, "from an account that is closed"));
    }
    Ok(name)
}

/// What Facebook calls the owner of a closed account, in the languages where it is known.
const CLOSED: [&str; 8] = [
    "facebook user",
    "utilisateur facebook",
    "facebook-nutzer",
    "facebook-nutzer/in",
    "usuario de facebook",
    "utente di facebook",
    "usuário do facebook",
    "facebook-gebruiker",
];

/// Returns the minutes of a call; older archives call it by type, newer ones only tell its length.
fn call(value: &Value) -> Option<u32> {
    let seconds = value.get("call_duration").and_then(Value::as_u64);
    let called = seconds.is_some() || value.get("type").and_then(Value::as_str) == Some("Call");
    let missed = value.get("missed").and_then(Value::as_bool) == Some(true);
    let seconds = seconds.filter(|_| !missed).unwrap_or(0);
    called.then(|| u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX))
}

/// Knows the lines that Messenger writes in somebody's name when two people begin.
///
/// They come in the user's language, and only English ones are known here; another counts as a message.
/// A line on a reaction is not among them: it says that somebody answered.
fn is_system(text: &str) -> bool {
    const WHOLE: [&str; 3] = [
        "You are now connected on Messenger",
        "You can now message and call each other and see info like Active Status and when you've read messages",
        "You can now call each other and see information such as Active Status and when you've read messages",
    ];
    let text = text.trim().trim_end_matches('.');
    WHOLE.contains(&text) || text.starts_with("Say hi to your new Facebook friend, ")
}

/// Knows the lines that Messenger writes in a group.
///
/// To be asked for groups alone: between two people "she left the group." is somebody's word, and to lose it
/// could make an answer look like silence.
pub(super) fn is_of_group(text: &str) -> bool {
    const WITHIN: [&str; 4] =
        [" named the group ", " changed the group photo.", " to the group.", " left the group."];
    let text = text.trim();
    let short = text.len() < 120 && !text.contains('\n') && text.ends_with('.');
    text == "You created the group." || (short && WITHIN.iter().any(|part| text.contains(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: Result<(&str, i64, &str, bool, Option<u32>), Reason>) {
        let read = message(&serde_json::from_str(json).unwrap());
        let shown = read.as_ref().map(|m| (m.sender.as_str(), m.ms, m.text.as_str(), m.note, m.call));
        assert_eq!(shown.map_err(|e| e.0), expected, "{json}");
    }

    #[test]
    fn both_downloads_say_the_same() {
        let expected = Ok(("Zoë", 1_700_000_000_123, "Olá", false, None));
        check(
            r#"{"sender_name": "Zo\u00c3\u00ab", "timestamp_ms": 1700000000123, "content": "Ol\u00c3\u00a1", "photos": []}"#,
            expected,
        );
        check(
            r#"{"senderName": "Zoë", "timestamp": 1700000000123, "text": "Olá", "type": "text", "media": []}"#,
            expected,
        );
    }

    #[test]
    fn calls_and_files_are_told() {
        let call = |rest: &str| format!(r#"{{"sender_name": "Ana", "timestamp_ms": 1700000000000, {rest}}}"#);
        check(
            &call(r#""type": "Call", "call_duration": 61"#),
            Ok(("Ana", 1_700_000_000_000, "", false, Some(2))),
        );
        check(
            &call(r#""call_duration": 9, "missed": true"#),
            Ok(("Ana", 1_700_000_000_000, "", false, Some(0))),
        );
        check(&call(r#""photos": [{"uri": "x"}]"#), Ok(("Ana", 1_700_000_000_000, "", true, None)));
    }

    #[test]
    fn what_nobody_wrote_is_no_message() {
        let with = |name: &str, rest: &str| {
            format!(r#"{{"sender_name": "{name}", "timestamp_ms": 1700000000000, {rest}}}"#)
        };
        check(&with("Ana", r#""type": "Unsubscribe""#), Err(Reason::NotWanted));
        check(&with("Ana", r#""is_unsent": true"#), Err(Reason::NotWanted));
        check(&with("Ana", r#""content": "You are now connected on Messenger.""#), Err(Reason::NotWanted));
        check(&with("Facebook user", r#""content": "Hi""#), Err(Reason::NotWanted));
        check(r#"{"sender_name": "Ana", "timestamp_ms": 12}"#, Err(Reason::Empty));
        check(r#"{"sender_name": 7, "timestamp_ms": {}}"#, Err(Reason::NotWanted));
        check("7", Err(Reason::Broken));
    }

    #[test]
    fn lines_of_a_group_are_known_in_groups() {
        assert!(is_of_group("Tom named the group Tide."));
        assert!(!is_of_group("The tide turned."));
        let between_two =
            r#"{"sender_name": "Ana", "timestamp_ms": 1700000000000, "content": "She left the group."}"#;
        check(between_two, Ok(("Ana", 1_700_000_000_000, "She left the group.", false, None)));
    }
}
