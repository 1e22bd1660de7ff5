/// Which of the forms that all call themselves `application/json` that type means here.
///
/// Each can be asked for by `?format=` too, whatever this says: `json`, `microprofile`, `spring`.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Dialect {
    /// `{"database":"ok"}`: names and outcomes, as Django projects answer.
    #[default]
    Django,
    /// `{"status":"UP","checks":[{"name":"database","status":"UP"}]}`, by [MicroProfile Health].
    ///
    /// [MicroProfile Health]: https://microprofile.io/specifications/microprofile-health/
    MicroProfile,
    /// `{"status":"UP","components":{"database":{"status":"UP"}}}`, as Spring Boot's [actuator].
    ///
    /// [actuator]: https://docs.spring.io/spring-boot/api/rest/actuator/health.html
    Spring,
}
