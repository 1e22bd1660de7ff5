use std::fmt;

use crate::conclusion::Conclusion;
use crate::escape::Markup;
use crate::{Finding, Level, Report};

/// The [`Report`] as one page that an auditor can keep: without a script and without anything from
/// elsewhere, readable in the light and in the dark, and on paper.
///
/// ```
/// use seaworthy_check::{Checks, Selection};
///
/// let report = Checks::<()>::new().run(&(), &Selection::default())?;
/// let page = report.html().title("harvest, 2027-03-01").to_string();
/// assert!(page.contains("<h1>harvest, 2027-03-01</h1>"));
/// # Ok::<(), seaworthy_check::UnknownTags>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HtmlReport<'a> {
    report: &'a Report,
    title: &'a str,
}

impl<'a> HtmlReport<'a> {
    /// What stands above it, such as the name of the service and the day.
    #[must_use]
    pub const fn title(mut self, title: &'a str) -> Self {
        self.title = title;
        self
    }

    pub(crate) const fn new(report: &'a Report) -> Self {
        Self {
            report,
            title: "System check",
        }
    }

    fn write_checks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<h2>Checks</h2>\n<table>\n<tr><th>Check<th>Status<th>Tags\n")?;
        for check in self.report.checks() {
            let status = check.status();
            let class = status.as_str().replace(' ', "-");
            let name = Markup(check.name());
            write!(f, "<tr><td>{name}<td class=\"{class}\">{status}")?;
            if let Some(reason) = status.reason() {
                write!(f, ": {}", Markup(reason))?;
            }
            f.write_str("<td>")?;
            for (at, tag) in check.tags().iter().enumerate() {
                let separator = if at == 0 { "" } else { ", " };
                write!(f, "{separator}{}", Markup(tag))?;
            }
            f.write_str("\n")?;
        }
        f.write_str("</table>\n")
    }

    fn write_known(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.report.known().is_empty() {
            return Ok(());
        }
        f.write_str("<h2>Known before</h2>\n")?;
        for finding in self.report.known() {
            open_finding(f, finding)?;
            f.write_str("</section>\n")?;
        }
        Ok(())
    }

    fn write_silenced(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.report.silenced().is_empty() {
            return Ok(());
        }
        f.write_str("<h2>Silenced</h2>\n")?;
        for silenced in self.report.silenced() {
            let (finding, silence) = (&silenced.finding, &silenced.silence);
            open_finding(f, finding)?;
            write!(f, "<p><b>Silenced</b>")?;
            if let Some(until) = silence.until {
                write!(f, " until {until}")?;
            }
            writeln!(f, ": {}</section>", Markup(&silence.reason))?;
        }
        Ok(())
    }
}

impl fmt::Display for HtmlReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = Markup(self.title);
        write!(f, "{HEAD}<title>{title}</title>\n<h1>{title}</h1>\n")?;
        writeln!(f, "<p>{}", Conclusion(self.report))?;
        if !self.report.findings().is_empty() {
            f.write_str("<h2>Findings</h2>\n")?;
        }
        for finding in self.report.findings() {
            open_finding(f, finding)?;
            f.write_str("</section>\n")?;
        }
        self.write_known(f)?;
        self.write_silenced(f)?;
        self.write_checks(f)?;
        let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        write!(f, "<footer>{name} {version}</footer>\n</html>")
    }
}

/// Writes a finding, but for the end of its section.
fn open_finding(f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
    let class = match finding.level {
        Level::Critical | Level::Error => "error",
        Level::Warning => "warning",
        Level::Info | Level::Debug => "info",
    };
    write!(
        f,
        "<section class=\"{class}\">\n<h3>{}",
        Markup(&finding.id)
    )?;
    if let Some(alias) = &finding.alias {
        write!(f, " <small>{}</small>", Markup(alias))?;
    }
    write!(f, " <small>{}</small></h3>\n<p>", finding.level)?;
    if let Some(object) = &finding.object {
        write!(f, "<code>{}</code> ", Markup(object))?;
    }
    writeln!(f, "{}", Markup(&finding.message))?;
    if let Some(hint) = &finding.hint {
        writeln!(f, "<p><b>What to do:</b> {}", Markup(hint))?;
    }
    match finding.docs.as_deref() {
        Some(address) if address.starts_with("https://") => {
            let address = Markup(address);
            writeln!(
                f,
                "<p><a href=\"{address}\" rel=\"noreferrer\">{address}</a>"
            )
        }
        Some(address) => writeln!(f, "<p>{}", Markup(address)),
        None => Ok(()),
    }
}

/// No script runs and nothing is loaded, whatever a finding says.
const HEAD: &str = "\
<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta http-equiv=\"Content-Security-Policy\" \
content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
section { border-left: .4rem solid gray; padding: 0 1rem; margin: 1rem 0; break-inside: avoid }
section.error { border-color: crimson }
section.warning { border-color: darkorange }
section.info { border-color: steelblue }
h3 { margin: 0 }
small { font-weight: normal }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2rem .5rem; border-bottom: 1px solid gray }
td { vertical-align: top }
.crashed, .found, .hung { font-weight: bold }
</style>
";
