//! Each rule of the card OS broken, one at a time: it shows, and nothing worse happens.

mod bench;

use bench::noise::{Dice, mutate, nominal};
use bench::{ADM1, Breaks, ISIM, OTHER_ICCID, PIN1, PIN2, SELECT_ECASD, SELECT_ISD_R, Talk as _, USIM, card_with};
use rsp_conduct::{Conduct, Honest};
use rsp_euicc::os::rules::RULES;
use rsp_euicc::{Card, CardOptions};
use std::sync::Arc;

/// Commands that meet every rule, honestly kept and not. `*` is a reset.
fn script() -> Vec<String> {
    let select = |aid: &str| format!("00A4040C{:02X}{aid}", aid.len() / 2);
    let pin1 = format!("0020000108{PIN1}");
    let pin2 = format!("0020008108{PIN2}");
    let wrong = "002000010839393939FFFFFFFF";
    let authenticate = "00880081221023553CBE9637A89D218AE64DAE47BF351055F328B43577B9B94A9FFAC354DFAFB3";
    let enable = format!("80E2910014BF3111A00C5A0A{OTHER_ICCID}8101FF");
    let blocks = |count: u8| (0..count).map(|n| format!("80E211{n:02X}FF{}", "BF".repeat(255)));
    let mut script: Vec<String> = [
        // Below the commands.
        "*",
        "00A4040003A000",
        "20A4000C023F00",
        "10A4000C023F00",
        "05F2000C00",
        "0099000000",
        "80A4000C023F00",
        "01A4000C023F00",
        "00700002",
        "00700002",
        "0070000001",
        "01F2000C00",
        "81F2000C00",
        "0070800100",
        "81F2000C00",
        "00C0000005",
        // STORE DATA.
        "80E2910003BF2E00",
        SELECT_ISD_R,
        "80E29100",
        "80E2920003BF2E00",
        "80E2910103BF2E00",
        "80E2910003BF2E00",
        "80E2110001BF",
        "80E2910003BF2E00",
        "80C0000015",
        "80E2110001BF",
        "80F2000C00",
        "80E29101022E00",
        "80E2910003BF2E00",
        "80F2000C00",
        "80C0000015",
        "80CA00FF00",
        "00B0820001",
        "80AA000002A901",
        "80AA000005A903830101",
        "80E2910003BF2E00",
        "*",
    ]
    .map(str::to_owned)
    .into();
    script.push(SELECT_ISD_R.to_owned());
    script.extend(blocks(130));
    script.extend(
        [
            // Selection.
            "*",
            "00A40408023F00",
            "00A4000C013F",
            "00A4000C029999",
            "00A4040C05A0000000FF",
            "00A4040C05A000000087",
            "80F2000100",
            "00A40004023F00",
            SELECT_ECASD,
            "80CA005A00",
            &select(USIM),
            "00A4000C025F3B",
            "00700001",
            "01A4000C023F00",
            "01A4040C05A000000087",
            "01A4000C025F3B",
            "00708001",
            // Files without codes.
            &select(USIM),
            "00B0000001",
            "00B0980001",
            "00B0870001",
            "00A4000C026F46",
            "00B0000001",
            "00A4000C026F73",
            "00B2010400",
            "00B0700000",
            "00D6012B02AABB",
            "00040000",
            "00B0000001",
            "00440000",
            "00D6000001EE",
            "00B0000001",
            "00A4080C047F106F3A",
            "00B2090414",
            "00DC010402AABB",
            "00A4080C047FFF4F0B",
            "80CB00800180",
            "80DB0080058482040000",
            "0084000008",
            // Codes.
            "*",
            &select(USIM),
            "0020000200",
            "0020000101AA",
            wrong,
            "00200001",
            &pin1,
            "00200001",
            "00B0870001",
            &format!("0028000108{PIN1}"),
            &pin2,
            "00A4000C026F39",
            "00DC000303FFFFFF",
            "8032000001FF",
            &select(ISIM),
            &select(USIM),
            "00A4000C026F39",
            "00DC000303FFFFF0",
            &format!("0026000108{PIN1}"),
            &pin1,
            "*",
            &select(USIM),
            "00B0870001",
            &format!("0028000108{PIN1}"),
            "*",
            &select(USIM),
            "00B0870001",
            &format!("0020000A08{ADM1}"),
            // AUTHENTICATE.
            "*",
            authenticate,
            &select(USIM),
            authenticate,
            &pin1,
            &authenticate.replace("AFB3", "AFB2"),
            authenticate,
            "00C0000035",
            authenticate,
            "00C0000010",
            &select(ISIM),
            "008800801110AABBCCDDEEFF00112233445566778899",
            // GET IDENTITY.
            "*",
            &pin1,
            "8078000100",
            "*",
            &select(USIM),
            "8078000100",
            &pin1,
            "8078000300",
            "8078000100",
            "80C0000038",
            "8078000100",
            "80C0000038",
            "00D6870009FFFFFFFFFFFFFFFFFF",
            "8078000100",
            "00D6870009080910101032546360",
            "00A4000C026F38",
            "00D6000F0100",
            "8078000100",
            // REFRESH that the terminal refuses.
            "*",
            SELECT_ISD_R,
            &enable,
            "80C0000006",
            "801200000B",
            "801400000C810301010482028281030120",
            "*",
            "00A4080C022FE2",
            "00B000000A",
            // REFRESH.
            "*",
            "80C2000004D1038100",
            "801200000B",
            "801400000C810301010482028281030100",
            SELECT_ISD_R,
            &enable,
            "80C0000006",
            "80F2000C00",
            "801200000B",
            "801400000C810301210482028281030100",
            "80F2000C00",
            "801400000C810301010482028281030100",
            // The last tries.
            "*",
            wrong,
            wrong,
            wrong,
            wrong,
            &pin1,
        ]
        .map(str::to_owned),
    );
    script
}

/// What the card answers to all of it.
fn transcript(mut card: Card, script: &[String]) -> Vec<String> {
    script.iter().map(|line| if line == "*" { hex::encode_upper(card.reset()) } else { card.say(line) }).collect()
}

fn run(conduct: Arc<dyn Conduct>, script: &[String]) -> Vec<String> {
    transcript(card_with(conduct, CardOptions::default()), script)
}

#[test]
fn each_broken_rule_shows() {
    let script = script();
    let honest = run(Arc::new(Honest), &script);
    assert_eq!(honest, run(Arc::new(Breaks("no such rule")), &script));
    for id in RULES.ids() {
        let broken = run(Arc::new(Breaks(id)), &script);
        assert!(broken.iter().any(|answer| answer.len() >= 4), "{id}");
        assert_ne!(honest, broken, "{id} makes no difference");
    }
    assert!(RULES.checks.len() >= 25 && RULES.duties.len() >= 8);
}

#[test]
fn a_broken_rule_breaks_no_card() {
    let nominal = nominal();
    for id in RULES.ids() {
        let mut card = card_with(Arc::new(Breaks(id)), CardOptions::default());
        let mut dice = Dice(0xB0B0_CAFE);
        for command in (0..20).flat_map(|_| &nominal) {
            let mut command = command.clone();
            if dice.below(3) == 0 {
                mutate(&mut dice, &mut command);
            }
            assert!(card.transmit(&command).len() >= 2, "{id}: {}", hex::encode(&command));
        }
    }
}
