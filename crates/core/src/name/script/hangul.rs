//! Korean: the spelling of the state, and those that people have in their passports.

use super::{Native, Spellings};
use smallvec::SmallVec;

/// Family names as their bearers spell them, the usual way first. From general knowledge; common ones only.
const FAMILY: &str = "김 kim gim|이 lee yi rhee i ri|박 park pak bak|최 choi choe|정 jung jeong chung|강 kang gang|\
조 cho jo|윤 yoon yun|장 jang chang|임 lim im rim|한 han|오 oh o|서 seo suh|신 shin sin|권 kwon gwon|황 hwang|\
안 ahn an|송 song|유 yoo yu you|류 ryu yoo yu|홍 hong|전 jeon jun chun|고 ko go koh|문 moon mun|양 yang|\
손 son sohn|배 bae pae|백 baek paik|허 heo hur huh|남 nam|심 shim sim|노 noh roh no|하 ha|곽 kwak gwak|\
성 sung seong|차 cha|주 joo ju chu|우 woo u|구 koo gu ku|민 min|진 jin chin|지 ji|엄 um eom|채 chae|원 won|\
천 chun cheon|방 bang|공 kong gong|현 hyun hyeon|함 ham|변 byun byeon|여 yeo|추 choo chu|도 do|소 so|석 seok|\
선 sun seon|설 seol sul|마 ma|길 gil kil|연 yeon|위 wi|표 pyo|명 myung|기 ki|반 ban|왕 wang|금 keum|남궁 namgung|\
황보 hwangbo|제갈 jegal|선우 sunwoo";

const INITIALS: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];
/// Vowels: of the state, and two ways in use.
const VOWELS: [[&str; 3]; 21] = [
    ["a", "a", "a"],
    ["ae", "ae", "ae"],
    ["ya", "ya", "ya"],
    ["yae", "yae", "yae"],
    ["eo", "u", "eo"],
    ["e", "e", "e"],
    ["yeo", "you", "yu"],
    ["ye", "ye", "ye"],
    ["o", "o", "o"],
    ["wa", "wa", "wa"],
    ["wae", "wae", "wae"],
    ["oe", "oi", "oe"],
    ["yo", "yo", "yo"],
    ["u", "oo", "u"],
    ["wo", "won", "wo"],
    ["we", "we", "we"],
    ["wi", "wi", "wi"],
    ["yu", "yoo", "yu"],
    ["eu", "u", "eu"],
    ["ui", "ee", "ee"],
    ["i", "i", "i"],
];

/// Three syllables are a family name of one and a given name of two; so with two, and with four of old names.
pub(super) fn words(native: &str) -> SmallVec<[Native; 2]> {
    let syllables = native.chars().count();
    let family = FAMILY.split('|').filter_map(|line| {
        let mut words = line.split(' ');
        let name = words.next()?;
        native.starts_with(name).then(|| (name, Spellings::of(words)))
    });
    let family = family.max_by_key(|(name, _)| name.len());
    let mut all = SmallVec::new();
    let mut given = native;
    if let Some((name, spellings)) = family
        && (syllables == 1 || (2..=4).contains(&syllables))
    {
        given = &native[name.len()..];
        all.push(Native { native: name.to_owned(), spellings, is_family_first: !given.is_empty() });
    }
    if !given.is_empty() {
        let (state, usual, other) = (spelt(given, 0), spelt(given, 1), spelt(given, 2));
        // Where the two differ in OO alone, the plain letter is as common.
        let spellings = if state == other { [&state, &usual, &other] } else { [&usual, &state, &other] };
        let mut spellings = Spellings::of(spellings.map(String::as_str));
        spellings.add(&usual.replace("ee", "ui"));
        spellings.add(&usual.replace("you", "yu"));
        let is_family_first = !all.is_empty();
        all.push(Native { native: given.to_owned(), spellings, is_family_first });
    }
    all
}

fn spelt(native: &str, way: usize) -> String {
    let mut out = String::new();
    for c in native.chars() {
        let Some(place) = (c as u32).checked_sub(0xac00).filter(|place| *place < 11_172) else { continue };
        let place = place as usize;
        out.push_str(INITIALS[place / 588]);
        out.push_str(VOWELS[place % 588 / 28][way]);
        out.push_str(FINALS[place % 28]);
    }
    out
}
