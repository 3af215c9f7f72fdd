package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.WebhookId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent.ChunkStored;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.events.operator.OperatorEvent.SkuRepaired;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.query.RunningQuerySide.Answer;
import stockledger.web.ApiContract;
import tools.jackson.databind.JsonNode;

/** The API description equals the served API: routes, parameters, and responses with headers. */
class EveryQueryIsDescribedTest {

    private static final List<String> QUERIES = List.of(
            "/v1/products/mug",
            "/v1/products/mug/stream",
            "/v1/products/stream?sku=mug",
            "/v1/products",
            "/v1/products/facets",
            "/v1/availability?sku=mug",
            "/v1/inventory/mug",
            "/v1/inventory/mug/explanation",
            "/v1/inventory/mug/count-causes?locationId=main&counted=7",
            "/v1/inventory/mug/movements",
            "/v1/inventory/mug/available-to-promise?on=2026-03-01",
            "/v1/inventory?status=low",
            "/v1/reservations/cart",
            "/v1/jobs/load",
            "/v1/locations",
            "/v1/locations/main",
            "/v1/admin/projections",
            "/v1/admin/actions",
            "/v1/admin/parked",
            "/v1/admin/parked/location/poison",
            "/v1/lost-demand",
            "/v1/admin/events",
            "/v1/admin/events/stream",
            "/v1/admin/events/EVENT",
            "/v1/admin/projections/location/rebuilds",
            "/v1/admin/projections/location/rebuilds/2",
            "/v1/admin/projections/location/rebuilds/2/differences",
            "/v1/admin/shadow",
            "/v1/admin/shadow/differences",
            "/v1/admin/audit",
            "/v1/admin/audit/differences",
            "/v1/admin/event-store",
            "/v1/inventory/mug/history?maxPoints=10&locationId=main",
            "/v1/jobs?status=accepted",
            "/v1/jobs/load/failed-rows",
            "/v1/admin/overview",
            "/v1/admin/overview/stream",
            "/v1/webhooks",
            "/v1/webhooks/hook",
            "/v1/webhooks/hook/deliveries",
            "/v1/api-keys");

    private static RunningQuerySide querySide;
    private static DescribedApi described;

    @BeforeAll
    static void start() {
        // The streams among the queries must end.
        querySide = new RunningQuerySide("--stockledger.query-sse.max-lifetime=1s");
        querySide.awaitReady(0);
        described = new DescribedApi(querySide);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @Test
    void everyQueryHasAContract() {
        List<String> missing = new ArrayList<>();
        querySide
                .instance(0)
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    boolean ours = method.getBeanType().getName().startsWith("stockledger.query.")
                            && mapping.getPatternValues().stream().anyMatch(path -> path.startsWith("/v1/"));
                    if (ours && !method.hasMethodAnnotation(ApiContract.class)) {
                        missing.add(mapping + " has no contract");
                    }
                });

        assertThat(missing).isEmpty();
    }

    @Test
    void everyQueryIsAnsweredAsDescribed() throws SQLException {
        querySide.appendStored("location:poison", LocationOpened.class, "1", "{");
        querySide.append(
                SampleEvents.registered("mug"),
                SampleEvents.received("mug", "main", 5),
                new LocationOpened(new LocationId("main"), "Main"),
                SampleEvents.reservationHeld("cart", "mug", SampleEvents.at("main", 1)),
                new JobAccepted(new JobId("load"), "receipts", "u", 10, List.of(1), true),
                new ChunkStored("u", 0, 0, List.of(StoredRow.of(2, "{\"sku\":\"none\"}"))),
                new ChunkWorked(
                        new JobId("load"),
                        0,
                        0,
                        "w",
                        0,
                        List.of(new RowFailure(2, "product-not-found", "None.")),
                        null),
                new SkuRepaired(new Sku("mug"), "It showed 3."),
                new WebhookRegistered(
                        new WebhookId("hook"), "https://erp.invalid/", List.of("stock.*"), null, null, "ERP", "lost"),
                new HoldReleased(
                        new Sku("mug"), new ReservationId("r"), SampleEvents.at("main", 1), ReleaseCause.EXPIRED));
        Map<String, Long> versions = new TreeMap<>();
        for (String stream :
                List.of("product:mug", "stock:mug", "location:main", "reservation:cart", "job:load", "webhook:hook")) {
            versions.put(stream, querySide.version(stream));
        }
        String token = new ConsistencyToken(versions).encoded();
        String rebuilds = "/v1/admin/projections/location/rebuilds";
        Answer rebuilt =
                querySide.post(rebuilds, "{\"switch\":\"whenCaughtUp\",\"keepSeconds\":0,\"reason\":\"test\"}");
        assertThat(rebuilt.status()).isEqualTo(202);
        described.require("post", rebuilds, rebuilt);
        String event = awaitEvent("catalog.ProductRegistered");
        for (String query : QUERIES) {
            String path = query.replace("EVENT", event);
            Answer answer = querySide.get(path, "Consistency-Token", token);
            assertThat(answer.status()).as("%s %s", path, answer.text()).isEqualTo(200);
            described.require("get", path, answer);
        }
        for (String type : List.of("operator.SkuRepaired", "stock.HoldReleased")) {
            Answer traced = querySide.get("/v1/admin/events/" + awaitEvent(type));
            assertThat(traced.status()).as("%s %s", type, traced.text()).isEqualTo(200);
            described.require("get", "/v1/admin/events/" + event, traced);
        }
        Answer posted = querySide.post("/v1/availability", "{\"skus\":[\"mug\"]}");
        assertThat(posted.status()).isEqualTo(200);
        described.require("post", "/v1/availability", posted);
        Answer sheet = querySide.post(
                "/v1/count-causes", "{\"counts\":[{\"sku\":\"mug\",\"locationId\":\"main\",\"counted\":7}]}");
        assertThat(sheet.status()).as(sheet.text()).isEqualTo(200);
        described.require("post", "/v1/count-causes", sheet);
        Answer page = querySide.get("/v1/products/mug");
        Answer same = querySide.get("/v1/products/mug", "If-None-Match", page.header("ETag"));
        assertThat(same.status()).isEqualTo(304);
        described.require("get", "/v1/products/mug", same);
        requireActionsOfOperators();
    }

    private static void requireActionsOfOperators() {
        String reason = "{\"reason\":\"described\"}";
        Answer repaired = querySide.post("/v1/admin/skus/mug/repair", reason);
        assertThat(repaired.status()).as(repaired.text()).isEqualTo(200);
        described.require("post", "/v1/admin/skus/mug/repair", repaired);
        Answer advanced = querySide.post("/v1/admin/event-store/advance", reason);
        assertThat(advanced.status()).as(advanced.text()).isEqualTo(200);
        described.require("post", "/v1/admin/event-store/advance", advanced);
        Answer refused = querySide.post("/v1/admin/event-store/accept", reason);
        assertThat(refused.status()).isEqualTo(409);
        described.require("post", "/v1/admin/event-store/accept", refused);
        reason = "{\"reason\":\"see\"}";
        for (String change : List.of("/v1/admin/projections/job/pause", "/v1/admin/projections/job/resume")) {
            Answer changed = querySide.post(change, reason);
            assertThat(changed.status()).as(changed.text()).isEqualTo(200);
            described.require("post", change, changed);
        }
        described.require("post", "/v1/admin/parked/retry", querySide.post("/v1/admin/parked/retry", reason));
        String discard = "/v1/admin/parked/location/poison/discard";
        described.require("post", discard, querySide.post(discard, reason));
    }

    private static String awaitEvent(String type) {
        return await().until(() -> eventId(type), id -> !id.isEmpty());
    }

    private static String eventId(String type) {
        JsonNode items = querySide.get("/v1/admin/events?type=" + type).body().path("items");
        return items.path(0).path("eventId").asString("");
    }

    @Test
    void everyDescribedParameterIsKnown() {
        for (String path : QUERIES) {
            String route = path.replaceAll("[?].*", "");
            described.operation("get", path).path("parameters").forEach(parameter -> {
                if (parameter.path("in").asString().equals("query")) {
                    String name = parameter.path("name").asString();
                    assertThat(querySide.get(route + "?" + name + "=").code())
                            .as("%s?%s", route, name)
                            .isNotEqualTo("unknown-parameter");
                }
            });
        }
    }

    @Test
    void limitsOfParametersAreDescribed() {
        assertThat(schemaOf("/v1/products", "limit").toString()).contains("\"minimum\":1", "\"maximum\":200");
        assertThat(schemaOf("/v1/products", "q").path("maxLength").asInt()).isEqualTo(2_000);
        assertThat(schemaOf("/v1/products", "inStock").path("type").asString()).isEqualTo("boolean");
        assertThat(schemaOf("/v1/availability", "sku").path("maxItems").asInt()).isEqualTo(200);
    }

    private static JsonNode schemaOf(String path, String name) {
        for (JsonNode parameter : described.operation("get", path).path("parameters")) {
            if (parameter.path("name").asString().equals(name)) {
                return parameter.path("schema");
            }
        }
        throw new AssertionError(path + " has no parameter " + name);
    }

    @Test
    void everyDescribedQueryIsTested() {
        List<String> paths = new ArrayList<>();
        described.paths().properties().forEach(path -> {
            if (path.getValue().has("get")) {
                paths.add(path.getKey());
            }
        });

        assertThat(QUERIES)
                .extracting(query -> described.path("get", query))
                .containsExactlyInAnyOrderElementsOf(paths);
    }

    @Test
    void swaggerUiIsServed() {
        Answer page = querySide.get("/swagger-ui/index.html");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("swagger-ui");
    }
}
