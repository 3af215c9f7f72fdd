package stockledger.trials.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** The read models of the query side: how far they lag, and their rebuild. */
public final class Projections {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final String PATH = "/v1/admin/projections";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final RetryingClient client;
    private final Backoff backoff = new Backoff();

    public Projections(RetryingClient client) {
        this.client = client;
    }

    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        items().forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    /** Events in the store, as counted by their global index. */
    public long events() {
        long head = -1;
        for (JsonNode item : items()) {
            head = Math.max(head, item.path("head").asLong());
        }
        return head + 1;
    }

    /**
     * Waits until the read models contain every event.
     *
     * @throws SetupFailed when they do not in time
     */
    public void awaitCaughtUp(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            JsonNode items = items();
            long lag = 0;
            for (JsonNode item : items) {
                lag += item.path("lagEvents").asLong(1);
            }
            if (!items.isEmpty() && lag == 0) {
                return;
            }
            await("the read models are still " + lag + " events behind", end);
        }
    }

    /**
     * Rebuilds a read model and waits until the new one is served and contains every event.
     *
     * @throws SetupFailed when it is unknown, or not rebuilt in time
     */
    public void rebuild(String name, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        Response response = client.send(Call.post(
                RequestKind.REBUILD,
                PATH + "/" + name + "/rebuilds",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("switch", "whenCaughtUp")
                        .put("keepSeconds", 0)
                        .put("reason", "measured by a trial")));
        if (response.status() != ACCEPTED) {
            throw new SetupFailed("the rebuild of " + name + " was refused: " + response.summary());
        }
        int epoch = response.body().path("epoch").asInt();
        while (!isServed(name, epoch)) {
            await(name + " is not rebuilt", end);
        }
    }

    private boolean isServed(String name, int epoch) {
        for (JsonNode item : items()) {
            if (item.path("name").asText().equals(name)
                    && item.path("epoch").asInt() >= epoch
                    && !item.path("rebuilding").asBoolean()
                    && item.path("lagEvents").asLong(1) == 0) {
                return true;
            }
        }
        return false;
    }

    private void await(String pending, long endNanos) {
        if (System.nanoTime() - endNanos > 0) {
            throw new SetupFailed("timeout: " + pending);
        }
        backoff.await(POLL_INTERVAL);
    }

    private JsonNode items() {
        Response response = client.send(Call.get(RequestKind.READ, PATH, null));
        if (response.status() != OK) {
            throw new SetupFailed("the projections cannot be read: " + response.summary());
        }
        return response.body().path("items");
    }
}
