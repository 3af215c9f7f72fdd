package stockledger.standalone.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import stockledger.standalone.servers.StartFailedException;

/**
 * Fills an empty service with the sample scenario. A marker file in the data folder records that filling has begun, and
 * later that it is complete. A start that finds it begun sends the whole scenario again: idempotency keys prevent that a
 * command takes effect twice.
 */
public final class SampleShop {

    private static final Logger LOG = LoggerFactory.getLogger(SampleShop.class);
    private static final String BEGUN = "begun";
    private static final String COMPLETE = "complete";
    private static final Duration CATCH_UP_POLL = Duration.ofMillis(50);

    /** How long the service remembers idempotency keys. */
    private static final Duration KEYS_KEPT = Duration.ofHours(24);

    /** Commands in flight: enough for a fill within a minute, and few enough for the smallest machine. */
    private static final int CONCURRENCY = 8;

    /** An empty read model catches up within seconds. */
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(60);

    private final Path marker;
    private final ShopClient client;

    /**
     * @param dataDir folder of the marker file
     * @param service base URL of the service
     * @param apiKey a key with all scopes; null while the service needs none
     */
    public SampleShop(Path dataDir, URI service, @Nullable String apiKey) {
        this.marker = dataDir.resolve("sample-shop");
        this.client = new ShopClient(service, apiKey);
    }

    /** A SKU of the sample shop. */
    public static String exampleSku() {
        return Catalog.read().articles().get(0).sku();
    }

    /**
     * Fills the service unless the sample shop is complete, or the service contains other data.
     *
     * @return whether the service contains the sample shop
     * @throws StartFailedException when filling failed; the next start continues
     */
    public boolean fill() throws InterruptedException {
        try {
            String state = Files.exists(marker) ? Files.readString(marker).strip() : "";
            if (state.equals(COMPLETE)) {
                return true;
            }
            if (state.isEmpty()) {
                awaitReadModels();
                if (!client.isEmpty()) {
                    LOG.info("Sample shop not added: the data folder already contains a shop");
                    return false;
                }
                Files.writeString(marker, BEGUN);
            } else if (Files.getLastModifiedTime(marker)
                    .toInstant()
                    .isBefore(Instant.now().minus(KEYS_KEPT))) {
                throw new StartFailedException("the sample shop was interrupted more than 24 hours ago and cannot be"
                        + " continued; start with an empty data folder, or without --stockledger.sample-shop");
            }
            send(new Scenario(Catalog.read()).phases());
            Files.writeString(marker, COMPLETE);
            return true;
        } catch (IOException e) {
            throw new StartFailedException("the marker file of the sample shop cannot be written: " + marker, e);
        }
    }

    private void awaitReadModels() {
        RetryPolicy policy = RetryPolicy.builder()
                .includes(ShopClient.ReadModelsBehindException.class)
                .maxRetries(Long.MAX_VALUE)
                .delay(CATCH_UP_POLL)
                .timeout(CATCH_UP_TIMEOUT)
                .build();
        try {
            new RetryTemplate(policy).execute(() -> {
                client.requireCurrentReadModels();
                return true;
            });
        } catch (RetryException e) {
            throw new StartFailedException(
                    "the sample shop was not added because the read models did not catch up within "
                            + CATCH_UP_TIMEOUT.toSeconds() + " s",
                    e);
        }
    }

    private void send(List<Phase> phases) throws InterruptedException {
        int total = phases.stream().mapToInt(phase -> phase.tasks().size()).sum();
        int completed = 0;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("sample-shop-");
        threads.setDaemon(true);
        ExecutorService executor = Executors.newFixedThreadPool(CONCURRENCY, threads);
        try {
            for (Phase phase : phases) {
                LOG.info("Sample shop: {} ({} %)", phase.title(), 100 * completed / total);
                List<Future<Void>> results = executor.invokeAll(
                        phase.tasks().stream().map(this::task).toList());
                for (Future<Void> result : results) {
                    await(result);
                }
                completed += phase.tasks().size();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private Callable<Void> task(List<Command> commands) {
        return () -> {
            for (Command command : commands) {
                if (!client.send(command)) {
                    break;
                }
            }
            return null;
        };
    }

    private static void await(Future<Void> result) throws InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String reason = cause instanceof StartFailedException ? cause.getMessage() : String.valueOf(cause);
            throw new StartFailedException("the sample shop is incomplete, the next start continues: " + reason, e);
        }
    }
}
