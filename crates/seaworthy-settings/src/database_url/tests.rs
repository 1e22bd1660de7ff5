use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> DatabaseUrl {
    text.parse()
        .unwrap_or_else(|invalid| panic!("{text}: {invalid}"))
}

#[test]
fn the_parts_are_those_that_were_given() {
    let url = parse("postgresql://u:hunter2@h/db?sslmode=require");
    assert_eq!(url.engine(), Engine::Postgres);
    assert_eq!((url.host(), url.port()), (Some("h"), Some(5432)));
    assert_eq!(url.username().as_deref(), Some("u"));
    assert_eq!(url.password().unwrap().expose(), "hunter2");
    assert_eq!(url.database().as_deref(), Some("db"));
    let options: Vec<_> = url.options().collect();
    assert_eq!(
        options,
        [("sslmode".to_owned(), "require".to_owned().into())]
    );

    let url = parse("mysql2://a%40b:c%2Fd%23@[::1]:1/n%C3%A9");
    assert_eq!((url.host(), url.port()), (Some("::1"), Some(1)));
    assert_eq!(url.username().as_deref(), Some("a@b"));
    assert_eq!(url.password().unwrap().expose(), "c/d#");
    assert_eq!(url.database().as_deref(), Some("né"));

    let url = parse("oracle://h");
    assert_eq!((url.host(), url.port()), (Some("h"), Some(1521)));
    assert!(url.username().is_none() && url.password().is_none() && url.database().is_none());
    assert_eq!(parse("mssql://h").port(), Some(1433));
}

#[test]
fn what_is_among_the_options_of_postgres_counts() {
    let url = parse("postgres:///?host=/run/pg&user=u&password=p%26q&dbname=db&port=6000");
    assert_eq!((url.host(), url.port()), (Some("/run/pg"), Some(6000)));
    assert!(url.hosts().iter().all(DatabaseHost::is_socket));
    assert_eq!(url.username().as_deref(), Some("u"));
    assert_eq!(url.password().unwrap().expose(), "p&q");
    assert_eq!(url.database().as_deref(), Some("db"));
    let socket = parse("postgres://u:p@%2Fcloudsql%2Fp%3Ar%3Ai/db");
    assert_eq!(socket.host(), Some("/cloudsql/p:r:i"));
    for twice in [
        "postgres://u@h/?user=v",
        "postgres://:p@h/?password=q",
        "postgres://h/db?dbname=db",
    ] {
        let reason = twice.parse::<DatabaseUrl>().unwrap_err().to_string();
        assert!(reason.contains("twice"), "{twice}: {reason}");
    }
}

#[test]
fn a_driver_gets_the_same_with_a_scheme_that_it_knows() {
    for (given, for_driver) in [
        ("postgres://u:p@h/db?a=b", "postgres://u:p@h/db?a=b"),
        ("postgresql://h", "postgresql://h"),
        ("PSQL://h", "postgres://h"),
        ("cockroachdb://a:1,b:2/db", "postgres://a:1,b:2/db"),
        ("mysql2://h/db", "mysql://h/db"),
        ("mariadb://h/db", "mysql://h/db"),
        ("spatialite:///a.db", "sqlite:///a.db"),
        ("sqlite3::memory:", "sqlite::memory:"),
        ("sqlserver://h", "sqlserver://h"),
    ] {
        let url = parse(given);
        assert_eq!(url.expose(), given);
        assert_eq!(url.for_driver().expose(), for_driver);
        assert_eq!(parse(for_driver).engine(), url.engine());
    }
}

#[test]
fn a_file_has_no_host_and_no_user() {
    for (text, path) in [
        ("sqlite::memory:", ":memory:"),
        ("sqlite:///db.sqlite3?mode=rwc", "/db.sqlite3"),
        ("sqlite://a:b/c%20d.db", "a:b/c d.db"),
    ] {
        let url = parse(text);
        assert_eq!(url.database().as_deref(), Some(path));
        assert!(url.hosts().is_empty() && url.host().is_none() && url.port().is_none());
        assert!(url.username().is_none() && url.password().is_none());
        assert_eq!(
            format!("{url} {url:?}"),
            "sqlite:[redacted] sqlite:[redacted]"
        );
    }
    assert_eq!(parse("sqlite://?mode=memory").database(), None);
    assert!(
        parse("mysql://u:p@/db?socket=/run/mysqld.sock")
            .hosts()
            .is_empty()
    );
}

#[test]
fn what_is_no_url_of_a_database_says_why() {
    for (bad, piece) in [
        ("", "it is empty"),
        ("localhost", "such as `postgres://`"),
        ("localhost:5432/db", "such as `postgres://`"),
        ("u:hunter2@h/db", "such as `postgres://`"),
        ("postgres:h/db", "such as `postgres://`"),
        ("foo://u:hunter2@h/db", "there are postgres, mysql, sqlite"),
        (
            "pyodbc://u:hunter2@h/db",
            "there are postgres, mysql, sqlite",
        ),
        ("prometheus_postgresql://h/db", "`prometheus_`"),
        ("Prometheus_sqlite:///x", "`prometheus_`"),
        ("jdbc:postgresql://h/db", "`jdbc:`"),
        ("postgresql+asyncpg://h/db", "`+`"),
        ("foo+bar://h/db", "there are postgres"),
        (
            "postgres://u:hunter2@h:notaport/db",
            "its port is not a number",
        ),
        (
            "postgres://u:hunter2@h:65536/db",
            "its port is out of range",
        ),
        ("postgres://u:hunter2#x@h/db", "`#` is written `%23`"),
        ("postgres://u:hunter2?x@h/db", "`?` is written `%3F`"),
        ("postgres://u:hunter2/x@h/db", "`/` is written `%2F`"),
        ("postgres://u:123/hunter2@h/db", "`/` is written `%2F`"),
        ("postgres://u:hunter2@x@h/db", "`@` is written `%40`"),
        ("postgres://u:hunter2@x/y@h/db", "`%40`"),
        ("postgres://u:hunter2@h/db#x", "`%23`"),
        ("postgres://u:hun ter2@h/db", "%20"),
        ("postgres://u:100%@h/db", "%25"),
        ("postgres://u:hunter2@[::1/db", "`[` without a `]`"),
        ("postgres://u:hunter2@/db", "no host"),
        (
            "postgres://u:p@//cloudsql/p:r:i/db",
            "named by its directory",
        ),
        ("postgres://h/a/b", "`%2F`"),
        ("postgres://h/%ff", "not text"),
        ("postgres://h/db?a=b+c", "%2B"),
        ("postgres://h/db?a=1&a=2", "twice"),
        (
            "postgres://u:hunter2@h/db?sslmode=requier",
            "did you mean `require`?",
        ),
        (
            "postgres://u:hunter2@h/db?sslmod=require",
            "did you mean `sslmode`?",
        ),
        (
            "postgres://u:hunter2@h/db?pool_size=abc",
            "not a whole number",
        ),
        ("mysql://a,b/db", "it takes one only"),
        ("mysql:///db", "no host"),
        ("mysql://%2Ftmp%2Fs/db", "`?socket=`"),
        ("sqlite://", "names no file"),
    ] {
        let invalid = bad.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(invalid, invalid.clone().withheld(), "{bad}");
        let reason = invalid.to_string();
        assert!(reason.contains(piece), "{bad}: {reason}");
    }
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    let hosts = "h,".repeat(100_000);
    assert!(
        format!("postgres://{hosts}h/db")
            .parse::<DatabaseUrl>()
            .is_ok()
    );
    let options: Vec<_> = (0..2_000).map(|n| format!("zz{n}zz=1")).collect();
    let text = format!("postgres://h/db?{}", options.join("&"));
    assert!(text.parse::<DatabaseUrl>().is_ok());
    for piece in ["@", ":", "[", "/", "?", "#", "%41", "&a="] {
        let _ = format!("postgres://{}", piece.repeat(100_000)).parse::<DatabaseUrl>();
        let _ = format!("postgres://h/?{}", piece.repeat(100_000)).parse::<DatabaseUrl>();
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_none_is_changed(
        text in "(\\PC{0,40}|(postgres|mysql|sqlite|mssql):(//)?[a-z0-9:@/?#%&=\\[\\],.]{0,30})"
    ) {
        if let Ok(url) = text.parse::<DatabaseUrl>() {
            prop_assert_eq!(url.expose(), &text);
            let _ = (url.username(), url.password(), url.database(), url.options().count());
            let again: DatabaseUrl = url.for_driver().expose().parse().unwrap();
            prop_assert_eq!(again.hosts(), url.hosts());
        }
    }

    #[test]
    fn no_piece_of_a_password_is_shown(
        password in "[a-zA-Z0-9]{6,12}",
        before in "[a-z:@/?#%.\\[,]{0,3}",
        after in "[a-z0-9:@/?#%.\\],]{0,4}",
        scheme in "(postgres|mysql|sqlite)",
    ) {
        let password = password.as_str();
        for text in [
            format!("{scheme}://u:{before}{password}{after}@h.example/db"),
            format!("{scheme}://{before}{password}{after}@h.example:1/db?a=b"),
            format!("{scheme}://{before}{password}{after}:x@h.example"),
            format!("{scheme}://h.example/db?password={password}&x={before}{password}"),
            format!("{scheme}://h.example/db?sslmode={password}&pool_size={password}"),
        ] {
            let shown = match text.parse::<DatabaseUrl>() {
                Ok(url) => format!("{url} {url:?}"),
                Err(invalid) => format!("{invalid} {invalid:?}"),
            };
            for piece in password.as_bytes().windows(6) {
                let piece = std::str::from_utf8(piece).unwrap();
                prop_assert!(!shown.contains(piece), "{}", shown);
            }
        }
    }
}
