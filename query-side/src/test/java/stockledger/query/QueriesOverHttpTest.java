package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;
import static stockledger.query.SampleEvents.shipped;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.Allocation;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;
import stockledger.events.demand.RefusedShopper;
import stockledger.events.operator.OperatorEvent.SkuRepaired;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.query.RunningQuerySide.Answer;

class QueriesOverHttpTest {

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static String token(String... streams) {
        Map<String, Long> versions = new HashMap<>();
        for (String stream : streams) {
            versions.put(stream, querySide.version(stream));
        }
        return new ConsistencyToken(versions).encoded();
    }

    private static Answer get(String path, String... streams) {
        return querySide.get(path, "Consistency-Token", token(streams));
    }

    private static String withoutTime(String json) {
        return json.replaceAll("\"(asOf|at)\":\"[^\"]+\"", "\"$1\":\"T\"");
    }

    @Test
    void aProductPageShowsCatalogAndStock() {
        querySide.append(
                new ProductRegistered(
                        new Sku("mug.1"),
                        "Blue mug",
                        "For tea",
                        "Acme",
                        "Kitchen/Mugs",
                        Map.of("a.b$c", "x"),
                        Money.of("12.5", "GBP"),
                        List.of("https://img/1.png", "https://img/2.png")),
                received("mug.1", "main.1", 10),
                received("mug.1", "shop", 4));
        querySide.append(held("mug.1", "r1", at("main.1", 3)), held("mug.1", "r2", at("shop", 4)));
        querySide.append(allocated("mug.1", "r1", at("main.1", 3)));

        Answer page = get("/v1/products/mug.1", "stock:mug.1", "product:mug.1");
        assertThat(page.status()).isEqualTo(200);
        assertThat(withoutTime(page.text()))
                .isEqualTo(
                        "{\"sku\":\"mug.1\",\"name\":\"Blue mug\",\"description\":\"For tea\",\"brand\":\"Acme\","
                                + "\"category\":\"Kitchen/Mugs\",\"attributes\":{\"a.b$c\":\"x\"},"
                                + "\"price\":{\"amount\":\"12.50\",\"currency\":\"GBP\"},"
                                + "\"images\":[\"https://img/1.png\",\"https://img/2.png\"],"
                                + "\"availability\":{\"status\":\"inStock\",\"available\":7,\"onHand\":14,\"held\":4,"
                                + "\"allocated\":3,\"unavailable\":0,\"safetyStock\":0,\"inTransit\":0,\"incoming\":0},"
                                + "\"levels\":[{\"locationId\":\"main.1\",\"onHand\":10,\"held\":0,\"allocated\":3,"
                                + "\"unavailable\":0,\"safetyStock\":0,\"available\":7,\"inTransit\":0,\"incoming\":0},"
                                + "{\"locationId\":\"shop\",\"onHand\":4,\"held\":4,\"allocated\":0,\"unavailable\":0,"
                                + "\"safetyStock\":0,\"available\":0,\"inTransit\":0,\"incoming\":0}],\"version\":\"0.4\",\"asOf\":\"T\"}");
        assertThat(page.header("ETag")).isEqualTo("\"p0.s4\"");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void aCurrentEtagIsAnsweredWith304() {
        querySide.append(registered("etag"));
        assertThat(get("/v1/products/etag", "product:etag").header("ETag")).isEqualTo("\"p0\"");
        Answer same = querySide.get("/v1/products/etag", "If-None-Match", "\"p0\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        Answer any = querySide.get("/v1/products/etag", "If-None-Match", "*");
        assertThat(any.status()).isEqualTo(304);
        assertThat(any.text()).isEmpty();
        assertThat(any.header("ETag")).isEqualTo("\"p0\"");
        assertThat(querySide.get("/v1/products/unknown", "If-None-Match", "*").status())
                .isEqualTo(404);
        assertThat(querySide
                        .get("/v1/products/etag", "If-None-Match", "\"p7\", W/\"p0\"")
                        .status())
                .as("the weak comparison")
                .isEqualTo(304);
        querySide.append(new ProductRepriced(new Sku("etag"), Money.of("9.99", "GBP")));
        Answer changed = querySide.get(
                "/v1/products/etag", "If-None-Match", "\"p0\"", "Consistency-Token", token("product:etag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/price/amount").asString()).isEqualTo("9.99");

        Answer head = querySide.send(0, "HEAD", "/v1/products/etag", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo("\"p1\"");
        assertThat(head.header("Content-Length"))
                .isEqualTo(String.valueOf(changed.text().length()));
    }

    @Test
    void everyMovementIsOnExactlyOnePage() {
        int movements = 50;
        querySide.append(registered("long"));
        List<Long> expected = new ArrayList<>();
        for (int i = 1; i <= movements; i++) {
            querySide.append(received("long", "a", 1));
            expected.add(0, (long) i);
        }
        List<Long> balances = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get("/v1/inventory/long/movements?limit=7" + cursor, "stock:long");
            page.body()
                    .path("items")
                    .forEach(item -> balances.add(item.path("balance").asLong()));
            String next = page.body().path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(balances).isEqualTo(expected);
    }

    @Test
    void inventoryAgreesWithItsLedger() {
        Sku sku = new Sku("ledger");
        querySide.append(registered("ledger"));
        assertThat(withoutTime(get("/v1/inventory/ledger", "product:ledger").text()))
                .isEqualTo("{\"sku\":\"ledger\",\"onHand\":0,\"held\":0,\"allocated\":0,\"unavailable\":0,"
                        + "\"safetyStock\":0,\"available\":0,\"status\":\"outOfStock\",\"inTransit\":0,\"incoming\":0,"
                        + "\"levels\":[],\"transfers\":[],\"deliveries\":[],\"asOf\":\"T\"}");
        querySide.append(
                received("ledger", "a", 5),
                received("ledger", "b", 7),
                new StockAdjusted(sku, new LocationId("a"), -2, AdjustmentReason.DAMAGED, "shelf 3"));
        List<Allocation> both = List.of(new Allocation(new LocationId("a"), 1), new Allocation(new LocationId("b"), 2));
        querySide.append(held("ledger", "r9", both), allocated("ledger", "r9", both), shipped("ledger", "r9", both));

        Answer levels = get("/v1/inventory/ledger", "stock:ledger");
        assertThat(levels.body().path("onHand").asLong()).isEqualTo(7);
        assertThat(levels.body().path("available").asLong()).isEqualTo(7);
        assertThat(levels.body().path("version").asLong()).isEqualTo(5);
        assertThat(levels.header("ETag")).isEqualTo("\"s5\"");

        Answer first = get("/v1/inventory/ledger/movements?limit=2", "stock:ledger");
        assertThat(withoutTime(first.body().path("items").toString()))
                .isEqualTo("[{\"at\":\"T\",\"kind\":\"shipment\",\"locationId\":\"b\",\"delta\":-2,\"balance\":5,"
                        + "\"reservationId\":\"r9\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"shipment\",\"locationId\":\"a\",\"delta\":-1,\"balance\":2,"
                        + "\"reservationId\":\"r9\",\"actor\":\"kim\"}]");
        querySide.append(received("ledger", "a", 1));
        String cursor = first.body().path("nextCursor").asString();
        Answer second = get("/v1/inventory/ledger/movements?limit=3&cursor=" + cursor, "stock:ledger");
        assertThat(withoutTime(second.text()))
                .isEqualTo("{\"items\":[{\"at\":\"T\",\"kind\":\"adjustment\",\"locationId\":\"a\",\"delta\":-2,"
                        + "\"balance\":3,\"reason\":\"damaged\",\"reference\":\"shelf 3\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"receipt\",\"locationId\":\"b\",\"delta\":7,\"balance\":7,"
                        + "\"reference\":\"delivery\",\"actor\":\"kim\"},"
                        + "{\"at\":\"T\",\"kind\":\"receipt\",\"locationId\":\"a\",\"delta\":5,\"balance\":5,"
                        + "\"reference\":\"delivery\",\"actor\":\"kim\"}],\"version\":6,\"asOf\":\"T\"}");
    }

    @Test
    void availabilityKeepsTheRequestedOrder() {
        querySide.append(registered("av1"), registered("av2"), registered("av3"));
        querySide.append(received("av1", "main", 5), received("av3", "main", 1));
        querySide.append(new ProductDiscontinued(new Sku("av3")));
        String expected = "{\"items\":[{\"sku\":\"av3\",\"available\":1,\"status\":\"discontinued\"},"
                + "{\"sku\":\"av1\",\"available\":5,\"status\":\"inStock\"},"
                + "{\"sku\":\"av2\",\"available\":0,\"status\":\"outOfStock\"},"
                + "{\"sku\":\"av1\",\"available\":5,\"status\":\"inStock\"}]}";
        String[] all = {"product:av1", "product:av2", "product:av3", "stock:av1", "stock:av3"};
        assertThat(get("/v1/availability?sku=av3&sku=av1&sku=av2&sku=av1", all).textWithoutWatermark())
                .isEqualTo(expected);
        assertThat(querySide
                        .post("/v1/availability", "{\"skus\":[\"av3\",\"av1\",\"av2\",\"av1\"]}")
                        .textWithoutWatermark())
                .isEqualTo(expected);
    }

    @Test
    void anUnknownSkuDoesNotFailAvailabilityOfTheOthers() {
        querySide.append(registered("av4"));
        querySide.append(received("av4", "main", 5));
        String expected = "{\"items\":[{\"sku\":\"nothing\",\"available\":0,\"status\":\"unknown\"},"
                + "{\"sku\":\"av4\",\"available\":5,\"status\":\"inStock\"},"
                + "{\"sku\":\"nothing\",\"available\":0,\"status\":\"unknown\"}]}";
        assertThat(get("/v1/availability?sku=nothing&sku=av4&sku=nothing", "product:av4", "stock:av4")
                        .textWithoutWatermark())
                .isEqualTo(expected);
        assertThat(querySide
                        .post("/v1/availability", "{\"skus\":[\"nothing\",\"av4\",\"nothing\"]}")
                        .textWithoutWatermark())
                .isEqualTo(expected);
        assertThat(querySide.get("/v1/availability?sku=nothing").textWithoutWatermark())
                .isEqualTo("{\"items\":[{\"sku\":\"nothing\",\"available\":0,\"status\":\"unknown\"}]}");
    }

    @Test
    void aReservationShowsItsStatus() {
        ReservationId id = new ReservationId("res-1");
        querySide.append(reservationHeld("res-1", "mug", at("main", 2)));
        assertThat(get("/v1/reservations/res-1", id.stream()).text())
                .isEqualTo("{\"id\":\"res-1\",\"status\":\"held\",\"lines\":[{\"sku\":\"mug\",\"quantity\":2,"
                        + "\"allocations\":[{\"locationId\":\"main\",\"quantity\":2}],\"shipped\":0,\"returned\":0}],"
                        + "\"expiresAt\":\"2026-12-01T12:00:00Z\",\"reference\":\"cart 7\",\"version\":0}");
        querySide.append(new ReservationConfirmed(id));
        Answer confirmed = get("/v1/reservations/res-1", id.stream());
        assertThat(confirmed.body().path("status").asString()).isEqualTo("confirmed");
        assertThat(confirmed.header("ETag")).isEqualTo("\"r1\"");
        assertThat(querySide
                        .get("/v1/reservations/res-1", "If-None-Match", "\"r1\"")
                        .status())
                .isEqualTo(304);

        querySide.append(new ReservationAbandoned(new ReservationId("res-2")));
        assertThat(get("/v1/reservations/res-2", "reservation:res-2").text())
                .isEqualTo("{\"id\":\"res-2\",\"status\":\"released\",\"lines\":[],\"version\":0}");
        assertThat(querySide.get("/v1/reservations/res-3").code()).isEqualTo("reservation-not-found");
    }

    @Test
    void aSearchFindsWhatShoppersType() {
        querySide.append(
                registered("q1", "黄色い傘", "Search", "1.00"),
                registered("q2", "Żółta Regen\u00adjacke für a b c d e f g", "Search", "1.00"));
        assertThat(skus(get("/v1/products?q=" + encoded("傘"), "product:q1"))).containsExactly("q1");
        for (String query : List.of("zolta", "regenjacke", "Regen\u200bjacke", "zolta regenjacke a b c d e f g")) {
            assertThat(skus(get("/v1/products?q=" + encoded(query), "product:q2")))
                    .as(query)
                    .containsExactly("q2");
        }
        assertThat(get("/v1/products/facets?q=" + encoded("色い傘"), "product:q1")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void pagesOfACategoryHaveNoRepeatsWhileItGrows() {
        List<Object> events = new ArrayList<>();
        List<String> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            events.add(registered("b" + i, "Bowl " + i, "Table/Bowls", "1" + i + ".00"));
            streams.add("product:b" + i);
        }
        events.add(registered("plate", "a plate", "Table", "3.00"));
        events.add(registered("tablet", "tablet", "Tablets", "99.00"));
        events.add(received("b2", "main", 1));
        streams.addAll(List.of("product:plate", "product:tablet", "stock:b2"));
        querySide.append(events.toArray());

        String[] all = streams.toArray(String[]::new);
        assertThat(skus(get("/v1/products?category=Table", all)))
                .containsExactly("plate", "b0", "b1", "b2", "b3", "b4");
        assertThat(skus(querySide.get("/v1/products?category=Table/Bowls&sort=-price")))
                .containsExactly("b4", "b3", "b2", "b1", "b0");
        assertThat(skus(querySide.get("/v1/products?category=Table&minPrice=11&maxPrice=12.5")))
                .containsExactly("b1", "b2");
        assertThat(skus(querySide.get("/v1/products?category=Table&inStock=true")))
                .containsExactly("b2");
        assertThat(skus(querySide.get("/v1/products?category=Table&brand=Other")))
                .isEmpty();

        Answer first = querySide.get("/v1/products?category=Table&sort=-price&limit=2");
        querySide.append(registered("b9", "Bowl 9", "Table/Bowls", "50.00"));
        String cursor = first.body().path("nextCursor").asString();
        Answer second = get("/v1/products?category=Table&sort=-price&limit=10&cursor=" + cursor, "product:b9");
        assertThat(skus(second)).containsExactly("b2", "b1", "b0", "plate");
        assertThat(second.body().has("nextCursor")).isFalse();
        assertThat(querySide.get("/v1/products?sort=name&cursor=" + cursor).code())
                .isEqualTo("invalid-cursor");
        assertThat(querySide
                        .get("/v1/products?category=Table/Bowls&limit=1")
                        .body()
                        .path("items")
                        .get(0)
                        .toString())
                .isEqualTo("{\"sku\":\"b0\",\"name\":\"Bowl 0\",\"brand\":\"Acme\",\"category\":\"Table/Bowls\","
                        + "\"price\":{\"amount\":\"10.00\",\"currency\":\"GBP\"},"
                        + "\"availability\":{\"status\":\"outOfStock\",\"available\":0}}");
    }

    @Test
    void actionsAreListedNewestFirst() {
        for (int i = 0; i < 5; i++) {
            querySide.append(new SkuRepaired(new Sku("broken-" + i), "It showed " + i + "."));
        }
        querySide.append(Map.of("reason", "It was sent twice."), new JobCancelled(new JobId("never-mind")));
        String cancelled = "/v1/admin/actions?kind=bulk.JobCancelled";
        await().until(() -> querySide.get(cancelled).body().path("items").size() == 1);
        assertThat(querySide.get(cancelled).body().path("items").get(0).toString())
                .matches(
                        "\\{\"id\":\"job:never-mind@0\",\"at\":\"[^\"]+\",\"kind\":\"bulk.JobCancelled\",\"actor\":\"kim\","
                                + "\"reason\":\"It was sent twice\\.\",\"details\":\\{\"id\":\"never-mind\"}}");

        List<String> reasons = new ArrayList<>();
        String page = "/v1/admin/actions?kind=operator.SkuRepaired&actor=kim&from=2026-01-01T00:00:00Z&limit=2";
        String next = page;
        while (!next.isEmpty()) {
            Answer answer = querySide.get(next);
            answer.body()
                    .path("items")
                    .forEach(
                            item -> reasons.add(item.path("details").path("sku").asString() + ": "
                                    + item.path("reason").asString()));
            String cursor = answer.body().path("nextCursor").asString("");
            next = cursor.isEmpty() ? "" : page + "&cursor=" + cursor;
        }
        assertThat(reasons).hasSize(5).contains("broken-3: It showed 3.").doesNotHaveDuplicates();
        assertThat(skus(querySide.get("/v1/admin/actions?actor=nobody"))).isEmpty();
        assertThat(skus(querySide.get("/v1/admin/actions?to=2026-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(querySide.get("/v1/admin/actions?from=yesterday").code()).isEqualTo("validation-failed");
    }

    @Test
    void lostDemandIsListedByDayAndSku() {
        for (String day : List.of("2026-02-01", "2026-02-02")) {
            for (String sku : List.of("lost-b", "lost-a")) {
                querySide.append(refused(sku, null, day), refused(sku, "main", day), refused(sku, "main", day));
            }
        }
        // Only some of a stream's events matter: no other is read.
        querySide.append(registered("lost-a"), received("lost-a", "main", 2), held("lost-a", "r7", at("main", 2)));
        querySide.append(
                new HoldReleased(new Sku("lost-a"), new ReservationId("r7"), at("main", 2), ReleaseCause.EXPIRED));
        await().until(() ->
                querySide.get("/v1/lost-demand?sku=lost-a").body().path("items").size() == 1);

        String days = "/v1/lost-demand?from=2026-02-01&to=2026-02-28";
        List<String> all = List.of(
                "2026-02-01 lost-a -",
                "2026-02-01 lost-a main",
                "2026-02-01 lost-b -",
                "2026-02-01 lost-b main",
                "2026-02-02 lost-a -",
                "2026-02-02 lost-a main",
                "2026-02-02 lost-b -",
                "2026-02-02 lost-b main");
        assertThat(lost(days)).containsExactlyElementsOf(all);
        assertThat(lost(days + "&limit=3")).containsExactlyElementsOf(all);
        assertThat(lost(days + "&sku=lost-b&sku=lost-a&limit=3")).containsExactlyElementsOf(all);
        assertThat(lost(days + "&sku=lost-b&locationId=main&limit=1"))
                .containsExactly("2026-02-01 lost-b main", "2026-02-02 lost-b main");
        assertThat(lost(days + "&locationId=main&limit=1")).hasSize(4).allMatch(item -> item.endsWith("main"));
        assertThat(querySide
                        .get(days + "&sku=lost-b&locationId=main")
                        .body()
                        .path("items")
                        .get(0)
                        .toString())
                .isEqualTo("{\"day\":\"2026-02-01\",\"sku\":\"lost-b\",\"locationId\":\"main\","
                        + "\"refused\":{\"requests\":4,\"unitsAsked\":5,\"unitsShort\":2,"
                        + "\"references\":[{\"reference\":\"order-1\",\"unitsAsked\":5,\"unitsShort\":2}]},"
                        + "\"expired\":{\"reservations\":0,\"units\":0,\"ids\":[]},\"shoppers\":1}");
        assertThat(querySide
                        .get("/v1/lost-demand?sku=lost-a")
                        .body()
                        .path("items")
                        .get(0)
                        .path("expired")
                        .toString())
                .isEqualTo("{\"reservations\":1,\"units\":2,\"ids\":[\"r7\"]}");
        for (String invalid : List.of("from=x", "from=2024-01-01&to=2026-01-01", "from=2026-01-02&to=2026-01-01")) {
            assertThat(querySide.get("/v1/lost-demand?" + invalid).code()).isEqualTo("validation-failed");
        }
    }

    private static DemandRefused refused(String sku, String location, String day) {
        return new DemandRefused(
                new Sku(sku),
                location == null ? null : new LocationId(location),
                LocalDate.parse(day),
                RefusalCause.SHORTAGE,
                2,
                List.of(new RefusedShopper("order-1", 5, 2)),
                0,
                0,
                0);
    }

    @Test
    void theConsoleIsServedToBrowsers() {
        Answer root = querySide.get("/", "Accept", "text/html,*/*;q=0.8");
        assertThat(root.status()).isEqualTo(302);
        assertThat(root.header("Location")).endsWith("/console");
        assertThat(querySide.get("/").code()).isEqualTo("not-found");

        for (String path : List.of("/console", "/console/", "/console/products/MUG-01?asOf=x&y", "/console/a/b/c")) {
            Answer page = querySide.get(path, "Accept", "text/html");
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(page.headers().allValues("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(querySide.get(path, "If-None-Match", page.header("ETag")).status())
                    .isEqualTo(304);
        }
    }

    @Test
    void filesOfTheConsoleAreKeptByBrowsersForEver() {
        String html = querySide.get("/console").text();
        String script = html.replaceAll("(?s).*src=\"([^\"]+/app.js)\".*", "$1");

        Answer file = querySide.get(script, "Accept", "*/*");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
        assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(querySide.get(script, "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
        String folder = script.substring(0, script.length() - "app.js".length());
        for (String unknown : List.of(folder, folder + "x.js", folder + "console.html", "/console/assets/0/app.js")) {
            assertThat(querySide.get(unknown).code()).as(unknown).isEqualTo("not-found");
        }
        for (String path :
                List.of(folder + "../console.html", folder + "%2e%2e/x", folder + "..%2fx", folder + "x;a.js")) {
            assertThat(querySide.get(path).code()).as(path).isEqualTo("bad-request");
        }
        assertThat(querySide.post("/console", "{}").status()).isEqualTo(405);
    }

    /** All pages. */
    private static List<String> lost(String path) {
        List<String> lost = new ArrayList<>();
        String next = path;
        while (!next.isEmpty()) {
            Answer answer = querySide.get(next);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            answer.body()
                    .path("items")
                    .forEach(item -> lost.add(
                            item.path("day").asString() + " " + item.path("sku").asString() + " "
                                    + item.path("locationId").asString("-")));
            String cursor = answer.body().path("nextCursor").asString("");
            next = cursor.isEmpty() ? "" : path + "&cursor=" + cursor;
        }
        return lost;
    }

    private static List<String> skus(Answer list) {
        List<String> skus = new ArrayList<>();
        list.body().path("items").forEach(item -> skus.add(item.path("sku").asString()));
        return skus;
    }
}
