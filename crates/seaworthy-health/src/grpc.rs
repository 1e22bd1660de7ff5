use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Buf, BytesMut};
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body;
use tower_service::Service;

use self::body::Watcher;
use self::message::Code;
use crate::Health;
use crate::group::{LIVENESS, NAMES, READINESS, STARTUP};

mod body;
mod message;

pub use body::GrpcBody;

/// The [health protocol of gRPC], version 1, as a service: `Check`, `List` and `Watch`.
///
/// The service that a client asks about is `""` or `readiness` for readiness, `liveness`,
/// `startup`, or by its name a group of the host's own. What [passes](crate::Status::passes) is
/// `SERVING`, all else `NOT_SERVING`. Checks run for a client when they do for one that asks a path
/// over HTTP.
///
/// `Watch` tells a change within a second, readiness at once, and `SERVICE_UNKNOWN` of what there
/// is not. Once the service [drains](Health::drain) and that was told, it ends as `UNAVAILABLE`: a
/// server that finishes its requests before it stops would wait for a client that only watches.
///
/// It belongs at the path `/grpc.health.v1.Health/{method}` of a server that speaks HTTP/2: a
/// request has at most 4 KiB and no compression. No time limit is put on a client that does not
/// finish its request; that is the server's.
///
/// ```
/// use axum::Router;
/// use seaworthy_health::{Config, GrpcHealth};
///
/// let health = Config::default().build()?;
/// // With tonic: `Routes::from(router)`, or the router of `Routes::into_axum_router`.
/// let app: Router = Router::new()
///     .route_service("/grpc.health.v1.Health/{method}", GrpcHealth::new(health));
/// # let _ = app;
/// # Ok::<(), seaworthy_health::ConfigError>(())
/// ```
///
/// [health protocol of gRPC]: https://github.com/grpc/grpc/blob/master/doc/health-checking.md
#[cfg_attr(docsrs, doc(cfg(feature = "grpc")))]
#[derive(Clone, Debug)]
pub struct GrpcHealth {
    health: Health,
}

impl GrpcHealth {
    /// A service that answers for this health.
    #[must_use]
    pub const fn new(health: Health) -> Self {
        Self { health }
    }
}

impl<B> Service<Request<B>> for GrpcHealth
where
    B: Body + Send + 'static,
    B::Data: Send,
{
    type Response = Response<GrpcBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<GrpcBody>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let health = self.health.clone();
        Box::pin(async move { Ok(answer(health, request).await) })
    }
}

async fn answer<B: Body>(health: Health, request: Request<B>) -> Response<GrpcBody> {
    let (head, body) = request.into_parts();
    if head.method != Method::POST {
        return refused(StatusCode::METHOD_NOT_ALLOWED);
    }
    if !head.headers.get(CONTENT_TYPE).is_some_and(is_grpc) {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let asked = match read(body).await {
        Ok(bytes) => message::service(&bytes),
        Err(code) => Err(code),
    };
    let service = match asked {
        Ok(service) => service,
        Err(code) => return body::failed(code),
    };
    match head.uri.path() {
        "/grpc.health.v1.Health/Check" => match find(&health, &service) {
            Some(group) => {
                let serving = message::of(health.asked(group).await.status());
                body::unary(&message::status(serving))
            }
            None => body::failed(Code::NotFound),
        },
        "/grpc.health.v1.Health/List" => body::unary(&list(&health).await),
        "/grpc.health.v1.Health/Watch" => {
            let group = find(&health, &service);
            body::stream(Watcher::new(health, group))
        }
        _ => body::failed(Code::Unimplemented),
    }
}

/// Whether a content type is that of the protocol with messages as they are read here. That of
/// gRPC-Web begins alike, and has other frames.
fn is_grpc(kind: &HeaderValue) -> bool {
    let kind = kind.as_bytes().split(|byte| *byte == b';').next();
    let kind = kind.unwrap_or_default().trim_ascii();
    let kinds = ["application/grpc", "application/grpc+proto"];
    kinds
        .iter()
        .any(|known| kind.eq_ignore_ascii_case(known.as_bytes()))
}

fn refused(status: StatusCode) -> Response<GrpcBody> {
    let mut response = Response::new(GrpcBody::empty());
    *response.status_mut() = status;
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let post = HeaderValue::from_static("POST");
        response.headers_mut().insert(ALLOW, post);
    }
    response
}

/// The frame of a request, as far as one may be long.
async fn read<B: Body>(body: B) -> Result<BytesMut, Code> {
    let mut body = pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let Ok(mut data) = frame.map_err(|_| Code::InvalidArgument)?.into_data() else {
            continue;
        };
        while data.has_remaining() {
            let chunk = data.chunk();
            if bytes.len() + chunk.len() > message::LONGEST {
                return Err(Code::ResourceExhausted);
            }
            bytes.extend_from_slice(chunk);
            let length = chunk.len();
            data.advance(length);
        }
    }
    Ok(bytes)
}

/// The services that stand for the groups that every health has.
const SERVICES: [(&str, usize); 4] = [
    ("", READINESS),
    ("liveness", LIVENESS),
    ("readiness", READINESS),
    ("startup", STARTUP),
];

/// Every service with its group.
fn services(health: &Health) -> impl Iterator<Item = (&str, usize)> {
    let groups = health.registry().built.groups.iter().enumerate();
    let own = groups
        .skip(NAMES.len())
        .map(|(group, members)| (&*members.name, group));
    let is_hidden = |name: &str| SERVICES.iter().any(|(service, _)| *service == name);
    SERVICES
        .into_iter()
        .chain(own.filter(move |(name, _)| !is_hidden(name)))
}

/// The group that a service stands for, if there is one of that name.
fn find(health: &Health, service: &str) -> Option<usize> {
    let mut services = services(health);
    services.find_map(|(name, group)| (name == service).then_some(group))
}

/// Every service with whether it serves.
async fn list(health: &Health) -> Vec<u8> {
    // All are asked before the first is waited for.
    let groups = 0..health.registry().built.groups.len();
    let settled: Vec<_> = groups.filter_map(|group| health.settle(group)).collect();
    for settled in settled {
        settled.await;
    }
    let mut entries = Vec::new();
    for (service, group) in services(health) {
        let serving = message::of(health.known(group).status());
        message::entry(&mut entries, service, serving);
    }
    entries
}
