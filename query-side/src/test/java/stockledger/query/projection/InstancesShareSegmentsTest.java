package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

class InstancesShareSegmentsTest {

    private static final int SKUS = 12;

    /** Half of four segments of two projections; each of six more projections has one segment. */
    private static final int SHARE = 4;

    private static final int ALL = 14;

    private RunningQuerySide querySide;

    @BeforeEach
    void start() {
        querySide = new RunningQuerySide();
        querySide.start();
        querySide.awaitReady(0);
        querySide.awaitReady(1);
        for (int i = 0; i < SKUS; i++) {
            querySide.append(registered("s" + i));
        }
    }

    @AfterEach
    void stop() {
        querySide.close();
    }

    private long claimedBy(int instance) {
        long claimed = 0;
        for (JsonNode item : items(instance)) {
            for (JsonNode segment : item.path("segments")) {
                claimed += segment.path("here").asBoolean() ? 1 : 0;
            }
        }
        return claimed;
    }

    private void awaitShares() {
        await().untilAsserted(() -> {
            assertThat(claimedBy(0)).isBetween((long) SHARE, (long) ALL - SHARE);
            assertThat(claimedBy(1)).isEqualTo(ALL - claimedBy(0));
        });
    }

    private List<JsonNode> items(int instance) {
        List<JsonNode> items = new ArrayList<>();
        querySide
                .send(instance, "GET", "/v1/admin/projections", null)
                .body()
                .path("items")
                .forEach(items::add);
        return items;
    }

    private void assertEverySkuIsServedBy(int... instances) {
        for (int i = 0; i < SKUS; i++) {
            String sku = "s" + i;
            querySide.append(received(sku, "main", 1));
            String stream = "stock:" + sku;
            String token =
                    ConsistencyToken.of(stream, querySide.version(stream)).encoded();
            for (int instance : instances) {
                for (String path : List.of("/v1/products/", "/v1/inventory/", "/v1/availability?sku=")) {
                    Answer answer = querySide.send(instance, "GET", path + sku, null, "Consistency-Token", token);
                    assertThat(answer.status())
                            .as(() -> path + sku + " of instance " + instance + ": " + answer.text() + " with "
                                    + items(instance))
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void eachInstanceClaimsItsShareAndTakesOverFromAStoppedOne() {
        awaitShares();
        assertEverySkuIsServedBy(0, 1);

        querySide.instance(1).close();
        await().untilAsserted(() -> assertThat(claimedBy(0)).isEqualTo(ALL));
        assertEverySkuIsServedBy(0);
    }

    @Test
    void aDisconnectedInstanceLosesItsSegmentsAndOverwritesNothingLater() {
        await().untilAsserted(() -> assertThat(claimedBy(1)).isGreaterThanOrEqualTo(SHARE));
        querySide.mongoProxy(1).interrupt();
        await().untilAsserted(() -> assertThat(items(0))
                .allSatisfy(item -> assertThat(item.path("segments"))
                        .allMatch(segment -> segment.path("here").asBoolean())));
        assertEverySkuIsServedBy(0);

        querySide.mongoProxy(1).restore();
        await().ignoreExceptions().untilAsserted(() -> assertThat(claimedBy(1)).isGreaterThanOrEqualTo(SHARE));
        assertEverySkuIsServedBy(0, 1);
        for (int i = 0; i < SKUS; i++) {
            assertThat(querySide
                            .get("/v1/inventory/s" + i)
                            .body()
                            .path("onHand")
                            .asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void aRebuildIsSharedByAllInstances() {
        await().untilAsserted(() -> assertThat(claimedBy(1)).isGreaterThanOrEqualTo(SHARE));
        assertThat(querySide
                        .send(
                                1,
                                "POST",
                                "/v1/admin/projections/sku/rebuilds",
                                "{\"switch\":\"whenCaughtUp\",\"keepSeconds\":0,\"reason\":\"test\"}",
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(202);
        for (int instance : new int[] {0, 1}) {
            await().untilAsserted(() -> assertThat(items(instance))
                    .filteredOn(item -> item.path("name").asString().equals("sku"))
                    .singleElement()
                    .matches(item -> item.path("epoch").asInt() == 2));
        }
        awaitShares();
        assertEverySkuIsServedBy(0, 1);
    }
}
