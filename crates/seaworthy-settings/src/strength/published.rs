//! Keys that others publish: defaults of products, examples of documentation.

use zeroize::Zeroizing;

/// Whether the key is a published one, in whatever case and with whatever punctuation.
///
/// The keys themselves are not here: whoever searches a binary for secrets finds none. What is
/// compared is the beginning of their hashes, so that a key which nobody published is taken for
/// one of them with a chance of less than one in 10¹⁶.
pub(crate) fn is_published(key: &str) -> bool {
    let letters: String = key
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let letters = Zeroizing::new(letters);
    // Of a key that is punctuation or another script, what is left says nothing.
    if letters.len() * 2 < key.len() {
        return false;
    }
    let hash = hmac_sha256::Hash::hash(letters.as_bytes());
    let start = hash.first_chunk().copied().map(u64::from_be_bytes);
    start.is_some_and(|start| HASHES.binary_search(&start).is_ok())
}

/// The first eight bytes of the SHA-256 of each key, of its letters in lower case and its digits,
/// and where it was published. `scripts/published-keys` makes these lines.
const HASHES: &[u64] = &[
    0x001f9971a4c8ab13, // Taiga
    0x018e69268ce147bd, // Supabase, self-hosted
    0x01c43a14b5208ed6, // Apache Superset
    0x022c5325dea544e2, // ASP.NET documentation
    0x026890426a07624f, // Infisical
    0x036a1ef857546cea, // Huginn
    0x043541917c87cbb5, // Taiga
    0x04eae10378b0a2d1, // Plane
    0x0593370da860b59a, // ASP.NET JWT tutorials
    0x064a4b1a5fd890e0, // jwt.io
    0x06d2e911edb4d459, // LibreChat
    0x0947a4dca866570b, // Apache Shiro tutorials
    0x0b62c6f6a40a52fb, // our own documentation
    0x0bc1e4c185d3e885, // Symfony
    0x0db1ec19c8fdd55e, // Chatwoot
    0x0e2e35e13b2551af, // Express documentation
    0x0e57264e26946248, // Tide documentation
    0x0f008246dd963976, // Spring JWT tutorials
    0x0f31535ad680722d, // Spring JWT tutorials
    0x10bfad3f6eb687b4, // Azure Cosmos DB emulator
    0x114158b42ad8c632, // Apache Shiro tutorials
    0x127fb8b4209c1722, // Spring JWT tutorials
    0x128ed9b3ad3ad9af, // Laravel
    0x12d54082c48c0305, // MDN, Django tutorial
    0x12ecb21861d5c37c, // RFC 9562
    0x138e3c21f8c5581e, // Spring JWT tutorials
    0x13e7bc5eeadd92de, // Strapi
    0x140f39b05a2d9de4, // UUIDs of documentation
    0x159714a74819b6b9, // Apache Shiro tutorials
    0x17d70b0afd74442b, // hapi documentation
    0x18840a437d89977a, // LibreChat
    0x1a03372cc79e347a, // RuoYi
    0x1c607ae9a5576b93, // gorilla documentation
    0x1d8c306cc23be6a2, // Directus documentation
    0x1e6a31eb59d0c741, // Apache Shiro tutorials
    0x1fa91fbdb08ba967, // Penpot
    0x1fd134ab0cc34260, // Infisical
    0x1fe3ee492dabf802, // Weblate
    0x2152c25b4571be68, // Paperless-ngx
    0x21e4b0a12fb5f8d0, // Symfony documentation
    0x2201c58ce350218d, // Plane
    0x2338a8bd57855944, // Apache Shiro tutorials
    0x24a3318fccb58e61, // Koa documentation
    0x2509dfb15ebbe2cb, // iron-session documentation
    0x25649e1c1e46e333, // RFC 7520
    0x2598f7d6adc142d8, // Flask documentation
    0x25c35d0f2ce51dc2, // Open WebUI
    0x2738e10040e17ad2, // Rocket documentation
    0x282ad5f60261639f, // LibreChat
    0x286ed17ebf55b1dd, // Flask documentation
    0x28b106228dd4bd82, // Grafana
    0x2a9020854d97b4bf, // Rocket documentation
    0x2b1fa627178e3424, // Spring JWT tutorials
    0x2d56648207d08bc7, // Infisical
    0x2e3bb4e5dc36f639, // ASP.NET JWT tutorials
    0x2ef2503d964e9668, // NIST, AES test vectors
    0x2fe759bded7ca0d8, // Authelia documentation
    0x30581c41242313bb, // jwt.io
    0x33475878d0021a34, // Zero To Production in Rust
    0x34ad4051b5a56732, // Infisical
    0x355596b13ed4d7c3, // UUIDs of documentation
    0x357a3cd1b58cea0e, // Weblate
    0x361f815b438d8d30, // JHipster
    0x3987b5a06c6a629d, // UUIDs of documentation
    0x39b5931a5dd89802, // Laravel
    0x3c168bcc0c43707f, // UUIDs of documentation
    0x3d14a015c7fb9d76, // the key URI format's documentation
    0x3da85ff19dadc2a8, // Apache Shiro
    0x3e2ac61556517cfd, // Symfony
    0x3eb1bd439947eb76, // UUIDs of documentation
    0x432ecfddced7f4bc, // Ory
    0x43cc11f86d881750, // Spring JWT tutorials
    0x44d66ac9304dabef, // ASP.NET JWT tutorials
    0x4a4d48fd7d7281cd, // Supabase, self-hosted
    0x4d95220c80a5d0aa, // Loco
    0x4e270d463799701d, // RFC 9562
    0x4f03d84a15c45252, // AWS documentation
    0x4fee1aab33b5ddae, // Apache Shiro tutorials
    0x51b76e72a2d87ccd, // RFC 9562
    0x5237f7b31753ebfd, // UUIDs of documentation
    0x52864f0423edaee8, // RFC 9562
    0x53b39bf2879c279c, // Dify
    0x54ef6453548ca68d, // jwt.io
    0x550e73c61eb7d1bd, // Trigger.dev
    0x556bec4446e4247a, // Apache Superset
    0x570dad43de1af4c9, // FastAPI documentation
    0x5784add01acccde4, // API Platform
    0x57f7e105218538be, // Apache Airflow
    0x594c081d23de22b1, // Spring JWT tutorials
    0x59953998e54a579b, // Budibase
    0x5a1a5c62a5d5b93b, // RFC 9562
    0x5d4c5e70145d1932, // Apache Shiro tutorials
    0x5dd9e1dad6160c42, // RFC 9562
    0x5e17c49443b82a0b, // Infisical
    0x5f217f5c25be681d, // JHipster
    0x5ffdb37d20f7d9fc, // RuoYi
    0x60ed83d1b67e5b3b, // Symfony demo
    0x620fb37e85a71e3f, // Monica
    0x62ddde8cfc86f33c, // Strapi
    0x6337901a7757968e, // Invoice Ninja, docker
    0x64d7059256dfbceb, // oauth2-proxy documentation
    0x65cbbe1dc635b5a5, // gorilla documentation
    0x6889ff198bd8d7c5, // Label Studio
    0x69024f21e9ad1759, // LibreChat
    0x6b191a3d668fb186, // Trigger.dev
    0x6f12884478c1030a, // hapi documentation
    0x6f2cff4a88329692, // Taiga
    0x6fb63ddd7f44ab8b, // Apache Shiro tutorials
    0x71c480df93d6ae2f, // RuoYi
    0x72f2be95b3663160, // RFC 9562
    0x758983297dcc5926, // Tornado documentation
    0x76c25a467b142c42, // Fastify documentation
    0x77040eef27e55093, // RFC 9562
    0x7751482cd4e187fc, // Firefly III
    0x7b42280a08a71ba8, // Docker registry
    0x7c1154b515298397, // LibreChat
    0x7c5db6ea3107b697, // Go documentation
    0x7db19dc8532260a8, // Ruby on Rails tests
    0x812992bb0cd8301e, // Stripe documentation
    0x818ba8be6570fa00, // Mattermost
    0x8308851a4fbead48, // Apache Shiro tutorials
    0x837e8e636d452b61, // NIST, AES test vectors
    0x88604803edcea3fd, // jsonwebtoken documentation
    0x8a7bacca975323a5, // Ory
    0x8bd19bd1ce9242df, // Apache Shiro tutorials
    0x8c0d6eee1fd9e7d7, // Strapi
    0x8c4e8c2c7927d31c, // Trigger.dev
    0x8e4db8aaa0b07d44, // Fastify documentation
    0x8e5166c630951e0a, // Directus documentation
    0x8e70deafe28c6f80, // Django tests
    0x8fe522b20ec56de0, // Rocket documentation
    0x910a9be7e8727aaf, // Nest documentation
    0x916b0b411ee1ce9d, // RFC 7517
    0x92e2b7f6ed28b457, // jsonwebtoken documentation
    0x9524778ec96458f7, // Redash
    0x955b4a66be0a348b, // hapi documentation
    0x97a27e31928f6ba9, // RFC 9562
    0x98a43407006d5ea1, // ZITADEL
    0x99bdee8a7dc31256, // Apache Shiro tutorials
    0x9cb335cb7b5fb805, // Flask documentation
    0x9dfb1e61bda874ba, // Go tutorials
    0x9f8c9bc9e99175a0, // Apache Shiro tutorials
    0x9fa03fc1cd78ff85, // Supabase, self-hosted
    0xa029aa8a1059f4c6, // Apache Shiro tutorials
    0xa09f4a18dbd2c35a, // Koa documentation
    0xa0f0426312afc106, // AWS documentation
    0xa20bf667ba1d0634, // JHipster
    0xa5c6c1a104cf7da7, // UUIDs of documentation
    0xa5e130019a5ee6bc, // Apache Shiro tutorials
    0xa64ed54f0b45945b, // the key URI format's documentation
    0xa66368da0f9bb43f, // Docmost
    0xa7b6390018408e86, // Umami and Twenty
    0xa8439bda5fa6b54e, // RFC 9562
    0xaa479effc536669b, // Trigger.dev
    0xaab0127e44f7ad7d, // Infisical
    0xaac28db5f72b4ae9, // Apache Superset
    0xab3d047a602f7c03, // Apache Superset
    0xad5dd8f019357e9b, // Apache Shiro tutorials
    0xae8ecf7efc529fcb, // Apache Shiro tutorials
    0xaf0aab75d04082f5, // Apache Airflow
    0xb0b3c866e679fd54, // RFC 9562
    0xb1571b73ef2e4bb6, // Apache Shiro tutorials
    0xb4ab6c7548c25d10, // Remix stacks
    0xb7713dee8faa769c, // Mattermost
    0xb8ac4d375f0917ae, // Symfony demo
    0xb8c00f8e78d31b4f, // cookiecutter-django
    0xb8f30c7a95d5ccd8, // Supabase, self-hosted
    0xb99d4b673b9cb394, // Supabase, self-hosted
    0xb9ac49fcfcc0adc4, // NetBox, docker
    0xb9c50913e673ce73, // eZ Platform
    0xbb4b42004c370d1b, // Nacos
    0xbb4e70c39e279272, // Apache Superset
    0xbb6694f131603515, // Infisical
    0xbb96f52e3c62170c, // Authelia documentation
    0xbca8d9ca53bc9302, // Strapi
    0xbd04fb9df18a0004, // Symfony
    0xbe07c6fbc48d08d7, // Apache Superset
    0xbe13bcf4e2504b1d, // Mattermost
    0xbf90d859b5cf18b9, // Stripe documentation
    0xc11997f0399f5af4, // Azure Storage emulator
    0xc12ce25303a023aa, // NIST, AES test vectors
    0xc1d2af15e56b7492, // Meilisearch documentation
    0xc22cc58c24614eca, // UUIDs of documentation
    0xc2c673cae2e0e8ab, // Apache Airflow
    0xc3c107c650f37ee4, // UUIDs of documentation
    0xc50cc290dfe035ca, // Koa documentation
    0xc6564561ada51c64, // RFC 7515
    0xca7536bfa45dc421, // Ory
    0xcad9bda24f99c597, // Apache Shiro tutorials
    0xcbf1e5ba1e6f9037, // Apache Shiro tutorials
    0xcc3d20cd51148af9, // Harbor
    0xcc7d5cde4d4e71f7, // Mattermost
    0xce49c992c6d67051, // Supabase, self-hosted
    0xce721e89eff4f2c1, // jwt.io
    0xcf4ab8d9267caf41, // ASP.NET documentation
    0xd08e9edde3ee27a3, // RFC 9562
    0xd1930227d39524df, // Tornado documentation
    0xd239ab5f6fe041ef, // Flask documentation
    0xd32235f40dedd165, // Penpot
    0xd3abc0d0769475e6, // Apache Superset
    0xd411119cc2606988, // Apache Shiro tutorials
    0xd4da2667106705f4, // Laravel, Orchestra Testbench
    0xd65df89f702eec58, // UUIDs of documentation
    0xd6ce245d8640b0bb, // Apache Shiro tutorials
    0xd85594f1582c29b1, // Spring JWT tutorials
    0xd890b47a73038a2e, // BookStack
    0xd9c4f7feef22c504, // Apache Shiro tutorials
    0xd9cb0f983801b013, // UUIDs of documentation
    0xda70169ff857e1ad, // Nacos
    0xdabbb25c0991299d, // Trigger.dev
    0xdccee340df0b1f4b, // Hasura
    0xdf2178ad7497196e, // Nacos
    0xe0396ebcd471d75b, // Apache Shiro tutorials
    0xe5b5ee12bdd02a53, // Apache Shiro tutorials
    0xe706386a58190ee1, // Go Web Examples
    0xe83ba48f7fdf4615, // AWX
    0xe8c26b8a914f0cf0, // Authelia documentation
    0xeca55d4d28932fff, // jwt.io
    0xed2681a725b6638d, // RFC 9562
    0xed8156b366e26d3d, // Gogs and Gitea
    0xee1c848c32a544d1, // WordPress
    0xee412a4c0aa6be6a, // Apache Shiro tutorials
    0xee7f03f7115f7ca1, // ASP.NET documentation
    0xef0bbaff4ebd793e, // Fernet specification
    0xefec1225c3905615, // UUIDs of documentation
    0xf48789c7d541baf6, // Go tutorials
    0xf61a93449fb18514, // gorilla documentation
    0xf6ef39114d8b01ef, // Apache Shiro tutorials
    0xf7adbe04af288bfc, // Nacos
    0xf86d493b1b04e374, // Apache Shiro tutorials
    0xf8a3a62c196c7f87, // UUIDs of documentation
    0xfb632d6c9e3a83c0, // Apache Shiro tutorials
    0xfd39adccc34952c7, // Django tests
    0xfdf15c991ca06afd, // Snipe-IT, docker
    0xfed9efbd5a8ef682, // UUIDs of documentation
    0xffc648ffb26e6edf, // Spring JWT tutorials
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_searched() {
        assert!(HASHES.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn a_published_key_is_known_in_any_case_and_with_any_punctuation() {
        for key in [
            "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
            "change-me-to-a-complex-random-secret!",
            "keyboard cat",
            "KeyboardCat",
        ] {
            assert!(is_published(key), "{key}");
        }
        for key in ["", "keyboard dog", "键盘猫键盘猫 keyboard cat 键盘猫键盘猫"] {
            assert!(!is_published(key), "{key}");
        }
    }
}
