package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide.Answer;

/** Invalid queries are answered with a described problem. */
class InvalidQueriesAreRefusedTest {

    private static RunningQuerySide querySide;
    private static DescribedApi description;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
        querySide.append(SampleEvents.registered("mug"));
        description = new DescribedApi(querySide);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("type").asString()).isEqualTo("urn:stockledger:problem:" + code);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(answer.body().path("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/products/no%20sku, 400, invalid-sku",
        "/v1/products/a%2Fb, 400, bad-request",
        "/v1/products/mug;x=1, 400, bad-request",
        "/v1/products/../admin, 400, bad-request",
        "/v1/products/%2e%2e/admin, 400, bad-request",
        "/v1/products/mug/., 400, bad-request",
        "/v1/products/unknown, 404, product-not-found",
        "/v1/products/mug?x=1, 400, unknown-parameter",
        "/v1/products?query=mug, 400, unknown-parameter",
        "/v1/products?q=, 400, validation-failed",
        "/v1/products?q=%20-%20, 400, invalid-query",
        "/v1/products/facets?q=.*, 400, invalid-query",
        "/v1/products/no%20sku/stream, 400, invalid-sku",
        "/v1/products/unknown/stream, 404, product-not-found",
        "/v1/products/mug/stream?x=1, 400, unknown-parameter",
        "/v1/products/stream, 404, product-not-found",
        "/v1/products/stream?sku=, 400, invalid-sku",
        "/v1/products/stream?sku=no%20sku, 400, invalid-sku",
        "/v1/products/stream?sku=mug&sku=unknown, 404, product-not-found",
        "/v1/products/stream?sku=mug&x=1, 400, unknown-parameter",
        "/v1/products?sort=stock, 400, validation-failed",
        "/v1/products?limit=0, 400, validation-failed",
        "/v1/products?limit=201, 400, validation-failed",
        "/v1/products?limit=-1, 400, validation-failed",
        "/v1/products?limit=99999999999999999999, 400, validation-failed",
        "/v1/products?limit=ten, 400, validation-failed",
        "/v1/products?limit=1&limit=2, 400, validation-failed",
        "/v1/products?inStock=maybe, 400, validation-failed",
        "/v1/products?minPrice=-1, 400, validation-failed",
        "/v1/products?minPrice=1e9, 400, validation-failed",
        "/v1/products?currency=gbp, 400, validation-failed",
        "/v1/products?currency=GB, 400, validation-failed",
        "/v1/products?category=%20, 400, validation-failed",
        "/v1/products?brand=%C2%A0, 400, validation-failed",
        "/v1/products/facets?category=%20/, 400, validation-failed",
        "/v1/products?maxPrice=1.23456, 400, validation-failed",
        "/v1/products?category=, 400, validation-failed",
        "/v1/products?category=%00, 400, validation-failed",
        "/v1/products?category=Kitchen%00, 400, validation-failed",
        "/v1/products?brand=a%07b, 400, validation-failed",
        "/v1/products?brand=a%C2%85b, 400, validation-failed",
        "/v1/products?cursor=nonsense, 400, invalid-cursor",
        "/v1/products?cursor=%00%ff, 400, bad-request",
        "/v1/products?=x, 400, bad-request",
        "/v1/products/stream?=x, 400, bad-request",
        "/v1/availability?sku=%C0%80, 400, bad-request",
        "/v1/products/facets?brand=Acme, 400, unknown-parameter",
        "/v1/products/facets?category=, 400, validation-failed",
        "/v1/products/facets?category=a&category=b, 400, validation-failed",
        "/v1/availability, 400, validation-failed",
        "/v1/availability?sku=no%20sku, 400, invalid-sku",
        "/v1/availability?sku=, 400, invalid-sku",
        "/v1/availability?sku=mug&limit=1, 400, unknown-parameter",
        "/v1/inventory/no%20sku, 400, invalid-sku",
        "/v1/inventory/unknown, 404, product-not-found",
        "/v1/inventory/mug?asOf=now, 400, validation-failed",
        "/v1/inventory/mug?asOf=2026-02-30T00:00:00Z, 400, validation-failed",
        "/v1/inventory/mug?asOf=9999-01-01T00:00:00Z, 400, validation-failed",
        "/v1/inventory/mug?asOf=2001-01-01T00:00:00Z, 404, product-not-found",
        "/v1/inventory/mug/explanation?locationId=no%20id, 400, validation-failed",
        "/v1/inventory/unknown/explanation, 404, product-not-found",
        "/v1/inventory/mug/count-causes?counted=1, 400, validation-failed",
        "/v1/inventory/mug/count-causes?locationId=main, 400, validation-failed",
        "/v1/inventory/mug/count-causes?locationId=main&counted=-1, 400, validation-failed",
        "/v1/inventory/mug/count-causes?locationId=main&counted=1&countedAt=9999-01-01T00:00:00Z, 400, validation-failed",
        "/v1/inventory/unknown/count-causes?locationId=main&counted=1, 404, product-not-found",
        "/v1/products/mug?asOf=2001-01-01T00:00:00.5-02:30, 404, product-not-found",
        "/v1/reservations/unknown?asOf=2001-01-01t00:00:00z, 404, reservation-not-found",
        "/v1/availability?sku=mug&asOf=2001-01-01, 400, validation-failed",
        "/v1/inventory/mug?limit=201, 400, validation-failed",
        "/v1/inventory/mug?cursor=bW92ZW1lbnRz, 400, invalid-cursor",
        "/v1/inventory/mug/movements?limit=0, 400, validation-failed",
        "/v1/inventory/mug/movements?cursor=bW92ZW1lbnRz, 400, invalid-cursor",
        "/v1/inventory/unknown/movements, 404, product-not-found",
        "/v1/inventory/mug/available-to-promise, 400, validation-failed",
        "/v1/inventory/mug/available-to-promise?on=tomorrow, 400, validation-failed",
        "/v1/inventory/mug/available-to-promise?on=2026-02-30, 400, validation-failed",
        "/v1/inventory/mug/available-to-promise?on=2026-03-01&at=x, 400, unknown-parameter",
        "/v1/inventory/unknown/available-to-promise?on=2026-03-01, 404, product-not-found",
        "/v1/inventory, 400, validation-failed",
        "/v1/inventory?status=high, 400, validation-failed",
        "/v1/inventory?status=low&limit=0, 400, validation-failed",
        "/v1/inventory?status=low&cursor=nonsense, 400, invalid-cursor",
        "/v1/inventory?status=low&x=1, 400, unknown-parameter",
        "/v1/reservations/no%20id, 400, invalid-reservation-id",
        "/v1/reservations/unknown, 404, reservation-not-found",
        "/v1/reservations/unknown?x=1, 400, unknown-parameter",
        "/v1/locations/no%20id, 400, invalid-location-id",
        "/v1/locations/unknown, 404, location-not-found",
        "/v1/locations?sort=name, 400, unknown-parameter",
        "/v1/jobs/no%20id, 400, invalid-job-id",
        "/v1/jobs/unknown, 404, job-not-found",
        "/v1/jobs/unknown?x=1, 400, unknown-parameter",
        "/v1/jobs/unknown?limit=0, 400, validation-failed",
        "/v1/jobs/unknown?cursor=nonsense, 400, invalid-cursor",
        "/v1/jobs?status=late, 400, validation-failed",
        "/v1/jobs?cursor=nonsense, 400, invalid-cursor",
        "/v1/jobs/unknown/failed-rows, 404, job-not-found",
        "/v1/inventory/nobody/history, 404, product-not-found",
        "/v1/inventory/nobody/history?maxPoints=2001, 400, validation-failed",
        "/v1/inventory/nobody/history?from=noon, 400, validation-failed",
        "/v1/admin/projections?x=1, 400, unknown-parameter",
        "/v1/nothing, 404, not-found",
        "/v1/reservations, 404, not-found",
        "/, 404, not-found",
    })
    void invalidPathsAndParameters(String path, int status, String code) {
        Answer answer = querySide.get(path);
        assertProblem(answer, status, code);
        if (!path.contains("/.") && !path.contains("%2e")) {
            description.require("get", path, answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "ten", "99999999999999999999", "1.5"})
    void limitsOutOfBounds(String limit) {
        Answer answer = querySide.get("/v1/products?limit=" + limit);
        assertProblem(answer, 400, "validation-failed");
        assertThat(answer.body().path("errors").path(0).path("field").asString())
                .isEqualTo("limit");
        assertThat(answer.body().path("errors").path(0).path("detail").asString())
                .contains("1 to 200");
    }

    @Test
    void encodedBodies() {
        for (String path : new String[] {"/v1/availability", "/v1/admin/projections/sku/rebuilds"}) {
            Answer answer = querySide.send(
                    0, "POST", path, "{}", "Content-Type", "application/json", "Content-Encoding", "gzip");
            assertProblem(answer, 415, "unsupported-media-type");
            assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
            description.require("post", path, answer);
        }
        assertProblem(
                querySide.send(
                        0,
                        "POST",
                        "/v1/availability",
                        "{}",
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "identity"),
                400,
                "validation-failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{| malformed-json",
                "''| malformed-json",
                "null| malformed-json",
                "[]| malformed-json",
                "{\"skus\":[\"mug\"]} x| malformed-json",
                "{\"skus\":[\"mug\"],\"skus\":[\"mug\"]}| malformed-json",
                "{}| validation-failed",
                "{\"skus\":[]}| validation-failed",
                "{\"skus\":[null]}| validation-failed",
                "{\"skus\":\"mug\"}| wrong-type",
                "{\"skus\":[1]}| wrong-type",
                "{\"skus\":[\"no sku\"]}| validation-failed",
                "{\"skus\":[\"mug\"],\"more\":1}| unknown-field",
            })
    void invalidBodies(String body, String code) {
        Answer answer = querySide.post("/v1/availability", body);
        assertProblem(answer, 400, code);
        description.require("post", "/v1/availability", answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}| 400| validation-failed",
                "{'counts':[]}| 400| validation-failed",
                "{'counts':[null]}| 400| validation-failed",
                "{'counts':[{'sku':'mug','locationId':'main'}]}| 400| validation-failed",
                "{'counts':[{'sku':'mug','locationId':'main','counted':-1}]}| 400| validation-failed",
                "{'counts':[{'sku':'mug','locationId':'main','counted':1,'countedAt':'now'}]}| 400| validation-failed",
                "{'counts':[{'sku':'mug','locationId':'main','counted':1,'countedAt':0}]}| 400| wrong-type",
                "{'counts':[{'sku':'mug','locationId':'main','counted':1,'countedAt':'+12000-01-01T00:00:00Z'}]}| 400|"
                        + " validation-failed",
                "{'counts':[{'sku':'no','locationId':'main','counted':1}]}| 404| product-not-found"
            })
    void invalidCountSheets(String body, int status, String code) {
        Answer answer = querySide.post("/v1/count-causes", body.replace('\'', '"'));
        assertProblem(answer, status, code);
        description.require("post", "/v1/count-causes", answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"switch\":1,\"reason\":\"x\"}| wrong-type| switch",
                "{\"switch\":\"1\",\"reason\":\"x\"}| wrong-type| switch",
                "{\"keepSeconds\":99999999999,\"reason\":\"x\"}| validation-failed| keepSeconds",
                "{\"keepSeconds\":604801,\"reason\":\"x\"}| validation-failed| keepSeconds",
            })
    void invalidRebuilds(String body, String code, String field) {
        Answer answer = querySide.post("/v1/admin/projections/sku/rebuilds", body);
        assertProblem(answer, 400, code);
        assertThat(answer.body().path("errors").path(0).path("field").asString())
                .isEqualTo(field);
    }

    /** JSON has no parameters: a charset in Accept neither fails nor changes an answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {"application/json;charset=iso-8859-1", "application/json;charset=utf-16", "application/json;v=1"
            })
    void parametersOfJsonInAcceptAreIgnored(String accept) {
        for (String path : new String[] {
            "/v1/locations",
            "/v1/admin/projections",
            "/v1/inventory?status=low",
            "/v1/products",
            "/v1/products/facets?category=Kitchen",
            "/actuator/health"
        }) {
            Answer answer = querySide.get(path, "Accept", accept);
            assertThat(answer.status()).as("%s %s", path, answer.text()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
        assertProblem(querySide.get("/v1/products/unknown", "Accept", accept), 404, "product-not-found");
        assertProblem(querySide.get("/v1/locations", "Accept", accept + ";q=0"), 406, "not-acceptable");
        Answer rebuild = querySide.send(
                0,
                "POST",
                "/v1/admin/projections/location/rebuilds",
                "{\"reason\":\"test\"}",
                "Content-Type",
                "application/json",
                "Accept",
                accept);
        assertThat(rebuild.status()).isEqualTo(202);
    }

    @Test
    void tooManyParameters() {
        String address = IntStream.range(0, 1_100).mapToObj(i -> "sku=s" + i).collect(Collectors.joining("&"));
        assertProblem(querySide.get("/v1/availability?" + address), 400, "bad-request");
        assertProblem(querySide.get("/v1/products/stream?" + address), 400, "bad-request");
        assertProblem(querySide.get("/v1/products?" + address), 400, "bad-request");
    }

    @Test
    void tooManyAndTooLong() {
        assertProblem(querySide.get("/v1/products?q=" + "aaaaaaaaa+".repeat(21)), 400, "invalid-query");
        assertProblem(querySide.get("/v1/products/facets?q=" + "aaaaaaaaa+".repeat(21)), 400, "invalid-query");
        String list = IntStream.range(0, 1001).mapToObj(i -> "\"s" + i + "\"").collect(Collectors.joining(","));
        assertProblem(querySide.post("/v1/availability", "{\"skus\":[" + list + "]}"), 400, "validation-failed");
        String address = IntStream.range(0, 201).mapToObj(i -> "sku=s" + i).collect(Collectors.joining("&"));
        assertProblem(querySide.get("/v1/availability?" + address), 400, "validation-failed");
        assertProblem(querySide.get("/v1/products/stream?" + address), 400, "validation-failed");
        String huge = "{\"skus\":[\"" + "x".repeat(1_000_000) + "\"]}";
        assertProblem(querySide.post("/v1/availability", huge), 413, "payload-too-large");
        assertProblem(querySide.post("/v1/admin/projections/sku/rebuilds", huge), 413, "payload-too-large");
    }

    @Test
    void unsupportedMethodsAndMediaTypes() {
        assertProblem(querySide.post("/v1/products/mug", "{}"), 405, "method-not-allowed");
        assertProblem(querySide.send(0, "TRACE", "/v1/locations", null), 405, "method-not-allowed");
        assertProblem(querySide.send(0, "DELETE", "/v1/locations", null), 405, "method-not-allowed");
        assertProblem(querySide.send(0, "GET", "/v1/admin/projections/sku/pause", null), 405, "method-not-allowed");
        assertProblem(
                querySide.send(0, "POST", "/v1/availability", "skus=mug", "Content-Type", "text/plain"),
                415,
                "unsupported-media-type");
        assertProblem(querySide.get("/v1/products/mug", "Accept", "text/html"), 406, "not-acceptable");
        assertProblem(querySide.get("/v1/products/mug/stream", "Accept", "application/json"), 406, "not-acceptable");
        assertProblem(querySide.post("/v1/products/mug/stream", "{}"), 405, "method-not-allowed");
        assertProblem(querySide.get("/v1/locations", "Accept", "text/html"), 406, "not-acceptable");
    }

    /** Of a position that a query would have to wait for; {@link RunningQuerySide} signs only the usual header name. */
    private static List<String> forgedTokens() {
        String never = ConsistencyToken.of("product:mug", 1_000).encoded();
        String signature = querySide
                .signed(ConsistencyToken.of("product:mug", 0).encoded())
                .substring(0, 28);
        String unknownKey = (signature.startsWith("A") ? "B" : "A") + signature.substring(1);
        return List.of(never, signature + never, unknownKey + never, signature);
    }

    @Test
    void invalidConsistencyTokens() {
        // For a second after a read of the signing keys failed, a token of an unknown key is answered 503.
        await().until(() -> forgedTokens().stream()
                .allMatch(forged -> querySide
                                .get("/v1/locations", "consistency-token", forged)
                                .status()
                        == 400));
        for (String path : new String[] {
            "/v1/products/mug",
            "/v1/products/mug/stream",
            "/v1/products/stream?sku=mug",
            "/v1/products",
            "/v1/products/facets?category=Kitchen",
            "/v1/availability?sku=mug",
            "/v1/inventory/mug",
            "/v1/inventory/mug/movements",
            "/v1/inventory/mug/available-to-promise?on=2026-03-01",
            "/v1/inventory?status=low",
            "/v1/reservations/r",
            "/v1/jobs/j",
            "/v1/locations",
            "/v1/locations/main"
        }) {
            Answer answer = querySide.get(path, "Consistency-Token", "nonsense!");
            assertProblem(answer, 400, "invalid-consistency-token");
            for (String forged : forgedTokens()) {
                assertProblem(querySide.get(path, "consistency-token", forged), 400, "invalid-consistency-token");
            }
            description.require("get", path, answer);
        }
    }

    @Test
    void problemsHaveTheTraceIdOfTheCallerUnlessItIsInvalid() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        for (String path : new String[] {"/v1/products/unknown", "/v1/products/%2F"}) {
            Answer traced = querySide.get(path, "traceparent", "00-" + trace + "-00f067aa0ba902b7-00");
            assertThat(traced.body().path("traceId").asString()).isEqualTo(trace);
            assertThat(traced.header("X-Correlation-Id")).isEqualTo(trace);

            Answer untraced = querySide.get(path, "traceparent", "00-" + trace + "-00f067aa0ba902b7");
            assertThat(untraced.body().path("traceId").asString())
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo(trace);
        }
    }

    @Test
    void theCorrelationIdOfTheCallerIsReturned() {
        Answer answer = querySide.get("/v1/products/unknown", "X-Correlation-Id", "cart-7");
        assertThat(answer.body().path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(answer.header("X-Correlation-Id")).isEqualTo("cart-7");
    }
}
