package stockledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.registered;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.query.RunningQuerySide;
import stockledger.query.sku.RegisteredSkus;
import tools.jackson.databind.node.StringNode;

/** The sweep comes to every SKU, also to one whose document was deleted; and a SKU that agrees again differs no more. */
class EverySkuIsSweptTest {

    private static RunningQuerySide querySide;

    private final TreeSet<String> withDocument = new TreeSet<>();
    private final List<String> registered = new ArrayList<>();

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide("--stockledger.audit.processor-millis-per-second=0");
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static MongoDatabase database(String name) {
        return querySide.bean(MongoClient.class).getDatabase(name);
    }

    private Sweep sweep(String name) {
        Sweep.Documents documents = new Sweep.Documents() {
            @Override
            public List<String> keysAfter(String last, int limit) {
                return List.copyOf(withDocument.tailSet(last, false));
            }

            @Override
            public List<String> withoutDocument(Collection<String> skus) {
                return skus.stream().filter(sku -> !withDocument.contains(sku)).toList();
            }
        };
        RegisteredSkus registrations = (position, limit) -> position.isEmpty() && !registered.isEmpty()
                ? new RegisteredSkus.Page(registered, "end")
                : new RegisteredSkus.Page(List.of(), null);
        return new Sweep(
                database(name),
                "sku",
                documents,
                registrations,
                Duration.ofHours(24),
                Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC));
    }

    @Test
    void alsoThoseWithoutADocument() {
        withDocument.addAll(List.of("a", "c"));
        registered.addAll(List.of("c", "b", "a"));
        Sweep sweep = sweep("sweep1");
        assertThat(List.of(sweep.next(), sweep.next(), sweep.next())).containsExactly("a", "c", "b");
        assertThat(sweep.next()).isNull();
        assertThat(sweep.read().running()).isFalse();
        assertThat(sweep.read().swept()).isEqualTo(3);
    }

    @Test
    void theFirstOnesSoonAfterASweepThatFoundNone() {
        Sweep sweep = sweep("sweep2");
        assertThat(sweep.next()).isNull();
        withDocument.add("first");
        assertThat(sweep.next()).isEqualTo("first");
    }

    @Test
    void registrationsAreReadFromTheIndexOfEvents() {
        querySide.append(registered("one"), registered("two"));
        RegisteredSkus registrations = querySide.bean(RegisteredSkus.class);
        await().untilAsserted(
                        () -> assertThat(registrations.after("", 10).skus()).containsExactly("one", "two"));
        String first = registrations.after("", 1).last();
        assertThat(registrations.after(first, 10).skus()).containsExactly("two");
        assertThat(registrations
                        .after(registrations.after(first, 10).last(), 10)
                        .last())
                .isNull();
    }

    @Test
    void aDifferenceThatAnotherProcessHasFoundEnds() {
        Drifts other = new Drifts(database("drift"));
        AuditDifference difference =
                new AuditDifference(AuditDifference.DOCUMENT, "low", null, StringNode.valueOf("true"));
        for (String sku : List.of("mug", "cup")) {
            other.record("sku", AuditResult.of(sku, Map.of(), List.of(difference)), List.of(difference));
        }
        Drifts restarted = new Drifts(database("drift"));
        restarted.end("sku", List.of("mug", "tea"));
        assertThat(restarted.of("sku", "mug")).isNull();
        assertThat(restarted.of("sku", "cup")).isNotNull();
        other.refresh();
        assertThat(other.count()).isEqualTo(1);
    }
}
