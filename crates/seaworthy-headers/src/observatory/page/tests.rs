use std::time::{Duration, Instant};

use super::{Page, Script};

fn sources(page: &str) -> Vec<Option<String>> {
    let page = Page::read(page);
    page.scripts
        .into_iter()
        .map(|script| script.source)
        .collect()
}

#[test]
fn a_script_is_found_however_it_is_written() {
    for page in [
        "<script src=\"/a.js\" integrity=x></script>",
        "<SCRIPT SRC='/a.js' INTEGRITY='x'>",
        "<script\n\tsrc = /a.js\r\nintegrity=x >",
        "<script/integrity='x'/src=\"/a.js\"/>",
        "<p title=\"<script src=/b.js>\"><script src=&#47;a.js integrity=x src=/c.js>",
        "<!-- <script src=/b.js> --><script src=/a.js integrity=x></script>",
        "<style><script src=/b.js></style><script =x src=/a.js integrity=x></script>",
    ] {
        let found = Page::read(page).scripts;
        let wanted = Script {
            source: Some("/a.js".to_owned()),
            has_integrity: true,
        };
        assert_eq!(found, [wanted], "{page}");
    }
}

#[test]
fn what_only_looks_like_a_script_is_none() {
    for page in [
        "<!-- <script src=/a.js></script>",
        "<title><script src=/a.js></title>",
        "<textarea><script src=/a.js></textareas>",
        "<template><p><template></template><script src=/a.js></script></template>",
        "<scripts src=/a.js>",
        "< script src=/a.js>",
        "</script src=/a.js>",
        "<script src=/a.js",
        "<script src='/a.js>",
        "<?php <script src=/a.js> ?>",
    ] {
        assert_eq!(sources(page), [], "{page}");
    }
}

#[test]
fn a_script_ends_where_its_own_tag_closes_it() {
    let page = "<script>'</scripts>' + '<script src=/a.js>'</SCRIPT ><script src=/b.js></script>";
    assert_eq!(sources(page), [None, Some("/b.js".to_owned())]);
}

#[test]
fn only_the_first_policies_are_read() {
    let meta = "<meta http-equiv=content-security-policy content=img-src>";
    assert_eq!(Page::read(&meta.repeat(100)).policies.len(), 16);
}

#[test]
fn no_page_takes_long() {
    let began = Instant::now();
    for piece in [
        "<", "<!--", "</", "<script", "<script>", "<a =", "<a x='", "&", "<a\u{e9}", "<!",
    ] {
        let page = piece.repeat(200_000);
        let _ = Page::read(&page);
        let _ = Page::read(&format!("<meta content='{page}' http-equiv=x>"));
    }
    let took = began.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}
