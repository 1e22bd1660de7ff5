use seaworthy_settings::Settings;

#[derive(Settings)]
#[settings(prefix = "APP")]
struct Container {
    port: u16,
}

#[derive(Settings)]
struct Fields {
    #[settings(defualt = 8000)]
    typo: u16,
    #[settings(default = 1, default = 2)]
    twice: u16,
    #[settings(default)]
    nothing: u16,
    #[settings(nested, default = 1)]
    nested: u16,
    #[settings(nested, flatten)]
    both: u16,
    #[settings(flatten, env = "NAME")]
    named: u16,
}

fn main() {}
