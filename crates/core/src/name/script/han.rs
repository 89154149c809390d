//! Chinese characters: Chinese family names in the spellings of the mainland, Hong Kong and Taiwan; the commonest
//! Japanese names by a table, since their readings cannot be known from the characters.

use super::{Native, Spellings};
use smallvec::SmallVec;

/// Family names: the characters, simple and full, and the spellings. From general knowledge; common ones only.
const CHINESE: &str = "王 wang wong ong|李 li lee lei|张張 zhang chang cheung chong|刘劉 liu lau liew low|陈陳 chen chan tan|\
杨楊 yang yeung yeo|黄黃 huang wong ng oei|赵趙 zhao chao chiu|吴吳 wu ng goh|周 zhou chow chou chew|徐 xu hsu tsui chui|\
孙孫 sun suen|马馬 ma mah|朱 zhu chu|胡 hu wu woo|郭 guo kuo kwok quek|何 he ho hoh|高 gao kao ko|林 lin lam lim|罗羅 luo lo law|\
郑鄭 zheng cheng tay|梁 liang leung leong|谢謝 xie hsieh tse|宋 song sung|唐 tang tong|许許 xu hsu hui koh|韩韓 han hon|冯馮 feng fung|\
邓鄧 deng teng tang|曹 cao tsao tso|彭 peng pang|曾 zeng tseng tsang chan|肖蕭 xiao hsiao siu|田 tian tien tin|董 dong tung|\
袁 yuan yuen|潘 pan poon pun|于 yu|蒋蔣 jiang chiang|蔡 cai tsai choi chua|余 yu yee|杜 du tu to|叶葉 ye yeh yip yap|程 cheng ching|\
苏蘇 su so soh|魏 wei ngai|吕呂 lu lv lui|丁 ding ting|任 ren jen yam|沈 shen sum|姚 yao yiu|卢盧 lu lo|姜 jiang chiang keung|\
崔 cui tsui|钟鍾 zhong chung|谭譚 tan tam|陆陸 lu luk|汪 wang wong|范 fan|金 jin chin kam|石 shi shih shek|廖 liao liu|贾賈 jia chia|\
夏 xia hsia ha|韦韋 wei wai|付 fu|方 fang fong|白 bai pai pak|邹鄒 zou tsou chow|孟 meng mang|熊 xiong hung|秦 qin chin chun|邱 qiu chiu yau|\
江 jiang chiang kong|尹 yin wan|薛 xue hsueh sit|闫閻 yan yen|段 duan tuan|雷 lei lui|侯 hou hau|龙龍 long lung|史 shi shih|陶 tao|\
黎 li lai|贺賀 he ho|顾顧 gu ku koo|毛 mao mo|郝 hao|龚龔 gong kung|邵 shao shiu|万萬 wan man|钱錢 qian chien|严嚴 yan yen yim|\
戴 dai tai|莫 mo mok|孔 kong kung hung|向 xiang hsiang|温溫 wen wan|康 kang hong|施 shi shih sze|洪 hong hung|欧阳歐陽 ouyang auyeung|\
司马司馬 sima szeto|诸葛諸葛 zhuge|上官 shangguan|司徒 situ szeto|欧歐 ou au";

/// Japanese family names, from general knowledge; common ones only.
const JAPANESE_FAMILY: &str = "佐藤 sato|鈴木 suzuki|高橋 takahashi|田中 tanaka|渡辺 watanabe|渡邉 watanabe|渡邊 watanabe|伊藤 ito|\
山本 yamamoto|中村 nakamura|小林 kobayashi|加藤 kato|吉田 yoshida|山田 yamada|佐々木 sasaki|山口 yamaguchi|松本 matsumoto|井上 inoue|\
木村 kimura|斎藤 saito|斉藤 saito|清水 shimizu|山崎 yamazaki|阿部 abe|池田 ikeda|橋本 hashimoto|山下 yamashita|石川 ishikawa|\
中島 nakajima|前田 maeda|藤田 fujita|小川 ogawa|後藤 goto|岡田 okada|長谷川 hasegawa|村上 murakami|近藤 kondo|石井 ishii|坂本 sakamoto|\
遠藤 endo|青木 aoki|藤井 fujii|西村 nishimura|福田 fukuda|太田 ota|三浦 miura|藤原 fujiwara|岡本 okamoto|松田 matsuda|中川 nakagawa|\
中野 nakano|原田 harada|小野 ono|田村 tamura|竹内 takeuchi|金子 kaneko|和田 wada|中山 nakayama|石田 ishida|上田 ueda|森田 morita|\
柴田 shibata|酒井 sakai|工藤 kudo|横山 yokoyama|宮崎 miyazaki|宮本 miyamoto|内田 uchida|高木 takagi|安藤 ando|谷口 taniguchi|\
大野 ono|丸山 maruyama|今井 imai|高田 takada|藤本 fujimoto|武田 takeda|村田 murata|上野 ueno|杉山 sugiyama|増田 masuda|平野 hirano|\
大塚 otsuka|千葉 chiba|久保 kubo|松井 matsui|岩崎 iwasaki|桜井 sakurai|木下 kinoshita|野口 noguchi|松尾 matsuo|野村 nomura|菊地 kikuchi|\
佐野 sano|大西 onishi|杉本 sugimoto|新井 arai|浜田 hamada|市川 ichikawa|古川 furukawa|水野 mizuno|小松 komatsu|島田 shimada|小山 koyama";

/// Japanese given names, from general knowledge; common ones only.
const JAPANESE_GIVEN: &str = "太郎 taro|一郎 ichiro|次郎 jiro|健太 kenta|翔太 shota|大輔 daisuke|拓也 takuya|直樹 naoki|健一 kenichi|浩 hiroshi|誠 makoto|\
隆 takashi|明 akira|茂 shigeru|博 hiroshi|進 susumu|修 osamu|豊 yutaka|実 minoru|清 kiyoshi|勝 masaru|和夫 kazuo|幸雄 yukio|正 tadashi|\
弘 hiroshi|裕子 yuko hiroko|洋子 yoko|幸子 sachiko|恵子 keiko|由美子 yumiko|真由美 mayumi|久美子 kumiko|智子 tomoko|花子 hanako|京子 kyoko|\
美咲 misaki|愛 ai|陽子 yoko|明美 akemi|直美 naomi|恵美 emi|美香 mika|美穂 miho|彩 aya|結衣 yui|葵 aoi|陽菜 hina|さくら sakura|翔 sho|蓮 ren|\
大翔 hiroto|悠真 yuma|健 ken|剛 tsuyoshi|学 manabu|聡 satoshi|哲也 tetsuya|達也 tatsuya|和也 kazuya|洋平 yohei|裕太 yuta|美紀 miki|理恵 rie|\
香織 kaori|典子 noriko|節子 setsuko|文子 fumiko|千尋 chihiro|恵 megumi|純子 junko|礼子 reiko|良子 yoshiko ryoko|和子 kazuko|敏子 toshiko";

pub(super) fn words(native: &str) -> SmallVec<[Native; 2]> {
    let letters = native.chars().count();
    let japanese = split(JAPANESE_FAMILY, native);
    if let Some((family, spellings)) = japanese.filter(|(family, _)| family.len() < native.len()) {
        return both(family, Spellings::of(spellings), &native[family.len()..]);
    }
    if let Some(spellings) = whole(JAPANESE_FAMILY, native).or_else(|| whole(JAPANESE_GIVEN, native)) {
        let mut spellings = Spellings::of(spellings.split(' '));
        spellings.add(&pinyin(native));
        return SmallVec::from_iter([Native {
            native: native.to_owned(),
            spellings,
            is_family_first: false,
        }]);
    }
    match chinese(native) {
        Some((family, spellings)) if family.len() < native.len() && letters <= 4 => {
            both(family, spellings, &native[family.len()..])
        }
        Some((_, spellings)) if letters <= 2 => {
            SmallVec::from_iter([Native { native: native.to_owned(), spellings, is_family_first: false }])
        }
        _ => {
            let spellings = Spellings::of([pinyin(native).as_str()]);
            SmallVec::from_iter([Native { native: native.to_owned(), spellings, is_family_first: false }])
        }
    }
}

fn both(family: &str, spellings: Spellings, given: &str) -> SmallVec<[Native; 2]> {
    let listed = whole(JAPANESE_GIVEN, given).filter(|_| whole(JAPANESE_FAMILY, family).is_some());
    let given_spellings = match listed {
        Some(listed) => Spellings::of(listed.split(' ')),
        None => Spellings::of([pinyin(given).as_str()]),
    };
    SmallVec::from_iter([
        Native { native: family.to_owned(), spellings, is_family_first: true },
        Native { native: given.to_owned(), spellings: given_spellings, is_family_first: true },
    ])
}

/// Returns the longest name of a list with which a text begins, and its spellings.
fn split(list: &'static str, native: &str) -> Option<(&'static str, std::str::Split<'static, char>)> {
    let lines = list.split('|').filter_map(|line| line.split_once(' '));
    let begins = lines.filter(|(name, _)| native.starts_with(name));
    begins.max_by_key(|(name, _)| name.len()).map(|(name, spellings)| (name, spellings.split(' ')))
}

fn whole(list: &'static str, native: &str) -> Option<&'static str> {
    list.split('|').find_map(|line| line.strip_prefix(native)?.strip_prefix(' '))
}

/// Returns the Chinese family name with which a text begins, in simple or full characters.
fn chinese(native: &str) -> Option<(&str, Spellings)> {
    let lines = CHINESE.split('|').filter_map(|line| line.split_once(' '));
    let begins = lines.filter_map(|(forms, spellings)| {
        let letters: Vec<char> = forms.chars().collect();
        // Names of two characters stand in both forms one after the other.
        let length = if spellings_of_two(spellings) { 2 } else { 1 };
        let form = letters.chunks(length).map(|form| form.iter().collect::<String>());
        let length = form.into_iter().find(|form| native.starts_with(form.as_str()))?.len();
        Some((&native[..length], Spellings::of(spellings.split(' '))))
    });
    begins.max_by_key(|(family, _)| family.len())
}

fn spellings_of_two(spellings: &str) -> bool {
    ["ouyang", "sima", "zhuge", "shangguan", "situ"].iter().any(|two| spellings.starts_with(two))
}

fn pinyin(native: &str) -> String {
    deunicode::deunicode(native).to_lowercase()
}
