//! Lists, maps, durations, sizes, numbers and keys as variables hold them.
#![no_main]

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use seaworthy_settings::{ByteSize, FromSetting, SecretKey};

fuzz_target!(|data: &str| {
    let _ = Vec::<String>::from_setting(data);
    let _ = Vec::<u16>::from_setting(data);
    let _ = Vec::<Vec<u16>>::from_setting(data);
    let _ = BTreeMap::<String, Vec<u16>>::from_setting(data);
    let _ = HashMap::<String, String>::from_setting(data);
    let _ = Duration::from_setting(data);
    let _ = f64::from_setting(data).map(|number| assert!(number.is_finite()));
    let _ = bool::from_setting(data);
    if let Ok(size) = ByteSize::from_setting(data) {
        assert_eq!(ByteSize::from_setting(&size.to_string()), Ok(size));
    }
    if let Ok(key) = SecretKey::from_setting(data) {
        let weaknesses = format!("{:?} {key:?} {:?}", key.weaknesses(), key.unfit());
        // The words of a reason are our own, and may be what the key is made of.
        let is_ours = "`django-insecure-`".contains(data);
        assert!(data.len() < 12 || is_ours || !weaknesses.contains(data));
    }
});
