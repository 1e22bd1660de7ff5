use seaworthy_headers as headers;
use seaworthy_settings::Settings as Load;

use crate::validate;
use crate::value::split_sources;

/// The content security policy: a variable for each directive.
///
/// A directive that is set takes the place of the one of that name in the strict preset, or joins
/// it; the rest of the preset stays as it is. Sources are separated by spaces or commas. The
/// directives are those of [CSP Level 3](https://www.w3.org/TR/CSP3/#csp-directives).
#[non_exhaustive]
#[derive(Clone, Debug, Load)]
pub struct Csp {
    /// Where anything not named otherwise may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub default_src: Option<String>,

    /// Where scripts may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub script_src: Option<String>,

    /// Where script elements may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub script_src_elem: Option<String>,

    /// Whether event handler attributes may run.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub script_src_attr: Option<String>,

    /// Where styles may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub style_src: Option<String>,

    /// Where style elements and style sheets may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub style_src_elem: Option<String>,

    /// Whether style attributes apply.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub style_src_attr: Option<String>,

    /// Where images may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub img_src: Option<String>,

    /// Where fonts may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub font_src: Option<String>,

    /// Where scripts may connect to.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub connect_src: Option<String>,

    /// Where audio and video may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub media_src: Option<String>,

    /// Where plugins may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub object_src: Option<String>,

    /// What may be shown in frames of the page.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub frame_src: Option<String>,

    /// What may be shown in fenced frames of the page.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub fenced_frame_src: Option<String>,

    /// What may be shown in frames or run as workers.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub child_src: Option<String>,

    /// Where workers may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub worker_src: Option<String>,

    /// Where the application manifest may come from.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub manifest_src: Option<String>,

    /// What the page's base URL may be.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub base_uri: Option<String>,

    /// Where forms may be sent to.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub form_action: Option<String>,

    /// Who may show the page in a frame.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub frame_ancestors: Option<String>,

    /// What a sandboxed page may still do.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub sandbox: Option<String>,

    /// Which sinks take trusted types only.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub require_trusted_types_for: Option<String>,

    /// Which trusted type policies may be made.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub trusted_types: Option<String>,

    /// Whether browsers fetch what a page names by `http:` over HTTPS instead.
    #[settings(default = false)]
    pub upgrade_insecure_requests: bool,

    /// Where browsers report violations. If it is a path, or begins with `https:`, and
    /// `CSP_REPORT_TO` is not set, newer browsers report there too, by an endpoint of the name
    /// `csp`.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub report_uri: Option<String>,

    /// The name of the reporting endpoint that gets violations.
    #[settings(expected = "values as in the header", validate = validate::csp_directive)]
    pub report_to: Option<String>,

    /// The directives that get the nonce of each request.
    #[settings(default = ["script-src", "style-src"])]
    pub include_nonce_in: Vec<String>,

    /// Whether violations are only reported, and nothing is blocked.
    #[settings(default = false)]
    pub report_only: bool,
}

impl Csp {
    /// The address that `CSP_REPORT_URI` gives to an endpoint.
    pub(crate) fn reported_to(&self) -> Option<&str> {
        let uris = self
            .report_uri
            .as_deref()
            .filter(|_| self.report_to.is_none());
        let uri = split_sources(uris?).next()?;
        let fits = uri.starts_with("https://") || (uri.starts_with('/') && !uri.starts_with("//"));
        fits.then_some(uri)
    }

    /// The strict preset with the directives that are set in place of its own.
    pub(crate) fn policy(&self) -> headers::Csp {
        let mut csp = headers::Csp::strict();
        for (directive, sources) in self.directives() {
            if let Some(sources) = sources {
                csp.set(directive, split_sources(sources));
            }
        }
        if self.reported_to().is_some() {
            csp.set("report-to", [ENDPOINT]);
        }
        if self.upgrade_insecure_requests {
            csp.set("upgrade-insecure-requests", [""; 0]);
        }
        // Nothing joins `'none'`: who allows nothing allows no nonce either.
        let refuses = |directive: &&String| {
            csp.directives
                .iter()
                .any(|(name, sources)| name == *directive && sources == &["'none'"])
        };
        csp.nonce_in = self
            .include_nonce_in
            .iter()
            .filter(|directive| !refuses(directive))
            .cloned()
            .collect();
        csp
    }

    fn directives(&self) -> [(&'static str, Option<&str>); 25] {
        [
            ("default-src", self.default_src.as_deref()),
            ("script-src", self.script_src.as_deref()),
            ("script-src-elem", self.script_src_elem.as_deref()),
            ("script-src-attr", self.script_src_attr.as_deref()),
            ("style-src", self.style_src.as_deref()),
            ("style-src-elem", self.style_src_elem.as_deref()),
            ("style-src-attr", self.style_src_attr.as_deref()),
            ("img-src", self.img_src.as_deref()),
            ("font-src", self.font_src.as_deref()),
            ("connect-src", self.connect_src.as_deref()),
            ("media-src", self.media_src.as_deref()),
            ("object-src", self.object_src.as_deref()),
            ("frame-src", self.frame_src.as_deref()),
            ("fenced-frame-src", self.fenced_frame_src.as_deref()),
            ("child-src", self.child_src.as_deref()),
            ("worker-src", self.worker_src.as_deref()),
            ("manifest-src", self.manifest_src.as_deref()),
            ("base-uri", self.base_uri.as_deref()),
            ("form-action", self.form_action.as_deref()),
            ("frame-ancestors", self.frame_ancestors.as_deref()),
            ("sandbox", self.sandbox.as_deref()),
            (
                "require-trusted-types-for",
                self.require_trusted_types_for.as_deref(),
            ),
            ("trusted-types", self.trusted_types.as_deref()),
            ("report-uri", self.report_uri.as_deref()),
            ("report-to", self.report_to.as_deref()),
        ]
    }
}

/// The name of the endpoint at `CSP_REPORT_URI`.
pub(crate) const ENDPOINT: &str = "csp";
