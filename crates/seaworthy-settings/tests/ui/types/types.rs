use seaworthy_settings::{Context, FromSetting, Invalid, SecretKey, Settings};

struct Unknown;

struct Unparsed;

struct Inner {}

#[derive(FromSetting)]
enum Level {
    Info,
}

#[derive(Settings)]
struct Types {
    foreign: Unknown,
    list: Vec<Unknown>,
    #[settings(from_str)]
    parsed: Unparsed,
    #[settings(from_str)]
    parsed_list: Option<Vec<Unknown>>,
    #[settings(deserialize)]
    deserialized: Unknown,
    #[settings(nested)]
    nested: Inner,
    #[settings(default = 8000)]
    text: String,
    #[settings(default = "a", debug = ["a"])]
    number: u16,
    #[settings(min = 0)]
    ratio: f64,
    #[settings(max = Level::Info)]
    unordered: Level,
    #[settings(length = 1..=9)]
    short: u16,
    #[settings(length = -1..)]
    negative: String,
    #[settings(length = 32..)]
    key: Option<SecretKey>,
    #[settings(validate = not_a_function)]
    unknown: u16,
    #[settings(validate = without_context)]
    without_context: u16,
    #[settings(validate = of_another_type)]
    of_another_type: u16,
    #[settings(validate = with_another_result)]
    with_another_result: u16,
}

fn without_context(_: &u16) -> Result<(), Invalid> {
    Ok(())
}

fn of_another_type(_: &String, _: &Context<'_>) -> Result<(), Invalid> {
    Ok(())
}

fn with_another_result(_: &u16, _: &Context<'_>) -> bool {
    true
}

fn main() {}
