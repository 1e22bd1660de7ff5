use seaworthy_settings::Settings;

#[derive(Settings)]
struct Names {
    #[settings(env = "not a name")]
    spaces: u16,
    #[settings(alias = "1ST")]
    digit: u16,
    #[settings(alias)]
    nothing: u16,
    größe: u16,
    #[settings(nested)]
    größen: Inner,
    #[settings(nested, alias = "OLD")]
    nested: Inner,
}

#[derive(Settings)]
struct Inner {}

#[derive(Settings)]
struct Twice {
    #[settings(env = "SAME")]
    one: u16,
    #[settings(env = "SAME")]
    other: u16,
    #[settings(alias = "MAIL", alias = "THIRD")]
    third: u16,
    #[settings(alias = "OLD", alias = "OLD")]
    fourth: u16,
    #[settings(alias = "OLD")]
    fifth: u16,
    mail: u16,
}

fn main() {}
