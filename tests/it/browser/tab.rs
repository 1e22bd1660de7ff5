//! A page of the browser, and what a script in it finds.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::chromium::{Chromium, PATIENCE};

/// Collects what the page's policy forbade, from before its first script on.
const WATCH: &str = "
    window.violations = [];
    addEventListener('securitypolicyviolation',
        event => violations.push(event.effectiveDirective));";

/// A browser of one's own: it shares no cookie, and no memory of HSTS, with others.
pub(super) struct Visitor<'a> {
    chromium: &'a Chromium,
    context: String,
}

impl<'a> Visitor<'a> {
    pub(super) fn new(chromium: &'a Chromium) -> Self {
        let created = chromium.call(None, "Target.createBrowserContext", json!({}));
        Self {
            chromium,
            context: text(&created["browserContextId"]),
        }
    }

    /// Opens an empty tab.
    pub(super) fn tab(&self) -> Tab<'a> {
        let parameters = json!({ "url": "about:blank", "browserContextId": self.context });
        let created = self.chromium.call(None, "Target.createTarget", parameters);
        Tab::of(self.chromium, &text(&created["targetId"]))
    }

    /// Opens a tab and goes there.
    pub(super) fn at(&self, url: &str) -> Tab<'a> {
        let tab = self.tab();
        tab.goto(url).unwrap();
        tab
    }

    /// The tab that a page opens at this address, once all of it has loaded.
    pub(super) fn opened(&self, url: &str) -> Tab<'a> {
        let find = || {
            let targets = self.chromium.call(None, "Target.getTargets", json!({}));
            let is_it = |target: &&Value| {
                target["browserContextId"] == self.context && target["url"] == url
            };
            let target = targets["targetInfos"].as_array()?.iter().find(is_it)?;
            Some(text(&target["targetId"]))
        };
        let tab = Tab::of(self.chromium, &eventually(url, find));
        tab.until(&format!(
            "location.href === '{url}' && document.readyState === 'complete'"
        ));
        tab
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        // Chromium may be gone, and a test failing.
        let parameters = json!({ "browserContextId": self.context });
        let _ = self
            .chromium
            .try_call(None, "Target.disposeBrowserContext", parameters);
    }
}

pub(super) struct Tab<'a> {
    chromium: &'a Chromium,
    session: String,
}

impl<'a> Tab<'a> {
    fn of(chromium: &'a Chromium, target: &str) -> Self {
        let parameters = json!({ "targetId": target, "flatten": true });
        let attached = chromium.call(None, "Target.attachToTarget", parameters);
        let tab = Self {
            chromium,
            session: text(&attached["sessionId"]),
        };
        tab.call("Page.enable", json!({}));
        tab.call("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
        tab.call(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": WATCH }),
        );
        tab
    }

    pub(super) fn call(&self, method: &str, parameters: Value) -> Value {
        self.chromium.call(Some(&self.session), method, parameters)
    }

    /// Goes to an address and waits until all of it has loaded.
    ///
    /// # Errors
    ///
    /// What Chromium says when it gets no answer.
    pub(super) fn goto(&self, url: &str) -> Result<(), String> {
        let navigated = self.call("Page.navigate", json!({ "url": url }));
        if let Some(error) = navigated["errorText"].as_str() {
            return Err(error.to_owned());
        }
        let loader = text(&navigated["loaderId"]);
        self.chromium
            .event(&self.session, "Page.lifecycleEvent", |event| {
                event["loaderId"] == *loader && event["name"] == "load"
            });
        Ok(())
    }

    /// Begins to take down what the browser complains of.
    pub(super) fn listen(&self) {
        for domain in ["Log", "Runtime"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
    }

    /// What the browser complained of since then: errors, warnings, what scripts threw or said.
    pub(super) fn complaints(&self) -> Vec<Value> {
        // Whatever came before this answer is known then.
        self.value("0");
        let complaints = [
            "Log.entryAdded",
            "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
        ];
        self.chromium.events(&self.session, &complaints)
    }

    /// What an expression is worth in the page, or the name of the error that it throws; what is
    /// promised is waited for. The page's policy holds for it, and it may do what needs a click.
    pub(super) fn value(&self, expression: &str) -> Value {
        self.try_value(expression)
            .unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    fn try_value(&self, expression: &str) -> Result<Value, String> {
        let parameters = json!({
            "expression": expression,
            "allowUnsafeEvalBlockedByCSP": false,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        let session = Some(self.session.as_str());
        let mut evaluated = self
            .chromium
            .try_call(session, "Runtime.evaluate", parameters)?;
        Ok(match evaluated.get("exceptionDetails") {
            Some(thrown) => thrown["exception"]["className"].clone(),
            None => evaluated["result"]["value"].take(),
        })
    }

    /// Waits until an expression is true in the page, or in the one that takes its place.
    pub(super) fn until(&self, expression: &str) {
        eventually(expression, || {
            (self.try_value(expression) == Ok(Value::Bool(true))).then_some(())
        });
    }
}

/// What comes in the end.
fn eventually<T>(what: &str, come: impl Fn() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(come) = come() {
            return come;
        }
        assert!(Instant::now() < until, "it does not come: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
