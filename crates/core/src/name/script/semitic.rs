//! Hebrew and Arabic: no vowels are written, so a word is known by its consonants.

use super::Spellings;

/// Names as they are usually written in Latin letters. From general knowledge; common ones only.
const HEBREW: &str = "דוד david|יוסף yosef joseph|משה moshe|אברהם avraham abraham|יעקב yaakov jacob|יצחק yitzhak isaac|\
שרה sarah sara|רחל rachel|רבקה rivka|לאה leah|אסתר esther|מרים miriam|דניאל daniel|מיכאל michael|מיכל michal|יעל yael|\
נועה noa|תמר tamar|שלמה shlomo solomon|שמואל shmuel samuel|חיים haim chaim|יהודה yehuda|שמעון shimon|מאיר meir|\
אליהו eliyahu|איתן eitan eytan|אורי uri|עמית amit|גל gal|טל tal|רון ron|ירון yaron|אבי avi|יוסי yossi|רמי rami|\
חנה hannah chana|דבורה dvora deborah|רות ruth|נעמי naomi|מאיה maya|שירה shira|הילה hila|כהן cohen|לוי levi levy|\
מזרחי mizrahi|פרץ peretz|ביטון biton|דהן dahan|אברהמי avrahami|פרידמן friedman|כץ katz|שפירא shapira shapiro|\
גולן golan|אזולאי azoulay|ברק barak|רוזנברג rosenberg|גולדברג goldberg|יונתן yonatan jonathan|אריאל ariel|עומר omer";

const ARABIC: &str = "محمد mohammed muhammad mohamed|أحمد ahmed ahmad|احمد ahmed ahmad|علي ali|حسن hassan hasan|حسين hussein hussain|\
محمود mahmoud|إبراهيم ibrahim|ابراهيم ibrahim|عمر omar umar|خالد khaled khalid|مصطفى mustafa mostafa|يوسف youssef yusuf yousef|\
عبدالله abdullah abdallah|عبد abdul abd|الله allah|الرحمن rahman|طارق tarek tariq|كريم karim kareem|سمير samir|أمير amir|\
فاطمة fatima fatma|عائشة aisha aicha|مريم maryam mariam|خديجة khadija|زينب zainab zeinab|نور nour noor|سارة sara sarah|\
ليلى layla leila|هدى huda hoda|رانيا rania|دينا dina|سلمى salma|ياسمين yasmin yasmine|هند hind|أمل amal|إيمان iman|\
سعيد said saeed|صالح saleh salih|سالم salem|ناصر nasser nasir|جمال jamal gamal|كمال kamal|نبيل nabil|هشام hisham|\
وليد walid waleed|ياسر yasser|زياد ziad|رامي rami|سامي sami|هاني hani|فادي fadi|بلال bilal|حمزة hamza|إسماعيل ismail|\
عثمان othman osman|سليمان suleiman|يحيى yahya|خوري khoury|حداد haddad|نجار najjar|منصور mansour|شاهين shaheen|الحسن hassan";

/// Letters and the consonant that each stands for; what may be a vowel stands for none.
const LETTERS: [(char, &str); 52] = [
    ('ב', "b"),
    ('ג', "g"),
    ('ד', "d"),
    ('ז', "z"),
    ('ח', "h"),
    ('ט', "t"),
    ('כ', "k"),
    ('ך', "k"),
    ('ל', "l"),
    ('מ', "m"),
    ('ם', "m"),
    ('נ', "n"),
    ('ן', "n"),
    ('ס', "s"),
    ('פ', "p"),
    ('ף', "p"),
    ('צ', "z"),
    ('ץ', "z"),
    ('ק', "k"),
    ('ר', "r"),
    ('ש', "s"),
    ('ת', "t"),
    ('ة', ""),
    ('ب', "b"),
    ('پ', "p"),
    ('ت', "t"),
    ('ث', "t"),
    ('ج', "j"),
    ('چ', "j"),
    ('ح', "h"),
    ('خ', "k"),
    ('د', "d"),
    ('ذ', "d"),
    ('ر', "r"),
    ('ز', "z"),
    ('ژ', "z"),
    ('س', "s"),
    ('ش', "s"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "z"),
    ('غ', "g"),
    ('ف', "f"),
    ('ق', "k"),
    ('ك', "k"),
    ('ک', "k"),
    ('گ', "g"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ه', "h"),
];

pub(super) fn hebrew(native: &str) -> Spellings {
    listed(HEBREW, native)
}

pub(super) fn arabic(native: &str) -> Spellings {
    listed(ARABIC, native)
}

fn listed(list: &'static str, native: &str) -> Spellings {
    // Without the signs for vowels.
    let plain: String = native.chars().filter(|c| c.is_alphabetic() && !is_sign(*c)).collect();
    let bare = plain.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(&plain);
    let find = |word: &str| list.split('|').find_map(|line| line.strip_prefix(word)?.strip_prefix(' '));
    match find(&plain).or_else(|| find(bare)) {
        Some(spellings) => Spellings::of(spellings.split(' ')),
        None => {
            let letter =
                |c: char| LETTERS.iter().find(|(known, _)| *known == c).map_or("", |(_, sound)| sound);
            Spellings::of([bare.chars().map(letter).collect::<String>().as_str()])
        }
    }
}

const fn is_sign(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// Returns the consonants of a word in Latin letters, as these scripts write them: `mhmd` of Mohammed.
pub(in crate::name) fn consonants(word: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = word.as_bytes();
    let mut before = 0;
    bytes.iter().enumerate().filter_map(move |(place, &letter)| {
        let last = std::mem::replace(&mut before, letter);
        let follows_pair = letter == b'h' && matches!(last, b's' | b'k' | b't' | b'g' | b'd' | b'c' | b'p');
        match letter {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' => None,
            // A double letter is written once, sh and kh are one letter, and an h at the end is none.
            _ if letter == last || follows_pair || (letter == b'h' && place + 1 == bytes.len()) => None,
            b'v' => Some(b'b'),
            b'q' | b'c' => Some(b'k'),
            b'f' | b'p' => Some(b'p'),
            other => Some(other),
        }
    })
}
