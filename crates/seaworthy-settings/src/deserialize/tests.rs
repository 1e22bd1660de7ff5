//! Types that serde reads from the text of a variable.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU16;

use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Info,
    VeryLoud,
    Above { percent: u8 },
    Only(String),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Server {
    host: String,
    #[serde(default)]
    port: u16,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Cluster {
    servers: Vec<Server>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Name(String);

#[derive(Debug, Deserialize, PartialEq)]
struct Tree(Vec<Self>);

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Either {
    Number(u16),
    Text(String),
    Server(Server),
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    from_text(text).map_err(|invalid| invalid.to_string())
}

fn server(host: &str, port: u16) -> Server {
    let host = host.to_owned();
    Server { host, port }
}

#[test]
fn the_type_decides_how_the_text_is_read() {
    assert_eq!(read(" Yes\n"), Ok(true));
    assert_eq!(read(" 8080 "), Ok(8080_u16));
    assert_eq!(read("-7"), Ok(-7_i128));
    assert_eq!(read("1e3"), Ok(1000_f32));
    assert_eq!(read("é"), Ok('é'));
    assert_eq!(read("::1"), Ok("::1".parse::<IpAddr>().unwrap()));
    assert_eq!(read("0"), Ok(Some(0_u8)));
    assert_eq!(read("2"), Ok(NonZeroU16::new(2).unwrap()));
    for text in ["0123", " a ", "true", "[a]", "{\"a\":1}", "\"q\""] {
        assert_eq!(read(text), Ok(text.to_owned()));
        assert_eq!(read(text), Ok(Some(Name(text.to_owned()))));
    }
    for text in ["0123", "true", "[a", "{", "null", "\"q\""] {
        assert_eq!(read(text), Ok(serde_json::Value::from(text)));
        assert_eq!(read(text), Ok(Either::Text(text.to_owned())));
    }
    assert_eq!(read(" [1] "), Ok(serde_json::json!([1])));
    assert_eq!(
        read("{\"host\": \"h\"}"),
        Ok(Either::Server(server("h", 0)))
    );
}

#[test]
fn a_list_has_commas_or_is_json() {
    for text in ["1,2", " 1, 2,\n", "[1, 2]"] {
        assert_eq!(read(text), Ok(vec![1_u8, 2]), "{text}");
        assert_eq!(read(text), Ok((1_u8, 2_u64)), "{text}");
        assert_eq!(read(text), Ok([1_u8, 2]), "{text}");
    }
    assert_eq!(
        read("info, very-loud"),
        Ok(vec![Level::Info, Level::VeryLoud])
    );
    assert_eq!(read("[[1], []]"), Ok(vec![vec![1_u8], vec![]]));
    assert_eq!(read(""), Ok(Vec::<u8>::new()));
    assert_eq!(read("[]"), Ok(Vec::<u8>::new()));
    assert_eq!(read("yes,no"), Ok(vec![true, false]));
}

#[test]
fn a_variant_is_a_name_and_whatever_has_content_is_a_json_object() {
    assert_eq!(read(" very-loud "), Ok(Level::VeryLoud));
    assert_eq!(
        read(r#"{"above": {"percent": 5}}"#),
        Ok(Level::Above { percent: 5 })
    );
    assert_eq!(read(r#"{"only": "a"}"#), Ok(Level::Only("a".into())));
    assert_eq!(read(r#"{"host": "h", "port": 1}"#), Ok(server("h", 1)));
    let map = BTreeMap::from([("a".to_owned(), 1_u8)]);
    assert_eq!(read(r#"{"a": 1}"#), Ok(map));
}

#[test]
fn nothing_is_a_value_only_where_the_type_says_so() {
    assert_eq!(read(""), Ok(None::<Server>));
    assert_eq!(read(""), Ok(()));
    for refused in [
        read::<String>("").unwrap_err(),
        read::<bool>(" ").unwrap_err(),
        read::<Level>("").unwrap_err(),
        read::<Server>("").unwrap_err(),
        read::<serde_json::Value>("").unwrap_err(),
    ] {
        assert_eq!(refused, "it is empty");
    }
    assert!(read::<()>("a").is_err());

    let absent = |leaf: Leaf<Option<Server>>| (leaf.absent)();
    assert_eq!(absent(deserialize("X", "")), Some(None));
    assert_eq!((deserialize::<Server>("X", "").absent)(), None);
    assert_eq!(
        (deserialize::<Option<Server>>("X", "").type_expects)(),
        "a Server"
    );
    assert_eq!((deserialize::<Vec<u8>>("X", "").absent)(), None);
    assert_eq!((deserialize::<()>("X", "").absent)(), None);
}

#[test]
fn a_refusal_names_the_place() {
    for (refused, reason) in [
        (read::<u16>("70000").map(drop), "it is out of range"),
        (
            read::<Vec<u16>>("1,x").map(drop),
            "item 2: it is not a whole number in decimal digits",
        ),
        (
            read::<Vec<u16>>("[1,\"x\"]").map(drop),
            "item 2: invalid type: string \"x\"",
        ),
        (
            read::<Cluster>(r#"{"servers": [{"host": "h"}, {"host": "h", "port": -1}]}"#).map(drop),
            "servers[1].port: invalid value: integer `-1`",
        ),
        (
            read::<Vec<Server>>(r#"[{"hots": "h"}]"#).map(drop),
            "[0].hots: unknown field `hots`",
        ),
        (read::<Level>("loud").map(drop), "unknown variant `loud`"),
        (
            read::<Level>("only").map(drop),
            "only: invalid type: unit variant",
        ),
        (read::<Server>("h:1").map(drop), "it is not a JSON object"),
        (
            read::<Server>("{\"host\":\"h\"} x").map(drop),
            "trailing characters",
        ),
        (
            read::<Server>("[\"h\", 1]").map(drop),
            "it is not a JSON object",
        ),
        (read::<(u8, u8)>("1,2,3").map(drop), "invalid length 3"),
        (read::<(u8, u8)>("1").map(drop), "invalid length 1"),
        (
            read::<NonZeroU16>("0").map(drop),
            "invalid value: integer `0`",
        ),
        (
            read::<Vec<Vec<u8>>>("1,2").map(drop),
            "item 1: a list of lists must be JSON",
        ),
    ] {
        let refused = refused.unwrap_err();
        assert!(refused.starts_with(reason), "{refused}");
    }
}

#[test]
fn a_reason_holds_no_piece_of_a_secret() {
    fn withheld<T: DeserializeOwned + fmt::Debug>(text: &str) -> String {
        from_text::<T>(text).unwrap_err().withheld().to_string()
    }
    let nothing = "it is not what is expected";
    assert_eq!(withheld::<Level>("hunter2"), nothing);
    assert_eq!(
        withheld::<Server>(r#"{"host": "h", "port": "hunter2"}"#),
        nothing
    );
    assert_eq!(withheld::<Server>(r#"{"hunter2": 1}"#), nothing);
    assert_eq!(
        withheld::<BTreeMap<String, u8>>(r#"{"hunter2": []}"#),
        nothing
    );
    assert_eq!(withheld::<Either>("[[\"hunter2\"]]"), nothing);
    // What is fixed is still told.
    assert_eq!(withheld::<u16>("70000"), "it is out of range");
    assert_eq!(withheld::<Server>("hunter2"), "it is not a JSON object");
    assert_eq!(
        withheld::<Vec<bool>>("on,hunter2"),
        "item 2: it is neither true nor false"
    );
    let shown = from_text::<Level>("hunter2").unwrap_err().to_string();
    assert!(shown.contains("hunter2"), "{shown}");
}

#[test]
fn no_text_goes_too_deep() {
    assert_eq!(
        read("[[], [[]]]"),
        Ok(Tree(vec![Tree(vec![]), Tree(vec![Tree(vec![])])]))
    );
    let deep = "[".repeat(100_000);
    let closed = format!("{deep}{}", "]".repeat(100_000));
    for text in ["a", "a,b", &deep, &closed] {
        assert!(read::<Tree>(text).is_err());
    }
    assert!(read::<serde_json::Value>(&closed).is_err());
    assert_eq!(read(&deep), Ok(serde_json::Value::from(deep.as_str())));
}
