//! Domains below which anybody can get a host.

use self::registries::REGISTRIES;

mod registries;

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
    /// over a hundred countries, and the domains under which the big hosting services place
    /// customers.
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
    let registered = |(country, labels): &(&str, &str)| {
        let is_any = |label| label == "*" && !rest.contains('.');
        *country == top
            && labels
                .split(' ')
                .any(|label| label == rest || is_any(label))
    };
    // A pattern reaches however deep: below `amazonaws.com` is whatever is below a suffix of it.
    let hosts_others = |suffix: &str| {
        let below = suffix.strip_suffix(host);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    };
    REGISTRIES.iter().any(registered) || HOSTING.split(' ').any(hosts_others)
}

#[cfg(feature = "psl")]
fn is_listed(host: &str) -> bool {
    let is_suffix = |host: &str| {
        psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == host)
    };
    // Of some domains, such as `kawasaki.jp`, the list says that whatever is below is a suffix.
    is_suffix(host) || is_suffix(&format!("0.{host}"))
}

/// The domains of hosting services, and of those who sell hosts below a domain of their own.
const HOSTING: &str = "\
    a.run.app accesscam.org adobeaemcloud.com adobeio-static.net aem.live aem.page africa.com \
    akamaihd.net akamaized.net altervista.org amplifyapp.com apigee.io app.render.com \
    appspot.com appwrite.network ath.cx awsapprunner.com azure-api.net azurecontainer.io \
    azureedge.net azurefd.net azurestaticapps.net azurewebsites.net azurewebsites.us \
    base44.app bitbucket.io biz.ua blob.core.windows.net blogspot.com bolt.host br.com \
    bubbleapps.io carrd.co cleverapps.io cloudapp.net cloudflare.net cloudfront.net \
    cloudfunctions.net cloudns.cc cn.com co.com co.nl co.ua code.run codeberg.page com.de \
    com.ru com.se convex.app convex.cloud convex.site csb.app ddns.me ddns.net ddnsking.com \
    ddnss.de de.com dedyn.io deno.dev deno.net diskstation.me dnsalias.com dreamhosters.com \
    duckdns.org dyndns.info dyndns.org dynv6.net e2b.app edgecompute.app edgekey.net \
    edgesuite.net editorx.io elasticbeanstalk.com eu.com eu.org expo.app fastly-edge.com \
    fastlylb.net figma.site firebaseapp.com fly.dev framer.ai framer.app framer.media \
    framer.photos framer.website framer.wiki freeddns.org freemyip.com gb.net gitbook.io \
    github.io githubpreview.dev githubusercontent.com gitlab.io gleeze.com \
    global.ssl.fastly.net googleapis.com googlecode.com gr.com hasura.app herokuapp.com \
    hf.space homeip.net homelinux.org hopto.org hosted.app hstgr.cloud hu.net in.net is-a.dev \
    jp.net jpn.com js.org leapcell.app lovable.app lovableproject.com mex.com msk.ru \
    my.canva.site myds.me myftp.org myphotos.cc myqnapcloud.com myshopify.com net.ru \
    netlify.app nfshost.com ngrok-free.app ngrok-free.dev ngrok.app ngrok.dev ngrok.io \
    no-ip.org noip.me northflank.app notion.site now.sh nsupdate.info ondigitalocean.app \
    onporter.run onrender.com oraclecloudapps.com org.ru outsystemscloud.com pages.dev \
    pantheonsite.io platformsh.site plesk.page pp.ru pp.ua pstmn.io pythonanywhere.com r2.dev \
    readthedocs.io repl.co replit.app replit.dev ru.com s3.amazonaws.com sa.com se.net \
    selfip.com servehttp.com spb.ru spdns.de square.site streamlit.app streamlitapp.com \
    supabase.co supabase.in supabase.net surge.sh synology.me sytes.net telebit.io \
    trafficmanager.net translate.goog trycloudflare.com ts.net uk.com uk.net up.railway.app \
    us.com usercontent.goog v0.build val.run vercel.app vercel.dev vercel.run \
    vusercontent.net wasmer.app web.app web.core.windows.net webflow.io webhop.net \
    webredirect.org wix.run wixsite.com wixstudio.com workers.dev wpenginepowered.com \
    wpmudev.host yolasite.com za.com za.net zapto.org zeabur.app";

#[cfg(test)]
mod tests {
    use super::*;

    fn common() -> impl Iterator<Item = String> {
        let registries = REGISTRIES.iter().flat_map(|(country, labels)| {
            let labels = labels.split(' ');
            labels.map(move |label| format!("{}.{country}", label.replace('*', "any")))
        });
        registries.chain(HOSTING.split(' ').map(str::to_owned))
    }

    /// Whether the list has this very suffix.
    fn stands_on_the_list(suffix: &str) -> bool {
        psl::suffix(suffix.as_bytes()).is_some_and(|known| known.is_known() && known == suffix)
    }

    #[test]
    fn what_counts_as_common_stands_on_the_public_suffix_list() {
        let mut count = 0;
        for suffix in common() {
            let whatever_is_below = format!("any.{suffix}");
            assert!(
                stands_on_the_list(&suffix) || stands_on_the_list(&whatever_is_below),
                "{suffix}"
            );
            assert!(PublicSuffixes::Common.include(&suffix), "{suffix}");
            count += 1;
        }
        assert!(count > 1700, "{count}");
    }

    #[test]
    fn the_tables_are_sorted_and_say_nothing_twice() {
        let countries: Vec<&str> = REGISTRIES.iter().map(|(country, _)| *country).collect();
        let labels = REGISTRIES.iter().map(|(_, labels)| *labels);
        let tables = labels
            .chain([HOSTING])
            .map(|text| text.split(' ').collect());
        for table in tables.chain([countries]) {
            let table: Vec<&str> = table;
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
        }
    }

    #[test]
    fn no_short_registry_of_a_country_that_is_known_is_missing() {
        let letters = || 'a'..='z';
        let two = || letters().flat_map(move |a| letters().map(move |b| format!("{a}{b}")));
        let three = || two().flat_map(move |ab| letters().map(move |c| format!("{ab}{c}")));
        let towns = ["it", "no"];
        for (country, _) in REGISTRIES.iter().filter(|(c, _)| !towns.contains(c)) {
            for label in letters().map(String::from).chain(two()).chain(three()) {
                let domain = format!("{label}.{country}");
                let suffix = psl::suffix(domain.as_bytes()).unwrap();
                if suffix.typ() == Some(psl::Type::Icann) && suffix == domain.as_str() {
                    assert!(PublicSuffixes::Common.include(&domain), "{domain}");
                }
            }
        }
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
            "a.b.mm",
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
