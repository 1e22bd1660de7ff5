use seaworthy_settings::FromSetting;

#[derive(FromSetting)]
struct Port {
    number: u16,
}

#[derive(FromSetting)]
union Either {
    number: u16,
    other: i16,
}

#[derive(FromSetting)]
enum Never {}

#[derive(FromSetting)]
enum Generic<T> {
    One(T),
}

#[derive(FromSetting)]
enum Filled {
    Empty,
    Tuple(u16),
    Named { number: u16 },
}

#[derive(FromSetting)]
#[setting(rename_all = "lowercase")]
enum Container {
    One,
}

#[derive(FromSetting)]
enum Variants {
    #[setting(name = "one")]
    Unknown,
    #[setting(rename = "a", rename = "b")]
    Twice,
    #[setting(rename = "a b")]
    Space,
    #[setting(alias = "a,b")]
    Comma,
    #[setting(alias = "")]
    Empty,
    #[setting(rename = "-")]
    Dash,
    Größe,
    __,
}

#[derive(FromSetting)]
enum Same {
    VerifyCa,
    #[setting(rename = "VERIFY_CA")]
    Renamed,
    #[setting(alias = "verifyca")]
    Other,
    #[setting(alias = "own")]
    Own,
}

fn main() {}
