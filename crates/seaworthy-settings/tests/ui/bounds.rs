use seaworthy_settings::Settings;

#[derive(Settings)]
struct Bounds {
    #[settings(min = 5, max = 2)]
    empty: u16,
    #[settings(min = 1, min = 2)]
    twice: u16,
    #[settings(min = -4, default = -5)]
    below: i16,
    #[settings(max = 1_024, default = 9, debug = 0x401)]
    above: u16,
    #[settings(length = 5..=2)]
    backwards: String,
    #[settings(length = 1..64)]
    exclusive: String,
    #[settings(length = ..)]
    endless: String,
    #[settings(length = 64)]
    exact: String,
    #[settings(min = 1)]
    several: Vec<u16>,
    #[settings(length = 1.., max = "1,2")]
    several_or_none: Option<Vec<u16>>,
    #[settings(nested, min = 1)]
    nested: Inner,
    #[settings(deserialize, from_str)]
    both: u16,
}

#[derive(Settings)]
struct Inner {}

fn main() {}
