use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Buf, BytesMut};
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use http_body::Body;
use tower_service::Service;

use self::body::Watcher;
use self::message::Code;
use crate::group::NAMES;
use crate::{Health, Report};

mod body;
mod message;

pub use body::GrpcBody;

/// The [health protocol of gRPC], version 1, as a service: `Check`, `List` and `Watch`.
///
/// The service that a client asks about is `""` or `readiness` for readiness, `liveness`,
/// `startup`, or a group of the host's own by its name. What [passes](crate::Status::passes) is
/// `SERVING`, all else `NOT_SERVING`. `Watch` tells a change within a second, readiness at once,
/// and `SERVICE_UNKNOWN` of what there is not.
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
    let kind = head.headers.get(CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc")) {
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
        "/grpc.health.v1.Health/Check" => match serves(&health, &service).await {
            Some(serves) => body::unary(&message::status(message::of(serves))),
            None => body::failed(Code::NotFound),
        },
        "/grpc.health.v1.Health/List" => body::unary(&list(&health).await),
        "/grpc.health.v1.Health/Watch" => body::stream(Watcher::new(health, service)),
        _ => body::failed(Code::Unimplemented),
    }
}

fn refused(status: StatusCode) -> Response<GrpcBody> {
    let mut response = Response::new(GrpcBody::empty());
    *response.status_mut() = status;
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

/// Whether a service serves, or nothing where there is none of that name.
async fn serves(health: &Health, service: &str) -> Option<bool> {
    let passes = |report: Report| report.status().passes();
    Some(match service {
        "" | "readiness" => passes(health.readiness().await),
        "liveness" => passes(health.liveness()),
        "startup" => passes(health.startup()),
        own => passes(health.group(own).await?),
    })
}

/// Every service with whether it serves.
async fn list(health: &Health) -> Vec<u8> {
    let groups = &health.registry().built.groups;
    let own = groups.iter().skip(NAMES.len()).map(|group| &*group.name);
    let mut entries = Vec::new();
    for service in ["", "liveness", "readiness", "startup"]
        .into_iter()
        .chain(own)
    {
        if let Some(serves) = serves(health, service).await {
            message::entry(&mut entries, service, message::of(serves));
        }
    }
    entries
}
