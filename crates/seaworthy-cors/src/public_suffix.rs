//! Domains below which anybody can get a host.

/// Which domains count as public suffixes: those below which anybody can get a host.
///
/// `https://*.github.io` with credentials would let the pages of strangers act in the name of
/// whoever is signed in; [`Config::build`](crate::Config::build) refuses it. Only the base of a
/// pattern is looked up: that of `https://*.app.github.io` is somebody's own. What has one of the
/// common suffixes below it counts as well, as `amazonaws.com` has `s3.amazonaws.com`.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "lowercase")
)]
pub enum PublicSuffixes {
    /// Every top-level domain, and the most common ones below: registrations such as `co.uk` in
    /// 80 countries, and the domains under which the big hosting services place customers.
    #[default]
    Common,
    /// All of the [Public Suffix List](https://publicsuffix.org), as the crate `psl` has it.
    #[cfg(feature = "psl")]
    List,
}

impl PublicSuffixes {
    /// Whether anybody can get a host below this one, which has no dot at its end.
    pub(crate) fn include(self, host: &str) -> bool {
        let common = is_common(host);
        match self {
            Self::Common => common,
            #[cfg(feature = "psl")]
            Self::List => common || is_listed(host),
        }
    }
}

fn is_common(host: &str) -> bool {
    let Some((rest, top)) = host.rsplit_once('.') else {
        return true;
    };
    let registered = |(country, second): &(&str, &str)| {
        *country == top && second.split(' ').any(|label| label == rest)
    };
    // A pattern reaches however deep: below `amazonaws.com` is whatever is below a suffix of it.
    let hosts_others = |suffix: &str| {
        let below = suffix.strip_suffix(host);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    };
    SECOND_LEVEL.iter().any(registered) || HOSTING.split(' ').any(hosts_others)
}

#[cfg(feature = "psl")]
fn is_listed(host: &str) -> bool {
    let is_suffix = |host: &str| {
        psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == host)
    };
    // Of some domains, such as `kawasaki.jp`, the list says that whatever is below is a suffix.
    is_suffix(host) || is_suffix(&format!("0.{host}"))
}

/// The registries of countries, each with the labels below which they register.
const SECOND_LEVEL: [(&str, &str); 80] = [
    ("ae", "ac co gov mil net org sch"),
    ("ar", "com edu gob gov int mil net org tur"),
    ("at", "ac co gv or"),
    ("au", "asn com edu gov id net org"),
    ("az", "com edu gov info net org"),
    ("bd", "com edu gov net org"),
    ("be", "ac"),
    ("bh", "com edu gov net org"),
    ("bo", "com edu gob int mil net org"),
    (
        "br",
        "adv app art blog com dev eco edu emp eng flog gov ind inf log med net org srv tec tur tv \
         wiki",
    ),
    ("by", "com gov mil of"),
    ("cl", "co gob gov mil"),
    ("cn", "ac com edu gov mil net org"),
    ("co", "carrd com edu gov mil net nom org"),
    ("cr", "ac co ed fi go or sa"),
    ("cu", "com edu net org"),
    ("cy", "ac biz com gov net org"),
    ("do", "com edu gob gov mil net org web"),
    ("ec", "com edu fin gob gov info med mil net org pro"),
    ("eg", "com edu gov me mil name net org sci"),
    ("es", "com edu gob nom org"),
    ("fr", "asso com gouv nom prd tm"),
    ("ge", "com edu gov net org"),
    ("gh", "com edu gov mil org"),
    ("gr", "com edu gov net org"),
    ("gt", "com edu gob ind mil net org"),
    ("hk", "com edu gov idv net org"),
    ("hn", "com edu gob net org"),
    ("hu", "co info org"),
    ("id", "ac biz co desa go mil my net or sch web"),
    ("il", "ac co gov idf k12 muni net org"),
    ("in", "ac co com edu firm gen gov ind mil net nic org res"),
    ("iq", "com edu gov mil net org"),
    ("ir", "ac co gov id net org sch"),
    ("it", "edu gov"),
    ("jm", "com edu"),
    ("jo", "com edu gov mil net org"),
    ("jp", "ac ad co ed go gr lg ne or"),
    ("ke", "ac co go info me mobi ne or sc"),
    ("kr", "ac co es go hs kg mil ms ne or pe re sc"),
    ("kw", "com edu gov net org"),
    ("kz", "com edu gov mil net org"),
    ("lb", "com edu gov net org"),
    ("lk", "ac com edu gov org"),
    ("ma", "ac co gov net org press"),
    ("mt", "com edu net org"),
    ("mx", "com edu gob net org"),
    ("my", "com edu gov mil name net org"),
    ("ng", "com edu gov i mil mobi name net org sch"),
    ("ni", "com edu gob net org"),
    ("no", "priv"),
    ("np", "com edu gov net org"),
    (
        "nz",
        "ac co geek gen govt health iwi kiwi maori mil net org school",
    ),
    ("om", "co com edu gov med net org"),
    ("pa", "com edu gob net org"),
    ("pe", "com edu gob mil net nom org"),
    ("ph", "com edu gov i mil net ngo org"),
    ("pk", "biz com edu fam gob gok gop gos gov net org web"),
    ("pl", "biz com edu gov info net org waw"),
    ("pr", "com edu gov net org"),
    ("pt", "com edu gov int net nome org publ"),
    ("py", "com coop edu gov mil net org"),
    ("qa", "com edu gov mil net org sch"),
    ("ro", "com firm info nom nt org rec store tm www"),
    ("rs", "ac co edu gov in org"),
    ("sa", "com edu gov med net org pub sch"),
    ("sg", "com edu gov net org"),
    ("sv", "com edu gob org"),
    ("th", "ac co go in mi net or"),
    (
        "tr",
        "av bbs bel biz com dr edu gen gov info k12 kep mil name net org pol tel tsk tv web",
    ),
    ("tw", "club com ebiz edu game gov idv mil net org"),
    ("tz", "ac co go hotel info me mil mobi ne or sc tv"),
    ("ua", "com edu gov in net org"),
    ("ug", "ac co com go ne or org sc"),
    ("uk", "ac co gov ltd me net nhs org plc police"),
    ("uy", "com edu gub mil net org"),
    ("uz", "co com net org"),
    ("ve", "co com edu gob gov info mil net org web"),
    ("vn", "ac biz com edu gov health info int name net org pro"),
    ("za", "ac co edu gov law mil net nom org school web"),
];

/// The domains of hosting services, and of those who sell hosts below a domain of their own.
const HOSTING: &str = "\
    a.run.app adobeaemcloud.com adobeio-static.net aem.live aem.page altervista.org \
    amplifyapp.com appspot.com azure-api.net azureedge.net azurefd.net azurestaticapps.net \
    azurewebsites.net bitbucket.io blob.core.windows.net blogspot.com bolt.host bubbleapps.io \
    cleverapps.io cloudapp.net cloudfront.net cloudfunctions.net co.com codeberg.page \
    convex.app convex.cloud convex.site csb.app ddns.net de.com dedyn.io deno.dev deno.net \
    diskstation.me duckdns.org dyndns.org dynv6.net edgecompute.app elasticbeanstalk.com \
    eu.com eu.org fastly-edge.com fastlylb.net firebaseapp.com fly.dev framer.app \
    framer.website gb.net gitbook.io github.io githubpreview.dev githubusercontent.com \
    gitlab.io global.ssl.fastly.net hasura.app herokuapp.com hf.space hopto.org in.net \
    is-a.dev jp.net js.org lovable.app lovableproject.com myds.me myftp.org myqnapcloud.com \
    myshopify.com netlify.app ngrok-free.app ngrok-free.dev ngrok.app ngrok.dev ngrok.io \
    no-ip.org notion.site now.sh ondigitalocean.app onrender.com outsystemscloud.com pages.dev \
    pantheonsite.io pythonanywhere.com readthedocs.io replit.app s3.amazonaws.com se.net \
    servehttp.com square.site streamlit.app supabase.co supabase.in supabase.net surge.sh \
    synology.me sytes.net trafficmanager.net translate.goog trycloudflare.com ts.net uk.com \
    up.railway.app us.com vercel.app vercel.dev web.app web.core.windows.net webflow.io \
    wixsite.com wixstudio.com workers.dev wpenginepowered.com zapto.org";

#[cfg(test)]
mod tests {
    use super::*;

    fn common() -> impl Iterator<Item = String> {
        let second = SECOND_LEVEL.iter().flat_map(|(country, labels)| {
            labels
                .split(' ')
                .map(move |label| format!("{label}.{country}"))
        });
        second.chain(HOSTING.split(' ').map(str::to_owned))
    }

    #[test]
    fn what_counts_as_common_stands_on_the_public_suffix_list() {
        let mut count = 0;
        for suffix in common() {
            let listed = psl::suffix(suffix.as_bytes()).unwrap();
            assert!(listed.is_known(), "{suffix}");
            assert_eq!(listed, suffix.as_str());
            assert!(PublicSuffixes::Common.include(&suffix), "{suffix}");
            count += 1;
        }
        assert!(count > 600, "{count}");
    }

    #[test]
    fn a_domain_of_ones_own_is_no_suffix() {
        for own in [
            "example.com",
            "example.co.uk",
            "co.uk.example",
            "uk.co",
            "my.github.io",
            "o.uk",
            "aco.uk",
            "github.io.example",
        ] {
            assert!(!PublicSuffixes::Common.include(own), "{own}");
            #[cfg(feature = "psl")]
            assert!(!PublicSuffixes::List.include(own), "{own}");
        }
        assert!(PublicSuffixes::Common.include("example"));
    }

    #[test]
    fn what_has_a_suffix_below_it_has_the_hosts_of_anybody_below_it_too() {
        for above in [
            "amazonaws.com",
            "windows.net",
            "core.windows.net",
            "run.app",
        ] {
            assert!(PublicSuffixes::Common.include(above), "{above}");
            #[cfg(feature = "psl")]
            assert!(PublicSuffixes::List.include(above), "{above}");
        }
        for own in ["s.net", "mazonaws.com", "eu-west-1.amazonaws.com"] {
            assert!(!PublicSuffixes::Common.include(own), "{own}");
        }
    }

    #[cfg(feature = "psl")]
    #[test]
    fn the_list_knows_more_than_what_is_common() {
        for suffix in ["kawasaki.jp", "a.kawasaki.jp", "k12.ma.us", "xn--55qx5d.cn"] {
            let known = [PublicSuffixes::Common, PublicSuffixes::List].map(|s| s.include(suffix));
            assert_eq!(known, [false, true], "{suffix}");
        }
        assert!(common().all(|suffix| PublicSuffixes::List.include(&suffix)));
    }
}
