//! Small invented exports of Jo Keller, as the services would give them.

use crate::program::Home;
use std::fmt::Write as _;
use std::path::PathBuf;

/// The address of Jo, to whom all of these belong.
pub(crate) const JO: &str = "jo@keller.example";

/// One connection: first and last name, organisation and position, and the day ("15 Jan 2026").
pub(crate) type Connection<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// One invitation that Jo sent: to whom, and when ("1/15/26, 9:05 AM").
pub(crate) type Invitation<'a> = (&'a str, &'a str);

/// Writes a LinkedIn archive as a folder of tables.
pub(crate) fn linkedin(
    home: &Home,
    folder: &str,
    made: &[Connection<'_>],
    sent: &[Invitation<'_>],
) -> PathBuf {
    let mut connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
    for (first, last, company, position, day) in made {
        let profile = profile(&format!("{first} {last}"));
        let _ = writeln!(connections, "{first},{last},{profile},,{company},{position},{day}");
    }
    let mut invitations =
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n".to_owned();
    for (name, at) in sent {
        let (own, theirs) = (profile("Jo Keller"), profile(name));
        let _ = writeln!(invitations, "Jo Keller,{name},\"{at}\",,OUTGOING,{own},{theirs}");
    }
    let addresses = format!("Email Address,Confirmed,Primary,Updated On\n{JO},Yes,Yes,Not Available\n");
    let own = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo \
               Location,Twitter Handles,Websites,Instant Messengers\nJo,Keller,,,,Lawyer,,,,,,,\n";
    home.write(&format!("{folder}/Connections.csv"), &connections);
    home.write(&format!("{folder}/Invitations.csv"), &invitations);
    home.write(&format!("{folder}/Email Addresses.csv"), &addresses);
    home.write(&format!("{folder}/Profile.csv"), own);
    home.path(folder)
}

fn profile(name: &str) -> String {
    format!("https://www.linkedin.com/in/{}", name.to_lowercase().replace(' ', "-"))
}

/// Returns one mail as it stands in a mailbox; the date as RFC 5322 has it.
pub(crate) fn mail(from: &str, to: &str, date: &str) -> String {
    mail_in("", from, to, date)
}

/// Returns one mail that Gmail has filed under a label ("Sent").
pub(crate) fn mail_in(label: &str, from: &str, to: &str, date: &str) -> String {
    let label = if label.is_empty() { String::new() } else { format!("X-Gmail-Labels: {label}\n") };
    let id = format!("{from} {to} {date}").replace(|c: char| !c.is_ascii_alphanumeric(), ".");
    format!(
        "From - Thu Jan  1 00:00:00 1970\nMessage-ID: <{id}@mail.example>\nDate: {date}\nFrom: {from}\n\
         To: {to}\n{label}Subject: Pier\n\nText\n\n"
    )
}

/// Writes a mailbox.
pub(crate) fn mbox(home: &Home, name: &str, mails: &[String]) -> PathBuf {
    home.write(name, &mails.concat())
}

/// Returns one address card with a work address.
pub(crate) fn card(name: &str, organisation: &str, address: &str) -> String {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    format!(
        "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:{last};{first};;;\nORG:{organisation}\n\
         EMAIL;TYPE=WORK:{address}\nEND:VCARD\n"
    )
}

/// Writes a calendar with one meeting of an hour with somebody, on a day ("20260210") at ten.
pub(crate) fn calendar(home: &Home, name: &str, with: &str, day: &str) -> PathBuf {
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Invented//EN\nBEGIN:VEVENT\nUID:{day}@calendar.example\n\
         DTSTAMP:{day}T090000Z\nDTSTART:{day}T100000Z\nDTEND:{day}T110000Z\nSUMMARY:A secret\n\
         ORGANIZER;CN=Jo Keller:mailto:{JO}\nATTENDEE;PARTSTAT=ACCEPTED;CN=Jo Keller:mailto:{JO}\n\
         ATTENDEE;PARTSTAT=ACCEPTED;CN={with}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    home.write(name, &text)
}

/// Writes a Facebook export in JSON with friends, and how long each is one in seconds since 1970.
pub(crate) fn facebook(home: &Home, folder: &str, friends: &[(&str, i64)]) -> PathBuf {
    let friends: Vec<_> =
        friends.iter().map(|(name, since)| format!(r#"{{"name":"{name}","timestamp":{since}}}"#)).collect();
    let friends = format!(r#"{{"friends_v2":[{}]}}"#, friends.join(","));
    let own = r#"{"profile_v2":{"name":{"full_name":"Jo Keller"},"username":"jo.keller"}}"#;
    home.write(&format!("{folder}/friends_and_followers/friends.json"), &friends);
    home.write(&format!("{folder}/profile_information/profile_information.json"), own);
    home.path(folder)
}
